import type { Cell } from './cells.ts';
import type { Printed, ReadMe, SheetHead } from './sheet.ts';

/** What is known of a workbook before its rows are read: plain data, that can be sent to another thread. */
export interface BookHead {
  readMeAt: 'first' | 'last';
  sheets: readonly SheetHead[];
  printed: Printed;
  madeAt: Date;
  /** Without tables and pictures, written as its rows come. */
  isLarge: boolean;
}

export type Rows = readonly (readonly Cell[])[];

/** Where those who write a workbook get it from. */
export interface BookSource {
  head: BookHead;
  /** The rows of a sheet (from 0), some at a time. */
  rowsOf: (sheet: number) => AsyncIterable<Rows>;
  readMe: () => Promise<ReadMe>;
}

export const aboutBook = (madeAt: Date) => ({
  creator: 'callfolio',
  lastModifiedBy: 'callfolio',
  created: madeAt,
  modified: madeAt,
});
