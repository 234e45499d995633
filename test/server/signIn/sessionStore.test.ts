import { promisify } from 'node:util';
import { expect } from 'chai';
import session from 'express-session';
import mongoose from 'mongoose';
import { endSession, listSessions, sessionKeyOf } from '../../../models/accounts/session.ts';
import { createCollectionsAndIndexes } from '../../../server/database/indexes.ts';
import { dropSessionExpiry } from '../../../server/database/sessionGrace.ts';
import { sessionStore } from '../../../server/signIn/sessionStore.ts';
import { useDatabase } from '../../support/database.ts';

/** A session of a person as express-session hands it to its store. */
const dataOf = (user: string) =>
  ({
    cookie: Object.assign(new session.Cookie(), { maxAge: 60_000 }),
    passport: { user },
    signedInAt: Date.now(),
  }) as unknown as session.SessionData;

function open(clock?: () => number) {
  const store = sessionStore(60_000, clock);
  return {
    get: promisify<string, session.SessionData | null | undefined>(store.get.bind(store)),
    set: promisify<string, session.SessionData, void>(store.set.bind(store)),
    touch: promisify<string, session.SessionData, void>(store.touch?.bind(store) as typeof store.set),
  };
}

describe('The store of sessions', () => {
  useDatabase();

  it('keeps a session under a hash, so that nobody who reads the database can use it', async () => {
    const { get, set } = open();
    await set('the-id-in-the-cookie', dataOf('u1'));
    expect(await get('the-id-in-the-cookie')).to.have.nested.property('passport.user', 'u1');
    const stored = await mongoose.connection.collection('sessions').find({}).toArray();
    expect(stored).to.have.length(1);
    expect(JSON.stringify(stored)).not.to.include('the-id-in-the-cookie');
  });

  it('does not bring back a session that was ended while a request of it was under way', async () => {
    const { get, set, touch } = open();
    await set('a', dataOf('u1'));
    const read = await get('a');
    expect(await endSession('u1', sessionKeyOf('a'))).to.equal(true);
    if (!read) throw new Error('It was not read.');
    await set('a', { ...read, notice: 'Saved.' });
    await touch('a', read);
    expect(await get('a')).to.equal(null);
    expect(await listSessions('u1', new Date())).to.deep.equal([]);
  });

  it('forgets what has expired', async () => {
    const { get, set } = open();
    await set('a', dataOf('u1'));
    await mongoose.connection.collection('sessions').updateOne({}, { $set: { expires: new Date(0) } });
    expect(await get('a')).to.equal(null);
    expect(await listSessions('u1', new Date())).to.deep.equal([]);
  });
});

/** Whether a session is still open after a clock was set forward by hours, a page was asked for, and it was set back. */
async function survives(ask: (hoursAhead: number) => Promise<unknown>, hoursAhead: number): Promise<boolean> {
  await ask(hoursAhead);
  return (await ask(0)) !== null;
}

describe('A clock set forward', () => {
  useDatabase();
  const hour = 3_600_000;

  it('ends no session for good: set back, it is open as before', async () => {
    let ahead = 0;
    const { get, set } = open(() => Date.now() + ahead * hour);
    await set('a', dataOf('u1'));
    const ask = async (hoursAhead: number) => {
      ahead = hoursAhead;
      return get('a');
    };
    for (const hours of [1, 13, 200]) expect(await survives(ask, hours), `${hours}`).to.equal(true);
    ahead = 13;
    expect(await get('a')).to.equal(null);
  });

  it('would end it for good where what seems late is removed', async () => {
    const { get, set } = open(() => Date.now());
    await set('a', dataOf('u1'));
    const ask = async (hoursAhead: number) => {
      const read = await get('a');
      const signedInAt = Number((read as { signedInAt?: number } | null)?.signedInAt);
      if (Date.now() + hoursAhead * hour - signedInAt < 12 * hour) return read;
      await endSession('u1', sessionKeyOf('a'));
      return null;
    };
    expect(await survives(ask, 13)).to.equal(false);
  });

  /** How many documents of a collection a database would remove whose clock says that it is so late. */
  const countRemoved = async (name: string, now: number): Promise<number> => {
    const collection = mongoose.connection.collection(name);
    const index = (await collection.indexes()).find(
      ({ expireAfterSeconds }) => expireAfterSeconds !== undefined,
    );
    const before = new Date(now - Number(index?.expireAfterSeconds) * 1000);
    return collection.countDocuments({ expires: { $lte: before } });
  };

  it('of the database removes none for a day, which it would at once without that day', async () => {
    const unguarded = mongoose.connection.collection('unguardedSessions');
    await unguarded.createIndex({ expires: 1 }, { expireAfterSeconds: 0 });
    const expires = new Date(Date.now() + hour / 2);
    for (const name of ['sessions', 'unguardedSessions'])
      await mongoose.connection.collection(name).insertOne({ expires });
    const ahead = Date.now() + 13 * hour;
    const removed = [await countRemoved('sessions', ahead), await countRemoved('unguardedSessions', ahead)];
    await unguarded.drop();
    expect(removed).to.deep.equal([0, 1]);
    expect(await countRemoved('sessions', Date.now() + 25 * hour)).to.equal(1);
  });
});

describe('the step to sessions that are removed a day after their end', () => {
  useDatabase();

  it('lets the index be made anew, once and again', async () => {
    const { db } = mongoose.connection;
    await db!.collection('sessions').dropIndex('expires_1');
    await db!.collection('sessions').createIndex({ expires: 1 }, { expireAfterSeconds: 0 });
    for (let run = 0; run < 2; run += 1) {
      await dropSessionExpiry(name => db!.collection(name));
      await createCollectionsAndIndexes();
    }
    const found = (await db!.collection('sessions').indexes()).find(({ name }) => name === 'expires_1');
    expect(found).to.include({ expireAfterSeconds: 86_400 });
    await dropSessionExpiry(name => db!.collection(`restoring.${name}`));
  });
});
