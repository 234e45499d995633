import { setTimeout as wait } from 'node:timers/promises';
import mongoose from 'mongoose';
import type { FacetIndex } from './facetIndex.ts';
import { readAgain, readIndex } from './readIndex.ts';
import type { Listed, NounName } from '../record/noun.ts';
import { isOwn, type TransactionMark } from '../record/ownWrites.ts';
import { onWritten } from '../record/record.ts';
import { presentSnapshot } from '../process/snapshot.ts';
import { ExpectedError } from '../values/errors.ts';

/** How long a change stream may wait for news, and how long it may be silent before it is not believed, in ms. */
const newsWithinMs = 1_000;
const believedForMs = 10_000;
/** Longer than this a request does not wait for columns: the database counts then. */
const patienceMs = 1_000;
/** Longer than this nobody waits whom the database could answer no sooner. */
const greatPatienceMs = 5_000;
const againAfterMs = 1_000;

/** A noun's columns and what is known to have changed in them. */
interface Followed {
  readonly noun: Listed;
  /** Null until all records are read. */
  table: FacetIndex | null;
  /** Ids of records to be read again. */
  stale: Set<string>;
  /** The latest reading of stale records; and the one after it, where somebody waits for it. */
  reading: Promise<void>;
  next: Promise<void> | null;
}

interface Following {
  readonly nouns: ReadonlyMap<NounName, Followed>;
  /** When the stream last answered, in ms; 0 while there is none. */
  heardAt: number;
  /** Ends the round of the stream: everything is read again. */
  lost: () => void;
}

export interface IndexFollower {
  /** Resolves when every noun's columns are there for the first time. */
  readonly ready: Promise<void>;
  /** At once: what the stream still waits for ends by itself. */
  stop(): void;
}

/** The columns of this process; null in a program that never asked for them, where the database counts. */
let following: Following | null = null;

/** An event of the stream, as far as it is asked for. */
interface News extends TransactionMark {
  operationType: string;
  ns?: { coll?: string };
  to?: { coll?: string };
  documentKey?: { _id: unknown };
}

/**
 * Keeps the columns of some nouns in this process, in the background: reads all their records, then follows what changes,
 * by a change stream and, without waiting for it, by the transactions of this process. Whenever the stream is lost, or a
 * collection is replaced, everything is read again.
 */
export function followIndex(nouns: readonly Listed[]): IndexFollower {
  const mine: Following = {
    nouns: new Map(nouns.map(noun => [noun.name, followed(noun)])),
    heardAt: 0,
    lost: () => undefined,
  };
  following = mine;
  const stopped = new AbortController();
  const forget = onWritten((noun, ids) => noteStale(mine.nouns.get(noun), ids));
  let reportReady: () => void = () => undefined;
  const ready = new Promise<void>(resolve => {
    reportReady = resolve;
  });
  void follow(mine, stopped.signal, reportReady);
  return {
    ready,
    stop: () => {
      forget();
      if (following === mine) following = null;
      stopped.abort();
    },
  };
}

const followed = (noun: Listed): Followed => ({
  noun,
  table: null,
  stale: new Set(),
  reading: Promise.resolve(),
  next: null,
});

/** The columns of a noun with all that is known to have changed; null where the database has to count, and for files. */
export async function findColumns(noun: Listed): Promise<FacetIndex | null> {
  // They are of now, whenever that is read.
  if (presentSnapshot()) return null;
  const now = following;
  const found = now?.nouns.get(noun.name);
  if (!found?.table || !isHeard(now)) return null;
  return (await isInTime(readStale(found), patienceMs)) ? found.table : null;
}

const isHeard = (now: Following | null): boolean => now !== null && Date.now() - now.heardAt <= believedForMs;

/**
 * Waits for the columns of a noun while they are being read, for who would otherwise read all of it from the database:
 * several at once would take longer than what they do not wait for. Throws `unavailable` where that is long.
 */
export async function awaitColumns(noun: Listed): Promise<void> {
  const found = following?.nouns.get(noun.name);
  if (!found || !isHeard(following) || presentSnapshot()) return;
  if (!(await isInTime(readStale(found), greatPatienceMs))) throw new ExpectedError('unavailable', 'late');
}

async function isInTime(done: Promise<void>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>(resolve => {
    timer = setTimeout(resolve, limitMs, false);
  });
  return Promise.race([done.then(() => true), late]).finally(() => clearTimeout(timer));
}

function noteStale(found: Followed | undefined, ids: Iterable<string>): void {
  if (!found) return;
  for (const id of ids) found.stale.add(id);
  if (found.table) void readStale(found);
}

/** One reading after the other, so that what was read earlier is never put over what was read later. */
function readStale(found: Followed): Promise<void> {
  if (found.stale.size === 0 && found.next === null) return found.reading;
  found.next ??= found.reading.then(() => {
    found.next = null;
    found.reading = readNow(found);
    return found.reading;
  });
  return found.next;
}

async function readNow(found: Followed): Promise<void> {
  const { table } = found;
  if (!table) return;
  const ids = [...found.stale];
  found.stale.clear();
  try {
    await readAgain(found.noun, table, ids);
  } catch {
    // What is not known to be true is not shown: the stream's round ends, and the next one reads everything.
    if (found.table === table) found.table = null;
    following?.lost();
  }
}

async function readWhole(found: Followed, isOver: () => boolean): Promise<void> {
  const table = await readIndex(found.noun, isOver);
  if (!isOver()) found.table = table;
}

async function readAll({ nouns }: Following, isOver: () => boolean): Promise<void> {
  for (const found of nouns.values()) {
    const whole = readWhole(found, isOver);
    found.reading = whole.catch(() => undefined);
    await whole;
    if (isOver()) return;
    await readStale(found);
  }
}

async function follow(mine: Following, signal: AbortSignal, reportReady: () => void): Promise<void> {
  while (!signal.aborted) {
    const isToWait = await followOnce(mine, signal, reportReady).then(
      () => false,
      () => true,
    );
    for (const found of mine.nouns.values()) found.table = null;
    mine.heardAt = 0;
    if (isToWait) await pause(againAfterMs, signal);
  }
}

/** One round with one stream. Ends when a collection was replaced, fails when the stream or a reading does. */
async function followOnce(mine: Following, signal: AbortSignal, reportReady: () => void): Promise<void> {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no connection');
  // Told from before the reading on: what changes meanwhile is read again.
  const { operationTime } = await db.command({ ping: 1 });
  const stream = db.watch<Record<string, unknown>, News>(newsOf(mine), {
    startAtOperationTime: operationTime as mongoose.mongo.Timestamp,
    maxAwaitTimeMS: newsWithinMs,
  });
  const round = { isOver: false, isLost: false };
  // The database may be gone already: then there is nothing to close.
  const closed = async () => stream.close().catch(() => undefined);
  const close = () => void closed();
  mine.lost = () => {
    round.isLost = true;
    close();
  };
  signal.addEventListener('abort', close);
  mine.heardAt = Date.now();
  const reading = readAll(mine, () => round.isOver).then(reportReady, mine.lost);
  try {
    while (!signal.aborted && !round.isLost) {
      const news = await stream.tryNext();
      mine.heardAt = Date.now();
      if (news && isReplacement(mine, news)) return;
    }
    if (round.isLost) throw new Error('the columns could not be read');
  } finally {
    round.isOver = true;
    signal.removeEventListener('abort', close);
    await closed();
    // Not before the reading has ended: it would put its columns beside those of the next round.
    await reading;
  }
}

/** What is done to a record. A version is closed by what is done to its record, in one transaction. */
const changes = ['insert', 'update', 'replace', 'delete'];

function newsOf({ nouns }: Following) {
  const listed = [...nouns.values()].map(({ noun }) => noun);
  const ofRecords = { $in: listed.map(({ current }) => current.collection.name) };
  const ours = {
    $in: listed.flatMap(({ current, versions }) => [current, versions].map(one => one.collection.name)),
  };
  const whole = { operationType: { $in: ['dropDatabase', 'invalidate'] } };
  const isReplaced = {
    operationType: { $nin: changes },
    $or: [{ 'ns.coll': ours }, { 'to.coll': ours }, whole],
  };
  return [
    { $match: { $or: [{ operationType: { $in: changes }, 'ns.coll': ofRecords }, isReplaced] } },
    { $project: { operationType: 1, ns: 1, to: 1, documentKey: 1, lsid: 1, txnNumber: 1 } },
  ];
}

/** Notes the record that the news is about; true where a whole collection is another one now. */
function isReplacement(mine: Following, news: News): boolean {
  const { operationType, ns, documentKey } = news;
  if (!changes.includes(operationType)) return true;
  const found = [...mine.nouns.values()].find(({ noun }) => noun.current.collection.name === ns?.coll);
  // What this process wrote was noted when it was committed: reading it twice would double the work of an import.
  if (documentKey && !isOwn(news)) noteStale(found, [String(documentKey._id)]);
  return false;
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}
