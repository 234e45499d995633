import type { Fill, Row, Worksheet, WorksheetView } from 'exceljs';
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

function setPage(sheet: Worksheet, printed: Printed, name: string, paper: 'A3' | 'A4', pagesWide = 1) {
  Object.assign(sheet.pageSetup, {
    paperSize: paper === 'A3' ? 8 : 9,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: pagesWide,
    fitToHeight: 0,
    horizontalCentered: false,
    margins: { left: 0.4, right: 0.4, top: 0.7, bottom: 0.6, header: 0.3, footer: 0.3 },
  });
  sheet.headerFooter.oddHeader = `&L&"Calibri,Bold"&10${printable(printed.title)}&C&10${printable(name)}&R&9 ${printable(printed.subtitle)}`;
  sheet.headerFooter.oddFooter = `&L&8 callfolio&R&8 ${printed.page} &P / &N`;
}

function write(
  row: Row,
  column: number,
  written: Written,
  options: { wraps: boolean; isStrong: boolean; isTall: boolean },
) {
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
    vertical: options.isTall ? 'top' : 'middle',
    wrapText: options.wraps,
    horizontal: written.align ?? 'left',
    // Only text is set in: programs do not agree on numbers.
    ...(written.align === undefined || written.align === 'left' ? { indent: 1 } : {}),
  };
  cell.border = { bottom: { style: 'hair', color: { argb: line } } };
  if (tone) cell.fill = filled(tone.fill);
  if (written.format !== undefined) cell.numFmt = written.format;
}

const lineHeight = { 10: 13.2, 11: 15 } as const;
// Beyond this a row fills the screen; the text is all there and shows when the row is drawn larger.
const greatestHeight = 300;

/** How many lines a text takes in a column so wide, a little generously: words do not break at the edge. */
const linesIn = (text: string, width: number): number =>
  text
    .split('\n')
    .reduce((sum, one) => sum + Math.max(1, Math.ceil(one.length / (Math.max(1, width - 2) * 1.3))), 0);

/** Rows are given their height: not every program finds it by itself for wrapped text. */
function linesFor(texts: readonly { text: unknown; width: number }[]): number {
  return Math.max(
    1,
    ...texts.map(({ text, width }) => (typeof text === 'string' ? linesIn(text, width) : 1)),
  );
}

const heightOf = (lines: number, size: 10 | 11): number =>
  Math.min(greatestHeight, lines * lineHeight[size] + 5);

export function writeHeadings(row: Row, columns: readonly SheetColumn[]): void {
  columns.forEach(({ heading, align }, index) => {
    const cell = row.getCell(index + 1);
    cell.value = heading;
    cell.font = { ...font, bold: true, color: { argb: white } };
    cell.fill = filled(blue);
    cell.border = { bottom: { style: 'medium', color: { argb: yellow } } };
    cell.alignment = {
      vertical: 'middle',
      wrapText: true,
      horizontal: align ?? 'left',
      ...(!align && { indent: 1 }),
    };
  });
  row.height = 32;
}

export function writeRow(
  row: Row,
  cells: readonly Cell[],
  columns: readonly SheetColumn[],
  isStrong: boolean,
): void {
  const lines = linesFor(
    columns.flatMap(({ wraps, width }, index) => {
      const cell = cells[index] ?? null;
      const text = cell !== null && typeof cell === 'object' && 'ourPage' in cell ? cell.ourPage : cell;
      return wraps ? [{ text, width }] : [];
    }),
  );
  columns.forEach((column, index) => {
    const written = writtenCell(cells[index] ?? null);
    const align = column.align ?? written.align;
    write(row, index + 1, align ? { ...written, align } : written, {
      wraps: column.wraps === true,
      isStrong,
      isTall: lines > 6,
    });
    if (isStrong && !written.tone) row.getCell(index + 1).fill = filled(pale);
  });
  row.height = heightOf(lines, 10);
}

export function writeTotals(row: Row, cells: readonly Cell[], columns: readonly SheetColumn[]): void {
  writeRow(row, cells, columns, true);
  columns.forEach((_column, index) => {
    row.getCell(index + 1).border = { top: { style: 'thin', color: { argb: blue } } };
  });
}

export function writeRemark(row: Row, remark: string): void {
  const cell = row.getCell(1);
  cell.value = remark;
  cell.font = { ...font, size: 9, italic: true, color: { argb: 'FF5A6478' } };
  cell.alignment = { horizontal: 'left', indent: 1 };
}

export const viewsOf = ({ frozenColumns }: Sheet): WorksheetView[] => [
  { state: 'frozen', xSplit: frozenColumns ?? 0, ySplit: 1, showGridLines: false } as WorksheetView,
];

// In characters, so that print stays readable.
const widthOfA4 = 200;
const widthOfA3 = 340;

/** Widths, page and print titles: what every sheet of rows has. */
export function lay(sheet: Worksheet, { columns, name, frozenColumns }: Sheet, printed: Printed): void {
  sheet.columns = columns.map(({ width }) => ({ width }));
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const isWide = width > widthOfA4;
  const pagesWide = isWide ? Math.ceil(width / widthOfA3) : 1;
  setPage(sheet, printed, name, isWide ? 'A3' : 'A4', pagesWide);
  sheet.pageSetup.printTitlesRow = '1:1';
  if (pagesWide > 1 && frozenColumns !== undefined) {
    sheet.pageSetup.printTitlesColumn = `A:${sheet.getColumn(frozenColumns).letter}`;
  }
}

export const readMeViews: WorksheetView[] = [{ state: 'normal', showGridLines: false } as WorksheetView];

export function writeReadMe(
  sheet: Worksheet,
  { title, subtitle, lines, name }: ReadMe,
  printed: Printed,
): void {
  sheet.columns = [{ width: 26 }, { width: 104 }];
  setPage(sheet, printed, name, 'A4');
  sheet.pageSetup.fitToHeight = 1;
  const banner = (row: number, text: string, size: number, height: number) => {
    sheet.mergeCells(row, 1, row, 2);
    const cell = sheet.getCell(row, 1);
    cell.value = cellText(text);
    cell.font = { name: 'Calibri', size, bold: size > 12, color: { argb: white } };
    cell.fill = filled(blue);
    cell.alignment = { horizontal: 'left', vertical: 'middle', indent: 1 };
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
    // A narrower column than it is, for the larger type.
    const lineCount = linesFor([{ text: cell, width: 92 }]);
    write(row, 1, { value: heading }, { wraps: true, isStrong: true, isTall: false });
    write(row, 2, { ...written, align: 'left' }, { wraps: true, isStrong: false, isTall: false });
    row.getCell(1).font = { ...font, size: 11, bold: true, color: { argb: blue } };
    row.getCell(2).font = { ...row.getCell(2).font, size: 11 };
    row.height = heightOf(lineCount, 11);
  });
}
