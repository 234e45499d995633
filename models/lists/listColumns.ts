import type { Field, Fields } from '../record/fields.ts';
import type { Label, Language } from '../values/format.ts';
import {
  allColumnsOf,
  columnsOf,
  distinct,
  headingOf,
  widthOf,
  type ColumnQuery,
  type ListColumn,
} from '../record/listColumn.ts';
import type { Listed } from '../record/noun.ts';

/** A column of a list's workbook: what it holds, and the words over it. */
export interface SheetField extends Pick<ListColumn, 'heading' | 'width'> {
  /**
   * The key of a field, or of what is derived; `deadlines.at` for a field of a list within an item. `$id` and
   * `$version` are the record's, `$record` the words it is known by, `$item` the number of an item that takes several
   * lines.
   */
  key: string;
  /** What is read back from it; null where the column is calculated: shown, and never read. */
  field: Field | null;
  /** The column of the list of records that it is; null for what has none there, and for items of a list. */
  column: ListColumn | null;
}

/** A sheet of a list's workbook: the records, or the items of one of their lists. */
export interface ListSheet {
  /** The key of the list whose items are its rows; null for the records themselves. */
  list: string | null;
  /** Of the list within its items, whose fields stand beside theirs; null where there is none. */
  inner: string | null;
  name: Label;
  columns: readonly SheetField[];
}

/** What a list was asked to show, and in which language. */
export interface Wanted extends ColumnQuery {
  language: Language;
}

/** All there is. */
const whole: Wanted = { columns: [], language: 'en' };

type Listing = Pick<Listed, 'fields' | 'columns' | 'label' | 'view'>;

/** Said in a sheet without rows. */
export const nothingListed: Label = {
  en: 'No rows: nothing fits the filters.',
  nl: 'Geen rijen: niets past bij de filters.',
};

/** Stands for the participants whose names no file may hold. */
export const withheldLine: Label = { en: 'withheld participants', nl: 'afgeschermde deelnemers' };

const plain = (key: string, heading: Label, width: number): SheetField => ({
  key,
  heading,
  width,
  field: null,
  column: null,
});
const idColumn = plain('$id', { en: 'Id', nl: 'Id' }, 26);
const versionColumn = plain('$version', { en: 'Version', nl: 'Versie' }, 9);
const itemColumn = plain('$item', { en: 'No.', nl: 'Nr.' }, 7);

const itemColumnOf = (key: string, own: string, field: Field): SheetField => ({
  key,
  heading: headingOf(field),
  width: widthOf(own, field),
  field: field.kind === 'list' ? null : field,
  column: null,
});

/** The columns of the page, then id and version, then those that no page shows unless they are chosen; only the chosen ones where some are. */
function recordColumns(noun: Listing, wanted: Wanted): SheetField[] {
  const toSheet = (column: ListColumn): SheetField => {
    const { key, heading, width } = column;
    const field = noun.fields[key] ?? null;
    return { key, heading, width, field: field?.kind === 'list' ? null : field, column };
  };
  const first = columnsOf(noun, wanted, wanted.language);
  const shown = new Set(first.map(({ key }) => key));
  const others = wanted.columns.length > 0 ? [] : allColumnsOf(noun).filter(({ key }) => !shown.has(key));
  return [...first.map(toSheet), idColumn, versionColumn, ...others.map(toSheet)];
}

/**
 * The columns of a list as a CSV file, which has one table: those of the workbook's first sheet, then each list of the
 * records in full. The links to initiatives, read at a glance before, stand under `supports.json`.
 */
export function csvColumnsOf(noun: Listing, wanted: Wanted = whole): SheetField[] {
  const records = recordColumns(noun, wanted);
  if (wanted.columns.length > 0) return records;
  const lists = Object.entries(noun.fields).filter(([, { kind }]) => kind === 'list');
  const inFull = lists.map(([key, field]): SheetField => {
    const { en, nl } = headingOf(field);
    const isShown = records.some(one => one.key === key);
    const heading = isShown ? { en: `${en} (JSON)`, nl: `${nl} (JSON)` } : { en, nl };
    return { ...plain(isShown ? `${key}.json` : key, heading, 0), field };
  });
  return distinct([...records, ...inFull]);
}

function recordSheet(noun: Listing, wanted: Wanted): ListSheet {
  return { list: null, inner: null, name: noun.label.many, columns: recordColumns(noun, wanted) };
}

function itemSheet(noun: Pick<Listed, 'label'>, list: string, field: Field, items: Fields): ListSheet {
  const inner = Object.entries(items).find(([, { kind }]) => kind === 'list') ?? null;
  const own = Object.entries(items).filter(([, { kind }]) => kind !== 'list');
  const innerColumns = Object.entries(inner?.[1].items ?? {}).map(([key, one]) =>
    itemColumnOf(`${inner?.[0]}.${key}`, key, one),
  );
  return {
    list,
    inner: inner?.[0] ?? null,
    name: field.label,
    columns: distinct([
      plain('$record', noun.label.one, 46),
      ...(inner ? [itemColumn] : []),
      ...own.map(([key, one]) => itemColumnOf(key, key, one)),
      ...innerColumns,
      idColumn,
    ]),
  };
}

/**
 * The sheets of a noun's workbook: its records, then one for each list they have, unless columns were chosen. Written by
 * `views/workbooks/list.ts`, read back by `sources/callfolioFile/`.
 */
export function listSheetsOf(noun: Listing, wanted: Wanted = whole): ListSheet[] {
  const lists = Object.entries(noun.fields).flatMap(([key, field]) =>
    field.items ? [itemSheet(noun, key, field, field.items)] : [],
  );
  return [recordSheet(noun, wanted), ...(wanted.columns.length > 0 ? [] : lists)];
}
