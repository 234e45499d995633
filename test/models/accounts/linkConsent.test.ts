import { expect } from 'chai';
import { listAccountEvents } from '../../../models/accounts/accountEvent.ts';
import { acceptInvitation, inviteUser } from '../../../models/accounts/invitation.ts';
import {
  askForLink,
  consentToLink,
  findLinkRequest,
  listRequestsFor,
  refuseLink,
} from '../../../models/accounts/linkConsent.ts';
import { users, type KeptUser } from '../../../models/accounts/user.ts';
import { emptyDatabase, useDatabase } from '../../support/database.ts';
import { add, addUser, changeAt, edit, now } from '../../support/factories.ts';
import { refusal } from '../../support/refusal.ts';

const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const by = (user: KeptUser, at = now) => changeAt(at, { by: { id: user.id, name: user.name } });
const another = 'four hungry green parrots';

/** Whether somebody sets the password of another's account with a link made this way, with nobody's help. */
async function takesOver(user: KeptUser, link: () => Promise<string | null>): Promise<boolean> {
  const token = await link();
  if (token === null) return false;
  return acceptInvitation(token, null, another, by(user)).then(
    () => true,
    () => false,
  );
}

async function threeAdministrators(): Promise<[KeptUser, KeptUser, KeptUser]> {
  const name = (one: string) => addUser('administrator', { name: one });
  return [await name('Maker'), await name('Owner'), await name('Third')];
}

describe('A link of another administrator’s account', () => {
  useDatabase();

  it('is made once a third administrator has consented, for whoever asked, once', async () => {
    const [maker, owner, third] = await threeAdministrators();
    expect(await takesOver(owner, async () => askForLink(owner, by(maker)))).to.equal(false);
    expect(await listRequestsFor(third.id, now)).to.have.length(1);
    expect(await listRequestsFor(maker.id, now)).to.deep.equal([]);
    await consentToLink(owner, by(third, hours(1)));
    expect(await askForLink(owner, by(third, hours(2)))).to.equal(null);
    await consentToLink(owner, by(maker, hours(2)));
    expect(await takesOver(owner, async () => askForLink(owner, by(third, hours(3))))).to.equal(true);
    expect(await askForLink(owner, by(third, hours(4)))).to.equal(null);
    const events = (await listAccountEvents(owner.id)).map(({ event, by: { name } }) => `${event} ${name}`);
    expect(events).to.deep.equal([
      'linkAsked Third',
      'linkMade Third',
      'linkConsented Maker',
      'linkAsked Third',
      'linkConsented Third',
      'linkUsed Owner',
      'linkAsked Maker',
    ]);
  });

  it('would be a way in where a link is simply made', async () => {
    const [maker, owner] = await threeAdministrators();
    expect(await takesOver(owner, async () => inviteUser(owner.id, by(maker)))).to.equal(true);
  });

  it('takes neither the maker’s nor the owner’s consent, nor that of who is no administrator', async () => {
    const [maker, owner, third] = await threeAdministrators();
    const officer = await addUser('officer');
    await askForLink(owner, by(maker));
    for (const one of [maker, owner, officer])
      expect(await refusal(consentToLink(owner, by(one))), one.name).to.equal('forbidden');
    await refuseLink(owner, by(third));
    expect(await refusal(consentToLink(owner, by(third)))).to.equal('notFound');
    expect(await findLinkRequest(owner.id, now)).to.equal(null);
  });

  it('is made once of one consent, however many ask for it at once', async () => {
    const [maker, owner, third] = await threeAdministrators();
    await askForLink(owner, by(maker));
    const consents = Array.from({ length: 4 }, async () => consentToLink(owner, by(third)));
    const given = await Promise.allSettled(consents);
    expect(given.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    const tokens = await Promise.all(Array.from({ length: 8 }, async () => askForLink(owner, by(maker))));
    expect(tokens.filter(token => token !== null)).to.have.length(1);
  });

  it('waits no longer than three days, nor does a consent', async () => {
    const [maker, owner, third] = await threeAdministrators();
    await askForLink(owner, by(maker));
    expect(await refusal(consentToLink(owner, by(third, hours(72))))).to.equal('notFound');
    await askForLink(owner, by(maker, hours(73)));
    await consentToLink(owner, by(third, hours(74)));
    expect(await askForLink(owner, by(maker, hours(73 + 72)))).to.equal(null);
  });

  it('is made at once where there is no third one who could consent, and entered as such', async () => {
    const [maker, owner, third] = await threeAdministrators();
    await edit(users, third, { isBlocked: true });
    await add(users, { email: 'new@example.org', name: 'No password yet', role: 'administrator' });
    expect(await takesOver(owner, async () => askForLink(owner, by(maker)))).to.equal(true);
    expect((await listAccountEvents(owner.id)).map(({ event }) => event)).to.include('linkMadeAlone');
  });

  it('takes consent also when the role was taken away for the purpose', async () => {
    const [maker, owner] = await threeAdministrators();
    const lowered = await edit(users, owner, { role: 'officer' }, by(maker, hours(1)));
    expect(await askForLink(lowered, by(maker, hours(2)))).to.equal(null);
    expect(await askForLink(lowered, by(maker, hours(74)))).to.be.a('string');
  });

  it('takes consent also when the third one was blocked, or lost the role, for the purpose', async () => {
    for (const out of [{ isBlocked: true }, { role: 'officer' }]) {
      await emptyDatabase();
      const [maker, owner, third] = await threeAdministrators();
      await edit(users, third, out, by(maker, hours(1)));
      expect(await askForLink(owner, by(maker, hours(2)))).to.equal(null);
      expect(await askForLink(owner, by(maker, hours(74)))).to.be.a('string');
    }
  });

  it('is one’s own affair, and for other roles takes no consent', async () => {
    const [maker] = await threeAdministrators();
    const officer = await addUser('officer');
    for (const user of [maker, officer]) expect(await askForLink(user, by(maker))).to.be.a('string');
  });
});
