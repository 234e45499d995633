import type { ClientSession } from 'mongoose';
import type { JobKind } from '../../process/job.ts';
import type { Actor } from '../../record/noun.ts';
import { stoppables, type Import, type Stoppable } from '../import.ts';
import { changeImport, getImport, refusedIn, requestJob } from '../imports.ts';
import { rowsCollection } from '../rows/rows.ts';
import { writtenRows } from '../undo/editedSince.ts';

/** What a job does, and what is said where it is given up. */
const stops: Readonly<Record<Stoppable, { kind: JobKind; key: string }>> = {
  checking: { kind: 'checkImport', key: 'importStopped.checking' },
  applying: { kind: 'applyImport', key: 'importStopped.applying' },
  undoing: { kind: 'undoImport', key: 'importStopped.undoing' },
};

/**
 * Gives an import up, in the transaction that ends its job: what it wrote stays, and its page says how much that is and
 * what can be done. @throws {ExpectedError} `conflict` where it is not in that work any more
 */
export async function stopImport(
  id: string,
  kind: JobKind,
  attempts: number,
  session: ClientSession,
): Promise<void> {
  const stoppedIn = stoppables.find(one => stops[one].kind === kind) ?? 'checking';
  const rows = await rowsCollection().countDocuments(writtenRows(id), { session });
  const failure = { key: stops[stoppedIn].key, values: { attempts, rows } };
  const from = stoppedIn === 'checking' ? (['queued', 'checking'] as const) : [stoppedIn];
  await changeImport(id, null, from, { state: 'failed', stoppedIn, failure }, session);
}

/**
 * Has an import that was given up tried again: a check from its beginning, the others from where they stopped. What is
 * written from now on is this person's and of this instant: what was known in between stays what it was.
 * @throws {ExpectedError} `notFound`, `stale`, `conflict` where it was not given up
 */
export async function requestRetry(id: string, version: number | null, by: Actor): Promise<Import> {
  const found = await getImport(id);
  const { stoppedIn } = found;
  if (stoppedIn === null) throw refusedIn(found);
  return requestJob(id, version, ['failed'], stops[stoppedIn].kind, by, before => {
    if (before.stoppedIn !== stoppedIn) throw refusedIn(before);
    const goingOn = { stoppedIn: null, failure: null };
    if (stoppedIn === 'checking') return { ...goingOn, state: 'queued' };
    const progress = { ...before.progress, startedAt: null };
    // Begun for the first time, it finds its instant by itself.
    const isBegun = (stoppedIn === 'applying' ? before.appliedAt : before.undoneAt) !== null;
    const resumed = isBegun ? { by, at: new Date() } : null;
    return { ...goingOn, state: stoppedIn, progress, resumed };
  });
}
