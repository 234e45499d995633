import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from 'mongodb';
import type { Log } from '../logger.ts';
import { StartError } from '../startError.ts';

/** Where leases are kept; of the installation, so in no backup. */
export const leasesCollection = 'leases';

interface Lease {
  _id: string;
  owner: string | null;
  expiresAt: Date;
}

/** What the holder of a lease has of it. @throws {StartError} when the lease was lost to another process */
export type CheckLease = () => void;

export type LeaseOptions = Readonly<{
  log: Log;
  /** How long a holder that has died keeps the others waiting, in milliseconds. */
  termMs?: number;
  /** How long to wait for another holder, in milliseconds; without end unless said otherwise. */
  waitLimitMs?: number;
}>;

// The server's clock alone decides: those of the processes may differ.
const untilEndOf = (termMs: number) => ({
  $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount: termMs },
});

/** Longer than any lease lasts, in milliseconds. */
const longerThanAnyMs = 600_000;
/** Ended; or ending later than any can, because the clock was set back after it was taken. */
const isFree = {
  $or: [{ $lte: ['$expiresAt', '$$NOW'] }, { $gt: ['$expiresAt', untilEndOf(longerThanAnyMs)] }],
};

/**
 * Does an action that only one process of an installation may do at a time. The lease is renewed while the action lasts, and
 * passes to the next a term after its holder died.
 * @throws {StartError} when another process holds it for longer than `waitLimitMs`
 */
export async function holdingLease<T>(
  db: Db,
  name: string,
  { log, termMs = 30_000, waitLimitMs = Infinity }: LeaseOptions,
  action: (check: CheckLease) => Promise<T>,
): Promise<T> {
  const leases = db.collection<Lease>(leasesCollection);
  const owner = randomUUID();
  const free = { $setOnInsert: { owner: null, expiresAt: new Date(0) } };
  await leases.updateOne({ _id: name }, free, { upsert: true });
  const since = performance.now();
  let isWaiting = false;
  for (;;) {
    const taken = await leases.updateOne({ _id: name, $expr: isFree }, [
      { $set: { owner, expiresAt: untilEndOf(termMs) } },
    ]);
    if (taken.matchedCount === 1) break;
    if (performance.now() - since > waitLimitMs) {
      throw new StartError(
        'Another callfolio is just preparing or restoring this database: try again when it is done.',
      );
    }
    if (!isWaiting) log.info('Another callfolio is preparing or restoring this database: waiting for it.');
    isWaiting = true;
    await pause(100);
  }

  let isLost = false;
  const renewal = setInterval(() => {
    leases
      .updateOne({ _id: name, owner }, [{ $set: { expiresAt: untilEndOf(termMs) } }])
      .then(({ matchedCount }) => (isLost ||= matchedCount === 0))
      // The database is away: the next turn tells whether the lease outlived that.
      .catch(() => undefined);
  }, termMs / 3);
  renewal.unref();
  try {
    return await action(() => {
      if (isLost)
        throw new StartError('Another callfolio took over, because this one stood still for too long.');
    });
  } finally {
    clearInterval(renewal);
    await leases.updateOne({ _id: name, owner }, { $set: { owner: null, expiresAt: new Date(0) } });
  }
}
