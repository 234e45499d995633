import { todayInBrussels } from '../../values/day.ts';
import type { Problem } from '../../values/errors.ts';
import { emptyRecord, type Reference, type RecordOf, type Values } from '../../record/fields.ts';
import type { Importable, MergeHow } from '../../record/importable.ts';
import { importables } from '../../nouns.ts';
import type { IncomingNoun, RowProblem, Where } from '../../sources/contract/incoming.ts';
import { digestOfStated } from './canonical.ts';
import type { ConflictRule, ImportSettings, Outcome } from '../import.ts';
import { mergeRecord } from './merge.ts';
import type { Origin } from './origins.ts';
import type { StoredConflict, StoredRow } from '../rows/rows.ts';
import type { Stored } from '../../record/noun.ts';

/** What an import is to do with one record. */
export interface Decided {
  outcome: Outcome;
  changes: StoredRow['changes'];
  conflicts: StoredConflict[];
  /** What is to be written; null where nothing is. */
  write: RecordOf | null;
  /** What is kept of the file as the base of the next merge. */
  agreed: RecordOf;
  problems: RowProblem[];
}

const nothing: Decided = {
  outcome: 'unchanged',
  changes: [],
  conflicts: [],
  write: null,
  agreed: {},
  problems: [],
};

interface Sought {
  noun: IncomingNoun;
  where: Where;
  /** As stated, with links resolved. */
  values: RecordOf;
  how: NonNullable<StoredRow['how']>;
  stored: Stored | null;
  origin: Origin | undefined;
  settings: Pick<ImportSettings, 'conflictRule' | 'scopeRule'>;
  /** What people decided on the row so far. */
  decisions: readonly StoredConflict[];
}

/** Decides on one record: what the dry run says, and what applying does, unless the record changed in between. */
export function decideRow(sought: Sought): Decided {
  const decided = sought.stored ? decideKnown({ ...sought, stored: sought.stored }) : decideNew(sought);
  if (decided.write === null) return decided;
  const { noun, check } = importables[sought.noun];
  const record = { ...emptyRecord(noun.fields), ...sought.stored, ...decided.write };
  const problems = [...noun.check(record), ...(check?.(record) ?? [])];
  return problems.length === 0
    ? decided
    : {
        ...nothing,
        outcome: 'rejected',
        problems: problems.map(one => asRowProblem(one, sought.where, record)),
      };
}

/** Refuses a row that several records answer to: only a number tells which of them it means. */
export const numberNeeded = (where: Where, { uniqueFields }: Importable): RowProblem => ({
  where,
  column: uniqueFields.at(-1) ?? null,
  value: null,
  problem: { key: 'imports.numberNeeded' },
});

/** The same as what an import is to do with it. */
export const decideNone = (where: Where, of: Importable): Decided => ({
  ...nothing,
  outcome: 'rejected',
  problems: [numberNeeded(where, of)],
});

/** A problem of our rules, as a problem of the row. */
export function asRowProblem({ field, type, values }: Problem, where: Where, record: Values): RowProblem {
  const key = field.split('.')[0] ?? '';
  const value = record[key];
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 500) : null;
  return {
    where,
    column: field || null,
    value: text,
    problem: { key: `problems.${type}`, values: { label: key, field, ...values } },
  };
}

function decideNew({ noun, where, values, how, settings }: Sought): Decided {
  const { noun: of, complete } = importables[noun];
  const { fields } = of;
  if (how.refusedRows) {
    const problem = { key: 'imports.itemsRefused', values: { ...how.refusedRows } };
    return { ...nothing, outcome: 'rejected', problems: [{ where, column: null, value: null, problem }] };
  }
  const write: RecordOf = { ...(complete?.(values, how, settings.scopeRule) ?? values) };
  const missing = Object.keys(fields).filter(
    key => fields[key]?.isRequired && (write[key] === null || write[key] === undefined),
  );
  if (missing.length > 0) {
    const problems = missing.map(field => asRowProblem({ field, type: 'any.required' }, where, {}));
    return { ...nothing, outcome: 'rejected', problems };
  }
  // Also what is incomplete was agreed on: nobody wrote anything else, so a file that has it whole may fill it in.
  return { ...nothing, outcome: 'created', write, agreed: values };
}

const withoutIncomplete = (values: RecordOf, { incomplete = [] }: Sought['how']): RecordOf =>
  incomplete.length === 0
    ? values
    : Object.fromEntries(Object.entries(values).filter(([key]) => !incomplete.includes(key)));

function decideKnown({
  noun,
  values,
  how,
  stored,
  origin,
  settings,
  decisions,
}: Sought & { stored: Stored }): Decided {
  if (how.isNamedOnly) return nothing;
  const of = importables[noun];
  const { fields } = of.noun;
  const whole = withoutIncomplete(values, how);
  const theirs = how.isAddition ? asPrinted(whole, stored, of) : whole;
  const merged = mergeRecord({
    of,
    ours: stored,
    theirs,
    base: origin?.base ?? {},
    how: howOf(how, stored, of),
  });
  const newer = newerOf(how.statedOn, stored.updatedAt);
  const conflicts = merged.conflicts.map((one): StoredConflict => {
    const before = decisions.find(({ field }) => field === one.field);
    const isAsDecided =
      before !== undefined &&
      digestOfStated({ [one.field]: before.ours }, fields) ===
        digestOfStated({ [one.field]: one.ours }, fields);
    const decision = isAsDecided ? before.decision : byRule(settings.conflictRule, newer);
    return { ...one, decision, ...(newer && { newer }) };
  });
  const taken = conflicts.filter(({ decision }) => decision === 'theirs');
  const open = conflicts.filter(({ decision }) => decision === null);
  const changes = [
    ...merged.changes,
    ...taken.map(({ field, ours, theirs: after }) => ({ field, before: ours, after })),
  ];
  const agreed = Object.fromEntries(
    Object.entries(theirs).filter(([key]) => !open.some(({ field }) => field === key)),
  );
  return {
    outcome: conflicts.length > 0 ? 'conflict' : changes.length > 0 ? 'changed' : 'unchanged',
    changes,
    conflicts,
    write: changes.length > 0 ? Object.fromEntries(changes.map(({ field, after }) => [field, after])) : null,
    agreed,
    problems: [],
  };
}

/** An addition makes no call that it names: of one that is not there it tells how it is printed, and no link. */
function asPrinted(values: RecordOf, stored: Stored, { printedIn = {} }: Importable): RecordOf {
  const out = { ...values };
  for (const [key, printed] of Object.entries(printedIn)) {
    const link = out[key] as Reference | null | undefined;
    if (!link || link.id !== '' || stored[key]) continue;
    delete out[key];
    const known = stored[printed];
    const isSame = typeof known === 'string' && known.toLowerCase() === link.identifier.toLowerCase();
    if (!isSame) out[printed] = link.identifier;
  }
  return out;
}

function howOf({ own }: Sought['how'], stored: Stored, { isOnlyNamed }: Importable): MergeHow {
  if (own && own.id === stored._id) return own.version === stored.version ? 'ownFile' : 'ownFileChanged';
  return isOnlyNamed?.(stored) ? 'named' : 'source';
}

function newerOf(statedOn: string | null, updatedAt: Date): 'ours' | 'theirs' | null {
  if (statedOn === null) return null;
  return statedOn > todayInBrussels(updatedAt) ? 'theirs' : 'ours';
}

function byRule(rule: ConflictRule, newer: 'ours' | 'theirs' | null): 'ours' | 'theirs' | null {
  if (rule === 'ask') return null;
  return rule === 'newer' ? newer : rule;
}
