import { formatInstant } from '../../models/values/day.ts';
import type { Format } from '../../models/values/format.ts';
import type { Import, ImportRow } from '../../models/imports/import.ts';
import type { RowProblem } from '../../models/sources/contract/incoming.ts';
import { sourceLabels } from '../../models/imports/importFields.ts';
import { saySource } from '../imports/json.ts';
import { stateKey } from '../imports/state.tsx';
import {
  countedNouns,
  fieldLabel,
  outcomeKeys,
  plainChanges,
  rowName,
  rowNounLabel,
  storedText,
} from '../imports/rowTexts.ts';
import { translator } from '../locales/index.ts';
import { mostRowsWithTables, type Book } from './book.ts';
import { csvLine } from './csv.ts';
import { csvNotation } from './csvNotation.ts';
import { secondOf } from './madeBy.ts';
import { programVersion } from './programVersion.ts';
import type { SheetColumn } from './sheet.ts';

/** The columns of a report, by the keys that stand over its CSV for programs: the same in every language. */
const columns = [
  { key: 'outcome', label: 'importPage.outcome', width: 14 },
  { key: 'kind', label: 'importPage.noun', width: 16 },
  { key: 'record', label: 'importPage.name', width: 34 },
  { key: 'table', label: 'importPage.table', width: 26 },
  { key: 'row', label: 'importPage.row', width: 9 },
  { key: 'severity', label: 'importPage.remark', width: 14 },
  { key: 'column', label: 'importPage.columnOrField', width: 24 },
  { key: 'found', label: 'importPage.found', width: 34 },
  { key: 'message', label: 'importPage.problem', width: 60 },
  { key: 'before', label: 'importPage.before', width: 34 },
  { key: 'after', label: 'importPage.after', width: 34 },
  { key: 'decision', label: 'importPage.decision', width: 18 },
] as const;
type Key = (typeof columns)[number]['key'];
type Line = Partial<Record<Key, string | number>>;

/** The lines of a row: one for each problem, conflict, changed field and warning; one for a row without any. */
function linesOf(row: ImportRow, format: Format): Line[] {
  const t = translator(format.language);
  const start: Line = {
    outcome: t(outcomeKeys[row.outcome]),
    kind: rowNounLabel(row.noun).one[format.language],
    record: rowName(row, format) ?? '',
    table: row.where.table,
    row: row.where.row,
    ...(row.isExcluded && { decision: t('importPage.leftOut') }),
  };
  const said = (severity: 'error' | 'warning', { where, column, value, problem }: RowProblem): Line => ({
    ...start,
    table: where.table,
    row: where.row,
    severity: t(`importPage.${severity}`),
    column: column ?? '',
    found: value ?? '',
    message: saySource(t, problem),
  });
  const lines = [
    ...row.problems.map(one => said('error', one)),
    ...row.conflicts.map(({ field, ours, theirs, decision }) => ({
      ...start,
      severity: t('importPage.conflict').toLowerCase(),
      column: fieldLabel(row.noun, field, format),
      before: storedText(row.noun, field, ours, format),
      after: storedText(row.noun, field, theirs, format),
      decision: row.isExcluded
        ? t('importPage.leftOut')
        : t(decision === null ? 'importPage.undecided' : `importPage.${decision}`),
    })),
    ...plainChanges(row).map(({ field, before, after }) => ({
      ...start,
      severity: t('importPage.change'),
      column: fieldLabel(row.noun, field, format),
      before: storedText(row.noun, field, before, format),
      after: storedText(row.noun, field, after, format),
    })),
    ...row.warnings.map(one => said('warning', one)),
  ];
  const hidden: Line = row.isWithheld ? { message: t('importRow.withheldHint') } : {};
  return lines.length > 0 ? lines : [{ ...start, ...hidden }];
}

async function* cellsOf(rows: AsyncIterable<ImportRow>, format: Format) {
  for await (const row of rows)
    for (const line of linesOf(row, format)) yield columns.map(({ key }) => line[key] ?? null);
}

/** What a report is made of; withheld participants are masked already. */
export interface ReportInput {
  found: Import;
  rows: AsyncIterable<ImportRow>;
  /** Its rows are withheld from the reader: `rows` is empty then, and the file says why. */
  isWithheld: boolean;
  totalItems: number;
  format: Format;
  /** The page that shows the same rows. */
  link: string;
  madeBy: string;
  now: Date;
  /** The instant of the database that the rows are of. */
  readAt: Date;
}

/** In the place of rows that are withheld: a line for each kind of record with its counts, and why. */
function countLines({ counts, ...found }: Import, { language }: Format): Line[] {
  const t = translator(language);
  return countedNouns({ ...found, counts }).map(noun => ({
    kind: rowNounLabel(noun).many[language],
    found: t('importPage.countsLine', { ...counts[noun] }),
    message: t('importRow.rowsWithheld'),
  }));
}

/** The words over the columns; what was before an import that is written is past. */
function headingsOf(found: Import, { language }: Format): string[] {
  const t = translator(language);
  return columns.map(({ key, label }) =>
    t(key === 'before' && found.appliedAt !== null ? 'importPage.was' : label),
  );
}

/**
 * The rows of an import as CSV, a line for each thing there is to say; text that looks like a formula is defused.
 *
 * @param hasKeys for programs, as the CSV file of a list (`csvOf`)
 */
export async function* importReportCsv({
  found,
  rows,
  format,
  isWithheld,
  hasKeys,
}: Pick<ReportInput, 'found' | 'rows' | 'format' | 'isWithheld'> & { hasKeys: boolean }) {
  const delimiter = hasKeys ? ',' : csvNotation(format).delimiter;
  const headings = hasKeys ? columns.map(({ key }) => key) : headingsOf(found, format);
  yield `\ufeff${csvLine(headings, delimiter)}`;
  if (isWithheld)
    for (const line of countLines(found, format))
      yield csvLine(
        columns.map(({ key }) => `${line[key] ?? ''}`),
        delimiter,
      );
  for await (const cells of cellsOf(rows, format))
    yield csvLine(
      cells.map(cell => `${cell ?? ''}`),
      delimiter,
    );
}

/** The rows of an import as a workbook, with a sheet that says of which file, and what came of it. */
export function importReportBook({
  found,
  rows,
  isWithheld,
  totalItems,
  format,
  link,
  madeBy,
  now,
  readAt,
}: ReportInput): Book {
  const t = translator(format.language);
  const headings = headingsOf(found, format);
  const sheetColumns: SheetColumn[] = columns.map(({ key, width }, at) => ({
    heading: headings[at] ?? '',
    width,
    ...(key === 'row' ? { align: 'right' as const } : { wraps: true as const }),
  }));
  const counted = countedNouns(found).map(
    noun =>
      [
        rowNounLabel(noun).many[format.language],
        t('importPage.countsLine', { ...found.counts[noun] }),
      ] as const,
  );
  const subtitle = `${t('importPage.report')}: ${found.file.name}`;
  // A row may have many lines, and how many nobody knows before they are read.
  const isLarge = totalItems > mostRowsWithTables / 5;
  return {
    readMe: () => ({
      name: t('sheet.readMe'),
      title: `callfolio · ${t('importPage.report')}`,
      subtitle: found.file.name,
      lines: [
        [t('importPage.file'), found.file.name],
        ['SHA-256', found.file.digest],
        [t('importPage.source'), found.source ? sourceLabels[found.source][format.language] : ''],
        [
          t('importPage.received'),
          t('importPage.receivedBy', {
            at: formatInstant(found.createdAt, format),
            name: found.createdBy.name,
          }),
        ],
        [t('importPage.state'), t(stateKey(found))],
        ...counted,
        ...(isWithheld ? ([[t('importPage.rowsFiles'), t('importRow.rowsWithheld')]] as const) : []),
        [t('readMe.madeBy'), t('workbook.by', { name: madeBy, at: formatInstant(now, format) })],
        [t('readMe.readAt'), t('workbook.readAt', { at: secondOf(readAt) })],
        [t('readMe.link'), { ourPage: link }],
        [t('readMe.version'), t('workbook.version', { version: programVersion })],
      ],
    }),
    readMeAt: 'last',
    sheets: [
      {
        name: t('importPage.report'),
        table: 'Import_report',
        columns: sheetColumns,
        rows: cellsOf(rows, format),
        empty: t(isWithheld ? 'importRow.rowsWithheld' : 'importPage.noRows'),
        frozenColumns: 3,
      },
    ],
    printed: { title: 'callfolio', subtitle, page: t('workbook.page') },
    madeAt: now,
    isLarge,
  };
}
