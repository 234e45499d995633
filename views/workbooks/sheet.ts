import type { CellValue, Row, Style, Worksheet, WorksheetView } from 'exceljs';
import { cellText, writtenCell, type Cell } from './cells.ts';
import { blue, filled, font, styleOf, white, yellow } from './styles.ts';

export interface SheetColumn {
  heading: string;
  /** In characters. */
  width: number;
  /** Texts that run over several lines. */
  wraps?: true;
  align?: 'right' | 'center';
}

/** A sheet of rows under one line of headings, but for the rows themselves: plain data. */
export interface SheetHead {
  name: string;
  /** A name for its table: letters only, unique in the workbook. */
  table: string;
  columns: readonly SheetColumn[];
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

export interface Sheet extends SheetHead {
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

/** A sheet whose rows are all at hand. */
export type RowSheet = SheetHead & { rows: readonly (readonly Cell[])[] };

export interface Picture {
  svg: string;
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

const lineHeight = { 10: 13.2, 11: 15 } as const;
// Beyond this a row fills the screen; the text is all there and shows when the row is drawn larger.
const greatestHeight = 300;

/** How many lines a text takes in a column so wide, a little generously: words do not break at the edge. */
const linesIn = (text: string, width: number): number =>
  text
    .split('\n')
    .reduce((sum, one) => sum + Math.max(1, Math.ceil(one.length / (Math.max(1, width - 2) * 1.3))), 0);

/** Rows are given their height: not every program finds it by itself for wrapped text. */
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

/** A row as it is written, by whatever writer. */
export interface LaidRow {
  cells: { value: CellValue; style: Partial<Style> }[];
  /** In points; null leaves it to the program. */
  height: number | null;
}

/** Puts the cells of a row into the form and look of their columns. */
export function layRow(
  cells: readonly Cell[],
  columns: readonly SheetColumn[],
  { isStrong = false, isTotal = false } = {},
): LaidRow {
  let lines = 1;
  columns.forEach(({ wraps, width }, index) => {
    const cell = wraps ? (cells[index] ?? null) : null;
    const text = cell !== null && typeof cell === 'object' && 'ourPage' in cell ? cell.ourPage : cell;
    if (typeof text === 'string') lines = Math.max(lines, linesIn(text, width));
  });
  const isTall = lines > 6;
  return {
    cells: columns.map((column, index) => {
      const { value, format, align: own, tone, isLink = false } = writtenCell(cells[index] ?? null);
      const align = column.align ?? own;
      const wraps = column.wraps === true;
      return { value, style: styleOf({ wraps, isStrong, isTall, isTotal, align, format, isLink, tone }) };
    }),
    height: heightOf(lines, 10),
  };
}

const remarkStyle: Partial<Style> = {
  font: { ...font, size: 9, italic: true, color: { argb: 'FF5A6478' } },
  alignment: { horizontal: 'left', indent: 1 },
};

export const layRemark = (remark: string): LaidRow => ({
  cells: [{ value: cellText(remark), style: remarkStyle }],
  height: null,
});

export function writeRow(row: Row, { cells, height }: LaidRow): void {
  cells.forEach(({ value, style }, index) => {
    const cell = row.getCell(index + 1);
    cell.value = value;
    cell.style = style;
  });
  if (height !== null) row.height = height;
}

export const viewsOf = ({ frozenColumns }: SheetHead): WorksheetView[] => [
  { state: 'frozen', xSplit: frozenColumns ?? 0, ySplit: 1, showGridLines: false } as WorksheetView,
];

// In characters, so that print stays readable.
const widthOfA4 = 200;
const widthOfA3 = 340;

/** Widths, page and print titles: what every sheet of rows has. */
export function lay(sheet: Worksheet, { columns, name, frozenColumns }: SheetHead, printed: Printed): void {
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

const headingFont = { ...font, size: 11, bold: true, color: { argb: blue } };

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
    const { value, format, isLink = false } = writtenCell(cell);
    const look = { wraps: true, isStrong: false, isTall: false, isTotal: false, align: 'left' } as const;
    const named = styleOf({ ...look, format: undefined, isLink: false, tone: undefined });
    const said = styleOf({ ...look, format, isLink, tone: undefined });
    Object.assign(row.getCell(1), { value: heading, style: { ...named, font: headingFont } });
    Object.assign(row.getCell(2), { value, style: { ...said, font: { ...said.font, size: 11 } } });
    // A narrower column than it is, for the larger type.
    const lineCount = typeof cell === 'string' ? linesIn(cell, 92) : 1;
    row.height = heightOf(lineCount, 11);
  });
}
