import type mongoose from 'mongoose';
import type { ClientSession } from 'mongoose';
import { ExpectedError } from '../values/errors.ts';
import { addJob, type JobKind } from '../process/job.ts';
import type { Actor } from '../record/noun.ts';
import { inTransaction } from '../record/record.ts';
import { rowNouns, type Mapping, type RowNoun } from '../sources/contract/incoming.ts';
import { countKeys, type Counts, type Import, type ImportSettings, type ImportState } from './import.ts';
import { atSnapshot } from '../process/snapshot.ts';
import { importsCollection, type StoredImport } from './importsCollection.ts';
import { joinAll } from '../process/joinAll.ts';

/** Imports of earlier builds lack what came later, also kinds of rows that were not counted then. */
const fromStored = ({ _id, counts, ...rest }: StoredImport): Import => ({
  ...rest,
  id: _id,
  settings: { ...rest.settings, encoding: (rest.settings as Partial<ImportSettings>).encoding ?? null },
  stoppedIn: (rest as Partial<Import>).stoppedIn ?? null,
  resumed: (rest as Partial<Import>).resumed ?? null,
  blockedMeanwhile: (rest as Partial<Import>).blockedMeanwhile ?? null,
  expiredAt: (rest as Partial<Import>).expiredAt ?? null,
  stated: (rest as Partial<Import>).stated ?? null,
  counts: Object.fromEntries(
    rowNouns().map(noun => [noun, { ...noCounts(), ...(counts as Partial<typeof counts>)[noun] }]),
  ) as Import['counts'],
});

const noCounts = (): Counts => Object.fromEntries(countKeys.map(key => [key, 0])) as Counts;

export const zeroCounts = (): Record<RowNoun, Counts> =>
  Object.fromEntries(rowNouns().map(noun => [noun, noCounts()])) as Record<RowNoun, Counts>;

/** Before anything is known of the file but its name, size and digest. */
export function newImport(
  id: string,
  file: Pick<Import['file'], 'name' | 'bytes' | 'digest'>,
  settings: ImportSettings,
  by: Actor,
  at: Date,
): StoredImport {
  return {
    _id: id,
    version: 1,
    state: 'queued',
    settings,
    file: { ...file, container: null, encoding: null },
    source: null,
    needsMapping: false,
    preview: [],
    unused: [],
    ignored: [],
    progress: { bytes: 0, ofBytes: file.bytes, rows: 0, ofRows: null, startedAt: null },
    counts: zeroCounts(),
    warnings: 0,
    stated: null,
    failure: null,
    stoppedIn: null,
    resumed: null,
    blockedMeanwhile: null,
    createdAt: at,
    createdBy: by,
    checkedAt: null,
    appliedAt: null,
    appliedBy: null,
    undoneAt: null,
    undoneBy: null,
    expiredAt: null,
  };
}

/** The imports of this installation that `seen` takes, the newest first. `page` counts from 1. */
export async function listImports(
  page: number,
  pageSize: number,
  seen: mongoose.mongo.Filter<StoredImport>,
): Promise<{ items: Import[]; totalItems: number }> {
  const [stored, totalItems] = await joinAll([
    importsCollection()
      .find(seen, { projection: { preview: 0 }, maxTimeMS: 7_000 })
      .sort({ createdAt: -1, _id: -1 })
      .skip((page - 1) * pageSize)
      .limit(pageSize)
      .toArray(),
    importsCollection().countDocuments(seen, { maxTimeMS: 7_000 }),
  ]);
  return { items: stored.map(one => fromStored({ ...one, preview: [] })), totalItems };
}

export async function findImport(id: string, session?: ClientSession): Promise<Import | null> {
  const stored = await importsCollection().findOne(
    { _id: id },
    session ? { session } : { maxTimeMS: 7_000, ...atSnapshot() },
  );
  return stored && fromStored(stored);
}

/** @throws {ExpectedError} `notFound` */
export async function getImport(id: string, session?: ClientSession): Promise<Import> {
  const found = await findImport(id, session);
  if (!found) throw new ExpectedError('notFound', 'notFound.import');
  return found;
}

/** What is said where the state of an import does not allow what was asked. */
export const refusedIn = ({ state, stoppedIn }: Import): ExpectedError =>
  new ExpectedError('conflict', stoppedIn === null ? `imports.state_${state}` : 'imports.state_stopped');

/**
 * Changes an import in a transaction: only one that is in one of these states, and has the version the person saw (null
 * asks for none). @throws {ExpectedError} `notFound`, `stale`, or `conflict` where its state does not allow it
 */
export async function changeImport(
  id: string,
  version: number | null,
  from: readonly ImportState[],
  $set: Partial<StoredImport>,
  session: ClientSession,
): Promise<Import> {
  const before = await getImport(id, session);
  if (version !== null && before.version !== version)
    throw new ExpectedError('stale', 'stale', { version: before.version });
  if (!from.includes(before.state)) throw refusedIn(before);
  const after = await importsCollection().findOneAndUpdate(
    { _id: id },
    { $set, $inc: { version: 1 } },
    { session, returnDocument: 'after' },
  );
  return fromStored(after as StoredImport);
}

/** So often it is said how far a state under way is: each time is a write of its own. */
const progressEveryMs = 1_000;

/** What says how far the state under way is; changes no version. */
export async function noteProgress(id: string, progress: Partial<Import['progress']>): Promise<void> {
  const $set = Object.fromEntries(Object.entries(progress).map(([key, value]) => [`progress.${key}`, value]));
  await importsCollection().updateOne({ _id: id }, { $set });
}

/** Says it again and again, of all that it is given only what is due. */
export function progressTeller(id: string) {
  let toldAt = 0;
  return async (progress: Partial<Import['progress']>): Promise<void> => {
    if (Date.now() - toldAt < progressEveryMs) return;
    toldAt = Date.now();
    await noteProgress(id, progress);
  };
}

/**
 * Says how many rows are done when a job ends, in whatever way: by that it is judged whether it is tried again. Where it
 * cannot be said, it is counted the next time.
 */
export const tellAtLast = async (id: string, rows: number): Promise<void> =>
  noteProgress(id, { rows }).catch(() => undefined);

const freshProgress = (ofBytes: number): Import['progress'] => ({
  bytes: 0,
  ofBytes,
  rows: 0,
  ofRows: null,
  startedAt: null,
});

/** Brings an import into the state in which a job goes on with it; `change` may refuse it, seeing how it is. */
export async function requestJob(
  id: string,
  version: number | null,
  from: readonly ImportState[],
  job: JobKind,
  by: Actor,
  change: (before: Import) => Partial<StoredImport>,
): Promise<Import> {
  return inTransaction(async session => {
    const before = await getImport(id, session);
    if (!from.includes(before.state)) throw refusedIn(before);
    const progress = freshProgress(before.file.bytes);
    const changed = await changeImport(id, version, from, { progress, ...change(before) }, session);
    await addJob(job, id, by.id, session);
    return changed;
  });
}

/**
 * Asks that a checked import be applied; a job does it. Conflicts that nobody decided leave our values.
 * @throws {ExpectedError} `notFound`, `stale`, `conflict` where it is not checked
 */
export const requestApply = async (id: string, version: number | null, by: Actor): Promise<Import> =>
  requestJob(id, version, ['checked'], 'applyImport', by, () => ({ state: 'applying', appliedBy: by }));

/**
 * Has the file checked once more, with other settings or with the mapping a person made.
 * @throws {ExpectedError} as `requestApply`, where it is neither checked nor waiting for a mapping
 */
export async function requestCheck(
  id: string,
  version: number | null,
  settings: Partial<ImportSettings> & { mapping?: Mapping | null },
  by: Actor,
): Promise<Import> {
  return requestJob(id, version, ['checked', 'queued', 'failed'], 'checkImport', by, before => {
    // Its rows say what was written of it: they must stay.
    const isHalfDone = before.state === 'failed' && before.appliedAt !== null;
    if (isHalfDone || (before.state === 'queued' && !before.needsMapping)) throw refusedIn(before);
    return {
      state: 'queued',
      settings: { ...before.settings, ...settings },
      needsMapping: false,
      failure: null,
      stoppedIn: null,
    };
  });
}
