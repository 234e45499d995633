import type { Fields } from '../fields.ts';
import { programmes } from '../programme.ts';
import type { Incoming, IncomingNoun, RowProblem, Source } from '../sources/incoming.ts';
import { turnTaker } from '../turns.ts';
import { warnOfArchived } from './archivedLinks.ts';
import { digestOfStated } from './canonical.ts';
import { decideRow, numberNeeded, type Decided } from './decideRow.ts';
import type { Import } from './import.ts';
import { findWhole, incomingNounOf, lookUp, resolveLinks } from './lookUp.ts';
import { findOrigins } from './origins.ts';
import { resolvePeople } from './people.ts';
import { newRow, type StoredRow } from './rows.ts';
import { uniqueKeys, type WouldWrite } from './uniqueKeys.ts';

type Stored = Record<string, unknown>;

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
  const value = values[noun === 'project' ? 'grantAgreement' : noun === 'call' ? 'identifier' : 'pic'];
  return {
    where,
    column: null,
    value: typeof value === 'string' ? value : null,
    problem: { key, values: more },
  };
};

/** What the report calls a record that a row tells of. */
export function nameOf({ noun, values }: Incoming): string | null {
  const name =
    noun === 'project'
      ? (values['acronym'] ?? values['title'] ?? values['grantAgreement'])
      : noun === 'call'
        ? values['identifier']
        : values['name'];
  return typeof name === 'string' ? name : null;
}

/** Compares what a file says of some records of a noun with what is stored: a staged row for each, in their order. */
export async function compareBatch(
  given: Comparing,
  noun: IncomingNoun,
  batch: readonly Found[],
  keys: ReturnType<typeof uniqueKeys>,
): Promise<StoredRow[]> {
  if (batch.length === 0) return [];
  const { settings, id } = given.import;
  const { fields } = incomingNounOf[noun];
  const all = batch.map(({ one }) => one);
  const [seen, known, linked] = await Promise.all([
    lookUp(noun, all, undefined, bulky(fields)),
    noun === 'organisation' ? null : programmeCodes(),
    resolveLinks(
      fields,
      all.map(({ values }) => values),
    ),
  ]);
  const idsOf = (some: typeof seen) =>
    some.flatMap(one => (one === null || one === 'many' ? [] : String(one['_id'])));
  const origins = await findOrigins(given.source.name, noun, idsOf(seen));
  const digests = all.map(({ values }) => digestOfStated(values, fields));
  const isSame = seen.map((one, at) => {
    const origin = one === null || one === 'many' ? undefined : origins.get(String(one['_id']));
    return origin?.digest === digests[at] && origin?.version === (one as Stored)['version'];
  });
  // Most records of a file that was read before are the same: only the others are read whole.
  const whole = await findWhole(noun, idsOf(seen.filter((_one, at) => !isSame[at])));
  const stored = seen.map(one =>
    one === null || one === 'many' ? one : (whole.get(String(one['_id'])) ?? one),
  );
  const archived = await warnOfArchived(
    fields,
    batch.map(({ one: { where } }, at) => {
      const found = stored[at] ?? null;
      return { where, values: linked[at] ?? {}, stored: found === 'many' ? null : found };
    }),
  );
  const people = await resolvePeople(fields, linked);
  const takeTurn = turnTaker();
  const rows: StoredRow[] = [];
  const writes: (WouldWrite | null)[] = [];
  const push = (row: StoredRow, write: WouldWrite | null = null): void => {
    rows.push(row);
    writes.push(write);
  };
  for (const [at, { one, seq }] of batch.entries()) {
    await takeTurn();
    const found = stored[at] ?? null;
    const { values, unknown } = people[at] ?? { values: {}, unknown: [] };
    const unmet = unknown.map(({ field, identifier }) => ({
      where: one.where,
      column: field,
      value: identifier.slice(0, 500),
      problem: { key: 'imports.noAccount' },
    }));
    const warnings = [...one.warnings, ...unmet, ...(archived[at] ?? [])];
    const base = { noun, where: one.where, name: nameOf(one), warnings };
    const refuse = (problem: RowProblem) =>
      push(newRow(id, seq, { ...base, outcome: 'rejected', problems: [problem] }));
    if (found === 'many' && !one.isAddition) {
      refuse(numberNeeded(one.where));
      continue;
    }
    if (found === 'many' || (one.isAddition && found === null)) {
      refuse(problemAt(one, 'importSource.projectNotThere', { id: String(one.values['grantAgreement']) }));
      continue;
    }
    const programme = one.values['programme'];
    if (known && typeof programme === 'string' && !known.has(programme.toLowerCase())) {
      refuse({
        ...problemAt(one, 'imports.noProgramme', { programme }),
        column: 'programme',
        value: programme,
      });
      continue;
    }
    const { isNamedOnly, own, statedOn, incomplete, isAddition } = one;
    const how = {
      statedOn,
      ...(isNamedOnly && { isNamedOnly }),
      ...(own && { own }),
      ...(incomplete && { incomplete }),
      ...(isAddition && { isAddition }),
    };
    const origin = found === null ? undefined : origins.get(String(found['_id']));
    const digest = digests[at] ?? null;
    const recordId = found && String(found['_id']);
    if (isSame[at]) {
      push(newRow(id, seq, { ...base, outcome: 'unchanged', recordId }));
      continue;
    }
    const decided = decideRow({
      noun,
      where: one.where,
      values,
      how,
      stored: found,
      origin,
      settings,
      decisions: [],
    });
    const { outcome, changes, conflicts, problems } = decided;
    const mayWrite = decided.write !== null || conflicts.length > 0;
    push(
      newRow(id, seq, {
        ...base,
        outcome,
        recordId,
        changes: changes.filter(({ field }) => !conflicts.some(other => other.field === field)),
        conflicts,
        problems,
        ...(mayWrite && {
          stated: one.values,
          digest,
          how,
          versionBefore: Number(found?.['version'] ?? 0) || null,
        }),
      }),
      mayWrite ? { where: one.where, before: found, after: { ...found, ...statedBy(decided) } } : null,
    );
  }
  const refused = await keys.refuse(noun, writes);
  return rows.map((row, at) => {
    const problem = refused[at];
    if (!problem) return row;
    const { seq, where, name, warnings } = row;
    return newRow(id, seq, { noun, where, name, warnings, outcome: 'rejected', problems: [problem] });
  });
}

/** What takes most of a record: whether it is the same is known without. */
const bulky = (fields: Fields): string[] =>
  Object.keys(fields).filter(key => fields[key]?.kind === 'longText' || key === 'participants');

/** What a row would write if everything of the file were taken. */
const statedBy = ({ write, conflicts }: Decided): Record<string, unknown> => ({
  ...write,
  ...Object.fromEntries(conflicts.map(({ field, theirs }) => [field, theirs])),
});

async function programmeCodes(): Promise<Set<string>> {
  const codes = await programmes.current.distinct('_id');
  return new Set((codes as string[]).map(code => code.toLowerCase()));
}
