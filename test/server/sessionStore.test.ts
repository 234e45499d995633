import { promisify } from 'node:util';
import { expect } from 'chai';
import session from 'express-session';
import mongoose from 'mongoose';
import { endSession, listSessions, sessionKeyOf } from '../../models/session.ts';
import { sessionStore } from '../../server/sessionStore.ts';
import { useDatabase } from '../support/database.ts';

/** A session of a person as express-session hands it to its store. */
const dataOf = (user: string) =>
  ({
    cookie: Object.assign(new session.Cookie(), { maxAge: 60_000 }),
    passport: { user },
    signedInAt: Date.now(),
  }) as unknown as session.SessionData;

function open() {
  const store = sessionStore(60_000);
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
