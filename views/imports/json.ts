import type { Format } from '../../models/values/format.ts';
import { expiresAt } from '../../models/imports/lifecycle/expire.ts';
import type { Import, ImportRow } from '../../models/imports/import.ts';
import type { Refusal } from '../../models/imports/rows/refusals.ts';
import type { RowProblem } from '../../models/sources/contract/incoming.ts';
import type { SourceProblem } from '../../models/sources/contract/table.ts';
import { valueToJson } from '../json.ts';
import type { MessageKey, Translate } from '../locales/index.ts';
import { fractionOf, progressWords } from './progress.ts';
import { countsKey, fieldOf, shownNouns } from './rowTexts.ts';

/** What is wrong in a file, as a sentence. */
export const saySource = (t: Translate, { key, values }: SourceProblem): string =>
  t(key as MessageKey, values);

const at = (instant: Date | null): string | null => instant?.toISOString() ?? null;

interface Told {
  t: Translate;
  format: Format;
  now: Date;
  /** Days that the file of an import is kept which nobody applies. */
  importKeptDays: number;
}

/** Why rows are refused, as the API gives it. */
export const refusalToJson = ({ id, column, problem, rows }: Refusal, t: Translate) => ({
  id,
  type: problem.key,
  column,
  rows,
  message: saySource(t, problem),
});

/** An import as the API gives it. */
export function importToJson(found: Import, { t, format, now, importKeptDays }: Told) {
  const { id, version, state, file, source, settings, needsMapping, progress, counts } = found;
  const { warnings, failure, stoppedIn } = found;
  return {
    id,
    version,
    state,
    source,
    needsMapping,
    file: {
      name: file.name,
      bytes: file.bytes,
      sha256: file.digest,
      kind: file.container,
      encoding: file.encoding,
    },
    settings: {
      encoding: settings.encoding,
      source: settings.source,
      selection: settings.selection,
      scopeRule: settings.scopeRule,
      conflictRule: settings.conflictRule,
    },
    progress: {
      ...progress,
      startedAt: at(progress.startedAt),
      fraction: fractionOf(progress),
      says: progressWords(progress, now, format),
    },
    counts: Object.fromEntries(shownNouns().map(noun => [countsKey(noun), counts[noun]])),
    warnings,
    stoppedIn,
    problems: failure ? [{ type: failure.key, message: saySource(t, failure) }] : [],
    ignored: found.ignored.map(({ name, why }) => ({ name, message: saySource(t, why) })),
    unused: found.unused.map(({ table, column, why = null }) => ({ table, column, why })),
    blockedMeanwhile: found.blockedMeanwhile && {
      by: found.blockedMeanwhile.by,
      at: found.blockedMeanwhile.at.toISOString(),
    },
    createdAt: found.createdAt.toISOString(),
    createdBy: found.createdBy,
    checkedAt: at(found.checkedAt),
    appliedAt: at(found.appliedAt),
    appliedBy: found.appliedBy,
    undoneAt: at(found.undoneAt),
    undoneBy: found.undoneBy,
    expiresAt: at(expiresAt(found, importKeptDays)),
    expiredAt: at(found.expiredAt),
  };
}

const valueOf = (noun: ImportRow['noun'], key: string, value: unknown): unknown => {
  const field = fieldOf(noun, key);
  return field ? valueToJson(field, value) : (value ?? null);
};

/** One row of an import's report as the API gives it. */
export function importRowToJson(row: ImportRow, t: Translate) {
  const { id, noun, where, name, outcome, recordId, isExcluded, isApplied } = row;
  const said = ({ where: place, column, value, problem }: RowProblem) => ({
    table: place.table,
    row: place.row,
    column,
    value,
    type: problem.key,
    message: saySource(t, problem),
  });
  return {
    id,
    noun,
    table: where.table,
    row: where.row,
    name,
    outcome,
    recordId,
    changes: row.changes.map(({ field, before, after }) => ({
      field,
      before: valueOf(noun, field, before),
      after: valueOf(noun, field, after),
    })),
    conflicts: row.conflicts.map(({ field, ours, theirs, decision }) => ({
      field,
      ours: valueOf(noun, field, ours),
      theirs: valueOf(noun, field, theirs),
      decision,
    })),
    problems: row.problems.map(said),
    warnings: row.warnings.map(said),
    isExcluded,
    isApplied,
    isWithheld: row.isWithheld === true,
  };
}
