import type { Field, RecordOf } from '../../record/fields.ts';
import { readAmountCell, type AmountFault } from './amountCell.ts';
import { amountColumnsOf, saysUnit, type AmountColumns } from './amountColumns.ts';
import { cleanLine, cleanText, hasControl, type Parsed } from './fieldValues.ts';
import type { RowProblem, Where } from '../contract/incoming.ts';
import type { CellMark, SourceProblem, SourceRow, SourceTable } from '../contract/table.ts';

/** What is known of a table once its columns, and the notation of its amounts, are looked at. */
export interface Shape {
  table: string;
  width: number;
  /** Column in lower case → its place and its name as written. */
  columns: ReadonlyMap<string, { at: number; written: string }>;
  /** Column in lower case → the decimal sign its amounts prove, where they prove only one. */
  decimals: ReadonlyMap<string, '.' | ','>;
  /** What its headings and columns say of its amounts. */
  amounts: AmountColumns;
}

/**
 * The same table with some of its columns only (in lower case), and what makes its rows as narrow. Columns that say in
 * which currency the amounts are stay.
 */
export function narrowed(shape: Shape, kept: readonly string[]) {
  const units = [...shape.columns].flatMap(([key, { written }]) => (saysUnit(written) ? [key] : []));
  const places = [...new Set([...kept, ...units])].flatMap(column => shape.columns.get(column) ?? []);
  const columns = new Map(
    places.map((place, at) => [columnKey(place.written), { at, written: place.written }] as const),
  );
  return {
    shape: {
      ...shape,
      width: places.length,
      columns,
      amounts: amountColumnsOf(places.map(({ written }) => written)),
    } satisfies Shape,
    cut: ({ cells, marks }: Pick<SourceRow, 'cells' | 'marks'>): Pick<SourceRow, 'cells' | 'marks'> => ({
      cells: places.map(({ at }) => cells[at] ?? ''),
      ...(marks && { marks: places.map(({ at }) => marks[at]) }),
    }),
  };
}

/** A row while it is read: what is wrong and what is noteworthy gathers here. */
export interface Cells {
  shape: Shape;
  where: Where;
  cells: readonly string[];
  marks: SourceRow['marks'];
  problems: RowProblem[];
  warnings: RowProblem[];
}

/** Reads one cell; `undefined` where it states nothing that can be kept (a warning says why). */
export type CellReader = (cells: Cells, column: string) => unknown;

const mostShown = 500;
const noDecimals: ReadonlyMap<string, '.' | ','> = new Map();

export const columnKey = (written: string): string =>
  written
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase();

export function shapeOf(
  { name, columns }: Pick<SourceTable, 'name' | 'columns'>,
  decimals = noDecimals,
): Shape {
  const places = new Map<string, { at: number; written: string }>();
  columns.forEach((written, at) => {
    if (!places.has(columnKey(written))) places.set(columnKey(written), { at, written });
  });
  return {
    table: name,
    width: columns.length,
    columns: places,
    decimals,
    amounts: amountColumnsOf(columns),
  };
}

export const cellsOf = (
  shape: Shape,
  { row, cells, marks }: Pick<SourceRow, 'row' | 'cells' | 'marks'>,
): Cells => ({
  shape,
  where: { table: shape.table, row },
  cells,
  marks,
  problems: [],
  warnings: [],
});

export const isBlankRow = ({ cells, broken }: SourceRow): boolean =>
  !broken && cells.every(cell => cell === '');

/** Why a row cannot be read at all: it is broken, or has another number of cells than the header (it is shifted). */
export function shapeProblem({ table, width }: Shape, { row, cells, broken }: SourceRow): RowProblem | null {
  const where = { table, row };
  if (broken) {
    const { column = null, ...problem } = broken;
    return { where, column, value: null, problem };
  }
  if (cells.length === width) return null;
  const problem = { key: 'importSource.cellCount', values: { found: cells.length, expected: width } };
  // Its beginning says which row it is; what follows may be anything, also an address or a person.
  const begin = cells.slice(0, 2).join(';').slice(0, mostShown);
  return { where, column: null, value: cells.length > 2 ? `${begin};…` : begin, problem };
}

const placeIn = ({ columns }: Shape, column: string) =>
  columns.get(column) ?? columns.get(column.toLowerCase());

export const hasColumn = ({ shape }: Cells, column: string): boolean => placeIn(shape, column) !== undefined;

/** A cell as found; '' where the table has no such column. */
export function rawCell({ shape, cells }: Cells, column: string): string {
  const place = placeIn(shape, column);
  return place ? (cells[place.at] ?? '') : '';
}

/** What is known of a cell besides its text. */
export function markIn({ shape, marks }: Cells, column: string): CellMark | null {
  const place = placeIn(shape, column);
  return (place && marks?.[place.at]) ?? null;
}

/** A cell as one clean line. */
export const lineIn = (cells: Cells, column: string): string => cleanLine(rawCell(cells, column));

function found(cells: Cells, column: string, problem: SourceProblem, value?: string): RowProblem {
  const written = placeIn(cells.shape, column)?.written ?? column;
  return {
    where: cells.where,
    column: written,
    value: (value ?? rawCell(cells, column)).slice(0, mostShown),
    problem,
  };
}

type Values = Readonly<Record<string, string | number>>;
const problemOf = (key: string, values?: Values): SourceProblem => ({
  key: `importSource.${key}`,
  ...(values && { values }),
});

/** Notes why the row is not taken; `key` is below `importSource.`. */
export const refuse = (cells: Cells, column: string, key: string, values?: Values): void =>
  void cells.problems.push(found(cells, column, problemOf(key, values)));

/** Notes what a person should know of a row that is taken. */
export const warn = (cells: Cells, column: string, key: string, values?: Values): void =>
  void cells.warnings.push(found(cells, column, problemOf(key, values)));

/** What a parser makes of a cell; an empty one is null, a wrong one is refused. */
export function parsedIn<T>(cells: Cells, column: string, parse: (text: string) => Parsed<T>): T | null {
  const text = lineIn(cells, column);
  if (text === '') return null;
  const parsed = parse(text);
  if ('value' in parsed) return parsed.value;
  cells.problems.push(found(cells, column, parsed.wrong));
  return null;
}

/** A reader of cells that a parser reads. */
export const parsed =
  <T>(parse: (text: string) => Parsed<T>): CellReader =>
  (cells, column) =>
    parsedIn(cells, column, parse);

/** The most characters a text field takes, from its own rule. */
export function longestOf(field: Field): number {
  const { rules = [] } = field.rule.describe() as { rules?: { name: string; args?: { limit?: number } }[] };
  return rules.find(({ name }) => name === 'max')?.args?.limit ?? Infinity;
}

function textReader(field: Field, clean: (text: string) => string, form?: [RegExp, string]): CellReader {
  const limit = longestOf(field);
  return (cells, column) => {
    const raw = rawCell(cells, column);
    const text = clean(raw);
    if (hasControl(raw)) warn(cells, column, 'controlCharacters');
    if (text === '') {
      if (field.isRequired) refuse(cells, column, 'missing');
      return null;
    }
    if (text.length > limit) {
      // What a record cannot do without is not cut: the row is refused. Anything else is left as it is.
      (field.isRequired ? refuse : warn)(cells, column, field.isRequired ? 'tooLong' : 'tooLongLeftOut', {
        limit,
        length: text.length,
      });
      return undefined;
    }
    if (form && !form[0].test(text)) refuse(cells, column, form[1]);
    return text;
  };
}

/** A reader of one line for a field, perhaps of a form; `wrongKey` says what is wrong with another. */
export const line = (field: Field, form?: RegExp, wrongKey = ''): CellReader =>
  textReader(field, cleanLine, form && [form, wrongKey]);

/** A reader of a text of several lines. */
export const lines = (field: Field): CellReader => textReader(field, cleanText);

/** What is said of a text that is no amount; below `importSource.`. */
export const amountFaults: Readonly<Record<AmountFault, string>> = {
  ambiguous: 'amountAmbiguous',
  notANumber: 'notAnAmount',
  tooPrecise: 'notAnAmount',
  tooLarge: 'amountTooLarge',
  negative: 'amountNegative',
};

/** A reader of an amount in euro, as whole cents. */
export const amount: CellReader = (cells, column) => {
  const text = lineIn(cells, column);
  if (text === '') return null;
  const read = readAmountCell({
    text,
    mark: markIn(cells, column),
    written: placeIn(cells.shape, column)?.written ?? column,
    decimal: cells.shape.decimals.get(column.toLowerCase()),
    columns: cells.shape.amounts,
    cells: cells.cells,
  });
  if ('cents' in read) {
    for (const one of read.warnings) cells.warnings.push(found(cells, column, one));
    return read.cents;
  }
  cells.problems.push(
    found(cells, column, 'problem' in read ? read.problem : problemOf(amountFaults[read.fault])),
  );
  return null;
};

/** A reader of one of a set of words, in any case; another one is refused, or left out with a warning. */
export const oneOf =
  (words: Readonly<Record<string, string>>, key: string, isRefused = true): CellReader =>
  (cells, column) => {
    const text = lineIn(cells, column);
    if (text === '') return null;
    const word = text.toLowerCase();
    if (Object.hasOwn(words, word)) return words[word];
    (isRefused ? refuse : warn)(cells, column, key, { known: [...new Set(Object.values(words))].join(', ') });
    return undefined;
  };

/** The words of a choice by themselves, for `oneOf`. */
export const wordsOf = (options: object): Record<string, string> =>
  Object.fromEntries(Object.keys(options).map(option => [option.toLowerCase(), option]));

/** A reader of a web address; one without `https://` gets `http://`, one that cannot be one is left out. */
export function webAddress(field: Field): CellReader {
  const limit = longestOf(field);
  return (cells, column) => {
    const text = lineIn(cells, column);
    if (text === '') return null;
    const address = /^https?:\/\//i.test(text) ? text : `http://${text}`;
    const mayBe = address.length <= limit && /^\S+\.\S+$/.test(address);
    if (mayBe && field.rule.validate(address).error === undefined) return address;
    warn(cells, column, 'notAWebAddress');
    return undefined;
  };
}

/** Field → the column that states it, and how it is read. */
export type Columns = Readonly<Record<string, readonly [column: string, read: CellReader]>>;

/** The fields whose columns a row has; one that cannot be kept is absent, not empty. */
export function valuesIn(cells: Cells, columns: Columns): RecordOf {
  const values: RecordOf = {};
  for (const [field, [column, read]] of Object.entries(columns)) {
    if (!hasColumn(cells, column)) continue;
    const value = read(cells, column);
    if (value !== undefined) values[field] = value;
  }
  return values;
}
