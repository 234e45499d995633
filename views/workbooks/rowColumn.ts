import type { MessageKey, Translate } from '../locales/index.ts';
import type { Cell } from './cells.ts';
import { columnLetters } from './columnLetters.ts';
import type { RowSheet, SheetColumn } from './sheet.ts';

/** The key of a heading, by which a column is named. */
export type ColumnKey = Extract<MessageKey, `column.${string}`> extends `column.${infer Key}` ? Key : never;

/** A column of a sheet whose rows are made of an `R` each, and its totals of a `T` each. */
export interface RowColumn<R, T = never> extends SheetColumn {
  key: ColumnKey;
  cell: (row: R) => Cell;
  /** What stands in a line of totals; `letter` is the column's own. */
  total?: (of: T, letter: string) => Cell;
}

/** A column under its heading, so wide in characters. */
export const column = <R, T = never>(
  t: Translate,
  key: ColumnKey,
  width: number,
  cell: (row: R) => Cell,
  more: Pick<RowColumn<R, T>, 'wraps' | 'align' | 'total'> = {},
): RowColumn<R, T> => ({ key, heading: t(`column.${key}`), width, cell, ...more });

/** The letter of each column by its key, which stands in them once. */
export function lettersOf<R, T>(columns: readonly RowColumn<R, T>[]): (key: ColumnKey) => string {
  const letters = columnLetters(columns.length);
  return key => {
    const letter = letters[columns.findIndex(column => column.key === key)];
    if (letter === undefined) throw new Error(`There is no column ${key}.`);
    return letter;
  };
}

type Making<R, T> = Omit<RowSheet, 'columns' | 'rows' | 'totals'> & {
  columns: readonly RowColumn<R, T>[];
  rows: readonly R[];
  totals?: readonly T[];
};

/** Columns as a sheet has them: plain data. */
export const plainColumns = <R, T>(columns: readonly RowColumn<R, T>[]): SheetColumn[] =>
  columns.map(({ key: _key, cell: _cell, total: _total, ...column }) => column);

/** A line of totals, a cell of each column. */
export function totalCells<R, T>(columns: readonly RowColumn<R, T>[], of: T): Cell[] {
  const letters = columnLetters(columns.length);
  return columns.map(({ total }, at) => total?.(of, letters[at] ?? '') ?? null);
}

/** A sheet with a cell of each column in each of its rows. */
export const rowSheet = <R, T = never>({ columns, rows, totals = [], ...head }: Making<R, T>): RowSheet => ({
  ...head,
  columns: plainColumns(columns),
  rows: rows.map(row => columns.map(({ cell }) => cell(row))),
  totals: totals.map(of => totalCells(columns, of)),
});

export const number = { align: 'right' } as const;
export const wrapped = { wraps: true } as const;
