import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Style, Worksheet, stream } from 'exceljs';
import { aboutBook, mostRowsOfSheet, type BookSource, type Rows } from './bookSource.ts';
import { columnLetters, rowXml } from './rowXml.ts';
import {
  lay,
  layRemark,
  layRow,
  readMeViews,
  viewsOf,
  writeHeadings,
  writeReadMe,
  type LaidRow,
  type Printed,
  type SheetHead,
} from './sheet.ts';

/** A stream of the library that exceljs brings, which is older than `writableNeedDrain`. */
type Pipe = Writable & { _writableState: { needDrain: boolean } };
type Writer = stream.xlsx.WorkbookWriter;
// The whole of exceljs takes twice as long to be read, in the new worker that each long file gets.
const WorkbookWriter = createRequire(import.meta.url)(
  'exceljs/lib/stream/xlsx/workbook-writer.js',
) as typeof stream.xlsx.WorkbookWriter;

/**
 * What exceljs has and its types do not say. Its own rows cost four times as much, and it takes all it is given without
 * waiting for whoever reads; `pipes` are what does wait.
 */
interface Inner {
  stream: { write(xml: string): unknown; pipes: Pipe[] };
  _sheetRelsWriter: { addHyperlink(link: { target: string; address: string }): void };
}
const styleIds = (book: Writer) =>
  (book as Writer & { styles: { addStyleModel(style: Partial<Style>): number } }).styles;

const enough = 65_536;
/** Excel takes no more links than these on a sheet; the text of the address stands there all the same. */
const mostLinks = 65_000;

/**
 * Writes a workbook row by row to `out`, no faster than `out` takes it: filters, no tables and no pictures, for exceljs
 * cannot stream those. Settles when all of it is written.
 */
export async function writeStreamedBook(
  { head, rowsOf, readMe }: BookSource,
  out: Writable,
  mostRows = mostRowsOfSheet,
): Promise<void> {
  const workbook = new WorkbookWriter({
    stream: out,
    useStyles: true,
    useSharedStrings: false,
  });
  Object.assign(workbook, aboutBook(head.madeAt));
  const addReadMe = async () => {
    const said = await readMe();
    const sheet = workbook.addWorksheet(said.name, {
      views: readMeViews,
      pageSetup: { fitToPage: true },
    });
    writeReadMe(sheet, said, head.printed);
    sheet.commit();
  };
  if (head.readMeAt === 'first') await addReadMe();
  for (const [index, sheet] of head.sheets.entries()) {
    await streamSheet(workbook, sheet, rowsOf(index), head.printed, mostRows);
  }
  if (head.readMeAt === 'last') await addReadMe();
  await workbook.commit();
}

/** A sheet that is being written: rows go to the stream some 64 KiB at a time. */
function openSheet(book: Writer, head: SheetHead, printed: Printed) {
  const sheet: Worksheet = book.addWorksheet(head.name, {
    views: viewsOf(head),
    pageSetup: { fitToPage: true },
  });
  lay(sheet, head, printed);
  writeHeadings(sheet.getRow(1), head.columns);
  sheet.getRow(1).commit();
  const { stream, _sheetRelsWriter: relations } = sheet as Worksheet & Inner;
  const letters = columnLetters(head.columns.length);
  const styles = styleIds(book);
  const idOf = (style: Partial<Style>) => styles.addStyleModel(style);
  let links = 0;
  let xml = '';
  const flush = async () => {
    stream.write(xml);
    xml = '';
    await turn();
    for (const pipe of stream.pipes) if (pipe._writableState.needDrain) await once(pipe, 'drain');
  };
  return {
    async add(number: number, laid: LaidRow): Promise<void> {
      xml += rowXml(number, laid, letters, idOf);
      laid.cells.forEach(({ value }, index) => {
        if (typeof value !== 'object' || value === null || !('hyperlink' in value)) return;
        links += 1;
        const address = `${letters[index] ?? ''}${number}`;
        if (links <= mostLinks) relations.addHyperlink({ target: value.hyperlink, address });
      });
      if (xml.length >= enough) await flush();
    },
    /** Ends the rows, of which so many can be filtered; what is added afterwards stands below them. */
    filter(rows: number): void {
      const to = { row: rows + 1, column: head.columns.length };
      if (rows > 0) sheet.autoFilter = { from: { row: 1, column: 1 }, to };
    },
    async close(): Promise<void> {
      await flush();
      sheet.commit();
    },
  };
}

async function streamSheet(
  book: Writer,
  head: SheetHead,
  batches: AsyncIterable<Rows>,
  printed: Printed,
  mostRows: number,
): Promise<void> {
  const { columns } = head;
  const openPart = (part: number) =>
    openSheet(book, part === 1 ? head : { ...head, name: `${head.name} ${part}` }, printed);
  let part = openPart(1);
  let count = 0;
  let inPart = 0;
  for await (const rows of batches) {
    for (const cells of rows) {
      if (inPart === mostRows) {
        part.filter(inPart);
        await part.close();
        part = openPart(Math.floor(count / mostRows) + 1);
        inPart = 0;
      }
      inPart += 1;
      const isStrong = head.strong?.has(count) === true;
      count += 1;
      await part.add(inPart + 1, layRow(cells, columns, { isStrong }));
    }
  }
  part.filter(inPart);
  let next = inPart + 2;
  if (count === 0) await part.add(next++, layRemark(head.empty));
  for (const cells of head.totals ?? []) {
    await part.add(next++, layRow(cells, columns, { isStrong: true, isTotal: true }));
  }
  if (head.remarks) next += 1;
  for (const remark of head.remarks ?? []) await part.add(next++, layRemark(remark));
  await part.close();
}
