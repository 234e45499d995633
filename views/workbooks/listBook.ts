import type { Values } from '../../models/record/fields.ts';
import type { Book } from './book.ts';
import { listReadMe, listSheets, printedWith, type ListInput } from './list.ts';
import type { Sheet } from './sheet.ts';

/**
 * A list as an Excel workbook of which the rows are read here. The program reads those of calls, projects and organisations
 * back (`sources/callfolioFile/`).
 *
 * @param recordsFor the records in the order of the list, masked already, read anew for each sheet; see `takenFor`
 */
export async function listBook(
  input: ListInput,
  recordsFor: (list: string | null) => AsyncIterable<Values>,
): Promise<Book> {
  let rowsInFile = 0;
  const sheets = listSheets(input).map(({ list, head, rowsOf }): Sheet => {
    async function* rows() {
      for await (const record of recordsFor(list)) {
        if (list === null) rowsInFile += 1;
        yield* rowsOf(record);
      }
    }
    return { ...head, rows: rows() };
  });
  const readMe = await listReadMe(input);
  return {
    readMe: () => readMe(rowsInFile),
    readMeAt: 'last',
    sheets,
    printed: printedWith(input),
    madeAt: input.now,
    isLarge: false,
  };
}
