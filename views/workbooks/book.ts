import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import exceljs, { type Workbook, type Worksheet } from 'exceljs';
import {
  lay,
  readMeViews,
  viewsOf,
  writeHeadings,
  writeReadMe,
  writeRemark,
  writeRow,
  writeTotals,
  type Printed,
  type ReadMe,
  type Sheet,
} from './sheet.ts';

/** exceljs' `Workbook`, with tables and pictures, holds everything in memory: used up to this many rows a sheet. */
export const mostRowsWithTables = 5_000;
/** Excel ends at 1 048 576 rows; the heading takes one. A longer list goes on in another sheet. */
export const mostRowsOfSheet = 1_048_500;

/** A sheet with an Excel table, which brings filters and bands with it. */
async function addTableSheet(book: Workbook, sheet: Sheet, printed: Printed): Promise<void> {
  const added = book.addWorksheet(sheet.name, { views: viewsOf(sheet) });
  lay(added, sheet, printed);
  const { columns } = sheet;
  let count = 0;
  for await (const cells of sheet.rows) {
    count += 1;
    writeRow(added.getRow(count + 1), cells, columns, sheet.strong?.has(count - 1) === true);
  }
  if (count > 0) {
    const values = Array.from({ length: count }, (_, index) =>
      columns.map((_column, at) => added.getCell(index + 2, at + 1).value),
    );
    added.addTable({
      name: sheet.table,
      ref: 'A1',
      headerRow: true,
      style: { theme: 'TableStyleMedium2', showRowStripes: sheet.strong === undefined },
      columns: columns.map(({ heading }) => ({ name: heading, filterButton: true })),
      rows: values,
    });
  }
  writeHeadings(added.getRow(1), columns);
  let next = count + 2;
  if (count === 0) writeRemark(added.getRow(next++), sheet.empty);
  for (const cells of sheet.totals ?? []) writeTotals(added.getRow(next++), cells, columns);
  if (sheet.remarks) next += 1;
  for (const remark of sheet.remarks ?? []) writeRemark(added.getRow(next++), remark);
  if (sheet.picture) {
    const { png, width, height } = sheet.picture;
    // exceljs' types ask for a Buffer of their own making.
    const id = book.addImage({ base64: png.toString('base64'), extension: 'png' });
    added.addImage(id, { tl: { col: 0, row: next + 1 }, ext: { width, height } });
  }
}

/** A sheet written row by row: filters, no table and no picture, for exceljs cannot stream those. */
async function streamSheet(book: exceljs.stream.xlsx.WorkbookWriter, sheet: Sheet, printed: Printed) {
  const { columns } = sheet;
  const addPart = (part: number) => {
    const name = part === 1 ? sheet.name : `${sheet.name} ${part}`;
    const added = book.addWorksheet(name, { views: viewsOf(sheet), pageSetup: { fitToPage: true } });
    lay(added, { ...sheet, name }, printed);
    writeHeadings(added.getRow(1), columns);
    return added;
  };
  const finish = (added: Worksheet, inPart: number) => {
    const to = { row: inPart + 1, column: columns.length };
    if (inPart > 0) added.autoFilter = { from: { row: 1, column: 1 }, to };
  };
  let part = addPart(1);
  let count = 0;
  let inPart = 0;
  for await (const cells of sheet.rows) {
    if (inPart === mostRowsOfSheet) {
      finish(part, inPart);
      part.commit();
      part = addPart(Math.floor(count / mostRowsOfSheet) + 1);
      inPart = 0;
    }
    count += 1;
    inPart += 1;
    const row = part.getRow(inPart + 1);
    writeRow(row, cells, columns, sheet.strong?.has(count - 1) === true);
    row.commit();
    if (count % 500 === 0) await turn();
  }
  finish(part, inPart);
  let next = inPart + 2;
  if (count === 0) writeRemark(part.getRow(next++), sheet.empty);
  for (const cells of sheet.totals ?? []) writeTotals(part.getRow(next++), cells, columns);
  if (sheet.remarks) next += 1;
  for (const remark of sheet.remarks ?? []) writeRemark(part.getRow(next++), remark);
  part.commit();
}

const about = (madeAt: Date) => ({
  creator: 'callfolio',
  lastModifiedBy: 'callfolio',
  created: madeAt,
  modified: madeAt,
});

/** What a workbook consists of; `readMeAt` is its place among the sheets. */
export interface Book {
  /** Asked for when its sheet is written: after the rows, it knows how many there were. */
  readMe: () => ReadMe;
  readMeAt: 'first' | 'last';
  sheets: readonly Sheet[];
  printed: Printed;
  madeAt: Date;
  /** More rows than `mostRowsWithTables` somewhere: without tables and pictures. */
  isLarge: boolean;
}

/** The bytes of the workbook. */
export async function writeBook(book: Book): Promise<Buffer> {
  return book.isLarge ? streamBook(book) : tableBook(book);
}

async function tableBook({ readMe, readMeAt, sheets, printed, madeAt }: Book): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  Object.assign(workbook, about(madeAt));
  const addReadMe = () => {
    const said = readMe();
    writeReadMe(workbook.addWorksheet(said.name, { views: readMeViews }), said, printed);
  };
  if (readMeAt === 'first') addReadMe();
  for (const sheet of sheets) await addTableSheet(workbook, sheet, printed);
  if (readMeAt === 'last') addReadMe();
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

async function streamBook({ readMe, readMeAt, sheets, printed, madeAt }: Book): Promise<Buffer> {
  const stream = new PassThrough();
  const whole = buffer(stream);
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
  });
  Object.assign(workbook, about(madeAt));
  const addReadMe = () => {
    const said = readMe();
    const sheet = workbook.addWorksheet(said.name, {
      views: readMeViews,
      pageSetup: { fitToPage: true },
    });
    writeReadMe(sheet, said, printed);
    sheet.commit();
  };
  if (readMeAt === 'first') addReadMe();
  for (const sheet of sheets) await streamSheet(workbook, sheet, printed);
  if (readMeAt === 'last') addReadMe();
  await workbook.commit();
  return whole;
}
