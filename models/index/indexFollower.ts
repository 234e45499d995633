import { setTimeout as wait } from 'node:timers/promises';
import mongoose from 'mongoose';
import type { Checkpoint, CheckpointPlace, Position } from './checkpoint.ts';
import { leaveMark, newMark } from './checkpointMark.ts';
import type { FacetIndex } from './facetIndex.ts';
import { followedNoun, noteStale, readStale, type FollowedNoun } from './followedNoun.ts';
import { keepCheckpoints, type Keeping } from './keepCheckpoints.ts';
import { concerns, isReplacement, markIn, newsOf, type News } from './news.ts';
import { readIndex } from './readIndex.ts';
import type { Listed, NounName } from '../record/noun.ts';
import { isOwn } from '../record/ownWrites.ts';
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

interface Following {
  readonly nouns: ReadonlyMap<NounName, FollowedNoun>;
  /** When the stream last answered, in ms; 0 while there is none. */
  heardAt: number;
  /** The place in the stream up to which everything is noted; null while there is none. */
  position: Position | null;
  /** Told of each mark that the stream comes by. */
  passed: (mark: string) => void;
  /** Whether this process was told here of what it wrote itself, of which the stream now tells. */
  isOwnTold: boolean;
  /** Ends the wait for what was kept. */
  taken: () => void;
  /** Ends the round of the stream: everything is read again. */
  lost: () => void;
}

export interface IndexFollower {
  /** Resolves when every noun's columns are there for the first time. */
  readonly ready: Promise<void>;
  /** At once: what the stream still waits for ends by itself. */
  stop(): void;
  /** Keeps what changed for the next start, if that is soon done, and stops. */
  close(): Promise<void>;
}

/** The columns of this process; null in a program that never asked for them, where the database counts. */
let following: Following | null = null;

/**
 * Keeps the columns of some nouns in this process, in the background: reads all their records, or what an earlier process
 * kept of them, then follows what changes, by a change stream and, without waiting for it, by the transactions of this
 * process. Whenever the stream is lost, or a collection is replaced, everything is read again.
 *
 * @param place where a checkpoint is found and kept; null for nowhere
 */
export function followIndex(nouns: readonly Listed[], place: CheckpointPlace | null = null): IndexFollower {
  const mine: Following = {
    nouns: new Map(nouns.map(noun => [noun.name, followedNoun(noun)])),
    heardAt: 0,
    position: null,
    passed: () => undefined,
    isOwnTold: true,
    taken: () => undefined,
    lost: () => undefined,
  };
  for (const found of mine.nouns.values()) found.lost = () => mine.lost();
  following = mine;
  const stopped = new AbortController();
  const forget = onWritten((noun, ids) => noteStale(mine.nouns.get(noun), ids));
  let reportReady: () => void = () => undefined;
  const ready = new Promise<void>(resolve => {
    reportReady = resolve;
  });
  const keeping = place && keepCheckpoints(place, [...mine.nouns.values()], () => mine.position);
  void follow(mine, keeping, stopped.signal, reportReady);
  const stop = (): void => {
    forget();
    keeping?.stop();
    if (following === mine) following = null;
    stopped.abort();
  };
  return {
    ready,
    stop,
    close: async () => {
      await keeping?.keepLast();
      stop();
    },
  };
}

/** Whether this process answers from its columns: all are there, and followed. */
export const isIndexReady = (): boolean =>
  following !== null &&
  isHeard(following) &&
  [...following.nouns.values()].every(({ table }) => table !== null);

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

async function readAll({ nouns }: Following, over: AbortSignal): Promise<void> {
  const isOver = () => over.aborted;
  for (const found of nouns.values()) {
    const readWhole = async (): Promise<void> => {
      const table = await readIndex(found.noun, isOver);
      if (!over.aborted) found.table = table;
    };
    const whole = readWhole();
    found.reading = whole.catch(() => undefined);
    found.free = found.reading;
    await whole;
    if (over.aborted) return;
    await readStale(found);
  }
}

/** Takes what was kept, once the stream has told of all that was written since; that is read again. */
async function takeKept(mine: Following, { tables }: Checkpoint, over: AbortSignal): Promise<void> {
  const mark = newMark();
  // Of what it wrote before it began to follow nobody told it.
  mine.isOwnTold = false;
  const told = new Promise<void>((resolve, reject) => {
    mine.passed = passed => {
      if (passed !== mark) return;
      mine.isOwnTold = true;
      resolve();
    };
    over.addEventListener('abort', () => reject(new Error('the stream was lost')));
  });
  // Also where the stream is lost before anybody waits for it.
  told.catch(() => undefined);
  await leaveMark(mark);
  await told;
  for (const found of mine.nouns.values()) found.table = tables.get(found.noun.name) ?? null;
  mine.taken();
  for (const found of mine.nouns.values()) await readStale(found);
}

/** Who would read everything from the database waits until what was kept is there. @returns what ends the wait */
function waitForKept({ nouns }: Following): () => void {
  let end: () => void = () => undefined;
  const taken = new Promise<void>(resolve => {
    end = resolve;
  });
  for (const found of nouns.values()) {
    found.reading = taken;
    found.free = taken;
  }
  return end;
}

async function follow(
  mine: Following,
  keeping: Keeping | null,
  signal: AbortSignal,
  reportReady: () => void,
): Promise<void> {
  mine.heardAt = Date.now();
  if (keeping) mine.taken = waitForKept(mine);
  let kept = (await keeping?.find()) ?? null;
  if (!kept) mine.taken();
  while (!signal.aborted) {
    const from = kept;
    // Tried once: if it cannot be followed now, it cannot be later.
    kept = null;
    let hasBegun = false;
    const begin = (): void => {
      hasBegun = true;
      keeping?.begin(from !== null);
      reportReady();
    };
    const failure = await followOnce(mine, from, signal, begin).then(() => null, String);
    if (from && !hasBegun && !signal.aborted) keeping?.refuse(failure ?? 'a collection was replaced');
    mine.taken();
    mine.isOwnTold = true;
    for (const found of mine.nouns.values()) found.table = null;
    mine.heardAt = 0;
    mine.position = null;
    if (failure !== null) await pause(againAfterMs, signal);
  }
}

/** One round with one stream. Ends when a collection was replaced, fails when the stream or a reading does. */
async function followOnce(
  mine: Following,
  kept: Checkpoint | null,
  signal: AbortSignal,
  begin: () => void,
): Promise<void> {
  const stream = await openStream(mine, kept);
  const over = new AbortController();
  const round = { isLost: false };
  // The database may be gone already: then there is nothing to close.
  const closed = async () => stream.close().catch(() => undefined);
  const close = () => void closed();
  mine.lost = () => {
    round.isLost = true;
    close();
  };
  signal.addEventListener('abort', close);
  mine.heardAt = Date.now();
  const read = async (): Promise<void> => {
    await (kept ? takeKept(mine, kept, over.signal) : readAll(mine, over.signal));
    if (!over.signal.aborted) begin();
  };
  const reading = read().catch(mine.lost);
  try {
    while (!signal.aborted && !round.isLost) {
      const news = await stream.tryNext();
      mine.heardAt = Date.now();
      if (news && isReplacement(news)) return;
      if (news) takeNote(mine, news);
      mine.position = stream.resumeToken as Position;
    }
    if (round.isLost) throw new Error('the columns could not be read');
  } finally {
    over.abort();
    signal.removeEventListener('abort', close);
    await closed();
    // Not before the reading has ended: it would put its columns beside those of the next round.
    await reading;
  }
}

/**
 * Tells from before the reading on: what changes meanwhile is read again. It begins with a mark, so that a collection which
 * was replaced right before, at the instant of the last write, is no news of this stream.
 */
async function openStream({ nouns }: Following, kept: Checkpoint | null) {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no connection');
  if (!kept) await leaveMark(newMark());
  const { operationTime } = await db.command({ ping: 1 });
  const from = kept
    ? { resumeAfter: kept.position }
    : { startAtOperationTime: operationTime as mongoose.mongo.Timestamp };
  const listed = [...nouns.values()].map(({ noun }) => noun);
  return db.watch<Record<string, unknown>, News>(newsOf(listed), { ...from, maxAwaitTimeMS: newsWithinMs });
}

/** Notes the record that the news is about, or the mark. */
function takeNote(mine: Following, news: News): void {
  const mark = markIn(news);
  if (mark !== null) mine.passed(mark);
  // What this process wrote was noted when it was committed: reading it twice would double the work of an import.
  else if (news.documentKey && !(mine.isOwnTold && isOwn(news))) {
    const found = [...mine.nouns.values()].find(({ noun }) => concerns(news, noun));
    noteStale(found, [String(news.documentKey._id)]);
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}
