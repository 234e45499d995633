import { todayInBrussels } from '../../values/day.ts';
import type { Problem } from '../../values/errors.ts';
import { emptyRecord, type Reference } from '../../record/fields.ts';
import { isTakenBy } from '../../record/filters.ts';
import { checkCall } from '../../calls/callRules.ts';
import type { Call } from '../../calls/callFields.ts';
import type { Project } from '../../projects/project.ts';
import { originFilter } from '../../projects/projectFilters.ts';
import { checkProject } from '../../projects/projectRules.ts';
import { importables } from '../../nouns.ts';
import type { IncomingNoun, RowProblem, Where } from '../../sources/contract/incoming.ts';
import { digestOfStated } from './canonical.ts';
import type { ConflictRule, ImportSettings, Outcome } from '../import.ts';
import { mergeRecord, type MergeInput } from './merge.ts';
import type { Origin } from './origins.ts';
import type { StoredConflict, StoredRow } from '../rows/rows.ts';

type Stored = Record<string, unknown>;

/** Links of a project, and where stands what one says that leads nowhere. */
export const printedIn = [
  ['call', 'printedCall'],
  ['topic', 'printedTopic'],
] as const;

/** What an import is to do with one record. */
export interface Decided {
  outcome: Outcome;
  changes: StoredRow['changes'];
  conflicts: StoredConflict[];
  /** What is to be written; null where nothing is. */
  write: Stored | null;
  /** What is kept of the file as the base of the next merge. */
  agreed: Stored;
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
  values: Stored;
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
  const { fields } = importables[sought.noun].noun;
  const record = { ...emptyRecord(fields), ...sought.stored, ...decided.write };
  const problems = problemsOf(sought.noun, record);
  return problems.length === 0
    ? decided
    : {
        ...nothing,
        outcome: 'rejected',
        problems: problems.map(one => asRowProblem(one, sought.where, record)),
      };
}

/** Refuses a row that several records answer to: only a number tells which of them it means. */
export const numberNeeded = (where: Where): RowProblem => ({
  where,
  column: 'grantAgreement',
  value: null,
  problem: { key: 'imports.numberNeeded' },
});

/** The same as what an import is to do with it. */
export const decideNone = (where: Where): Decided => ({
  ...nothing,
  outcome: 'rejected',
  problems: [numberNeeded(where)],
});

function problemsOf(noun: IncomingNoun, record: Stored): Problem[] {
  if (noun === 'project') return checkProject(record as unknown as Project);
  return noun === 'call' ? checkCall(record as unknown as Call) : [];
}

/** A problem of our rules, as a problem of the row. */
export function asRowProblem({ field, type, values }: Problem, where: Where, record: Stored): RowProblem {
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
  const { fields } = importables[noun].noun;
  if (how.refusedRows) {
    const problem = { key: 'imports.itemsRefused', values: { ...how.refusedRows } };
    return { ...nothing, outcome: 'rejected', problems: [{ where, column: null, value: null, problem }] };
  }
  const write: Stored = { ...values };
  if (noun === 'call' && how.isNamedOnly) write['knownFrom'] = 'projects';
  if (noun === 'project') {
    write['kind'] ??= 'grant';
    write['scope'] ??= scopeOf(values, settings.scopeRule);
    write['participants'] = ((write['participants'] ?? []) as { name: string }[]).filter(
      ({ name }) => name !== '',
    );
  }
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

const withoutIncomplete = (values: Stored, { incomplete = [] }: Sought['how']): Stored =>
  incomplete.length === 0
    ? values
    : Object.fromEntries(Object.entries(values).filter(([key]) => !incomplete.includes(key)));

function scopeOf(values: Stored, { scope, topics }: ImportSettings['scopeRule']): string {
  const isMeant = topics.length === 0 || isTakenBy(originFilter, values, topics);
  return scope === 'in' && isMeant ? 'in' : 'candidate';
}

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
  const { fields } = importables[noun].noun;
  const whole = withoutIncomplete(values, how);
  const theirs = how.isAddition ? asPrinted(whole, stored) : whole;
  const merged = mergeRecord({
    fields,
    ours: stored,
    theirs,
    base: origin?.base ?? {},
    how: howOf(how, stored),
  });
  const newer = newerOf(how.statedOn, stored['updatedAt'] as Date);
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
function asPrinted(values: Stored, stored: Stored): Stored {
  const out = { ...values };
  for (const [key, printed] of printedIn) {
    const link = out[key] as Reference | null | undefined;
    if (!link || link.id !== '' || stored[key]) continue;
    delete out[key];
    const known = stored[printed];
    const isSame = typeof known === 'string' && known.toLowerCase() === link.identifier.toLowerCase();
    if (!isSame) out[printed] = link.identifier;
  }
  return out;
}

function howOf({ own }: Sought['how'], stored: Stored): MergeInput['how'] {
  if (own && own.id === stored['_id'])
    return own.version === stored['version'] ? 'ownFile' : 'ownFileChanged';
  return stored['knownFrom'] === 'projects' ? 'named' : 'source';
}

function newerOf(statedOn: string | null, updatedAt: Date): 'ours' | 'theirs' | null {
  if (statedOn === null) return null;
  return statedOn > todayInBrussels(updatedAt) ? 'theirs' : 'ours';
}

function byRule(rule: ConflictRule, newer: 'ours' | 'theirs' | null): 'ours' | 'theirs' | null {
  if (rule === 'ask') return null;
  return rule === 'newer' ? newer : rule;
}
