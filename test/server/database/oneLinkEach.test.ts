import { expect } from 'chai';
import mongoose from 'mongoose';
import { digestOf } from '../../../models/values/digest.ts';
import { findInvitation } from '../../../models/accounts/invitation.ts';
import { keepOneLinkEach } from '../../../server/database/oneLinkEach.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, now } from '../../support/factories.ts';

const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

describe('the step to one link an account', () => {
  useDatabase();

  it('keeps of the links of an account the latest made, and the first administrator’s', async () => {
    const first = 'the first administrator';
    const links = mongoose.connection.collection<{ _id: string; userId: string | null; expiresAt: Date }>(
      'invitations',
    );
    const link = (token: string, userId: string | null, expiresAt: Date) => ({
      _id: digestOf(token),
      userId,
      expiresAt,
    });
    await links.insertOne(link(first, null, hours(1)));
    const step = async () => keepOneLinkEach(name => mongoose.connection.db!.collection(name));
    await step();
    expect(await findInvitation(first, now)).to.have.property('user', null);
    const user = await addUser('officer');
    await mongoose.connection.collection('credentials').deleteMany({});
    await links.insertMany([
      link('newest', user.id, hours(3)),
      link('older', user.id, hours(2)),
      link('oldest', user.id, hours(1)),
    ]);
    for (let run = 0; run < 2; run += 1) {
      await step();
      expect((await findInvitation('newest', now))?.user?.id).to.equal(user.id);
      for (const token of ['older', 'oldest']) expect(await findInvitation(token, now)).to.equal(undefined);
      expect(await links.countDocuments({})).to.equal(2);
    }
  });
});
