import type { ClientSession } from 'mongoose';
import type { ExpectedError } from '../errors.ts';
import type { Reference } from '../fields.ts';
import type { Change } from '../noun.ts';
import { writeRecords } from '../records.ts';
import type { Write } from '../record.ts';
import { baseOf } from './merge.ts';
import { inChunks } from './chunks.ts';
import { asRowProblem, decideNone, decideRow, type Decided } from './decideRow.ts';
import { countRows } from './countRows.ts';
import type { Import, Outcome } from './import.ts';
import { changeImport, getImport, noteProgress } from './imports.ts';
import { incomingNounOf, lookUp, resolveLinks } from './lookUp.ts';
import { findOrigins, originId, originsCollection, type Origin } from './origins.ts';
import { resolvePeople } from './people.ts';
import { rowsCollection, type StoredRow } from './rows.ts';
import { sideBySide } from './sideBySide.ts';
import { mostAtOnce, nextRows, openRows, partsOf, stages, type Stage } from './stages.ts';
import type { Step } from './step.ts';

type Stored = Record<string, unknown>;

/** Who writes what an import changes, and the one instant from which all of it is valid. */
export const changeOf = (one: Import, at: Date): Change => ({
  by: one.resumed?.by ?? one.appliedBy ?? one.createdBy,
  channel: 'import',
  reason: one.file.name,
  at,
});

/**
 * Writes what a checked import staged: organisations, 500 to a transaction, then calls, topics and projects, 150 to one;
 * of projects two transactions at once. Begun anew it goes on where it was.
 */
export async function applyImport(id: string, step: Step): Promise<void> {
  const started = await step(async session => {
    const found = await getImport(id, session);
    if (found.appliedAt) return found;
    const ofRows = await rowsCollection().countDocuments(openRows(found), { session });
    const progress = { ...found.progress, rows: 0, ofRows, startedAt: new Date() };
    return changeImport(id, null, ['applying'], { appliedAt: new Date(), progress }, session);
  });
  let { rows } = started.progress;
  let telling = Promise.resolve();
  const tell = async (written: number): Promise<void> => {
    rows += written;
    // One after the other, whoever did it: the last to arrive tells of all.
    telling = telling.then(async () => noteProgress(id, { rows }));
    await telling;
  };
  for (const stage of stages) {
    const parts = await partsOf(started, stage);
    const isBeside = parts.length > 1;
    await sideBySide(
      parts.map(part => async isOver => {
        const chunk = async (size: number) =>
          isOver() ? 0 : step(async session => applyChunk(started, part, size, session), { isBeside });
        const settle = async (error: ExpectedError) =>
          step(async session => refuseNext(started, part, error, session), { isBeside });
        await inChunks(mostAtOnce(part), chunk, settle, tell);
      }),
    );
  }
  await step(async session => {
    const counts = await countRows({ importId: id }, session);
    await changeImport(id, null, ['applying'], { state: 'applied', counts }, session);
  });
}

const idShape = /^[0-9a-f]{24}$/;

/** Refuses the row that comes next: another record has a value of it that only one may have. */
async function refuseNext(
  one: Import,
  stage: Stage,
  error: ExpectedError,
  session: ClientSession,
): Promise<number> {
  const rows = await nextRows(one, stage, 1, session);
  for (const row of rows) {
    const problems = error.problems.map(problem => asRowProblem(problem, row.where, row.stated ?? {}));
    const $set = { outcome: 'rejected' as const, problems, changes: [], isApplied: true };
    await rowsCollection().updateOne({ _id: row._id }, { $set }, { session });
  }
  return rows.length;
}

/** Applies so many rows of a stage. @returns how many rows it dealt with; 0 at the end */
async function applyChunk(one: Import, stage: Stage, size: number, session: ClientSession): Promise<number> {
  const rows = await nextRows(one, stage, size, session);
  if (rows.length === 0) return 0;
  const { noun } = stage;
  const source = one.source ?? 'table';
  const { fields } = incomingNounOf[noun];
  const linked = await resolveLinks(
    fields,
    rows.map(({ stated }) => stated ?? {}),
    session,
  );
  const values = (await resolvePeople(fields, linked, session)).map(found => found.values);
  const sought = rows.map((row, at) => ({ noun, values: values[at] ?? {}, ...row.how }));
  const found = await lookUp(noun, sought, session);
  const stored = found.map(record => (record === 'many' ? null : record));
  const ids = stored.flatMap(record => (record ? String(record['_id']) : []));
  const origins = await findOrigins(source, noun, ids, session);
  const decided = rows.map((row, at) => {
    if (found[at] === 'many' && !row.how?.isAddition) return decideNone(row.where);
    return decideRow({
      noun,
      where: row.where,
      values: values[at] ?? {},
      how: row.how ?? { statedOn: null },
      stored: stored[at] ?? null,
      origin: origins.get((stored[at]?.['_id'] as string | undefined) ?? ''),
      settings: one.settings,
      decisions: row.conflicts,
    });
  });
  const isToWrite = decided.map(({ conflicts, write }, at) => {
    // A conflict that nobody was shown yet holds back the whole record.
    const isNew = conflicts.some(
      ({ field, decision }) => decision === null && !rows[at]?.conflicts.some(known => known.field === field),
    );
    return write !== null && !isNew;
  });
  const writes: Write[] = [];
  decided.forEach(({ write }, at) => {
    if (!isToWrite[at] || !write) return;
    const known = stored[at];
    const stated = rows[at]?.how?.own?.id;
    // An id stands in links: what somebody typed there makes none.
    const own = stated !== undefined && idShape.test(stated) ? stated : undefined;
    writes.push({
      id: known ? String(known['_id']) : (own ?? null),
      version: known ? Number(known['version']) : null,
      values: noun === 'project' ? withoutDeadLinks(write) : write,
      ...(!known && own !== undefined && { isNew: true as const }),
    });
  });
  const wrote = await writeRecords(
    incomingNounOf[noun],
    writes,
    changeOf(one, one.resumed?.at ?? one.appliedAt ?? new Date()),
    session,
  );
  const updates: { row: StoredRow; $set: Partial<StoredRow> }[] = [];
  const ofKnown: Origin[] = [];
  const ofNew: Origin[] = [];
  let next = 0;
  for (const [at, row] of rows.entries()) {
    const plan = decided[at] as Decided;
    const result = isToWrite[at] ? wrote[next++] : undefined;
    const known = stored[at] ?? null;
    if (result && 'refused' in result) {
      const problems = result.problems.map(problem => asRowProblem(problem, row.where, plan.write ?? {}));
      const other = { where: row.where, column: null, value: null, problem: { key: 'imports.refused' } };
      updates.push({
        row,
        $set: {
          outcome: 'rejected',
          problems: problems.length > 0 ? problems : [other],
          changes: [],
          isApplied: true,
        },
      });
      continue;
    }
    const record = result?.record;
    const recordId = record?.id ?? (known && String(known['_id']));
    const isOpen = plan.conflicts.some(({ decision }) => decision === null);
    // Held back or refused, nothing of the file was taken: what was agreed on before stays the base.
    const isTaken = plan.outcome !== 'rejected' && (plan.write === null || isToWrite[at] === true);
    const outcome: Outcome = isOpen
      ? 'conflict'
      : !result?.isChanged
        ? unwritten(plan)
        : known
          ? 'changed'
          : 'created';
    if (recordId && isTaken && source !== 'own' && !row.how?.isNamedOnly) {
      const before = origins.get(recordId);
      (known ? ofKnown : ofNew).push({
        _id: originId(source, noun, recordId),
        base: { ...before?.base, ...baseOf(fields, plan.agreed) },
        digest: isOpen ? null : row.digest,
        version: record?.version ?? Number(known?.['version'] ?? 0),
      });
    }
    updates.push({
      row,
      $set: {
        outcome,
        recordId,
        changes: result?.isChanged && known ? plan.changes : [],
        conflicts: plan.conflicts,
        problems: plan.problems,
        versionBefore: known ? Number(known['version']) : null,
        versionAfter: result?.isChanged ? (record?.version ?? null) : null,
        originBefore: recordId ? ((origins.get(recordId) ?? null) as Stored | null) : null,
        isApplied: true,
        // Applied, it need not be kept twice; a conflict left open keeps both values in itself.
        stated: null,
      },
    });
  }
  await replaceOrigins(ofKnown, session);
  // No origin can be there of a record that was not: adding one costs a third of looking for it.
  if (ofNew.length > 0) await originsCollection().insertMany(ofNew, { session });
  await rowsCollection().bulkWrite(
    updates.map(({ row, $set }) => ({ updateOne: { filter: { _id: row._id }, update: { $set } } })),
    { session },
  );
  return rows.length;
}

const unwritten = ({ outcome }: Decided): Outcome => (outcome === 'rejected' ? 'rejected' : 'unchanged');

async function replaceOrigins(origins: readonly Origin[], session: ClientSession): Promise<void> {
  if (origins.length === 0) return;
  await originsCollection().bulkWrite(
    origins.map(({ _id, ...rest }) => ({
      updateOne: { filter: { _id }, update: { $set: rest }, upsert: true },
    })),
    { session },
  );
}

/** A call that is not there is kept as it is printed. */
function withoutDeadLinks(write: Stored): Stored {
  const out = { ...write };
  for (const [key, printed] of [
    ['call', 'printedCall'],
    ['topic', 'printedTopic'],
  ] as const) {
    const link = out[key] as Reference | null | undefined;
    if (!link || link.id !== '') continue;
    out[key] = null;
    out[printed] = link.identifier;
  }
  return out;
}
