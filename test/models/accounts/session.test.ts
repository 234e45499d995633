import { expect } from 'chai';
import mongoose from 'mongoose';
import {
  endOldestSessions,
  findOpenSession,
  listSessions,
  mostSessions,
} from '../../../models/accounts/session.ts';
import { useDatabase } from '../../support/database.ts';
import { now } from '../../support/factories.ts';

const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const stored = () => mongoose.connection.collection<{ _id: string }>('sessions');

/** Begins a session of a person, as signing in stores it. */
async function begin(_id: string, user: string, at: Date): Promise<void> {
  const session = { passport: { user }, signedInAt: at.getTime() };
  const expires = new Date(at.getTime() + 30 * 60_000);
  await stored().insertOne({ _id, session, expires, lastModified: at } as { _id: string });
}

/** How many sessions are left of many begun at once. */
async function countLeft(signIn: (id: string, at: Date) => Promise<unknown>): Promise<number> {
  const ids = Array.from({ length: 50 }, (_none, at) => `session ${at}`);
  await Promise.all(ids.map(async (id, at) => signIn(id, new Date(now.getTime() + at))));
  return stored().countDocuments({ 'session.passport.user': 'ann' });
}

describe('The sessions of an account', () => {
  useDatabase();

  it('are twenty at most: a further one ends the oldest, and nobody else’s', async () => {
    for (let at = 0; at <= mostSessions; at += 1) await begin(`${at}`, 'ann', hours(at / 100));
    await begin('other', 'bob', hours(-1));
    expect(await endOldestSessions('ann', `${mostSessions}`, hours(0.3))).to.equal(1);
    const open = await listSessions('ann', hours(0.3));
    expect(open.map(({ id }) => id))
      .to.have.length(mostSessions)
      .and.not.to.include('0');
    expect(await stored().findOne({ _id: 'other' })).not.to.equal(null);
    expect(await endOldestSessions('ann', `${mostSessions}`, hours(0.3))).to.equal(0);
  });

  it('are twenty at most, however many begin at once', async () => {
    const left = await countLeft(async (id, at) => {
      await begin(id, 'ann', at);
      await endOldestSessions('ann', id, at);
    });
    // Each keeps its own, which of those begun at the same time another may end.
    expect(left).to.be.within(mostSessions - 1, mostSessions);
  });

  /** Whether somebody who has twenty sessions begun by a clock that was ahead can begin one more. */
  const canBegin = async (endOthers: () => Promise<unknown>): Promise<boolean> => {
    for (let at = 0; at < mostSessions; at += 1) await begin(`ahead ${at}`, 'ann', hours(20 + at / 100));
    await begin('own', 'ann', now);
    await endOthers();
    return (await findOpenSession('own', now.getTime())) !== null;
  };

  it('shut nobody out, also where twenty were begun by a clock that was ahead', async () => {
    expect(await canBegin(async () => endOldestSessions('ann', 'own', now))).to.equal(true);
    expect(await stored().countDocuments({})).to.equal(mostSessions);
  });

  it('would shut them out where the oldest is ended whichever it is', async () => {
    const endOldest = async () => stored().deleteOne({ 'session.signedInAt': now.getTime() });
    expect(await canBegin(endOldest)).to.equal(false);
  });

  it('would be more where they are counted first and begun then', async () => {
    const left = await countLeft(async (id, at) => {
      const open = await stored().countDocuments({ 'session.passport.user': 'ann' });
      if (open < mostSessions) await begin(id, 'ann', at);
    });
    expect(left).to.be.above(mostSessions);
  });

  it('are over half an hour after the last page, and twelve hours after signing in', async () => {
    await begin('idle', 'ann', now);
    expect(await findOpenSession('idle', hours(0.49).getTime())).not.to.equal(null);
    expect(await findOpenSession('idle', hours(0.5).getTime())).to.equal(null);
    await begin('long', 'ann', now);
    await stored().updateOne({ _id: 'long' }, { $set: { expires: hours(13) } });
    expect(await findOpenSession('long', hours(12).getTime())).not.to.equal(null);
    expect(await findOpenSession('long', hours(12.1).getTime())).to.equal(null);
  });

  it('begun by a clock that was a day ahead are good, by one that was a year ahead are not', async () => {
    await begin('ahead', 'ann', hours(23));
    await begin('far ahead', 'ann', hours(24 * 365));
    expect(await findOpenSession('ahead', now.getTime())).not.to.equal(null);
    expect(await findOpenSession('far ahead', now.getTime())).to.equal(null);
  });
});
