import { nouns } from '../../models/nouns.ts';
import { streamRecords } from '../../models/lists/list.ts';
import type { Noun, NounName } from '../../models/record/noun.ts';
import type { Right } from '../../models/record/permissions.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { openBook } from './engine/openBook.ts';
import type { PartPlace } from './engine/spooledPart.ts';
import type { Take } from './engine/zip.ts';
import { listReadMe, listSheets, printedWith, takenForAll, type ListInput } from './list.ts';

/** A list to be made a workbook of, as plain data. */
export interface ListTask extends Omit<ListInput, 'noun'> {
  noun: NounName;
  /** What the file shows follows from them. */
  rights: ReadonlySet<Right>;
}

/** Nobody else waits for the loop of a worker. */
const batchSize = 500;

/**
 * Writes a list as an Excel workbook, in one pass over its records: the first sheet in its place, the others beside it.
 * @throws {Error} where the records are not as many as were counted: a file is never silently of another number of rows
 */
export async function writeListTask(task: ListTask, out: Take, parts: PartPlace): Promise<void> {
  const noun = visibleTo(nouns[task.noun] as Noun, { rights: task.rights });
  const input: ListInput = { ...task, noun };
  const { query, totalItems } = task;
  const book = openBook(out, { madeAt: task.now, printed: printedWith(input), parts });
  const sheets = [];
  for (const sheet of listSheets(input)) {
    sheets.push({ ...sheet, writer: await book.openSheet(sheet.head, sheets.length > 0) });
  }
  const readMe = await listReadMe(input);
  let read = 0;
  for await (const record of streamRecords(noun, query, { ...takenForAll(noun, query), batchSize })) {
    read += 1;
    for (const { rowsOf, writer } of sheets) {
      for (const cells of rowsOf(record)) {
        const wait = writer.add(cells);
        if (wait) await wait;
      }
    }
  }
  if (read !== totalItems) throw new Error(`Of ${totalItems} records ${read} were read.`);
  for (const { writer } of sheets) await writer.close();
  await book.addReadMe(readMe(read));
  await book.finish();
}
