import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Wanted } from './bookMessages.ts';
import type { BookHead } from './bookSource.ts';
import type { Cell } from './cells.ts';
import type { ReadMe, Sheet } from './sheet.ts';
import { readBatch } from './readBatch.ts';
import { receive } from './receive.ts';
import { takePlace } from './workers.ts';

/** exceljs' `Workbook`, with tables and pictures, holds everything in memory: used up to this many rows a sheet. */
export const mostRowsWithTables = 5_000;

/** What a workbook consists of; `readMeAt` is its place among the sheets. */
export interface Book extends Omit<BookHead, 'sheets'> {
  /** Asked for when its sheet is written: after the rows, it knows how many there were. */
  readMe: () => ReadMe;
  sheets: readonly Sheet[];
}

/** The bytes of the workbook. */
export async function writeBook(book: Book): Promise<Buffer> {
  return buffer(await streamBook(book));
}

/** After so long the loop sees to other requests first. */
const longestBatchMs = 6;
/** A worker that made more rows than these ends with them: what they took, some 100 MB, would stay with it. */
const mostRowsToStay = 2_000;

/**
 * The workbook as it is made, in a worker thread: this one reads the rows, a few at a time and no faster than the
 * reader takes the file. Destroying the stream ends the worker and the reading. Throws `tooMany` where too many
 * workbooks are being made.
 */
export async function streamBook(book: Book): Promise<Readable> {
  const place = await takePlace(book.isLarge ? 'streamed' : 'whole');
  const { batch, close } = reading(book.sheets);
  let rowsSent = 0;
  const answer = async (wants: Wanted): Promise<void> => {
    if (wants === 'readMe') {
      say({ readMe: book.readMe() });
      return;
    }
    const rows = await batch(wants);
    rowsSent += rows?.length ?? 0;
    say({ rows });
  };
  let answered: Promise<void> = Promise.resolve();
  const { file, say } = receive(place, {
    hear: message => {
      if (!('wants' in message)) return;
      answered = answered
        .then(() => (file.destroyed ? undefined : answer(message.wants)))
        .catch((error: unknown) => void file.destroy(error as Error));
    },
    mayStay: () => rowsSent <= mostRowsToStay,
    over: close,
  });
  const { readMe: _readMe, sheets, readMeAt, printed, madeAt, isLarge } = book;
  say({
    head: { readMeAt, printed, madeAt, isLarge, sheets: sheets.map(({ rows: _rows, ...head }) => head) },
  });
  return file;
}

/** The rows of the sheets, some at a time. */
function reading(sheets: readonly Sheet[]) {
  const begun = new Map<number, Iterator<readonly Cell[]> | AsyncIterator<readonly Cell[]>>();
  const iteratorOf = (at: number) => {
    const rows = sheets[at]?.rows ?? [];
    const found =
      begun.get(at) ??
      (Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]());
    begun.set(at, found);
    return found;
  };
  return {
    batch: async (at: number): Promise<(readonly Cell[])[] | null> =>
      readBatch(iteratorOf(at), longestBatchMs),
    /** Ends the reading: a cursor is closed. */
    close: (): void => {
      for (const iterator of begun.values()) void Promise.resolve(iterator.return?.()).catch(() => undefined);
    },
  };
}
