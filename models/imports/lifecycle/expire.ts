import { dayInMilliseconds } from '../../values/day.ts';
import { inTransaction } from '../../record/record.ts';
import type { Import } from '../import.ts';
import { changeImport, getImport } from '../imports.ts';
import { importsCollection } from '../importsCollection.ts';
import { rowsCollection } from '../rows/rows.ts';

/** Whether an import waits for a person, with a file that nothing was written of. */
const isIdle = ({ state, needsMapping, appliedAt }: Import): boolean =>
  appliedAt === null && (state === 'checked' || state === 'failed' || (state === 'queued' && needsMapping));

/**
 * When the file and the rows of an import will be removed that nobody applies; null where it is not waiting for that.
 * It counts from when the file came, or was last checked.
 */
export function expiresAt(found: Import, keptDays: number): Date | null {
  if (!isIdle(found)) return null;
  const since = Math.max(found.createdAt.getTime(), found.checkedAt?.getTime() ?? 0);
  return new Date(since + keptDays * dayInMilliseconds);
}

/**
 * Ends the imports that nobody applied in so many days: they stay in the list, and their file, rows and preview go.
 * @returns how many
 */
export async function expireImports(keptDays: number, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * dayInMilliseconds);
  const old = await importsCollection()
    .find(
      {
        appliedAt: null,
        $or: [{ state: { $in: ['checked', 'failed'] } }, { state: 'queued', needsMapping: true }],
        $expr: { $lte: [{ $max: ['$createdAt', '$checkedAt'] }, before] },
      },
      { projection: { _id: 1 } },
    )
    .toArray();
  let expired = 0;
  for (const { _id } of old) if (await expire(_id, keptDays, now)) expired += 1;
  return expired;
}

const expire = async (id: string, keptDays: number, now: Date): Promise<boolean> =>
  inTransaction(async session => {
    const found = await getImport(id, session);
    const due = expiresAt(found, keptDays);
    // A person, or another process, was faster.
    if (due === null || due > now) return false;
    const $set = {
      state: 'expired' as const,
      expiredAt: now,
      needsMapping: false,
      preview: [],
      // That it could not be read is still true; that it can be tried again is not.
      failure: found.stoppedIn === null ? found.failure : null,
      stoppedIn: null,
    };
    await changeImport(id, found.version, [found.state], $set, session);
    return true;
  });

const rowsAtOnce = 5_000;

/** Removes the rows of imports that expired; cut off, or told to stop, it goes on the next time. */
export async function removeExpiredRows(signal?: AbortSignal): Promise<void> {
  const withRows = await rowsCollection().distinct('importId');
  const expired = await importsCollection()
    .find({ _id: { $in: withRows }, state: 'expired' }, { projection: { _id: 1 } })
    .toArray();
  for (const { _id } of expired) {
    let removed: number;
    do {
      if (signal?.aborted) return;
      removed = await removeSomeRows(_id);
    } while (removed > 0);
  }
}

const removeSomeRows = async (importId: string): Promise<number> =>
  inTransaction(async session => {
    // Written as well, so that it commits only where it still is as it was: a restore may bring both anew.
    const { matchedCount } = await importsCollection().updateOne(
      { _id: importId, state: 'expired' },
      { $inc: { version: 1 } },
      { session },
    );
    if (matchedCount === 0) return 0;
    const some = await rowsCollection()
      .find({ importId }, { session, projection: { _id: 1 }, limit: rowsAtOnce })
      .toArray();
    const ids = some.map(({ _id }) => _id);
    await rowsCollection().deleteMany({ _id: { $in: ids } }, { session });
    return ids.length;
  });
