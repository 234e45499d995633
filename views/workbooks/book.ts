import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import exceljs, { type Fill, type Row, type Workbook, type Worksheet, type WorksheetView } from 'exceljs';
import { cellText, writtenCell, type Cell, type Written } from './cells.ts';

export interface SheetColumn {
  heading: string;
  /** In characters. */
  width: number;
  /** Texts that run over several lines. */
  wraps?: true;
  align?: 'right' | 'center';
}

/** A sheet of rows under one line of headings. */
export interface Sheet {
  name: string;
  /** A name for its table: letters only, unique in the workbook. */
  table: string;
  columns: readonly SheetColumn[];
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
  /** Lines under the table, in bold. */
  totals?: readonly (readonly Cell[])[];
  /** Rows (from 0) that sum up the ones under them, in bold. */
  strong?: ReadonlySet<number>;
  /** Remarks under everything. */
  remarks?: readonly string[];
  picture?: Picture;
  /** Said where there are no rows. */
  empty: string;
  paper?: 'A3';
  /** Columns that stay in sight. */
  frozenColumns?: number;
}

/** A sheet whose rows are all at hand. */
export type RowSheet = Sheet & { rows: readonly (readonly Cell[])[] };

export interface Picture {
  png: Buffer;
  /** Size on the sheet, in pixels. */
  width: number;
  height: number;
}

/** The sheet that says how the file was made: a title over lines of a heading and texts. */
export interface ReadMe {
  name: string;
  title: string;
  subtitle: string;
  lines: readonly (readonly [string, Cell])[];
}

/** What stands on every printed page. */
export interface Printed {
  title: string;
  subtitle: string;
  page: string;
}

/** exceljs' `Workbook`, with tables and pictures, holds everything in memory: used up to this many rows a sheet. */
export const mostRowsWithTables = 5_000;
/** Excel ends at 1 048 576 rows; the heading takes one. A longer list goes on in another sheet. */
export const mostRowsOfSheet = 1_048_500;

const blue = 'FF003399';
const yellow = 'FFFFCC00';
const white = 'FFFFFFFF';
const pale = 'FFE9EEF8';
const line = 'FFD3DAE8';
const ink = 'FF1B2540';
const font = { name: 'Calibri', size: 10, color: { argb: ink } };

const filled = (argb: string): Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } });

/** Ampersands and digits mean something in Excel's page headers. */
const printable = (text: string): string => text.replaceAll('&', '&&');

function setPage(sheet: Worksheet, printed: Printed, name: string, paper: 'A3' | 'A4') {
  Object.assign(sheet.pageSetup, {
    paperSize: paper === 'A3' ? 8 : 9,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    horizontalCentered: false,
    margins: { left: 0.4, right: 0.4, top: 0.7, bottom: 0.6, header: 0.3, footer: 0.3 },
  });
  sheet.headerFooter.oddHeader = `&L&"Calibri,Bold"&10${printable(printed.title)}&C&10${printable(name)}&R&9 ${printable(printed.subtitle)}`;
  sheet.headerFooter.oddFooter = `&L&8 callfolio&R&8 ${printed.page} &P / &N`;
}

function write(row: Row, column: number, written: Written, options: { wraps: boolean; isStrong: boolean }) {
  const cell = row.getCell(column);
  cell.value = written.value;
  const { tone } = written;
  cell.font = {
    ...font,
    bold: options.isStrong || tone !== undefined,
    ...(tone && { color: { argb: tone.ink } }),
    ...(written.isLink && { color: { argb: blue }, underline: true }),
  };
  cell.alignment = {
    vertical: 'top',
    wrapText: options.wraps,
    ...(written.align && { horizontal: written.align }),
  };
  cell.border = { bottom: { style: 'hair', color: { argb: line } } };
  if (tone) cell.fill = filled(tone.fill);
  if (written.format !== undefined) cell.numFmt = written.format;
}

function writeHeadings(row: Row, columns: readonly SheetColumn[]): void {
  columns.forEach(({ heading, align }, index) => {
    const cell = row.getCell(index + 1);
    cell.value = heading;
    cell.font = { ...font, bold: true, color: { argb: white } };
    cell.fill = filled(blue);
    cell.border = { bottom: { style: 'medium', color: { argb: yellow } } };
    cell.alignment = { vertical: 'middle', wrapText: true, horizontal: align ?? 'left' };
  });
  row.height = 32;
}

function writeRow(
  row: Row,
  cells: readonly Cell[],
  columns: readonly SheetColumn[],
  isStrong: boolean,
): void {
  columns.forEach((column, index) => {
    const written = writtenCell(cells[index] ?? null);
    const align = column.align ?? written.align;
    write(row, index + 1, align ? { ...written, align } : written, {
      wraps: column.wraps === true,
      isStrong,
    });
    if (isStrong && !written.tone) row.getCell(index + 1).fill = filled(pale);
  });
}

function writeTotals(row: Row, cells: readonly Cell[], columns: readonly SheetColumn[]): void {
  writeRow(row, cells, columns, true);
  columns.forEach((_column, index) => {
    row.getCell(index + 1).border = { top: { style: 'thin', color: { argb: blue } } };
  });
}

function writeRemark(row: Row, remark: string): void {
  const cell = row.getCell(1);
  cell.value = remark;
  cell.font = { ...font, size: 9, italic: true, color: { argb: 'FF5A6478' } };
}

const viewsOf = ({ frozenColumns }: Sheet): WorksheetView[] => [
  { state: 'frozen', xSplit: frozenColumns ?? 0, ySplit: 1, showGridLines: false } as WorksheetView,
];

/** Widths, page and print titles: what every sheet of rows has. */
function lay(sheet: Worksheet, { columns, name, paper }: Sheet, printed: Printed): void {
  sheet.columns = columns.map(({ width }) => ({ width }));
  setPage(sheet, printed, name, paper ?? 'A4');
  sheet.pageSetup.printTitlesRow = '1:1';
}

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
    const added = book.addWorksheet(name, { views: viewsOf(sheet) });
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

function writeReadMe(sheet: Worksheet, { title, subtitle, lines, name }: ReadMe, printed: Printed): void {
  sheet.columns = [{ width: 26 }, { width: 104 }];
  sheet.views = [{ state: 'normal', showGridLines: false }];
  setPage(sheet, printed, name, 'A4');
  const banner = (row: number, text: string, size: number, height: number) => {
    sheet.mergeCells(row, 1, row, 2);
    const cell = sheet.getCell(row, 1);
    cell.value = cellText(text);
    cell.font = { name: 'Calibri', size, bold: size > 12, color: { argb: white } };
    cell.fill = filled(blue);
    cell.alignment = { vertical: 'middle', indent: 1 };
    sheet.getRow(row).height = height;
  };
  banner(1, title, 20, 42);
  banner(2, subtitle, 11, 22);
  for (const column of [1, 2]) {
    sheet.getCell(2, column).border = { bottom: { style: 'thick', color: { argb: yellow } } };
  }
  lines.forEach(([heading, cell], index) => {
    const row = sheet.getRow(index + 4);
    const written = writtenCell(cell);
    write(row, 1, { value: heading }, { wraps: true, isStrong: true });
    write(row, 2, { ...written, align: 'left' }, { wraps: true, isStrong: false });
    row.getCell(1).font = { ...font, size: 11, bold: true, color: { argb: blue } };
    row.getCell(2).font = { ...row.getCell(2).font, size: 11 };
  });
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
    writeReadMe(workbook.addWorksheet(said.name), said, printed);
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
    const sheet = workbook.addWorksheet(said.name, { views: [{ state: 'normal', showGridLines: false }] });
    writeReadMe(sheet, said, printed);
    sheet.commit();
  };
  if (readMeAt === 'first') addReadMe();
  for (const sheet of sheets) await streamSheet(workbook, sheet, printed);
  if (readMeAt === 'last') addReadMe();
  await workbook.commit();
  return whole;
}
