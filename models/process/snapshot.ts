import { AsyncLocalStorage } from 'node:async_hooks';
import mongoose, { type Aggregate, type ClientSession, type Query, type Schema } from 'mongoose';
import { ExpectedError } from '../values/errors.ts';
import { joinAll } from './joinAll.ts';

/** The driver keeps the cluster time of a snapshot in its session, and its types do not tell. */
type SnapshotSession = ClientSession & { snapshotTime?: mongoose.mongo.Timestamp };

/** One instant of the database. */
export interface Snapshot {
  readonly session: ClientSession;
  readonly time: mongoose.mongo.Timestamp;
  /** The instant as people read it, to the second. */
  readonly at: Date;
  /** Aborted when nobody wants any more what is made of it. */
  readonly signal: AbortSignal;
  /** How long one batch may take, in milliseconds. */
  readonly batchLimitMs: number;
  readonly tell: SnapshotLimits['tell'];
  /** What closes each of the cursors that were not read to their end. */
  readonly unfinished: Set<() => Promise<void>>;
  /** Gives the reading up: what the server still does for it is ended. */
  giveUp(why: Error): void;
}

interface SnapshotLimits {
  signal?: AbortSignal;
  batchLimitMs?: number;
  /** Told of each session that reads, by the bytes of its id: another thread can then end what the server does for it. */
  tell?: ((session: Uint8Array) => void) | undefined;
}

/** The instant of a snapshot as plain data, that can be sent to another thread. */
export interface SnapshotTime {
  seconds: number;
  count: number;
}

const snapshotTooOld = 239;
const snapshotUnavailable = 246;
/** A batch takes the server some ten milliseconds; on a machine that pages, a thousand times as much. */
const usualBatchLimitMs = 30_000;
/** Of all batches of a cursor together: the server counts them so. Its own deadline is by batch (`iterate`). */
const wholeLimitMs = 15 * 60_000;
/** Read first, and alone: it fixes the instant. Any collection does. */
const firstRead = 'projects';

const present = new AsyncLocalStorage<Snapshot>();

/** The instant at which everything is read here; null where each question is answered as of now. */
export const presentSnapshot = (): Snapshot | null => present.getStore() ?? null;

/** Whether the database no longer keeps, or does not yet show, the instant that was asked for: another one can be had. */
export const isInstantLost = (error: unknown): boolean => {
  const { code } = error as { code?: unknown };
  return code === snapshotTooOld || code === snapshotUnavailable;
};

/** What a question without mongoose takes along to be answered at the present snapshot; nothing where there is none. */
export function atSnapshot(): { session?: ClientSession; readConcern?: { level: 'snapshot' } } {
  const snapshot = presentSnapshot();
  // Said on the question itself: the read concern of the connection would go before that of the session.
  return snapshot ? { session: snapshot.session, readConcern: { level: 'snapshot' } } : {};
}

/**
 * Does `work`, in which whatever is read of the database is of one instant, by whichever function, and nothing is asked of
 * what this process keeps in memory. Within such work it is part of that.
 *
 * @throws what `isInstantLost` knows, where the database does not keep its past for so long
 */
export async function readAtOneInstant<T>(
  work: (snapshot: Snapshot) => Promise<T>,
  limits: SnapshotLimits = {},
): Promise<T> {
  const outer = presentSnapshot();
  if (outer) return work(outer);
  return withSession(limits, undefined, async snapshot => present.run(snapshot, work, snapshot));
}

/** The instant of the work in hand, for another thread that is to read at it. @throws {Error} outside of such work */
export function presentSnapshotTime(): SnapshotTime {
  const snapshot = presentSnapshot();
  if (!snapshot) throw new Error('Nothing is read at one instant here.');
  return { seconds: snapshot.time.t, count: snapshot.time.i };
}

/** Does `work` at the instant of another thread. */
export async function readAtInstantOf<T>(
  { seconds, count }: SnapshotTime,
  work: (snapshot: Snapshot) => Promise<T>,
  limits: SnapshotLimits = {},
): Promise<T> {
  const time = new mongoose.mongo.Timestamp({ t: seconds, i: count });
  return withSession(limits, time, async snapshot => present.run(snapshot, work, snapshot));
}

/** Ends what the server does for a session of another thread, which is no more; twice, for what was on its way. */
export async function endSessionOf(session: Uint8Array): Promise<void> {
  const id = { id: new mongoose.mongo.Binary(session, mongoose.mongo.Binary.SUBTYPE_UUID) };
  await killWork({ id });
  await killWork({ id });
}

/** Reads beside what is being read: in a session of its own, at the same instant where there is one. */
export async function readBeside<T>(work: () => Promise<T>): Promise<T> {
  const outer = presentSnapshot();
  if (!outer) return work();
  return withSession(outer, outer.time, async snapshot => present.run(snapshot, work));
}

async function withSession<T>(
  { signal, batchLimitMs = usualBatchLimitMs, tell }: SnapshotLimits,
  time: mongoose.mongo.Timestamp | undefined,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const unfinished: Snapshot['unfinished'] = new Set();
  const either = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
  either.throwIfAborted();
  const session: SnapshotSession = await mongoose.startSession({ snapshot: true });
  let killing: Promise<unknown> = Promise.resolve();
  const kill = () => {
    killing = killWork(session);
  };
  either.addEventListener('abort', kill, { once: true });
  let hasFailed = false;
  try {
    if (session.id) tell?.(session.id.id.buffer);
    if (time) session.snapshotTime = time;
    else await fixInstant(session);
    const found = session.snapshotTime;
    if (!found) throw new Error('The database does not read at one instant: MongoDB 6.0 or newer is needed.');
    return await work({
      session,
      time: found,
      at: new Date(found.t * 1_000),
      signal: either,
      batchLimitMs,
      tell,
      unfinished,
      giveUp: why => own.abort(why),
    });
  } catch (error) {
    hasFailed = true;
    // What the server says of what was ended there is not why.
    throw either.aborted ? either.reason : error;
  } finally {
    either.removeEventListener('abort', kill);
    await killing;
    own.abort(new Error('The instant that is read is over.'));
    if (hasFailed || unfinished.size > 0) await endCursors(session, unfinished);
    await session.endSession();
  }
}

async function fixInstant(session: ClientSession): Promise<void> {
  const { db } = mongoose.connection;
  if (!db) throw new ExpectedError('unavailable', 'unavailable');
  const read = { session, readConcern: { level: 'snapshot' }, projection: { _id: 1 } } as const;
  await db.collection(firstRead).findOne({}, { ...read, maxTimeMS: 7_000 });
}

/**
 * Ends the cursors of a session while it can be named. The server kills them with the session: asked for one, the driver sends
 * the read concern of the snapshot along, which the server refuses, and the driver keeps to itself.
 */
async function endCursors(session: ClientSession, unfinished: Snapshot['unfinished']): Promise<void> {
  await killWork(session);
  await joinAll([...unfinished].map(async close => close()));
  // What was on its way when it was killed may have come to a cursor all the same.
  await killWork(session);
}

/** Ends what the server does for a session, its cursors too. Where that is refused or lost, they end by their limits. */
async function killWork({ id }: Pick<ClientSession, 'id'>): Promise<unknown> {
  return mongoose.connection.db
    ?.admin()
    .command({ killSessions: [id] })
    .catch(() => undefined);
}

/** Of questions that are answered in one batch. */
const answeredAtOnce = ['findOne', 'countDocuments', 'distinct'] as const;

/** Makes what models of this schema are asked part of the snapshot in which it is asked. */
export function readAtSnapshots(schema: Schema): void {
  schema.pre('find', function (this: Query<unknown, unknown>) {
    placeQuery(this, wholeLimitMs);
  });
  schema.pre([...answeredAtOnce], function (this: Query<unknown, unknown>) {
    placeQuery(this, presentSnapshot()?.batchLimitMs ?? usualBatchLimitMs);
  });
  schema.pre('estimatedDocumentCount', () => {
    if (presentSnapshot()) throw new Error('The quick count is of no instant: count the documents.');
  });
  schema.pre('aggregate', function (this: Aggregate<unknown>) {
    const snapshot = presentSnapshot();
    if (snapshot) this.session(snapshot.session).readConcern('snapshot').option({ maxTimeMS: wholeLimitMs });
  });
}

function placeQuery(query: Query<unknown, unknown>, maxTimeMS: number): void {
  const snapshot = presentSnapshot();
  if (snapshot) query.session(snapshot.session).readConcern('snapshot').setOptions({ maxTimeMS });
}
