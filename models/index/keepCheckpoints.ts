import { setTimeout as wait } from 'node:timers/promises';
import {
  findCheckpoint,
  keepCheckpoint,
  type Checkpoint,
  type CheckpointPlace,
  type Position,
} from './checkpoint.ts';
import { whileHeld, type FollowedNoun } from './followedNoun.ts';
import { untilAllTold } from '../record/ownWrites.ts';

/** How often it is seen whether much has changed, in ms. */
const lookEveryMs = 10_000;
/** So many records are read again after a start before anybody notices. */
const manyChanges = 1_000;
const notBeforeMs = 10 * 60_000;
/** Where hardly anything changes: a database remembers for some time only. */
const atLatestMs = 24 * 3_600_000;
/** Whoever ends the program waits no longer for it. */
const lastLimitMs = 3_000;

/** Keeps the index for the next start. */
export interface Keeping {
  find(): Promise<Checkpoint | null>;
  /** Says that what was found could not be followed to the present. */
  refuse(why: string): void;
  /** Says that the index is there: as it was kept but for what is told since, or read anew. */
  begin(isAsKept: boolean): void;
  /** Keeps what changed since it was last kept, if that is soon done. */
  keepLast(): Promise<void>;
  stop(): void;
}

/** Keeps checkpoints of some nouns: once they are read, from time to time when much has changed, and at the end. */
export function keepCheckpoints(
  place: CheckpointPlace,
  followed: readonly FollowedNoun[],
  positionNow: () => Position | null,
): Keeping {
  const nouns = followed.map(({ noun }) => noun);
  const changesNow = () => followed.reduce((sum, { changes }) => sum + changes, 0);
  let kept: { at: number; changes: number } | null = null;
  let triedAt = 0;
  let keeping: Promise<void> | null = null;

  const keepNow = async (): Promise<void> => {
    const position = positionNow();
    if (position === null || followed.some(({ table }) => table === null)) return;
    const now = { at: Date.now(), changes: changesNow() };
    triedAt = now.at;
    try {
      // The stream may have told of a transaction before its end was told here.
      await untilAllTold();
      await keepCheckpoint(place, nouns, position, async (noun, write) => {
        const found = followed.find(one => one.noun === noun);
        if (found) await whileHeld(found, write);
      });
      kept = now;
    } catch (error) {
      place.log(`The index could not be kept for the next start: ${String(error)}.`, {});
    }
  };
  const keep = async (): Promise<void> => {
    keeping ??= keepNow().finally(() => {
      keeping = null;
    });
    return keeping;
  };
  const look = (): void => {
    const since = Date.now() - triedAt;
    const isMuch = kept === null || changesNow() - kept.changes >= manyChanges;
    if ((isMuch && since >= notBeforeMs) || since >= atLatestMs) void keep();
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    find: async () => findCheckpoint(place, nouns),
    refuse: why => place.log(`The index that was kept cannot be followed: ${why}. It is read anew.`, {}),
    begin: isAsKept => {
      clearInterval(timer);
      timer = setInterval(look, lookEveryMs).unref();
      kept = isAsKept ? { at: Date.now(), changes: changesNow() } : null;
      if (isAsKept) triedAt = Date.now();
      else void keep();
    },
    keepLast: async () => {
      clearInterval(timer);
      if (kept !== null && kept.changes === changesNow() && keeping === null) return;
      await Promise.race([keep(), wait(lastLimitMs, undefined, { ref: false })]);
    },
    stop: () => clearInterval(timer),
  };
}
