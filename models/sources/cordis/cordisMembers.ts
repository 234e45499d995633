import { columnKey } from '../cells/cells.ts';
import { columnList } from '../eu/cordisFormat.ts';
import type { SourceFile, SourceTable } from '../contract/table.ts';

/** Lists that CORDIS gives beside its projects, of which nothing is taken: what is said of each. */
type LeftOut = 'cordisReports' | 'cordisLinks' | 'cordisResults' | 'cordisPeople';

/** The columns each is known by: a member may be called anything, and the one sheet of a workbook is called `DATA`. */
const marks: readonly (readonly [LeftOut, readonly string[]])[] = [
  ['cordisReports', columnList('projectID projectAcronym attachment')],
  ['cordisReports', columnList('projectID teaser')],
  ['cordisReports', columnList('projectID workPerformed')],
  ['cordisLinks', columnList('projectID physUrl')],
  ['cordisLinks', columnList('uri represents')],
  ['cordisResults', columnList('projectID deliverableType')],
  ['cordisResults', columnList('projectID isPublishedAs')],
  ['cordisResults', columnList('projectID policyPriority')],
  ['cordisPeople', columnList('projectID firstName lastName')],
];

/** What CORDIS calls them, for those whose columns say too little; they also have a column of the project's number. */
const names: readonly (readonly [LeftOut, RegExp])[] = [
  ['cordisReports', /report_?summar|(?:h2020|fp7|horizon)reports/i],
  ['cordisLinks', /web(?:link|item)s?\b/i],
  ['cordisResults', /project(?:deliverables|publications|irps)|proj_publications|policypriorities/i],
  ['cordisPeople', /erc-pi\b/i],
];

/** What a table of CORDIS is that nothing is taken of; null for any other. */
export function leftOutOf({ columns }: Pick<SourceTable, 'columns'>, ...called: string[]): LeftOut | null {
  const own = new Set(columns.map(columnKey));
  const [byColumns] = marks.find(([, keys]) => keys.every(key => own.has(key))) ?? [];
  if (byColumns) return byColumns;
  if (![...own].some(column => /^(?:project_?id|uri)$/.test(column))) return null;
  const [byName] = names.find(([, name]) => called.some(one => name.test(one))) ?? [];
  return byName ?? null;
}

/** The first such table of a file. */
export function findLeftOut(file: SourceFile): { kind: LeftOut; table: string } | null {
  for (const table of file.tables) {
    const kind = leftOutOf(table, table.name, file.name);
    if (kind) return { kind, table: table.name };
  }
  return null;
}
