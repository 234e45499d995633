import { unescapeFormula } from '../../values/spreadsheetText.ts';
import type { Label } from '../../values/format.ts';
import { withheldLine } from '../../lists/listColumns.ts';
import { amountColumnsOf } from '../cells/amountColumns.ts';
import {
  parsed,
  readCell,
  storedValue,
  type CellRead,
  type Notation,
  type Notes,
} from '../cells/cellValue.ts';
import type { RowProblem, Where } from '../contract/incoming.ts';
import { linkedBy } from '../contract/linkedBy.ts';
import type { OwnColumn, OwnTable } from './fileColumns.ts';
import type { SourceFile, SourceProblem, SourceRow } from '../contract/table.ts';
import { orderIn, type DayOrder } from '../cells/cellDay.ts';
import { severalIn, toldNames } from '../cells/severalInCell.ts';
import type { Values, RecordOf } from '../../record/fields.ts';

/** A row of a file of ours while it is read. */
export interface OwnRow {
  own: OwnTable;
  where: Where;
  cells: readonly string[];
  marks: SourceRow['marks'];
  notation: Notation;
  problems: RowProblem[];
  warnings: RowProblem[];
}

const mostShown = 500;

export const isBlank = ({ cells, broken }: SourceRow): boolean =>
  !broken && cells.every(cell => cell.trim() === '');

/** The words over a column that is not there, in both languages. */
export const inBoth = ({ en, nl }: Label): string => (en === nl ? en : `${en} / ${nl}`);

export function problemAt(
  where: Where,
  column: string | null,
  value: string | null,
  problem: SourceProblem,
): RowProblem {
  const values = { ...(column !== null && { label: column }), ...problem.values };
  return { where, column, value: value?.slice(0, mostShown) ?? null, problem: { ...problem, values } };
}

export const rawCell = ({ cells }: Pick<OwnRow, 'cells'>, column: OwnColumn | undefined): string =>
  column === undefined ? '' : (cells[column.at] ?? '').trim();

export const columnOf = ({ columns }: OwnTable, key: string): OwnColumn | undefined =>
  columns.find(column => column.key === key);

/** The row, with what is wrong with it as a whole. */
export function openRow(
  own: OwnTable,
  { row, cells, marks, broken }: SourceRow,
  notation: Notation,
  isText: boolean,
): OwnRow {
  const where = { table: own.table.name, row };
  const opened: OwnRow = { own, where, cells, marks, notation, problems: [], warnings: [] };
  const width = own.table.columns.length;
  if (broken) {
    const { column = null, ...problem } = broken;
    opened.problems.push(problemAt(where, column, null, problem));
  } else if (isText && cells.length !== width) {
    const problem = { key: 'importTable.cellCount', values: { found: cells.length, expected: width } };
    opened.problems.push(problemAt(where, null, own.hidesCells ? null : cells.join(', '), problem));
  }
  cells.forEach((cell, at) => {
    if (isText || cell.trim() === '' || (own.table.columns[at] ?? '') !== '') return;
    opened.warnings.push(problemAt(where, null, cell, { key: 'importTable.noHeading' }));
  });
  return opened;
}

/**
 * Notes that a name may be those of several organisations: refuses it where it is new here, and warns where it is one of ours
 * as it was exported. A PIC tells that it is one.
 */
export function noteSeveral(
  { where, problems, warnings }: Pick<OwnRow, 'where' | 'problems' | 'warnings'>,
  column: string | null,
  { name, pic }: Values,
  isOurs: boolean,
): void {
  const several = typeof name === 'string' && (pic ?? null) === null ? severalIn(name) : null;
  if (!several) return;
  const key = isOurs ? 'importTable.severalKept' : 'importTable.severalInCell';
  const noted = problemAt(where, column, String(name), {
    key,
    values: { label: column ?? 'name', ...toldNames(several) },
  });
  (isOurs ? warnings : problems).push(noted);
}

/** Text that a cell of a workbook could not hold ends so when it is exported. */
const isCut = (text: string): boolean => text.length >= 32_760 && text.endsWith(' […]');

const isWithheldLine = (item: unknown): boolean =>
  typeof item === 'object' &&
  item !== null &&
  'isWithheld' in item &&
  item.isWithheld === true &&
  (!('name' in item) || item.name === '' || item.name === null);

/**
 * A list without the line that stands for withheld participants: it says nothing of who they are, and whoever stores
 * the list keeps those that are there.
 */
export const withoutWithheldLine = (items: unknown): unknown =>
  Array.isArray(items) ? (items as unknown[]).filter(item => !isWithheldLine(item)) : items;

/** Whether the name of a participant is the line that stands for those withheld. */
export const isWithheldName = (name: string): boolean =>
  [withheldLine.en, withheldLine.nl].includes(name.trim().toLowerCase());

function readOwn(row: OwnRow, { field, at, written }: OwnColumn, raw: string, notes: Notes): CellRead {
  const { own, notation, cells, marks } = row;
  if (field === null) return { value: null };
  const text = own.isEscaped ? unescapeFormula(raw) : raw;
  const several = linkedBy(field) ? severalIn(text) : null;
  if (several) return { problem: { key: 'importTable.severalForOne', values: toldNames(several) } };
  if (!field.items || text === '') {
    const columns = amountColumnsOf(own.table.columns);
    return readCell(field, text, notation, { mark: marks?.[at], written, columns, cells });
  }
  const items = parsed(text);
  if (items === undefined) return { problem: { key: 'importTable.notJson' } };
  return storedValue(field, withoutWithheldLine(items), notes);
}

/**
 * What a row states under these columns: field → value. What is wrong gathers in the row; a cell that says nothing
 * reliable is left out with a warning.
 *
 * @param prefix of the keys that are read, and taken off
 */
export function valuesIn(
  row: OwnRow,
  columns: readonly OwnColumn[],
  prefix = '',
  mayLack: readonly string[] = [],
): RecordOf {
  const values: RecordOf = {};
  for (const column of columns) {
    const { field, written, key } = column;
    if (field === null || !key.startsWith(prefix)) continue;
    const own = key.slice(prefix.length);
    const raw = rawCell(row, column);
    if (raw === '' && mayLack.includes(own)) continue;
    if (isCut(raw)) {
      row.warnings.push(problemAt(row.where, written, null, { key: 'importTable.cut' }));
      continue;
    }
    const notes: Notes = { unknown: [], warnings: [] };
    const read = readOwn(row, column, raw, notes);
    if ('problem' in read) row.problems.push(problemAt(row.where, written, raw, read.problem));
    else {
      values[own] = read.value;
      notes.warnings.push(...(read.warnings ?? []));
    }
    row.warnings.push(...notes.warnings.map(one => problemAt(row.where, written, raw, one)));
    for (const name of new Set(notes.unknown)) {
      const problem = { key: 'importTable.unknownKey', values: { key: name } };
      row.warnings.push(problemAt(row.where, written, null, problem));
    }
  }
  return values;
}

/**
 * How a file of ours writes days. In a workbook typed days are day first, as everywhere here. In a CSV file we wrote
 * them year first: other ones were written by a spreadsheet, whose habit the days above 12 betray, or nothing does.
 */
export async function notationIn(file: SourceFile, tables: readonly OwnTable[]): Promise<Notation> {
  if (file.container !== 'csv') return { decimal: null, dayOrder: 'dayFirst' };
  const seen = new Set<DayOrder>();
  for (const own of tables) {
    const days = own.columns.filter(({ field }) => field?.kind === 'day' || field?.kind === 'instant');
    for await (const row of own.table.rows()) {
      for (const day of days) {
        const order = orderIn(rawCell(row, day).split(' ')[0] ?? '');
        if (order !== null) seen.add(order);
      }
    }
  }
  const [order = null] = seen;
  return { decimal: null, dayOrder: seen.size === 1 ? order : null };
}
