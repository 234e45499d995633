import type { FacetIndex } from './facetIndex.ts';
import { readAgain } from './readIndex.ts';
import type { Listed } from '../record/noun.ts';

/** A noun's columns and what is known to have changed in them. */
export interface FollowedNoun {
  readonly noun: Listed;
  /** Null until all records are read. */
  table: FacetIndex | null;
  /** Ids of records to be read again. */
  stale: Set<string>;
  /** How many were read again. */
  changes: number;
  /** The latest reading of stale records; and the one after it, where somebody waits for it. */
  reading: Promise<void>;
  next: Promise<void> | null;
  /** When that one may begin: after the reading, and after what is done while nothing may be put in. */
  free: Promise<void>;
  held: ((table: FacetIndex | null) => Promise<void>) | null;
  /** Told when a reading failed. */
  lost: () => void;
}

export const followedNoun = (noun: Listed): FollowedNoun => ({
  noun,
  table: null,
  stale: new Set(),
  changes: 0,
  reading: Promise.resolve(),
  next: null,
  free: Promise.resolve(),
  held: null,
  lost: () => undefined,
});

export function noteStale(found: FollowedNoun | undefined, ids: Iterable<string>): void {
  if (!found) return;
  for (const id of ids) found.stale.add(id);
  if (found.table) void readStale(found);
}

/** One reading after the other, so that what was read earlier is never put over what was read later. */
export async function readStale(found: FollowedNoun): Promise<void> {
  return found.stale.size === 0 && found.next === null ? found.reading : readNext(found);
}

async function readNext(found: FollowedNoun): Promise<void> {
  found.next ??= found.free.then(async () => {
    found.next = null;
    found.reading = readNow(found);
    found.free = workHeld(found);
    return found.reading;
  });
  return found.next;
}

/** What is done while nothing may be put in, once the latest reading has ended. */
async function workHeld(found: FollowedNoun): Promise<void> {
  await found.reading;
  const { held } = found;
  found.held = null;
  await held?.(found.table);
}

async function readNow(found: FollowedNoun): Promise<void> {
  const { table } = found;
  if (!table) return;
  const ids = [...found.stale];
  found.stale.clear();
  found.changes += ids.length;
  try {
    await readAgain(found.noun, table, ids);
  } catch {
    // What is not known to be true is not shown: the stream's round ends, and the next one reads everything.
    if (found.table === table) found.table = null;
    found.lost();
  }
}

/**
 * Does some work once all that is known to have changed by now is read; nothing is put in until it is done. Who asks
 * for what has not changed is answered meanwhile.
 */
export async function whileHeld(
  found: FollowedNoun,
  work: (table: FacetIndex) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    found.held = async table => {
      await (table ? work(table) : Promise.reject(new Error('the index is read anew'))).then(resolve, reject);
    };
    void readNext(found);
  });
}
