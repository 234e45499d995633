import mongoose, { Schema, type ClientSession } from 'mongoose';
import { digestOf } from '../values/digest.ts';

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

// The store of express-session writes this collection (server/signIn/sessionStore.ts); here it is listed and ended.
const sessions = mongoose.model(
  'session',
  new Schema<StoredSession>(
    { _id: String, session: Schema.Types.Mixed, expires: Date, lastModified: Date },
    { versionKey: false },
  ),
);
const ownerPath = 'session.passport.user';
sessions.schema.index({ [ownerPath]: 1 }, { sparse: true });
/** A session that is over stays so long: a clock that was set forward for some hours must have removed nothing. */
const graceSeconds = 24 * 3600;
sessions.schema.index({ expires: 1 }, { expireAfterSeconds: graceSeconds });

/** A session is over 30 minutes after its last page, and 12 hours after signing in. */
export const idleLimitMs = 30 * 60_000;
const absoluteLimitMs = 12 * 3_600_000;
/** How long a session lasts, in ms: from its last page on, and at most, whatever is done. */
export interface SessionEnd {
  idleMs: number;
  mostMs: number;
}

/**
 * How long a session begun then lasts from now on (both in ms since 1970). What is more than an hour away is told in whole
 * hours, so that two pages which say the same are the same.
 */
export function sessionEndOf(signedInAt: number, now: number): SessionEnd {
  const left = Math.max(0, signedInAt + absoluteLimitMs - now);
  const hour = 3_600_000;
  return { idleMs: idleLimitMs, mostMs: left > hour ? left - (left % hour) : left };
}

/** Open at a time by one person; a further one ends the oldest. */
export const mostSessions = 20;

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

/** A stored session of the pages, or null where there is none, or one that is over at an instant (in ms). It is not removed. */
export async function findOpenSession(
  key: string,
  now: number,
): Promise<Pick<StoredSession, 'session' | 'lastModified'> | null> {
  const stored = await sessions.findOne({ _id: key }).lean<StoredSession>();
  return stored && !isOver(stored, now) ? stored : null;
}

/** One that seems to end later than it could have been given was written by a clock set forward: for a day it is good. */
function isOver({ session, expires }: StoredSession, now: number): boolean {
  const latest = now + graceSeconds * 1000;
  if (expires.getTime() <= now || expires.getTime() > latest + idleLimitMs) return true;
  const { passport, signedInAt = -Infinity } = session;
  return passport?.user !== undefined && (now - signedInAt > absoluteLimitMs || signedInAt > latest);
}

/** The sessions of a person that are open at an instant, the one used last first. */
export async function listSessions(userId: string, at: Date): Promise<OpenSession[]> {
  const found = await sessions
    .find({ [ownerPath]: userId, expires: { $gt: at } })
    .sort({ lastModified: -1, _id: 1 })
    .lean<StoredSession[]>();
  const open = found.filter(one => !isOver(one, at.getTime()));
  return open.map(({ _id, session, lastModified }) => ({
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

/**
 * Ends the sessions of a person beyond the most there may be, those begun first; how many of them were open at an instant.
 * Never the one just begun (`own`): those begun by a clock that was ahead would else shut their person out.
 */
export async function endOldestSessions(userId: string, own: string, at: Date): Promise<number> {
  const found = await sessions
    .find({ [ownerPath]: userId }, { expires: 1 })
    .sort({ 'session.signedInAt': -1, _id: 1 })
    .lean<Pick<StoredSession, '_id' | 'expires'>[]>();
  const isOwn = ({ _id }: Pick<StoredSession, '_id'>) => Number(_id === own);
  const beyond = found.toSorted((one, other) => isOwn(other) - isOwn(one)).slice(mostSessions);
  if (beyond.length === 0) return 0;
  await sessions.deleteMany({ _id: { $in: beyond.map(({ _id }) => _id) } });
  return beyond.filter(({ expires }) => expires > at).length;
}

/** Whether a session has not been ended. */
export async function isSessionOpen(key: string): Promise<boolean> {
  return (await sessions.exists({ _id: key })) !== null;
}
