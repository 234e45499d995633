import { formatDay } from '../../models/values/day.ts';
import type { Values } from '../../models/record/fields.ts';
import type { Moment } from '../../models/record/filters.ts';
import { isNumber } from '../../models/record/listColumn.ts';
import type { Format } from '../../models/values/format.ts';
import type { Taken } from '../../models/lists/list.ts';
import type { Totals } from '../../models/lists/totals.ts';
import {
  listSheetsOf,
  withheldLine,
  type ListSheet,
  type SheetField,
} from '../../models/lists/listColumns.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import { momentFor, type ListQuery } from '../../models/query/query.ts';
import { incomingNouns } from '../../models/sources/contract/incoming.ts';
import { type Support } from '../../models/assessments/support.ts';
import { translator, type Translate } from '../locales/index.ts';
import type { Printed, ReadMe, SheetColumn, SheetHead } from './sheet.ts';
import type { Cell } from './cells.ts';
import { filterLines, makingLines, type Making } from './madeBy.ts';
import { programVersion } from './programVersion.ts';
import { supportsText, valueCell } from './recordCells.ts';

/** Whether the program reads lists of such records back. */
const isImported = ({ name }: Pick<VisibleNoun, 'name'>): boolean =>
  (incomingNouns() as readonly string[]).includes(name);

type Column = SheetColumn & { cell: (line: Line) => Cell };

/** What a sheet shows of a line: a record, with an item of its list and one of the list within that. */
interface Line {
  record: Values;
  item?: Values;
  inner?: Values;
  /** The item's number, from 1. */
  number?: number;
}

function cellOf(
  noun: VisibleNoun,
  { list, inner }: ListSheet,
  { key, field, column }: SheetField,
  moment: Moment,
  format: Format,
): Column['cell'] {
  if (key === '$id') return ({ record }) => String(record['id']);
  if (key === '$version') return ({ record }) => ({ plain: Number(record['version']) });
  if (key === '$record') return ({ record }) => noun.identify(record);
  if (key === '$item') return ({ number }) => number ?? null;
  if (list === null && key === 'supports')
    return ({ record }) => supportsText(record[key] as Support[], format);
  if (column !== null) return ({ record }) => valueCell(column.field, column.cell(record, moment), format);
  const ownKey = inner !== null && key.startsWith(`${inner}.`) ? key.slice(inner.length + 1) : null;
  const valueOf = ({ item, inner: within }: Line) => (ownKey === null ? item?.[key] : within?.[ownKey]);
  if (key === 'year')
    return line => {
      const value = valueOf(line);
      return typeof value === 'number' ? { plain: value } : field && valueCell(field, value, format);
    };
  const cell = (line: Line) => field && valueCell(field, valueOf(line), format);
  if (list !== 'participants' || key !== 'name') return cell;
  return line =>
    line.item?.['isWithheld'] === true && line.item['name'] === ''
      ? withheldLine[format.language]
      : cell(line);
}

function sheetColumnsOf(noun: VisibleNoun, sheet: ListSheet, moment: Moment, format: Format): Column[] {
  return sheet.columns.map((one): Column => {
    const field = one.column?.field ?? one.field;
    const isText = field ? !isNumber(field) && field.kind !== 'instant' : one.key === '$record';
    return {
      heading: one.heading[format.language],
      width: one.width,
      ...(isText && { wraps: true as const }),
      ...(field && isNumber(field) && { align: 'right' as const }),
      cell: cellOf(noun, sheet, one, moment, format),
    };
  });
}

/** The lines of a record on a sheet: itself, or one for each item, or for each item of the list within an item. */
function linesOf({ list, inner }: ListSheet, record: Values): Line[] {
  if (list === null) return [{ record }];
  return ((record[list] ?? []) as Values[]).flatMap((item, at): Line[] => {
    const within = inner === null ? [] : ((item[inner] ?? []) as Values[]);
    const line = { record, item, number: at + 1 };
    return within.length === 0 ? [line] : within.map(one => ({ ...line, inner: one }));
  });
}

/** What the sheet of the records shows of lists, and what masking them takes. */
const shownOfLists: Readonly<Record<string, readonly string[]>> = {
  participants: ['name', 'role', 'euContribution', 'isWithheld'],
  supports: ['initiative', 'significance', 'shareBp'],
};

/**
 * What a sheet of a noun's workbook takes of its records: not the paths that it does not show, and of the sheet of a list only
 * the records that have some of it.
 *
 * @param shown the list whose items are the sheet's rows; null for the sheet of the records
 */
export function takenFor(
  { fields, view }: Pick<VisibleNoun, 'fields' | 'view'>,
  shown: string | null,
  isViewed = false,
): Taken {
  const read = shown === null && isViewed ? (view?.reads ?? []) : [];
  const unread = Object.entries(fields).flatMap(([key, { items, kind }]): string[] => {
    if (key === shown || read.includes(key)) return [];
    if (!items) return shown !== null && kind === 'longText' ? [key] : [];
    const some = shown === null ? shownOfLists[key] : undefined;
    if (!some) return [key];
    return Object.keys(items).flatMap(item => (some.includes(item) ? [] : [`${key}.${item}`]));
  });
  return { without: [...unread, ...['attributions'].filter(key => !read.includes(key))], having: shown };
}

/** The same for all sheets, of which each record is read once. */
export const takenForAll = (noun: VisibleNoun, { columns, view }: ListQuery): Taken => {
  const isViewed = Object.keys(view).length > 0;
  if (columns.length > 0) return takenFor(noun, null, isViewed);
  return { without: ['attributions'].filter(key => !isViewed || !noun.view?.reads.includes(key)) };
};

/** The line under the records: the amounts of the view added up. */
const totalLine = ({ columns }: ListSheet, totals: Totals['totals'], t: Translate): Cell[] =>
  columns.map(({ key }, at) => {
    const total = totals[key];
    return total ? { cents: total.cents } : at === 0 ? t('workbook.total') : null;
  });

/** A sheet of a list's workbook, of which each record makes some rows. */
export interface RecordSheet {
  list: string | null;
  head: SheetHead;
  rowsOf: (record: Values) => Cell[][];
}

/** What a list's workbook shows, and how. */
export interface ListInput extends Making {
  noun: VisibleNoun;
  totalItems: number;
  /** The total of each amount of its view, by key. */
  viewTotals?: Totals['totals'];
}

/**
 * The sheets of a list as an Excel workbook. The first has the list's own columns in their order, then id, version and the
 * other fields that are not lists; each list has a sheet of its own, a line an item.
 */
export function listSheets({ noun, query, format, viewTotals = {} }: ListInput): RecordSheet[] {
  const t = translator(format.language);
  const moment = momentFor(query);
  return listSheetsOf(noun, { ...query, language: format.language }).map((sheet): RecordSheet => {
    const columns = sheetColumnsOf(noun, sheet, moment, format);
    const isSummed = sheet.list === null && sheet.columns.some(({ key }) => key in viewTotals);
    return {
      list: sheet.list,
      head: {
        name: sheet.name[format.language],
        table: `List_${noun.name}${sheet.list === null ? '' : `_${sheet.list}`}`,
        columns: columns.map(({ cell: _cell, ...column }) => column),
        ...(isSummed && { totals: [totalLine(sheet, viewTotals, t)] }),
        empty: t('workbook.empty'),
        frozenColumns: 1,
      },
      rowsOf: record => linesOf(sheet, record).map(line => columns.map(({ cell }) => cell(line))),
    };
  });
}

/** What stands on every page of a list's workbook. */
export const printedWith = ({ query, format }: Pick<ListInput, 'query' | 'format'>): Printed => ({
  title: 'callfolio',
  subtitle: formatDay(query.on, format),
  page: translator(format.language)('workbook.page'),
});

/** What the last sheet says, once it is known how many rows there are. */
export async function listReadMe(input: ListInput): Promise<(rowsInFile: number) => ReadMe> {
  const { noun, totalItems, query, format } = input;
  const t = translator(format.language);
  const lines = [...makingLines(input), ...(await filterLines(noun, input))];
  const reading = [t('workbook.reading'), ...(isImported(noun) ? [t('workbook.readBack')] : [])];
  return rowsInFile => ({
    name: t('sheet.readMe'),
    title: `callfolio · ${t('workbook.list', { noun: noun.label.many[format.language] })}`,
    subtitle: formatDay(query.on, format),
    lines: [
      ...lines,
      [t('readMe.rows'), t('workbook.rows', { inFile: rowsInFile, matching: totalItems })],
      [t('readMe.reading'), reading.join(' ')],
      [t('readMe.version'), t('workbook.version', { version: programVersion })],
    ],
  });
}
