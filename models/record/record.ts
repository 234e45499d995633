import mongoose, { type ClientSession } from 'mongoose';
import { ExpectedError } from '../values/errors.ts';
import type { Fields, RecordOf } from './fields.ts';
import type { Change, KeptRecord, Listed, Noun, NounName, Stored } from './noun.ts';
import { markEffect } from './idempotency.ts';
import { endTransactionCache, forgetNoun } from './transactionCache.ts';
import { forgetOwn, noteOwn, noteUnderWay } from './ownWrites.ts';
import { deriveOpenly, planWrite, type PlannedWrite, type Write } from './planWrite.ts';
import { keptFrom } from './versions.ts';
import { asDuplicate, asRepeatable } from './writeErrors.ts';
import type { Match } from './facts.ts';

/** How long a transaction may take to do its action, in ms: less than a request may take. Its commit comes on top. */
const actionLimitMs = 6_000;

const transactionOptions = {
  readConcern: 'snapshot',
  // The limit of the commit is the shorter one: the driver would repeat one that ran into the other for two minutes.
  writeConcern: { w: 'majority', j: true, wtimeoutMS: 6_000 },
  maxCommitTimeMS: 5_000,
} as const;

/**
 * Runs `action` in one transaction, repeated by the driver when it meets a passing conflict or another server takes over.
 * A value that another record already has throws `invalid`; an action that is not done in time is undone and throws
 * `unavailable`, so that nothing is written long after the request was given up.
 */
export async function inTransaction<T>(
  action: (session: ClientSession) => Promise<T>,
  limitMs = actionLimitMs,
): Promise<T> {
  return noteUnderWay(runTransaction(action, limitMs));
}

async function runTransaction<T>(
  action: (session: ClientSession) => Promise<T>,
  limitMs: number,
): Promise<T> {
  const endsAt = Date.now() + limitMs;
  const wrote: Written = new Map();
  let transaction: string | null = null;
  let isDone = false;
  const refuseLate = (): void => {
    if (Date.now() >= endsAt) throw new ExpectedError('unavailable', 'late');
  };
  const marked = async (session: ClientSession): Promise<T> => {
    written.set(session, wrote);
    // Tried again, it reads everything anew.
    endTransactionCache(session);
    const result = await action(session);
    await markEffect(session);
    transaction = noteOwn(session);
    return result;
  };
  const inTime = async (session: ClientSession): Promise<T> => {
    isDone = false;
    refuseLate();
    const done = await marked(session).catch((error: unknown) => {
      throw asRepeatable(error);
    });
    refuseLate();
    isDone = true;
    return done;
  };
  try {
    return await mongoose.connection.transaction(inTime, transactionOptions);
  } catch (error) {
    forgetOwn(transaction);
    // Only the commit can have failed then, and whatever it met: nobody knows whether it was made.
    if (isDone) throw new ExpectedError('unavailable', 'uncertain');
    throw asDuplicate(error) ?? error;
  } finally {
    // Also when it failed: of a commit without an answer nobody knows.
    for (const [noun, ids] of wrote) for (const listener of listeners) listener(noun, ids);
  }
}

/** The records a transaction wrote, whether or not it could commit. */
type Written = Map<NounName, Set<string>>;
const written = new WeakMap<ClientSession, Written>();
const listeners = new Set<(noun: NounName, ids: ReadonlySet<string>) => void>();

/** Says that a transaction wrote a record's current document; the door says so itself. */
export function noteWritten(noun: NounName, id: string, session: ClientSession): void {
  const wrote = written.get(session);
  forgetNoun(noun, session);
  wrote?.set(noun, (wrote.get(noun) ?? new Set()).add(id));
}

/**
 * Tells, after each transaction of this process, which records it may have written, before who asked for it goes on.
 * @returns what ends the telling
 */
export function onWritten(listener: (noun: NounName, ids: ReadonlySet<string>) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** What follows from a record of another noun, in the transaction of its write; see `afterSaving`. */
type Follower = (record: KeptRecord, previous: RecordOf | null, session: ClientSession) => Promise<void>;
const followers = new Map<NounName, Follower[]>();

/** What a write of a batch made of a record; `before` is null for a new one, `after` for one that is taken away. */
export interface WrittenRecord {
  before: RecordOf | null;
  after: RecordOf | null;
  /** From when on it is so. */
  at: Date;
}

/** What follows from many records of a noun at once, in the transaction of their write; see `afterWriting`. */
type BatchFollower = (written: readonly WrittenRecord[], session: ClientSession) => Promise<void>;
const batchFollowers = new Map<NounName, BatchFollower[]>();

/** As `afterSaving`, once for all records that are written together, removals included. */
export function afterWriting(noun: NounName, follower: BatchFollower): void {
  batchFollowers.set(noun, [...(batchFollowers.get(noun) ?? []), follower]);
}

/** Tells who follows a noun what was written of it. */
export async function tellWritten(
  noun: NounName,
  written: readonly WrittenRecord[],
  session: ClientSession,
): Promise<void> {
  if (written.length === 0) return;
  for (const follower of batchFollowers.get(noun) ?? []) await follower(written, session);
}

/** Lets a noun keep what it derives from another one true; each call adds one follower, at load. */
export function afterSaving(noun: NounName, follower: Follower): void {
  followers.set(noun, [...(followers.get(noun) ?? []), follower]);
}

/**
 * The one door through which records change: checks, derives and writes the record, and what it was before as a closed
 * version, in one transaction. Nothing changed → no new version. Throws `notFound`, `stale` (someone was faster), `invalid`.
 */
export async function saveRecord<F extends Fields, D>(noun: Noun<F, D>, write: Write, change: Change) {
  return inTransaction(session => writeRecord(noun, write, change, session));
}

/** As `saveRecord`, inside a transaction that has begun. */
export async function writeRecord<F extends Fields, D>(
  noun: Noun<F, D>,
  write: Write,
  change: Change,
  session: ClientSession,
): Promise<KeptRecord<F, D>> {
  const stored = write.id === null ? null : await findStored(noun, write.id, session);
  const planned = await planWrite(noun, write, stored, change, session);
  if ('unchanged' in planned) return planned.unchanged;
  const { id, before, current, closed, saved, previous } = planned;
  noteWritten(noun.name, id, session);
  if (before) {
    const { matchedCount } = await noun.current.replaceOne({ _id: id, version: before.version }, current, {
      session,
    });
    if (matchedCount !== 1) throw new ExpectedError('stale', 'stale', { version: before.version });
    if (closed) await noun.versions.collection.insertOne(closed, { session });
  } else {
    await noun.current.create([current], { session });
  }
  await followWrites(noun, [{ saved, previous }], session);
  return saved;
}

/** What else writes change, in the same transaction. */
export async function followWrites<F extends Fields, D>(
  noun: Noun<F, D>,
  written: readonly Pick<PlannedWrite<F, D>, 'saved' | 'previous'>[],
  session: ClientSession,
): Promise<void> {
  await noun.propagate?.(
    written.map(({ saved, previous }) => ({ record: saved, previous })),
    session,
  );
  for (const follower of followers.get(noun.name) ?? [])
    for (const { saved, previous } of written) await follower(saved, previous, session);
  await tellWritten(
    noun.name,
    written.map(({ saved, previous }) => ({ before: previous, after: saved, at: saved.updatedAt })),
    session,
  );
}

async function findStored(
  noun: Listed,
  id: string,
  session: ClientSession | null = null,
): Promise<Stored | null> {
  return noun.current.findOne({ _id: id }).session(session).lean<Stored>();
}

/** Replaces what is derived from other records, in the current record; no new version. */
export async function refreshDerived<F extends Fields, D>(
  noun: Noun<F, D>,
  match: Match,
  session: ClientSession,
): Promise<void> {
  for (const stored of await noun.current.find(match).session(session).lean<Stored[]>()) {
    const { derived, warnings } = await deriveOpenly(noun, keptFrom(noun, stored), stored._id, session);
    const $set = { ...derived, warnings };
    noteWritten(noun.name, stored._id, session);
    await noun.current.updateOne({ _id: stored._id }, { $set }, { session });
  }
}
