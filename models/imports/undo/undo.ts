import type { ClientSession } from 'mongoose';
import { ExpectedError, type Problem } from '../../values/errors.ts';
import type { Actor, Change } from '../../record/noun.ts';
import { incomingNouns, type IncomingNoun } from '../../sources/contract/incoming.ts';
import { inChunks } from '../apply/chunks.ts';
import { asRowProblem } from '../merge/decideRow.ts';
import type { Import } from '../import.ts';
import { changeImport, getImport, progressTeller, refusedIn, requestJob, tellAtLast } from '../imports.ts';
import { originId, originsCollection } from '../merge/origins.ts';
import { rowsCollection, type StoredRow } from '../rows/rows.ts';
import { chunkSize, type FencedTransaction } from '../fencedTransaction.ts';
import { Refused, revert, type LeftFor } from './revert.ts';
import { broughtNouns, findWithoutRow, listTouched, writtenRows } from './editedSince.ts';

/**
 * Asks that an applied import be undone as a whole; a job does it.
 * @throws {ExpectedError} `notFound`, `stale`, `conflict` where it is not applied, or naming records touched since
 */
export async function requestUndo(id: string, version: number | null, by: Actor): Promise<Import> {
  const names = await listTouched(id);
  if (names.length > 0)
    throw new ExpectedError('conflict', 'imports.touched', { count: names.length, names: names.join(', ') });
  return requestJob(id, version, ['applied', 'failed'], 'undoImport', by, before => {
    // What was written before it was given up can be taken back as well.
    if (before.state === 'failed' && before.stoppedIn !== 'applying') throw refusedIn(before);
    return { state: 'undoing', undoneBy: by, failure: null, stoppedIn: null, resumed: null };
  });
}

interface Undoing {
  one: Import;
  change: Change;
  step: FencedTransaction;
  tell: (rows: number) => Promise<void>;
}

/**
 * Takes an applied import back: what it changed becomes as it was, in versions of their own, and what it made is gone.
 * Begun anew it goes on where it was. A record that was touched after the asking is left as it is, and its row says so.
 */
export async function undoImport(id: string, step: FencedTransaction): Promise<void> {
  const one = await step(async session => {
    const found = await getImport(id, session);
    if (found.undoneAt) return found;
    const ofRows = await rowsCollection().countDocuments(writtenRows(id), { session });
    const progress = { ...found.progress, rows: 0, ofRows, startedAt: new Date() };
    return changeImport(id, null, ['undoing'], { undoneAt: new Date(), progress }, session);
  });
  const change: Change = {
    by: one.resumed?.by ?? one.undoneBy ?? one.createdBy,
    source: { kind: 'undo', id: one.id, name: one.file.name },
    reason: null,
    at: one.resumed?.at ?? one.undoneAt ?? new Date(),
  };
  let done = (one.progress.ofRows ?? 0) - (await rowsCollection().countDocuments(writtenRows(id)));
  const say = progressTeller(id);
  const tell = async (rows: number): Promise<void> => {
    done += rows;
    await say({ rows: done });
  };
  const undoing: Undoing = { one, change, step, tell };
  try {
    // What names others goes before what it names.
    for (const noun of incomingNouns().toReversed()) await undoRows(undoing, noun);
    for (const noun of broughtNouns()) await undoWithoutRow(undoing, noun);
  } finally {
    await tellAtLast(id, done);
  }
  await step(async session => {
    const warnings = await rowsCollection().countDocuments(
      { importId: id, 'warnings.0': { $exists: true } },
      { session },
    );
    await changeImport(id, null, ['undoing'], { state: 'undone', warnings }, session);
  });
}

/** The last first: a record that names another of the same noun was written after it. */
async function undoRows({ one, change, step, tell }: Undoing, noun: IncomingNoun): Promise<void> {
  let below = Infinity;
  const refused = new Map<string, readonly Problem[]>();
  const chunk = async (size: number): Promise<number> =>
    again(refused, async () => {
      const rows = await step(async session => {
        const some = await nextRows(one.id, noun, below, size, session);
        const ids = [...new Set(some.flatMap(({ recordId }) => recordId ?? []))];
        const taking = { noun, ids, importId: one.id, change, refused: new Set(refused.keys()) };
        const left = await revert(taking, session);
        const undone = some.filter(({ recordId }) => !left.has(recordId ?? ''));
        await restoreOrigins(one, noun, undone, session);
        await markRows(some, left, refused, session);
        return some;
      });
      below = rows.at(-1)?.seq ?? below;
      return rows.length;
    });
  const settle = async ({ problems }: ExpectedError): Promise<number> => {
    const [row] = await step(async session => nextRows(one.id, noun, below, 1, session));
    refused.set(row?.recordId ?? '', problems);
    return chunk(1);
  };
  await inChunks(chunkSize, chunk, settle, tell);
}

/** Does a chunk once more without those of its records that were refused. */
async function again<T>(refused: Map<string, readonly Problem[]>, action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      for (const [id, problems] of error.ids) refused.set(id, problems);
    }
  }
}

const nextRows = async (
  importId: string,
  noun: IncomingNoun,
  below: number,
  size: number,
  session: ClientSession,
): Promise<StoredRow[]> =>
  rowsCollection()
    .find({ ...writtenRows(importId), noun, seq: { $lt: below } }, { session })
    .sort({ seq: -1 })
    .limit(size)
    .toArray();

/** Records that no row tells of; one that somebody else wrote or names meanwhile stays. */
async function undoWithoutRow({ one, change, step }: Undoing, noun: IncomingNoun): Promise<void> {
  const ids = await findWithoutRow(one.id, noun);
  let next = 0;
  const refused = new Map<string, readonly Problem[]>();
  const chunk = async (size: number): Promise<number> =>
    again(refused, async () => {
      const some = ids.slice(next, next + size);
      const taking = { noun, ids: some, importId: one.id, change };
      if (some.length > 0)
        await step(async session => revert({ ...taking, refused: new Set(refused.keys()) }, session));
      next += some.length;
      return some.length;
    });
  const settle = async ({ problems }: ExpectedError): Promise<number> => {
    refused.set(ids[next] ?? '', problems);
    return chunk(1);
  };
  await inChunks(chunkSize, chunk, settle, async () => undefined);
}

async function markRows(
  rows: readonly StoredRow[],
  left: ReadonlyMap<string, LeftFor>,
  refused: ReadonlyMap<string, readonly Problem[]>,
  session: ClientSession,
): Promise<void> {
  const updates = rows.map(row => {
    const key = left.get(row.recordId ?? '');
    if (key === undefined)
      return { updateOne: { filter: { _id: row._id }, update: { $set: { isUndone: true } } } };
    const said = { where: row.where, column: null, value: null, problem: { key } };
    const why = (refused.get(row.recordId ?? '') ?? []).map(problem => asRowProblem(problem, row.where, {}));
    // Begun anew it says it once.
    const others = row.warnings.filter(({ problem }) => !problem.key.startsWith('imports.left'));
    const known = new Set(others.map(one => JSON.stringify(one)));
    const warnings = [...others, ...why.filter(one => !known.has(JSON.stringify(one))), said];
    return { updateOne: { filter: { _id: row._id }, update: { $set: { warnings } } } };
  });
  if (updates.length > 0) await rowsCollection().bulkWrite(updates, { session });
}

async function restoreOrigins(
  { source }: Import,
  noun: IncomingNoun,
  rows: readonly StoredRow[],
  session: ClientSession,
): Promise<void> {
  const writes = rows.map(({ recordId, originBefore }) => {
    const filter = { _id: originId(source ?? 'table', noun, recordId ?? '') };
    if (originBefore === null) return { deleteOne: { filter } };
    // The record has another version now: what was stated then is compared field by field.
    const { _id, ...rest } = originBefore;
    return { replaceOne: { filter, replacement: { ...rest, digest: null }, upsert: true } };
  });
  if (writes.length > 0) await originsCollection().bulkWrite(writes, { session });
}
