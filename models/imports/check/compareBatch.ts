import type { Fields, RecordOf, Values } from '../../record/fields.ts';
import { importables } from '../../nouns.ts';
import { nameIn } from '../../record/importable.ts';
import { readUnknownLinks, type Linked } from '../../record/resolveReferences.ts';
import type { Problem } from '../../values/errors.ts';
import { programmes } from '../../programmes/programme.ts';
import type { Incoming, IncomingNoun, RowProblem, Source } from '../../sources/contract/incoming.ts';
import { yieldToEventLoop } from '../../process/yieldToEventLoop.ts';
import { warnOfArchived } from '../merge/archivedLinks.ts';
import { digestOfStated } from '../merge/canonical.ts';
import { asRowProblem, decideRow, numberNeeded, type Decided } from '../merge/decideRow.ts';
import type { Import } from '../import.ts';
import { findWhole, lookUp, resolveLinks } from '../merge/lookUp.ts';
import { findOrigins, type Origin } from '../merge/origins.ts';
import { resolvePeople } from '../merge/people.ts';
import { noProgramme } from '../rows/refusals.ts';
import { newRow, type StoredRow } from '../rows/rows.ts';
import { uniqueKeys, type WouldWrite } from './uniqueKeys.ts';
import { joinAll } from '../../process/joinAll.ts';
import type { Stored } from '../../record/noun.ts';

/** A record of a file, and which of its rows it is. */
export type Found = { one: Incoming; seq: number };

interface Comparing {
  import: Import;
  source: Source;
}

/** What is wrong with a row as a whole, with the value that it is known by. */
export const problemAt = (
  { where, noun, values }: Incoming,
  key: string,
  more: Record<string, string | number> = {},
): RowProblem => {
  const value = values[importables[noun].uniqueFields.at(-1) ?? ''];
  return {
    where,
    column: null,
    value: typeof value === 'string' ? value : null,
    problem: { key, values: more },
  };
};

/** A record of a file with what is known of it here. */
interface Compared extends Found {
  /** As stated, with links and people resolved. */
  values: RecordOf;
  stored: Stored | 'many' | null;
  origin: Origin | undefined;
  /** Of what is stated. */
  digest: string;
  /** The source stated the very same before, and nobody has changed the record since. */
  isSame: boolean;
  warnings: RowProblem[];
}

/** A row to be staged, and what it would write if everything of the file were taken. */
type Staged = Readonly<{ row: StoredRow; write: WouldWrite | null }>;

/** Compares what a file says of some records of a noun with what is stored: a staged row for each, in their order. */
export async function compareBatch(
  given: Comparing,
  noun: IncomingNoun,
  batch: readonly Found[],
  keys: ReturnType<typeof uniqueKeys>,
): Promise<StoredRow[]> {
  if (batch.length === 0) return [];
  const [compared, known] = await joinAll([
    readBatch(given, noun, batch),
    readNameable(importables[noun].noun.fields),
  ]);
  const takeTurn = yieldToEventLoop();
  const staged: Staged[] = [];
  for (const one of compared) {
    await takeTurn();
    staged.push(stage(given.import, one, known));
  }
  const refused = await keys.refuse(
    noun,
    staged.map(({ write }) => write),
  );
  return staged.map(({ row }, at) => {
    const problem = refused[at];
    if (!problem) return row;
    const { seq, where, name, warnings } = row;
    return newRow(row.importId, seq, {
      noun,
      where,
      name,
      warnings,
      outcome: 'rejected',
      problems: [problem],
    });
  });
}

async function readBatch(
  { source }: Comparing,
  noun: IncomingNoun,
  batch: readonly Found[],
): Promise<Compared[]> {
  const importable = importables[noun];
  const { fields } = importable.noun;
  const all = batch.map(({ one }) => one);
  const stated = all.map(({ values }) => values);
  const [seen, linked] = await joinAll([
    lookUp(importable, all, undefined, bulky(fields)),
    resolveLinks(fields, stated),
  ]);
  const origins = await findOrigins(source.name, noun, idsOf(seen));
  const digests = stated.map(values => digestOfStated(values, fields));
  const originOf = (one: Match) => (one === null || one === 'many' ? undefined : origins.get(one._id));
  const isSame = seen.map((one, at) => {
    const origin = originOf(one);
    return origin?.digest === digests[at] && origin?.version === (one as Stored).version;
  });
  // Most records of a file that was read before are the same: only the others are read whole.
  const whole = await findWhole(importable, idsOf(seen.filter((_one, at) => !isSame[at])));
  const stored = seen.map(one => (one === null || one === 'many' ? one : (whole.get(one._id) ?? one)));
  const archived = await warnOfArchived(
    fields,
    all.map(({ where }, at) => {
      const found = stored[at] ?? null;
      return { where, values: linked[at] ?? {}, stored: found === 'many' ? null : found };
    }),
  );
  const people = await resolvePeople(fields, linked);
  return batch.map((found, at) => {
    const { values, unknown } = people[at] ?? { values: {}, unknown: [] };
    const { where, warnings } = found.one;
    const unmet = unknown.map(({ field, identifier }) => ({
      where,
      column: field,
      value: identifier.slice(0, 500),
      problem: { key: 'imports.noAccount' },
    }));
    return {
      ...found,
      values,
      stored: stored[at] ?? null,
      origin: originOf(seen[at] ?? null),
      digest: digests[at] ?? '',
      isSame: isSame[at] ?? false,
      warnings: [...warnings, ...unmet, ...(archived[at] ?? [])],
    };
  });
}

type Match = Awaited<ReturnType<typeof lookUp>>[number];

const idsOf = (matches: readonly Match[]): string[] =>
  matches.flatMap(one => (one === null || one === 'many' ? [] : one._id));

function stage(
  { id, settings }: Import,
  compared: Compared,
  { programmes: known, findUnknown }: Nameable,
): Staged {
  const { one, seq, stored, warnings, isSame } = compared;
  const { noun, where } = one;
  const base = { noun, where, name: nameIn(importables[noun], one.values), warnings };
  const refuse = (problem: RowProblem): Staged => ({
    row: newRow(id, seq, { ...base, outcome: 'rejected', problems: [problem] }),
    write: null,
  });
  if (stored === 'many' && !one.isAddition) return refuse(numberNeeded(where, importables[noun]));
  if (stored === 'many' || (one.isAddition && stored === null)) {
    const id = String(one.values[importables[noun].uniqueFields.at(-1) ?? '']);
    return refuse(problemAt(one, 'importSource.projectNotThere', { id }));
  }
  const programme = one.values['programme'];
  if (known && typeof programme === 'string' && !known.has(programme.toLowerCase())) {
    const problem = problemAt(one, noProgramme, { programme });
    return refuse({ ...problem, column: 'programme', value: programme });
  }
  const differing =
    stored && importables[noun].isInDoubt?.(one)
      ? telling(noun).find(key => isOther(stored[key], one.values[key]))
      : undefined;
  if (differing !== undefined)
    return refuse({
      ...problemAt(one, 'imports.titleInDoubt', { title: String(one.values['title']) }),
      column: differing,
    });
  const recordId = stored?._id ?? null;
  if (isSame) return { row: newRow(id, seq, { ...base, outcome: 'unchanged', recordId }), write: null };
  const { values, origin, digest } = compared;
  const how = howOf(one);
  const decided = decideRow({ noun, where, values, how, stored, origin, settings, decisions: [] });
  const { outcome, changes, conflicts, problems } = decided;
  const [unknown] = findUnknown?.((decided.write?.['supports'] ?? []) as Linked[]) ?? [];
  if (unknown) return refuse(asRowProblem(unknown, where, decided.write ?? {}));
  const mayWrite = decided.write !== null || conflicts.length > 0;
  const versionBefore = stored?.version ?? null;
  const row = newRow(id, seq, {
    ...base,
    outcome,
    recordId,
    changes: changes.filter(({ field }) => !conflicts.some(other => other.field === field)),
    conflicts,
    problems,
    ...(mayWrite && { stated: one.values, digest, how, versionBefore }),
  });
  const write = mayWrite ? { where, before: stored, after: keysAfter(noun, stored, decided) } : null;
  return { row, write };
}

/** What tells grants of one title apart: amounts and days. */
const telling = (noun: IncomingNoun): string[] => {
  const { fields } = importables[noun].noun;
  return Object.keys(fields).filter(key => ['money', 'day'].includes(fields[key]?.kind ?? ''));
};

const isOther = (ours: unknown, theirs: unknown): boolean =>
  (ours ?? null) !== null && (theirs ?? null) !== null && JSON.stringify(ours) !== JSON.stringify(theirs);

function howOf({
  isNamedOnly,
  own,
  statedOn,
  incomplete,
  isAddition,
  refusedRows,
}: Incoming): NonNullable<StoredRow['how']> {
  return {
    statedOn,
    ...(isNamedOnly && { isNamedOnly }),
    ...(own && { own }),
    ...(incomplete && { incomplete }),
    ...(isAddition && { isAddition }),
    ...(refusedRows && { refusedRows }),
  };
}

/** What takes most of a record: whether it is the same is known without. */
const bulky = (fields: Fields): string[] =>
  Object.keys(fields).filter(key => fields[key]?.kind === 'longText' || key === 'participants');

/** What only one record may have, of a record in which everything of the file were taken. */
function keysAfter(noun: IncomingNoun, stored: Stored | null, { write, conflicts }: Decided): Values {
  const valueOf = (field: string): unknown => {
    const conflict = conflicts.find(one => one.field === field);
    if (conflict) return conflict.theirs;
    return write && field in write ? write[field] : stored?.[field];
  };
  return Object.fromEntries(importables[noun].uniqueFields.map(field => [field, valueOf(field)]));
}

/** What a row may name, where it can: the programmes there are, in lower case, and what is no initiative or key action. */
interface Nameable {
  programmes: ReadonlySet<string> | null;
  findUnknown: ((supports: readonly Linked[]) => Problem[]) | null;
}

async function readNameable(fields: Fields): Promise<Nameable> {
  const [codes, findUnknown] = await joinAll([
    'programme' in fields ? programmes.current.distinct('_id') : null,
    'supports' in fields ? readUnknownLinks(null) : null,
  ]);
  return { programmes: codes && new Set((codes as string[]).map(code => code.toLowerCase())), findUnknown };
}
