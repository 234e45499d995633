import type { Label, Language } from '../values/format.ts';
import type { Field, FieldKind, Fields, Values } from './fields.ts';
import type { Moment } from './filters.ts';
import type { Expression } from './facts.ts';

/** Values of a list's URL that choose no records, but what is shown of each, by key; none for its usual columns alone. */
export type View = Readonly<Record<string, string>>;

export interface ViewKey {
  readonly label: Label;
  /** Which values make sense, with their words, or how one is written. */
  readonly takes: Readonly<Record<string, Label>> | RegExp;
  /** The value where the URL does not say it; the key that has none is the first, without which there is no view. */
  readonly otherwise?: string;
}

/** Columns that a list has beside its own where its URL asks for them. */
export interface ListView {
  readonly keys: Readonly<Record<string, ViewKey>>;
  /** A key whose value makes no sense beside the others; null where all do. */
  refuses(view: View): string | null;
  columns(view: View): readonly ListColumn[];
  /** Of its amounts, by key: an aggregation expression that gives what the column shows, for totals. */
  sums(view: View): Readonly<Record<string, Expression>>;
  /** The fields of a record that they are made from, and what is derived. */
  readonly reads: readonly string[];
}

/** A column of a list: its page, its files and the API's `columns=` are each made from it. */
export interface ListColumn<R extends object = object> {
  /** As the API calls what it shows. */
  readonly key: string;
  /** The words over it. */
  readonly heading: Label;
  /** What kind of value stands in it, and the words of its choices. */
  readonly field: Field;
  /** In characters, in a workbook. */
  readonly width: number;
  readonly align?: 'right';
  /** What its heading sorts by, where that is not its key. */
  readonly sort?: string;
  /** The only language in which a list has it unless it is chosen. */
  readonly language?: Language;
  /** The stored paths that its page, its files and the API read for it. */
  readonly reads: readonly string[];
  /** What stands in it; null where that is unknown. */
  cell(record: R, moment: Moment): unknown;
}

/** What of a list's query its columns follow from. */
export interface ColumnQuery {
  /** The keys chosen, in order; none for the usual ones. */
  readonly columns: readonly string[];
  /** What the address asks to be shown beside them. */
  readonly view?: View;
}

/** What has columns: a noun. */
interface WithColumns {
  readonly fields: Fields;
  readonly columns: readonly ListColumn[];
  readonly furtherColumns?: readonly ListColumn[];
  readonly view?: ListView;
}

const widths: Readonly<Record<FieldKind, number>> = {
  text: 24,
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
  reference: 24,
  list: 24,
};

const isWide = (key: string): boolean => ['title', 'titleEn', 'titleNl', 'name'].includes(key);

/** How wide the column of a field is in a workbook. */
export const widthOf = (key: string, { kind }: Field): number => (isWide(key) ? 46 : widths[kind]);

export const isNumber = ({ kind }: Field): boolean =>
  kind === 'money' || kind === 'integer' || kind === 'percent';

/** The words over a field's column; times are those of Brussels, and say so. */
export function headingOf({ kind, label }: Field): Label {
  if (kind !== 'instant' || label.en.includes('Brussel')) return label;
  return { en: `${label.en} (Brussels)`, nl: `${label.nl} (Brussel)` };
}

/** The column of a value that is no field of the record, or not as it is stored; `reads` are the stored paths it is made of. */
export const derivedColumn = <R extends object>(
  key: string,
  field: Field,
  reads: readonly string[],
  cell: ListColumn<R>['cell'],
  more: Partial<Pick<ListColumn, 'width' | 'align' | 'sort'>> = {},
): ListColumn<R> => ({
  key,
  heading: field.label,
  field,
  width: widthOf(key, field),
  ...(isNumber(field) && { align: 'right' as const }),
  ...more,
  reads,
  cell,
});

/** The column of a field, as it is stored. */
export const fieldColumn = <F extends Fields>(fields: F, key: keyof F & string): ListColumn => {
  const field = fields[key];
  if (!field) throw new Error(`There is no field ${key}.`);
  return {
    ...derivedColumn(key, field, [key], record => (record as Values)[key]),
    heading: headingOf(field),
  };
};

/** The columns of some fields, in this order. */
export const fieldColumns = <F extends Fields>(
  fields: F,
  ...keys: readonly (keyof F & string)[]
): ListColumn[] => keys.map(key => fieldColumn(fields, key));

/** Headings, of which none is there twice: Excel refuses a table with two columns of the same name, whatever their case. */
export function distinct<C extends { readonly heading: Label }>(columns: readonly C[]): C[] {
  const timesIn = { en: new Map<string, number>(), nl: new Map<string, number>() };
  const once = (language: Language, heading: string): string => {
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

/** The columns that a list's URL asks for beside its usual ones. */
export const viewColumnsOf = (noun: Pick<WithColumns, 'view'>, view: View): readonly ListColumn[] =>
  Object.keys(view).length === 0 ? [] : (noun.view?.columns(view) ?? []);

/**
 * Every column that a list may have: those of its page, with those of its view beside the name, then those that only
 * files have unless they are chosen: derived ones, and the other fields that are no lists.
 */
export function allColumnsOf(noun: WithColumns, view: View = {}): ListColumn[] {
  const { fields, columns, furtherColumns = [] } = noun;
  const own = new Set(columns.map(({ key }) => key));
  const others = Object.keys(fields).filter(key => !own.has(key) && fields[key]?.kind !== 'list');
  return distinct([
    ...columns.slice(0, 1),
    ...viewColumnsOf(noun, view),
    ...columns.slice(1),
    ...furtherColumns,
    ...fieldColumns(fields, ...others),
  ]);
}

/** The stored paths that some columns are made of, and the words a record is known by. */
export const pathsRead = (
  { namedBy }: { readonly namedBy: readonly string[] },
  columns: readonly ListColumn[],
): string[] => [...namedBy, ...columns.flatMap(({ reads }) => reads)];

/** The columns of a list in their order: those chosen, else its usual ones and those of its view. */
export function columnsOf(noun: WithColumns, query: ColumnQuery, language: Language): ListColumn[] {
  const { columns, view = {} } = query;
  const all = allColumnsOf(noun, view);
  if (columns.length > 0) return columns.flatMap(key => all.find(column => column.key === key) ?? []);
  return all
    .slice(0, noun.columns.length + viewColumnsOf(noun, view).length)
    .filter(column => column.language === undefined || column.language === language);
}
