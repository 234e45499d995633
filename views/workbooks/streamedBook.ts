import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { BookSource } from './bookSource.ts';
import { openBook } from './engine/openBook.ts';
import type { Take } from './engine/zip.ts';

/** Gives bytes to a stream, no faster than it takes them. */
export const taking =
  (out: Writable): Take =>
  async bytes => {
    if (!out.write(bytes)) await once(out, 'drain');
  };

/**
 * Writes a workbook row by row to `out`, no faster than `out` takes it: tables, no pictures. Settles when all of it is
 * written.
 */
export async function writeStreamedBook(
  { head, rowsOf, readMe }: BookSource,
  out: Writable,
  mostRows?: number,
): Promise<void> {
  const { madeAt, printed, readMeAt } = head;
  const book = openBook(taking(out), {
    madeAt,
    printed,
    parts: null,
    ...(mostRows !== undefined && { mostRows }),
  });
  if (readMeAt === 'first') await book.addReadMe(await readMe());
  for (const [index, sheet] of head.sheets.entries()) {
    const writer = await book.openSheet(sheet);
    for await (const some of rowsOf(index)) {
      for (const cells of some) {
        const wait = writer.add(cells, { isStrong: sheet.strong?.has(writer.rows()) === true });
        if (wait) await wait;
      }
    }
    await writer.close();
  }
  if (readMeAt === 'last') await book.addReadMe(await readMe());
  await book.finish();
  out.end();
  await finished(out);
}
