import { expect } from 'chai';
import { makeToken } from '../../models/accounts/token.ts';
import { signedInAs } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addUser } from '../support/factories.ts';

const asking = /<details class="confirmed"><summary.*?<\/details>/gs;
const ends = /action="([^"]+\/(?:end|delete|undo))"/g;

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
      const asked = [...text.matchAll(asking)].map(([one]) => one);
      const deeds = [...text.matchAll(ends)].map(([, action]) => action);
      expect(deeds, path).to.have.length(count);
      expect(
        asked.flatMap(one => [...one.matchAll(ends)].map(([, action]) => action)),
        path,
      ).to.deep.equal(deeds);
      for (const one of asked) expect(one, path).to.match(/<p class="hint">[^<]{20,}.*Confirm/s);
    }
  });
});
