import type { ClientSession } from 'mongoose';
import type { Reference, RecordOf } from '../../record/fields.ts';
import type { Importable } from '../../record/importable.ts';
import type { Problem } from '../../values/errors.ts';
import type { Change, KeptRecord, Stored } from '../../record/noun.ts';
import { writeRecords } from '../../record/records.ts';
import type { Write } from '../../record/planWrite.ts';
import { importables } from '../../nouns.ts';
import type { IncomingNoun, SourceName } from '../../sources/contract/incoming.ts';
import { asRowProblem, decideNone, decideRow, type Decided } from '../merge/decideRow.ts';
import type { Import, Outcome } from '../import.ts';
import { lookUp, resolveLinks } from '../merge/lookUp.ts';
import { baseOf } from '../merge/merge.ts';
import { findOrigins, keepOrigins, originId, type Origin, type Stating } from '../merge/origins.ts';
import { resolvePeople } from '../merge/people.ts';
import { rowsCollection, type StoredRow } from '../rows/rows.ts';
import { nextRows, type WriteStep } from './writeOrder.ts';

/** A row, with the record that it is about, if that is there, and what is to be done with it. */
interface Plan {
  row: StoredRow;
  stored: Stored | null;
  /** What this source stated of the record before. */
  origin: Origin | undefined;
  decided: Decided;
  /** What is to be written; null where nothing is, or a conflict holds it back. */
  write: Write | null;
}

/** What is kept of a row that was dealt with: in itself, and for the next file of the same source. */
interface Done {
  row: StoredRow;
  $set: Partial<StoredRow>;
  origin: Stating | null;
}

/** Applies so many rows of a stage. @returns how many rows it dealt with; 0 at the end */
export async function applyChunk(
  one: Import,
  stage: WriteStep,
  size: number,
  session: ClientSession,
): Promise<number> {
  const rows = await nextRows(one, stage, size, session);
  if (rows.length === 0) return 0;
  const { noun } = stage;
  const plans = await planRows(one, noun, rows, session);
  const writes = plans.flatMap(({ write }) => write ?? []);
  const wrote = await writeRecords(importables[noun].noun, writes, changeOf(one), session);
  let next = 0;
  const done = plans.map(plan => {
    const result = plan.write ? wrote[next++] : undefined;
    if (result && 'refused' in result) return refused(plan, result.problems);
    return taken(plan, result ?? null, noun, sourceOf(one));
  });
  await keepOrigins(
    done.flatMap(({ origin }) => origin ?? []),
    session,
  );
  await rowsCollection().bulkWrite(
    done.map(({ row, $set }) => ({ updateOne: { filter: { _id: row._id }, update: { $set } } })),
    { session },
  );
  return rows.length;
}

const sourceOf = ({ source }: Import): SourceName => source ?? 'table';

/** Who writes what an import changes, and the one instant from which all of it is valid. */
const changeOf = (one: Import): Change => ({
  by: one.resumed?.by ?? one.appliedBy ?? one.createdBy,
  source: { kind: 'import', id: one.id, name: one.file.name },
  reason: null,
  at: one.resumed?.at ?? one.appliedAt ?? new Date(),
});

/** Merges rows with the records as they are now. */
async function planRows(
  one: Import,
  noun: IncomingNoun,
  rows: readonly StoredRow[],
  session: ClientSession,
): Promise<Plan[]> {
  const { fields } = importables[noun].noun;
  const stated = rows.map(row => row.stated ?? {});
  const people = await resolvePeople(fields, await resolveLinks(fields, stated, session), session);
  const valuesAt = (at: number): RecordOf => people[at]?.values ?? {};
  const sought = rows.map((row, at) => ({ values: valuesAt(at), ...row.how }));
  const found = await lookUp(importables[noun], sought, session);
  const ids = found.flatMap(record => (record === null || record === 'many' ? [] : record._id));
  const origins = await findOrigins(sourceOf(one), noun, ids, session);
  return rows.map((row, at) => {
    const match = found[at] ?? null;
    const stored = match === 'many' ? null : match;
    const origin = stored ? origins.get(stored._id) : undefined;
    const decided =
      match === 'many' && !row.how?.isAddition
        ? decideNone(row.where, importables[noun])
        : decideRow({
            noun,
            where: row.where,
            values: valuesAt(at),
            how: row.how ?? { statedOn: null },
            stored,
            origin,
            settings: one.settings,
            decisions: row.conflicts,
          });
    return { row, stored, origin, decided, write: writeOf(noun, row, stored, decided) };
  });
}

const idShape = /^[0-9a-f]{24}$/;

function writeOf(
  noun: IncomingNoun,
  { how, conflicts: shown }: StoredRow,
  stored: Stored | null,
  { write, conflicts }: Decided,
): Write | null {
  // A conflict that nobody was shown yet holds back the whole record.
  const isHeldBack = conflicts.some(
    ({ field, decision }) => decision === null && !shown.some(known => known.field === field),
  );
  if (write === null || isHeldBack) return null;
  const values = withoutDeadLinks(write, importables[noun]);
  const statedOn = how?.statedOn ?? null;
  if (stored) return { id: stored._id, version: stored.version, values, statedOn };
  // An id stands in links: what somebody typed there makes none.
  const own = how?.own && idShape.test(how.own.id) ? how.own.id : null;
  return { id: own, version: null, values, statedOn, ...(own !== null && { isNew: true as const }) };
}

function refused({ row, decided }: Plan, problems: readonly Problem[]): Done {
  const why = problems.map(problem => asRowProblem(problem, row.where, decided.write ?? {}));
  const unsaid = { where: row.where, column: null, value: null, problem: { key: 'imports.refused' } };
  const $set = {
    outcome: 'rejected' as const,
    problems: why.length > 0 ? why : [unsaid],
    changes: [],
    isApplied: true,
  };
  return { row, $set, origin: null };
}

type Result = Readonly<{ record: KeptRecord; isChanged: boolean }>;

function taken(plan: Plan, result: Result | null, noun: IncomingNoun, source: SourceName): Done {
  const { row, stored, origin: before, decided } = plan;
  const version = stored && stored.version;
  const recordId = result?.record.id ?? stored?._id ?? null;
  const isChanged = result?.isChanged ?? false;
  const $set: Partial<StoredRow> = {
    outcome: outcomeOf(decided, isChanged, stored !== null),
    recordId,
    changes: isChanged && stored ? decided.changes : [],
    conflicts: decided.conflicts,
    problems: decided.problems,
    versionBefore: version,
    versionAfter: isChanged && result ? result.record.version : null,
    originBefore: recordId === null ? null : (before ?? null),
    isApplied: true,
    // Applied, it need not be kept twice; a conflict left open keeps both values in itself.
    stated: null,
  };
  // Held back or refused, nothing of the file was taken: what was agreed on before stays the base.
  const isTaken = decided.outcome !== 'rejected' && (decided.write === null || plan.write !== null);
  if (recordId === null || !isTaken || source === 'own' || row.how?.isNamedOnly)
    return { row, $set, origin: null };
  const { fields } = importables[noun].noun;
  const origin = {
    _id: originId(source, noun, recordId),
    base: { ...before?.base, ...baseOf(fields, decided.agreed) },
    digest: isOpen(decided) ? null : row.digest,
    version: result?.record.version ?? version ?? 0,
  };
  return { row, $set, origin: { origin, isNew: stored === null } };
}

const isOpen = ({ conflicts }: Decided): boolean => conflicts.some(({ decision }) => decision === null);

function outcomeOf(decided: Decided, isChanged: boolean, isKnown: boolean): Outcome {
  if (isOpen(decided)) return 'conflict';
  if (isChanged) return isKnown ? 'changed' : 'created';
  return decided.outcome === 'rejected' ? 'rejected' : 'unchanged';
}

/** A call that is not there is kept as it is printed. */
function withoutDeadLinks(write: RecordOf, { printedIn = {} }: Importable): RecordOf {
  const out = { ...write };
  for (const [key, printed] of Object.entries(printedIn)) {
    const link = out[key] as Reference | null | undefined;
    if (!link || link.id !== '') continue;
    out[key] = null;
    out[printed] = link.identifier;
  }
  return out;
}
