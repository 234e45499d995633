/** What a person is told of a place in a file: a key of the locales below `imports.`, and its values. */
export interface SourceProblem {
  key: string;
  values?: Readonly<Record<string, string | number>>;
}

/** What a cell is besides its text. */
export interface CellMark {
  /** A number of a workbook or of JSON. It has no notation: its text is decimal, with a point. */
  isNumber?: true;
  /** The currency a workbook shows it in, unless that is the euro or none. */
  currency?: string;
  /** What a workbook shows behind its number where that is no whole euro: `k€`, `million`. */
  unit?: string;
  /** A workbook shows it as per cent: 0.5 is 50 %. */
  isPercent?: true;
}

/** A row as found. One with more or fewer cells than the table has columns keeps them all: it may be a shifted one. */
export interface SourceRow {
  /** The line of the file (where the record begins) or the row of the sheet, counted from 1: what a person finds it by. */
  row: number;
  /** Text as found, trimmed of nothing. A cell's number is its shortest decimal notation, a real date `YYYY-MM-DD`,
   * `YYYY-MM-DD HH:mm:ss` or `YYYY-MM-DD HH:mm:ss.SSS`, a truth value `true` or `false`, an empty cell ''. */
  cells: readonly string[];
  /** By place: what is known of cells besides their text; absent where all are mere text. */
  marks?: readonly (CellMark | null | undefined)[];
  /** Why it cannot be read, where it cannot (an error cell, a quote that never closes, a cell that is too long). */
  broken?: SourceProblem & { column?: string };
  /** Every cell that is wrong, where all of them stand under a heading and nothing else of the row is: `broken` is the first. */
  wrongCells?: readonly (SourceProblem & { column: string })[];
}

/** One table of a file: a CSV file or member, a sheet, or a JSON list of objects. */
export interface SourceTable {
  /** The member's path in an archive, the sheet's name, or the file's own name. */
  name: string;
  /** The header as written, trimmed; for JSON objects the keys of the first hundred. */
  columns: readonly string[];
  /** Reads the rows from the beginning, each time it is asked. Only one reading at a time. */
  rows(): AsyncIterable<SourceRow>;
  /** JSON only: the values themselves, nested as they are, `row` being their place in the list from 1. */
  values?(): AsyncIterable<{ row: number; value: unknown }>;
}

/** A file that passed the guard and is open for reading. */
export interface SourceFile {
  /** As the person named it. */
  name: string;
  container: 'zip' | 'xlsx' | 'csv' | 'json';
  /** Such as `utf-8`, `utf-16le`, `windows-1252`; null for a workbook. */
  encoding: string | null;
  tables: readonly SourceTable[];
  /** Members or sheets that no table was made of, and why: reported, never ignored in silence. */
  ignored: readonly { name: string; why: SourceProblem }[];
  /** How far the reading is, in bytes of the file on disk; for the progress bar. */
  bytesRead(): number;
  close(): Promise<void>;
}
