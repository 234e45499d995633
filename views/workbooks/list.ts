import { formatDay } from '../../models/values/day.ts';
import type { Field, Fields, Values } from '../../models/record/fields.ts';
import { labelOf, type Moment } from '../../models/record/filters.ts';
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
import type { KeptRecord } from '../../models/record/noun.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import { momentFor } from '../../models/query/query.ts';
import { incomingNouns } from '../../models/sources/contract/incoming.ts';
import { type Support } from '../../models/assessments/support.ts';
import { translator, type Translate } from '../locales/index.ts';
import { mostRowsWithTables, type Book } from './book.ts';
import { textsText } from './csv.ts';
import type { Sheet, SheetColumn } from './sheet.ts';
import type { Cell } from './cells.ts';
import { filterLines, makingLines, type Making } from './madeBy.ts';
import { programVersion } from './programVersion.ts';
import { fieldCell, supportsText } from './recordCells.ts';

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

/** A value as a cell; texts with semicolons between them, in the words of their labels. */
function valueCell(field: Field, value: unknown, format: Format): Cell {
  if (field.kind === 'texts' && Array.isArray(value))
    return textsText((value as string[]).map(one => labelOf(field.options, one)[format.language]));
  return fieldCell(field, value, format);
}

function cellOf(noun: VisibleNoun, sheet: ListSheet, of: SheetField, moment: Moment, format: Format) {
  const { list, inner } = sheet;
  const { key, field, column } = of;
  return ({ record, item, inner: within, number }: Line): Cell => {
    if (key === '$id') return String(record['id']);
    if (key === '$version') return { plain: Number(record['version']) };
    if (key === '$record') return noun.identify(record);
    if (key === '$item') return number ?? null;
    if (list === null && key === 'supports') return supportsText(record[key] as Support[], format);
    if (column !== null) return valueCell(column.field, column.cell(record, moment), format);
    const isInner = inner !== null && key.startsWith(`${inner}.`);
    const value = (isInner ? within : item)?.[isInner ? key.slice(inner.length + 1) : key];
    if (list === 'participants' && key === 'name' && item?.['isWithheld'] === true && value === '')
      return withheldLine[format.language];
    if (key === 'year' && typeof value === 'number') return { plain: value };
    return field && valueCell(field, value, format);
  };
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

/** The line under the records: the amounts of the view added up. */
const totalLine = ({ columns }: ListSheet, totals: Totals['totals'], t: Translate): Cell[] =>
  columns.map(({ key }, at) => {
    const total = totals[key];
    return total ? { cents: total.cents } : at === 0 ? t('workbook.total') : null;
  });

/** What a list's workbook is made of; the records are masked already. */
export interface ListInput<F extends Fields, D> extends Making {
  noun: VisibleNoun<F, D>;
  /** The records in the order of the list, read anew for each sheet; see `takenFor`. */
  recordsFor: (list: string | null) => AsyncIterable<KeptRecord<F, D>>;
  totalItems: number;
  /** The total of each amount of its view, by key. */
  viewTotals?: Totals['totals'];
  /** Items of the longest of the lists, over all records. */
  mostItems: number;
}

/**
 * A list as an Excel workbook. Its first sheet has the list's own columns in their order, then id, version and the other
 * fields that are not lists; each list has a sheet of its own, a line an item; the last sheet says how it was made. Up
 * to 5 000 rows a sheet with tables, above that with filters only; never cut. The program reads those of calls, projects and organisations back (`sources/own.ts`).
 */
export async function listBook<F extends Fields, D>(input: ListInput<F, D>): Promise<Book> {
  const { recordsFor, totalItems, mostItems, viewTotals = {}, query, format, now } = input;
  const noun = input.noun as VisibleNoun;
  const t = translator(format.language);
  const moment = momentFor(query);
  const name = noun.label.many[format.language];
  let rowsInFile = 0;
  const sheets = listSheetsOf(noun, { ...query, language: format.language }).map((sheet): Sheet => {
    const columns = sheetColumnsOf(noun, sheet, moment, format);
    async function* rows() {
      for await (const record of recordsFor(sheet.list)) {
        if (sheet.list === null) rowsInFile += 1;
        for (const line of linesOf(sheet, record)) {
          yield columns.map(({ cell }) => cell(line));
        }
      }
    }
    return {
      name: sheet.name[format.language],
      table: `List_${noun.name}${sheet.list === null ? '' : `_${sheet.list}`}`,
      columns: columns.map(({ cell: _cell, ...column }) => column),
      rows: rows(),
      ...(sheet.list === null &&
        sheet.columns.some(({ key }) => key in viewTotals) && { totals: [totalLine(sheet, viewTotals, t)] }),
      empty: t('workbook.empty'),
      frozenColumns: 1,
    };
  });
  const title = t('workbook.list', { noun: name });
  const lines = [...makingLines(input), ...(await filterLines(noun, input))];
  const isLarge = Math.max(totalItems, mostItems) > mostRowsWithTables;
  const reading = [t('workbook.reading')];
  if (isImported(noun)) reading.push(t('workbook.readBack'));
  if (isLarge) reading.push(t('workbook.withoutTables', { most: mostRowsWithTables }));
  return {
    readMe: () => ({
      name: t('sheet.readMe'),
      title: `callfolio · ${title}`,
      subtitle: formatDay(query.on, format),
      lines: [
        ...lines,
        [t('readMe.rows'), t('workbook.rows', { inFile: rowsInFile, matching: totalItems })],
        [t('readMe.reading'), reading.join(' ')],
        [t('readMe.version'), t('workbook.version', { version: programVersion })],
      ],
    }),
    readMeAt: 'last',
    sheets,
    printed: { title: 'callfolio', subtitle: formatDay(query.on, format), page: t('workbook.page') },
    madeAt: now,
    isLarge,
  };
}
