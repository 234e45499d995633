import mongoose, { Schema, type ClientSession } from 'mongoose';
import { digestOf } from './digest.ts';

/** What is kept of a visit of the pages, besides what express-session needs. */
interface Visit {
  passport?: { user?: string };
  /** In ms. */
  signedInAt?: number;
  address?: string;
  agent?: string;
}
interface StoredSession {
  /** See `sessionKeyOf`. */
  _id: string;
  session: Visit;
  expires: Date;
  /** When a page was last asked for, to the minute. */
  lastModified: Date;
}

// The store of express-session writes this collection (server/sessionStore.ts); here it is listed and ended.
const sessions = mongoose.model(
  'session',
  new Schema<StoredSession>(
    { _id: String, session: Schema.Types.Mixed, expires: Date, lastModified: Date },
    { versionKey: false },
  ),
);
const ownerPath = 'session.passport.user';
sessions.schema.index({ [ownerPath]: 1 }, { sparse: true });
sessions.schema.index({ expires: 1 }, { expireAfterSeconds: 0 });

/** A session as its owner sees it. */
export interface OpenSession {
  /** Opaque: whoever knows it can end the session, not use it. */
  id: string;
  address: string | null;
  /** The `User-Agent` header. */
  agent: string;
  signedInAt: Date;
  /** To the minute. */
  seenAt: Date;
}

/** Under what a session is kept: a hash of its cookie's id, so that nobody who reads the database can use it. */
export const sessionKeyOf = digestOf;

/** The sessions of a person that are open at an instant, the one used last first. */
export async function listSessions(userId: string, at: Date): Promise<OpenSession[]> {
  const found = await sessions
    .find({ [ownerPath]: userId, expires: { $gt: at } })
    .sort({ lastModified: -1, _id: 1 })
    .lean<StoredSession[]>();
  return found.map(({ _id, session, lastModified }) => ({
    id: _id,
    address: session.address ?? null,
    agent: session.agent ?? '',
    signedInAt: new Date(session.signedInAt ?? lastModified),
    seenAt: lastModified,
  }));
}

/** Ends one session of a person; whether there was one. */
export async function endSession(userId: string, id: string): Promise<boolean> {
  const { deletedCount } = await sessions.deleteOne({ _id: id, [ownerPath]: userId });
  return deletedCount === 1;
}

/** Ends all sessions of a person but the one kept, perhaps within a transaction; how many. */
export async function endSessions(
  userId: string,
  { but = null, session = null }: { but?: string | null; session?: ClientSession | null } = {},
): Promise<number> {
  const { deletedCount } = await sessions
    .deleteMany({ [ownerPath]: userId, _id: { $ne: but ?? '' } })
    .session(session);
  return deletedCount;
}

/** Whether a session has not been ended. */
export async function isSessionOpen(key: string): Promise<boolean> {
  return (await sessions.exists({ _id: key })) !== null;
}
