import { derivedLabels } from '../values/derivedLabels.ts';
import type { Field, Fields } from '../record/fields.ts';
import type { Label } from '../values/format.ts';
import type { Noun } from '../record/noun.ts';

/** A column of a list's workbook: what it holds, and the words over it. */
export interface SheetField {
  /**
   * The key of a field, or of what is derived; `deadlines.at` for a field of a list within an item. `$id` and
   * `$version` are the record's, `$record` the words it is known by, `$item` the number of an item that takes several
   * lines.
   */
  key: string;
  heading: Label;
  /** null where the column is calculated: shown, and never read back. */
  field: Field | null;
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

/** Said in a sheet without rows. */
export const nothingListed: Label = {
  en: 'No rows: nothing fits the filters.',
  nl: 'Geen rijen: niets past bij de filters.',
};

/** Stands for the participants whose names no file may hold. */
export const withheldLine: Label = { en: 'withheld participants', nl: 'afgeschermde deelnemers' };

const idColumn: SheetField = { key: '$id', heading: { en: 'Id', nl: 'Id' }, field: null };
const versionColumn: SheetField = { key: '$version', heading: { en: 'Version', nl: 'Versie' }, field: null };
const itemColumn: SheetField = { key: '$item', heading: { en: 'No.', nl: 'Nr.' }, field: null };

/** The words over a field's column; times are those of Brussels, and say so. */
export function headingOf({ kind, label }: Field): Label {
  if (kind !== 'instant' || label.en.includes('Brussel')) return label;
  return { en: `${label.en} (Brussels)`, nl: `${label.nl} (Brussel)` };
}

const fieldColumn = (key: string, field: Field): SheetField => ({
  key,
  heading: headingOf(field),
  field: field.kind === 'list' ? null : field,
});

/** Excel refuses a table with two columns of the same name, whatever their case. */
function distinct(columns: readonly SheetField[]): SheetField[] {
  const timesIn = { en: new Map<string, number>(), nl: new Map<string, number>() };
  const once = (language: 'en' | 'nl', heading: string): string => {
    const name = heading.toLowerCase();
    const times = (timesIn[language].get(name) ?? 0) + 1;
    timesIn[language].set(name, times);
    return times === 1 ? heading : `${heading} (${times})`;
  };
  return columns.map(column => ({
    ...column,
    heading: { en: once('en', column.heading.en), nl: once('nl', column.heading.nl) },
  }));
}

function recordSheet(noun: Pick<Noun, 'fields' | 'columns' | 'label'>): ListSheet {
  const columnOf = (key: string): SheetField[] => {
    const field = noun.fields[key];
    if (field) return [fieldColumn(key, field)];
    const heading = derivedLabels[key];
    return heading ? [{ key, heading, field: null }] : [];
  };
  const others = Object.entries(noun.fields).flatMap(([key, { kind }]) =>
    noun.columns.includes(key) || kind === 'list' ? [] : columnOf(key),
  );
  return {
    list: null,
    inner: null,
    name: noun.label.many,
    columns: distinct([...noun.columns.flatMap(columnOf), idColumn, versionColumn, ...others]),
  };
}

function itemSheet(noun: Pick<Noun, 'label'>, list: string, field: Field, items: Fields): ListSheet {
  const inner = Object.entries(items).find(([, { kind }]) => kind === 'list') ?? null;
  const own = Object.entries(items).filter(([, { kind }]) => kind !== 'list');
  const innerColumns = Object.entries(inner?.[1].items ?? {}).map(([key, one]) =>
    fieldColumn(`${inner?.[0]}.${key}`, one),
  );
  return {
    list,
    inner: inner?.[0] ?? null,
    name: field.label,
    columns: distinct([
      { key: '$record', heading: noun.label.one, field: null },
      ...(inner ? [itemColumn] : []),
      ...own.map(([key, one]) => fieldColumn(key, one)),
      ...innerColumns,
      idColumn,
    ]),
  };
}

/**
 * The sheets of a noun's workbook: its records, then one for each list they have. Written by
 * `views/workbooks/list.ts`, read back by `sources/own.ts`.
 */
export function listSheetsOf(noun: Pick<Noun, 'fields' | 'columns' | 'label'>): ListSheet[] {
  const lists = Object.entries(noun.fields).flatMap(([key, field]) =>
    field.items ? [itemSheet(noun, key, field, field.items)] : [],
  );
  return [recordSheet(noun), ...lists];
}
