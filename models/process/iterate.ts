import { ExpectedError } from '../values/errors.ts';
import { presentSnapshot, type Snapshot } from './snapshot.ts';

/** What the database answers batch by batch: a cursor of mongoose, or of the driver. */
export interface Cursor<T> {
  /** Null when there is no more. */
  next(): Promise<T | null>;
  close(): Promise<unknown>;
}

/**
 * What a cursor finds, one after the other; it is closed on every way out. The only place that iterates one (a standing
 * test says so): a cursor of mongoose has no `return`, so that leaving `for await` would leave it open on the server, with
 * its batch in memory, until the server gives it up. Within a snapshot each batch has a deadline, however many there are, and
 * what is not read to its end is ended with the snapshot, a batch that is still on its way too.
 *
 * @param open called when the first is asked for: of an iteration that nobody begins, nothing is left open
 * @throws what the snapshot was given up for, or that it is over
 */
export async function* iterate<T>(open: () => Cursor<T>): AsyncGenerator<T, void, undefined> {
  const snapshot = presentSnapshot();
  snapshot?.signal.throwIfAborted();
  const cursor = open();
  const { inTime, stop } = watchBatches(snapshot);
  let asked: Promise<unknown> = Promise.resolve();
  const close = async (): Promise<void> => {
    stop();
    // A cursor has no name by which it is closed before its first batch is here.
    await asked.catch(() => undefined);
    // Where the server is away there is nothing to be closed.
    await cursor.close().catch(() => undefined);
  };
  snapshot?.unfinished.add(close);
  try {
    for (;;) {
      snapshot?.signal.throwIfAborted();
      const next = inTime(cursor.next());
      asked = next;
      const found = await next;
      if (found === null) {
        snapshot?.unfinished.delete(close);
        return;
      }
      yield found;
    }
  } finally {
    await close();
  }
}

const lookEveryMs = 500;

/** A watchdog: where an answer takes longer than a batch may, the reading of the whole snapshot is given up. */
function watchBatches(snapshot: Snapshot | null) {
  if (!snapshot) return { inTime: async <T>(answer: Promise<T>) => answer, stop: () => undefined };
  let askedAt = Infinity;
  const look = setInterval(
    () => {
      if (Date.now() - askedAt > snapshot.batchLimitMs)
        snapshot.giveUp(new ExpectedError('unavailable', 'late'));
    },
    Math.min(lookEveryMs, snapshot.batchLimitMs),
  );
  return {
    inTime: async <T>(answer: Promise<T>): Promise<T> => {
      askedAt = Date.now();
      const found = await answer;
      askedAt = Infinity;
      return found;
    },
    stop: () => clearInterval(look),
  };
}
