import { callbackify } from 'node:util';
import { MongoStore } from 'connect-mongo';
import type { SessionData, Store } from 'express-session';
import mongoose from 'mongoose';
import { findOpenSession, isSessionOpen, sessionKeyOf } from '../../models/accounts/session.ts';
import { sessionClock } from '../../models/accounts/sessionClock.ts';

const unserialize = (stored: unknown): SessionData =>
  (typeof stored === 'string' ? JSON.parse(stored) : stored) as SessionData;

/** Express-session asks by callback. */
const askIfOpen = callbackify(isSessionOpen);
const askForOpen = callbackify(findOpenSession);

/** What the store puts on a session that it has read. */
type Read = SessionData & { lastModified?: Date };

/**
 * Where express-session keeps sessions: the collection that `models/accounts/session.ts` lists and ends. A session that was ended
 * while a request of it was under way stays ended; by itself the store would write it anew at the end of that request.
 */
export function sessionStore(lifetimeMs: number, clock: () => number = sessionClock): Store {
  const store = MongoStore.create({
    client: mongoose.connection.getClient(),
    dbName: mongoose.connection.name,
    collectionName: 'sessions',
    ttl: lifetimeMs / 1000,
    touchAfter: 60,
    // The index that removes what has expired is one of the model's.
    autoRemove: 'disabled',
    transformId: sessionKeyOf,
    // As a document, so that the sessions of a person can be found; dates of the cookie as text, as the library has them.
    serialize: (session: SessionData) => JSON.parse(JSON.stringify(session)) as SessionData,
    unserialize,
  });
  // By a clock of our own, and nothing is removed: the library asks the host's, which somebody may have set forward.
  store.get = (id, done) => {
    askForOpen(sessionKeyOf(id), clock(), (error, stored) => {
      if (error || !stored) done(error, null);
      else done(null, { ...unserialize(stored.session), lastModified: stored.lastModified } as SessionData);
    });
  };
  const set = store.set.bind(store);
  const touch = store.touch.bind(store);
  store.set = (id, session, done = () => undefined) => {
    if ((session as Read).lastModified === undefined) {
      set(id, session, done);
      return;
    }
    askIfOpen(sessionKeyOf(id), (error, isOpen) => {
      if (!error && isOpen) set(id, session, done);
      else done(error);
    });
  };
  store.touch = (id, session, done = () => undefined) => {
    touch(id, session, (error: unknown) => {
      const isEnded = error instanceof Error && error.message === 'Unable to find the session to touch';
      done(isEnded ? null : error);
    });
  };
  return store;
}
