import type { BookHead, Rows } from './bookSource.ts';
import type { ReadMe } from './sheet.ts';

/** What a worker asks for: more rows of a sheet (from 0), or the sheet that says how the file was made. */
export type Wanted = number | 'readMe';

/** `rows: null` when a sheet has no more; `taken` when the reader has taken one piece of the file. */
export type ToWorker = { head: BookHead } | { rows: Rows | null } | { readMe: ReadMe } | { taken: true };

/** `isDone` when all of the file has been sent. */
export type FromWorker = { wants: Wanted } | { bytes: Uint8Array } | { isDone: true } | { failed: string };
