import type { Connection } from '../../models/process/connectMongoose.ts';
import type { SnapshotTime } from '../../models/process/snapshot.ts';
import type { ExpectedError } from '../../models/values/errors.ts';
import type { BookHead, Rows } from './bookSource.ts';
import type { PartPlace } from './engine/spooledPart.ts';
import type { ListTask } from './listTask.ts';
import type { PortfolioTask } from './portfolio/portfolioTask.ts';
import type { ReadMe } from './sheet.ts';

/** What a worker asks for: more rows of a sheet (from 0), or the sheet that says how the file was made. */
export type Wanted = number | 'readMe';

/** A file that a worker makes by itself, reading the database at an instant. */
export interface FileTask {
  connection: Connection;
  time: SnapshotTime;
  parts: PartPlace;
  of: ({ kind: 'list' } & ListTask) | ({ kind: 'portfolio' } & PortfolioTask);
}

/** What could not be done, as it can be sent: for people, or by the number the database gives it. */
export type Failure =
  { refused: Pick<ExpectedError, 'kind' | 'key' | 'values'> } | { failed: string; code: number | null };

/** `rows: null` when a sheet has no more; `taken` when the reader has taken one piece of the file. */
export type ToWorker =
  { head: BookHead } | { rows: Rows | null } | { readMe: ReadMe } | { task: FileTask } | { taken: true };

/** `session` when one begins to read the database, by its id; `isDone` when all of the file has been sent. */
export type FromWorker =
  { wants: Wanted } | { bytes: Uint8Array } | { session: Uint8Array } | { isDone: true } | Failure;
