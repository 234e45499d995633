import type { VersionMark } from '../record/noun.ts';
import type { ColumnValues, VersionColumns } from '../record/versionColumns.ts';

/** The stored paths of a version that are read for its row. */
export const pathsOf = ({ reads }: VersionColumns): readonly string[] => ['version', 'validFrom', ...reads];

/** What of a version says where it stands among those of its record; beside it is what `reads` names. */
export type RowVersion = Pick<VersionMark, 'recordId' | 'version' | 'validFrom' | 'validTo'>;

export interface Columns {
  /** Places in the texts of all rows; 0 where there is none. */
  readonly texts: Record<string, Uint32Array>;
  /** NaN where there is none. */
  readonly numbers: Record<string, Float64Array>;
}

/**
 * Rows in few long arrays, by their numbers from 1 on: as objects tens of thousands of them took ten times the memory,
 * and everything that is read afterwards had to be found room beside them.
 */
export interface VersionRows {
  readonly columns: VersionColumns;
  size: number;
  /** By record, its newest row. */
  readonly newest: Map<string, number>;
  /** By row: the one of the version before it of the same record, 0 for the first; and its number and first instant (ms). */
  before: Uint32Array;
  version: Uint32Array;
  validFrom: Float64Array;
  /**
   * By row: the instant from which it was not valid any more (ms). NaN while it was open when it was read: what came after
   * is the next row then, or it still is.
   */
  validTo: Float64Array;
  readonly texts: string[];
  readonly placeOf: Map<string, number>;
  readonly own: Columns;
  /** By row: its first item; the items of a row end where those of the next begin. */
  items: Uint32Array;
  itemCount: number;
  readonly ofItems: Columns;
}

const numbers = () => new Uint32Array(64);
const doubles = () => new Float64Array(64);

const emptyColumns = ({ texts, numbers: names }: Pick<VersionColumns, keyof ColumnValues>): Columns => ({
  texts: Object.fromEntries(texts.map(name => [name, numbers()])),
  numbers: Object.fromEntries(names.map(name => [name, doubles()])),
});

export const emptyRows = (columns: VersionColumns): VersionRows => ({
  columns,
  size: 0,
  newest: new Map(),
  before: numbers(),
  version: numbers(),
  validFrom: doubles(),
  validTo: doubles(),
  texts: [''],
  placeOf: new Map(),
  own: emptyColumns(columns),
  items: numbers(),
  itemCount: 0,
  ofItems: emptyColumns(columns.ofItems),
});

/** The same numbers with a quarter more room, where there is none left for another. */
function withRoom<A extends Uint32Array | Float64Array>(known: A, needed: number): A {
  if (needed <= known.length) return known;
  const longer = new (known.constructor as new (length: number) => A)(Math.ceil(needed * 1.25));
  longer.set(known);
  return longer;
}

function widen({ texts, numbers: amounts }: Columns, needed: number): void {
  for (const [name, known] of Object.entries(texts)) texts[name] = withRoom(known, needed);
  for (const [name, known] of Object.entries(amounts)) amounts[name] = withRoom(known, needed);
}

function makeRoom(rows: VersionRows, items: number): void {
  const needed = rows.size + 3;
  rows.before = withRoom(rows.before, needed);
  rows.version = withRoom(rows.version, needed);
  rows.validFrom = withRoom(rows.validFrom, needed);
  rows.validTo = withRoom(rows.validTo, needed);
  rows.items = withRoom(rows.items, needed);
  widen(rows.own, needed);
  widen(rows.ofItems, rows.itemCount + items);
}

function placeOf({ texts, placeOf: places }: VersionRows, text: string | null): number {
  if (text === null) return 0;
  const known = places.get(text);
  if (known !== undefined) return known;
  const place = texts.push(text) - 1;
  places.set(text, place);
  return place;
}

function putValues(rows: VersionRows, columns: Columns, at: number, values: ColumnValues): void {
  for (const name in columns.texts) {
    const column = columns.texts[name];
    if (column) column[at] = placeOf(rows, values.texts[name] ?? null);
  }
  for (const name in columns.numbers) {
    const column = columns.numbers[name];
    if (column) column[at] = values.numbers[name] ?? Number.NaN;
  }
}

/** Puts in a version, if anything of it is new; of one that is there already only its end can be. */
export function putVersion(rows: VersionRows, stored: RowVersion): boolean {
  let [after, before] = [0, rows.newest.get(stored.recordId) ?? 0];
  while (before !== 0 && (rows.version[before] ?? 0) > stored.version)
    [after, before] = [before, rows.before[before] ?? 0];
  if (before !== 0 && rows.version[before] === stored.version) {
    if (!stored.validTo || rows.validTo[before] === stored.validTo.getTime()) return false;
    rows.validTo[before] = stored.validTo.getTime();
    return true;
  }
  const values = rows.columns.valuesOf(stored);
  makeRoom(rows, values.items.length);
  rows.size += 1;
  const row = rows.size;
  if (after === 0) rows.newest.set(stored.recordId, row);
  else rows.before[after] = row;
  rows.before[row] = before;
  rows.version[row] = stored.version;
  rows.validFrom[row] = stored.validFrom.getTime();
  rows.validTo[row] = stored.validTo?.getTime() ?? Number.NaN;
  putValues(rows, rows.own, row, values);
  rows.items[row] = rows.itemCount;
  for (const item of values.items) {
    putValues(rows, rows.ofItems, rows.itemCount, item);
    rows.itemCount += 1;
  }
  rows.items[row + 1] = rows.itemCount;
  return true;
}

/**
 * Of a record, by its newest row: the row that was valid at an instant (ms), or is now (null); 0 before its first, and
 * while it was removed.
 */
export function findRowAt(rows: VersionRows, newest: number, at: number | null): number {
  let row = newest;
  if (at === null) return Number.isNaN(rows.validTo[row] ?? Number.NaN) ? row : 0;
  while (row !== 0 && (rows.validFrom[row] ?? 0) > at) row = rows.before[row] ?? 0;
  return (rows.validTo[row] ?? Number.NaN) <= at ? 0 : row;
}

/** Of a record, the newest of its rows that is among some; 0 where none is. */
export function findRowAmong(rows: VersionRows, id: string, isAmong: (row: number) => boolean): number {
  let row = rows.newest.get(id) ?? 0;
  while (row !== 0 && !isAmong(row)) row = rows.before[row] ?? 0;
  return row;
}

/** What a column has of a row or of an item; null where nothing is. */
export function textAt({ texts }: VersionRows, column: Uint32Array | undefined, at: number): string | null {
  const place = column?.[at] ?? 0;
  return place === 0 ? null : (texts[place] ?? null);
}

export function numberAt(column: Float64Array | undefined, at: number): number | null {
  const known = column?.[at];
  return known === undefined || Number.isNaN(known) ? null : known;
}

/** The numbers of the items of a row, in their order. */
export function itemsOf({ items }: VersionRows, row: number): number[] {
  const found: number[] = [];
  for (let item = items[row] ?? 0; item < (items[row + 1] ?? 0); item += 1) found.push(item);
  return found;
}
