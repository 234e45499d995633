import { expect } from 'chai';
import { makeToken } from '../../models/accounts/token.ts';
import { signedInAs } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addUser } from '../support/factories.ts';
import { attributesOn, wordsOn } from '../support/page.ts';

const asking = 'details.confirmed';
const ends = 'form:is([action$="/end"], [action$="/delete"], [action$="/undo"])';

describe('What no click takes back', () => {
  useDatabase();

  it('asks first, on every page that offers it, and says what becomes of it', async () => {
    const user = await addUser('administrator');
    const [{ get }, other] = [await signedInAs(user), await addUser('officer')];
    await Promise.all([signedInAs(user), signedInAs(other)]);
    await makeToken(user, { name: 'script', access: 'full', endsOn: null }, new Date());
    const pages = {
      '/sessions': 2,
      '/tokens': 1,
      '/tokens/all': 1,
      [`/users/${other.id}`]: 1,
    };
    for (const [path, count] of Object.entries(pages)) {
      const { text } = await get(path);
      const deeds = attributesOn(text, ends, 'action');
      expect(deeds, path).to.have.length(count);
      expect(attributesOn(text, `${asking}:has(summary) ${ends}`, 'action'), path).to.deep.equal(deeds);
      const hints = wordsOn(text, `${asking} p.hint`);
      expect(hints, path).to.have.length(wordsOn(text, asking).length);
      for (const hint of hints) expect(hint.length, path).to.be.at.least(20);
      for (const asked of wordsOn(text, asking)) expect(asked, path).to.include('Confirm');
    }
  });
});
