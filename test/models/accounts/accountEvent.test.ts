import { expect } from 'chai';
import mongoose from 'mongoose';
import { listAccountEvents } from '../../../models/accounts/accountEvent.ts';
import { digestOf } from '../../../models/values/digest.ts';
import {
  acceptInvitation,
  findInvitation,
  inviteUser,
  openInvitation,
} from '../../../models/accounts/invitation.ts';
import { listLatestChanges } from '../../../models/portfolio/homeFigures.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, changeAt, now } from '../../support/factories.ts';
import { everything } from '../../support/readers.ts';

const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const another = 'four hungry green parrots';
const ann = { id: 'ann', name: 'Ann' };

/** How many of many links asked for at once are good afterwards. */
async function countValid(invite: () => Promise<string>, isValid: (token: string) => Promise<boolean>) {
  const tokens = await Promise.all(Array.from({ length: 20 }, invite));
  const valid = await Promise.all(tokens.map(isValid));
  return valid.filter(Boolean).length;
}

describe('One-time links asked for at once', () => {
  useDatabase();

  it('leave one that is valid, and an entry for each', async () => {
    const user = await addUser('officer');
    const count = await countValid(
      async () => inviteUser(user.id, changeAt()),
      async token => (await findInvitation(token, now)) !== undefined,
    );
    expect(count).to.equal(1);
    expect(await listAccountEvents(user.id)).to.have.length(20);
  });

  it('leave one that makes the first administrator', async () => {
    const count = await countValid(
      async () => inviteUser(null, changeAt()),
      async token => (await findInvitation(token, now)) !== undefined,
    );
    expect(count).to.equal(1);
  });

  it('would leave several where the earlier are deleted and the new one inserted', async () => {
    const links = mongoose.connection.collection<{ _id: string; userId: string }>('unguardedLinks');
    let made = 0;
    const count = await countValid(
      async () => {
        const _id = digestOf(`${(made += 1)}`);
        await links.deleteMany({ userId: 'bob' });
        await links.insertOne({ _id, userId: 'bob' });
        return _id;
      },
      async _id => (await links.findOne({ _id })) !== null,
    );
    await links.drop();
    expect(count).to.be.above(1);
  });
});

describe('The history of an account', () => {
  useDatabase();

  it('tells who made a link, that it was opened and from where, and that it was used', async () => {
    const user = await addUser('officer');
    const token = await inviteUser(user.id, changeAt(minutes(1), { by: ann }));
    await openInvitation(token, minutes(2), '192.0.2.7');
    const own = changeAt(minutes(3), { by: { id: user.id, name: user.name } });
    await acceptInvitation(token, null, another, own, '192.0.2.7');
    const events = await listAccountEvents(user.id);
    expect(events.map(({ event, by, at, address }) => [event, by.id, at, address])).to.deep.equal([
      ['linkUsed', user.id, minutes(3), '192.0.2.7'],
      ['linkOpened', 'callfolio', minutes(2), '192.0.2.7'],
      ['linkMade', 'ann', minutes(1), null],
    ]);
  });

  it('tells once that a link was opened, however many open it at once and again', async () => {
    const user = await addUser('officer');
    const token = await inviteUser(user.id, changeAt());
    await Promise.all(Array.from({ length: 8 }, async () => openInvitation(token, minutes(1), null)));
    await openInvitation(token, minutes(2), null);
    const opened = (await listAccountEvents(user.id)).filter(({ event }) => event === 'linkOpened');
    expect(opened).to.have.length(1);
    await inviteUser(user.id, changeAt(minutes(3)));
    await openInvitation(token, minutes(4), null);
    expect(await listAccountEvents(user.id)).to.have.length(3);
  });

  it('tells nothing of a password that was refused', async () => {
    const user = await addUser('officer');
    const token = await inviteUser(user.id, changeAt());
    await acceptInvitation(token, null, 'short', changeAt()).catch(() => undefined);
    expect((await listAccountEvents(user.id)).map(({ event }) => event)).to.deep.equal(['linkMade']);
  });

  it('is among the latest changes for who may read accounts, and for nobody else', async () => {
    const user = await addUser('officer');
    await inviteUser(user.id, changeAt(minutes(1), { by: ann }));
    const [latest] = await listLatestChanges(5, everything);
    expect(latest).to.include({ noun: 'user', recordId: user.id, identifier: user.name, event: 'linkMade' });
    expect(await listLatestChanges(5)).to.deep.equal([]);
  });
});
