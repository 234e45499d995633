import type { SourceLimits } from '../../../models/sources/contract/limits.ts';

/** A file that means harm, or is broken, or is only odd: refused with a sentence, or read exactly. */
export interface HostileFile {
  /** The end of a sentence that begins with "A file". */
  name: string;
  bytes: () => Buffer | string;
  /** The key below `importFile.` with which it is refused. */
  refused?: string;
  /**
   * What is read of it: of each table its columns, then its rows, with a bar between cells; of a row that cannot be read
   * `!` and the key below `importFile.`. Or only how many rows, where they are many.
   */
  read?: readonly string[] | number;
  /** Keys with which parts of it were left aside. */
  ignored?: readonly string[];
  /** Only this limit stops it: without, it is read. */
  stoppedBy?: keyof SourceLimits;
  /** Limits other than the usual ones. */
  within?: Partial<SourceLimits>;
}
