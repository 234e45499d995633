import { importables } from '../../nouns.ts';
import type { Stated } from '../../record/importable.ts';
import type { SourceFile, SourceProblem } from './table.ts';

export type IncomingNoun = keyof typeof importables;
/** The kinds of record an import makes, in the order in which they are written. */
export const incomingNouns = (): IncomingNoun[] => Object.keys(importables) as IncomingNoun[];

/** What a row may be of: a record, or one line of a list beside the records, such as a legal basis of a project. */
export type RowNoun = IncomingNoun | 'detail';
export const rowNouns = (): RowNoun[] => [...incomingNouns(), 'detail'];

/** Where something stands in the file. */
export interface Where {
  table: string;
  row: number;
}

/** What is wrong, or merely noteworthy, in a place of the file. */
export interface RowProblem {
  where: Where;
  column: string | null;
  /** The value as found, cut at 500 characters. */
  value: string | null;
  problem: SourceProblem;
}

/** One record as a file states it. */
export interface Incoming extends Stated {
  noun: IncomingNoun;
  where: Where;
  /** Stands in the file only for what names it, such as a participant of a project: not taken where all of that is refused. */
  isForOthers?: true;
  /**
   * Fields that lack what stands in rows not taken, or in tables this file does not have: they fill a new record, and
   * change nothing of one that is there.
   */
  incomplete?: readonly string[];
  /** Rows of its lists that were refused, of how many: a record that is not there is not made without them. */
  refusedRows?: { count: number; of: number };
  /** The day the file says it was written on, `YYYY-MM-DD`; for "newer wins". */
  statedOn: string | null;
  /** What a person should know of it though it is taken. */
  warnings: readonly RowProblem[];
}

/** A row that is not taken, with its reasons (at least one). */
export interface Rejected {
  /** `detail`: a line of a list; those that are taken count with their record. */
  noun: RowNoun;
  where: Where;
  /** What the row is about, as far as it can be told. */
  name: string | null;
  rejected: readonly RowProblem[];
}

export type Read = Incoming | Rejected;

/** What to take of a file: each list empty means all. A record passes when it meets every list that is not empty. */
export interface Selection {
  programmes: readonly string[];
  topics: readonly string[];
  identifiers: readonly string[];
  keywords: readonly string[];
  countries: readonly string[];
}

export interface ReadOptions {
  /** Sort files for joining, removed by whoever gave it. */
  workFolder: string;
  /** Whether street, post code, geolocation, VAT number, contact form and contact persons may be stored; false unless a setting says so. */
  keepsPersonalData: boolean;
  /** For `table`: the person's mapping. */
  mapping?: Mapping;
  /** Told about how many rows there will be, again and again, by a source that reads all of a file before it yields most. */
  expectRows?: (rows: number) => void;
}

/** A person's mapping of the columns of any table to our fields. */
export interface Mapping {
  noun: IncomingNoun;
  /** Column as written → key of the noun's field (`participants.name` for the one participant of a row), or null. */
  columns: Readonly<Record<string, string | null>>;
  /** Values every row gets, as a person types them (such as the programme). */
  fixed: Readonly<Record<string, string>>;
  decimal: '.' | ',' | null;
  /** The order of day and month where a date leaves it open. */
  dayOrder: 'dayFirst' | 'monthFirst';
}

export const sourceNames = ['cordis', 'cordisOld', 'portal', 'home', 'own', 'table'] as const;
export type SourceName = (typeof sourceNames)[number];

export const whyUnused = [
  'calculated', // callfolio itself calculated what stands there: a change of it would say nothing
  'personal', // addresses and contacts, which a setting would have to allow
  'contactPerson', // people's names and addresses, which no setting allows
] as const;
export type WhyUnused = (typeof whyUnused)[number];

/** A table (`column: null`), or a column of one, that is not read. */
export interface Unused {
  table: string;
  column: string | null;
  /** Why not, unless callfolio simply has no place for it. */
  why?: WhyUnused;
}

/** A foreign format. */
export interface Source {
  name: SourceName;
  /** Whether the file is one of its kind, from names, columns and at most its first values; never reads it whole. */
  recognises(file: SourceFile): Promise<boolean>;
  /** Tables of the file it makes nothing of, and columns it does not know: reported. */
  unused(file: SourceFile, options: Pick<ReadOptions, 'keepsPersonalData' | 'mapping'>): Unused[];
  /** Every record and every row not taken; organisations and calls may come before or after the projects that name them. */
  read(file: SourceFile, options: ReadOptions): AsyncIterable<Read>;
}
