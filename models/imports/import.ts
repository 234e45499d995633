import type { ScopeRule } from '../record/importable.ts';
import type { Actor } from '../record/noun.ts';
import { rewritingStates } from '../record/underway.ts';
import type { EncodingName } from '../sources/files/encodingNames.ts';
import type {
  Mapping,
  RowNoun,
  RowProblem,
  Selection,
  SourceName,
  Unused,
  Where,
} from '../sources/contract/incoming.ts';
import type { SourceProblem } from '../sources/contract/table.ts';

export const importStates = [
  'queued', // received, waiting for a process to check it (or for a mapping: `needsMapping`)
  'checking',
  'checked', // the report is there, nothing is written
  'applying',
  'applied',
  'undoing',
  'undone',
  'expired', // nobody applied it in time: its file and its rows are gone
  'failed', // the file cannot be read, or was given up on its way (`stoppedIn`): `failure` says why
] as const;
export type ImportState = (typeof importStates)[number];

/** What callfolio may give up, having tried it several times. */
export const stoppables = ['checking', ...rewritingStates] as const;
export type Stoppable = (typeof stoppables)[number];

export const outcomes = ['created', 'changed', 'unchanged', 'conflict', 'rejected'] as const;
export type Outcome = (typeof outcomes)[number];

/** What is counted of the rows of one noun; `read` is always the sum of the others. */
export const countKeys = [
  'read',
  'created',
  'changed',
  'unchanged',
  'conflicts',
  'rejected',
  'leftOut', // chosen not to be applied, whatever they would have done
] as const;
export type Counts = Record<(typeof countKeys)[number], number>;

/** Under which count a row of each outcome stands, unless it is left out. */
const countOfOutcome = {
  created: 'created',
  changed: 'changed',
  unchanged: 'unchanged',
  conflict: 'conflicts',
  rejected: 'rejected',
} as const satisfies Record<Outcome, keyof Counts>;

/** Under which count a row stands. */
export const countOf = ({ outcome, isExcluded }: Pick<ImportRow, 'outcome' | 'isExcluded'>): keyof Counts =>
  isExcluded ? 'leftOut' : countOfOutcome[outcome];

/** How a value that a person edited and a file states otherwise is settled. */
export const conflictRules = ['ask', 'ours', 'theirs', 'newer'] as const;
export type ConflictRule = (typeof conflictRules)[number];

export interface ImportSettings {
  /** In which text is written that is no Unicode; null: only what proves itself is read. */
  encoding: EncodingName | null;
  source: SourceName | null; // null: recognised from the file
  selection: Selection;
  scopeRule: ScopeRule;
  conflictRule: ConflictRule;
  mapping: Mapping | null;
}

export interface Import {
  id: string;
  version: number;
  state: ImportState;
  settings: ImportSettings;
  file: { name: string; bytes: number; digest: string; container: string | null; encoding: string | null };
  /** What the file was recognised as; null until then. */
  source: SourceName | null;
  /** No format knows the file and no mapping was given: a person maps its columns first. */
  needsMapping: boolean;
  /** The first 20 rows of each table, as found. */
  preview: readonly { table: string; columns: readonly string[]; rows: readonly (readonly string[])[] }[];
  unused: readonly Unused[];
  ignored: readonly { name: string; why: SourceProblem }[];
  /** Of the state under way: how far. `of` null where nobody knows yet. */
  progress: { bytes: number; ofBytes: number; rows: number; ofRows: number | null; startedAt: Date | null };
  counts: Record<RowNoun, Counts>;
  warnings: number;
  /** The fields that its rows state, as `project.title`; null until it is checked, and of imports of earlier builds. */
  stated: readonly string[] | null;
  failure: SourceProblem | null;
  /** In what it was given up; null for every other import. */
  stoppedIn: Stoppable | null;
  /** Who had it tried again after that, and when: what is written from then on is theirs and of then. */
  resumed: { by: Actor; at: Date } | null;
  /** Who had it applied or undone and was blocked meanwhile, and when that was found; it was finished all the same. */
  blockedMeanwhile: { by: Actor; at: Date } | null;
  createdAt: Date;
  createdBy: Actor;
  checkedAt: Date | null;
  /** The one instant from which all its versions are valid. */
  appliedAt: Date | null;
  appliedBy: Actor | null;
  undoneAt: Date | null;
  undoneBy: Actor | null;
  /** When its file and rows were removed, for nobody had applied it. */
  expiredAt: Date | null;
}

/** A value of one field where the file and a person's edit disagree. */
export interface Conflict {
  field: string;
  ours: unknown;
  theirs: unknown;
  /** null: still to be decided; applying leaves ours then. */
  decision: 'ours' | 'theirs' | null;
}

/** One row of the report: what an import does, or did, with one record of the file. */
export interface ImportRow {
  id: string;
  importId: string;
  noun: RowNoun;
  where: Where;
  name: string | null;
  outcome: Outcome;
  recordId: string | null;
  /** Fields an applied row changes or changed: before and after as stored. Empty for created and unchanged. */
  changes: readonly { field: string; before: unknown; after: unknown }[];
  conflicts: readonly Conflict[];
  problems: readonly RowProblem[];
  warnings: readonly RowProblem[];
  /** Chosen not to be applied. */
  isExcluded: boolean;
  isApplied: boolean;
  /** Its organisation is withheld from the reader: nothing but its place and outcome is told. */
  isWithheld?: true;
}
