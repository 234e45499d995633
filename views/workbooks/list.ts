import { formatDay } from '../../models/day.ts';
import type { Field, Fields } from '../../models/fields.ts';
import type { Moment } from '../../models/filters.ts';
import type { Format } from '../../models/format.ts';
import type { KeptRecord, Noun } from '../../models/noun.ts';
import { momentFor } from '../../models/query.ts';
import { type Support } from '../../models/support.ts';
import { translator } from '../locales/index.ts';
import { mostRowsWithTables, type Book } from './book.ts';
import type { SheetColumn } from './sheet.ts';
import type { Cell } from './cells.ts';
import { filterLines, makingLines, type Making } from './madeBy.ts';
import { programVersion } from './programVersion.ts';
import { derivedColumns, fieldCell, supportsText } from './recordCells.ts';

type AnyRecord = Readonly<Record<string, unknown>>;
type Column = SheetColumn & { cell: (record: AnyRecord) => Cell };

const widths: Readonly<Partial<Record<Field['kind'], number>>> = {
  money: 18,
  integer: 11,
  percent: 11,
  day: 14,
  instant: 21,
  country: 10,
  choice: 18,
  yesNo: 10,
  longText: 60,
  texts: 30,
  url: 36,
  coded: 16,
};

function fieldColumn(key: string, field: Field, format: Format): Column {
  const t = translator(format.language);
  const isNumber = field.kind === 'money' || field.kind === 'integer' || field.kind === 'percent';
  const label = field.label[format.language];
  return {
    heading: field.kind === 'instant' && !label.includes('Brussel') ? t('column.brussels', { label }) : label,
    width: key === 'title' || key === 'name' ? 46 : (widths[field.kind] ?? 24),
    ...(field.kind !== 'instant' && !isNumber && { wraps: true as const }),
    ...(isNumber && { align: 'right' as const }),
    cell: record =>
      key === 'supports'
        ? supportsText(record[key] as Support[], format)
        : fieldCell(field, record[key], format),
  };
}

function columnsOf(noun: Noun, moment: Moment, format: Format): Column[] {
  const t = translator(format.language);
  const isScalar = (key: string) => noun.fields[key]?.kind !== 'list';
  const columnOf = (key: string): Column[] => {
    const field = noun.fields[key];
    if (field) return [fieldColumn(key, field, format)];
    const derived = derivedColumns[key];
    if (!derived) return [];
    const { label, cell } = derived;
    return [
      {
        heading: label[format.language],
        width: key === 'warnings' || key === 'coordinator' ? 34 : 17,
        ...((key === 'warnings' || key === 'coordinator') && { wraps: true as const }),
        cell: record => cell(record, moment, format),
      },
    ];
  };
  const own: Column[] = [
    { heading: t('column.id'), width: 26, cell: record => String(record['id']) },
    { heading: t('column.recordVersion'), width: 9, cell: record => Number(record['version']) },
  ];
  const others = Object.keys(noun.fields).filter(key => !noun.columns.includes(key) && isScalar(key));
  return [...noun.columns.flatMap(columnOf), ...own, ...others.flatMap(columnOf)].map(distinct());
}

/** Excel refuses a table with two columns of the same name, whatever their case. */
function distinct(): (column: Column) => Column {
  const taken = new Map<string, number>();
  return column => {
    const key = column.heading.toLowerCase();
    const times = (taken.get(key) ?? 0) + 1;
    taken.set(key, times);
    return times === 1 ? column : { ...column, heading: `${column.heading} (${times})` };
  };
}

/** What the workbook shows of lists within a record, and what masking them takes. */
const shownOfLists: Readonly<Record<string, readonly string[]>> = {
  participants: ['name', 'role', 'euContribution', 'isWithheld'],
  supports: ['initiative', 'significance', 'shareBp'],
};

/** Paths of a noun's records that its workbook does not show: they need not be read. */
export function unshownPaths({ fields }: Pick<Noun, 'fields'>): string[] {
  const lists = Object.entries(fields).flatMap(([key, { items }]): string[] => {
    if (!items) return [];
    const shown = shownOfLists[key];
    if (!shown) return [key];
    return Object.keys(items).flatMap(item => (shown.includes(item) ? [] : [`${key}.${item}`]));
  });
  return [...lists, 'attributions'];
}

/** What a list's workbook is made of; the records are masked already. */
export interface ListInput<F extends Fields, D> extends Making {
  noun: Noun<F, D>;
  records: AsyncIterable<KeptRecord<F, D>>;
  totalItems: number;
}

/**
 * A list as an Excel workbook: the list's own columns in their order, then id, version and the other fields that are
 * not lists; a second sheet says how it was made. Up to 5 000 rows with a table, above that with filters only; never
 * cut.
 */
export async function listBook<F extends Fields, D>(input: ListInput<F, D>): Promise<Book> {
  const { records, totalItems, query, format, now } = input;
  const noun = input.noun as unknown as Noun;
  const t = translator(format.language);
  const columns = columnsOf(noun, momentFor(query), format);
  const name = noun.label.many[format.language];
  let rowsInFile = 0;
  async function* rows() {
    for await (const record of records) {
      rowsInFile += 1;
      yield columns.map(({ cell }) => cell(record as unknown as AnyRecord));
    }
  }
  const title = t('workbook.list', { noun: name });
  const lines = [...makingLines(input), ...(await filterLines(noun, input))];
  const isLarge = totalItems > mostRowsWithTables;
  return {
    readMe: () => ({
      name: t('sheet.readMe'),
      title: `callfolio · ${title}`,
      subtitle: formatDay(query.on, format),
      lines: [
        ...lines,
        [t('readMe.rows'), t('workbook.rows', { inFile: rowsInFile, matching: totalItems })],
        [
          t('readMe.reading'),
          isLarge
            ? `${t('workbook.reading')} ${t('workbook.withoutTables', { most: mostRowsWithTables })}`
            : t('workbook.reading'),
        ],
        [t('readMe.version'), t('workbook.version', { version: programVersion })],
      ],
    }),
    readMeAt: 'last',
    sheets: [
      {
        name,
        table: `List_${noun.name}`,
        columns: columns.map(({ cell: _cell, ...column }) => column),
        rows: rows(),
        empty: t('workbook.empty'),
        frozenColumns: 1,
      },
    ],
    printed: { title: 'callfolio', subtitle: formatDay(query.on, format), page: t('workbook.page') },
    madeAt: now,
    isLarge,
  };
}
