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

/** How a sheet is printed. */
export interface Page {
  /** Excel's number of the paper: 8 is A3, 9 is A4. */
  paper: 8 | 9;
  pagesWide: number;
  /** As many as its rows take where it is 0. */
  pagesHigh: 0 | 1;
  header: string;
  footer: string;
  /** The first rows and columns that stand on every page. */
  titleRows: 0 | 1;
  titleColumns: number;
}

/** In inches. */
export const margins = { left: 0.4, right: 0.4, top: 0.7, bottom: 0.6, header: 0.3, footer: 0.3 };

const wordsOf = (printed: Printed, name: string): Pick<Page, 'header' | 'footer'> => ({
  header: `&L&"Calibri,Bold"&10${printable(printed.title)}&C&10${printable(name)}&R&9 ${printable(printed.subtitle)}`,
  footer: `&L&8 callfolio&R&8 ${printed.page} &P / &N`,
});

function setPage(sheet: Worksheet, page: Page): void {
  Object.assign(sheet.pageSetup, {
    paperSize: page.paper,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: page.pagesWide,
    fitToHeight: page.pagesHigh,
    horizontalCentered: false,
    margins,
  });
  sheet.headerFooter.oddHeader = page.header;
  sheet.headerFooter.oddFooter = page.footer;
  if (page.titleRows > 0) sheet.pageSetup.printTitlesRow = `1:${page.titleRows}`;
  if (page.titleColumns > 0)
    sheet.pageSetup.printTitlesColumn = `A:${sheet.getColumn(page.titleColumns).letter}`;
}

const lineHeight = { 10: 13.2, 11: 15 } as const;
// Beyond this a row fills the screen; the text is all there and shows when the row is drawn larger.
const greatestHeight = 300;

/** How many lines a text takes in a column so wide, a little generously: words do not break at the edge. */
function linesIn(text: string, width: number): number {
  const fitting = Math.max(1, width - 2) * 1.3;
  if (text.length <= fitting && !text.includes('\n')) return 1;
  return text.split('\n').reduce((sum, one) => sum + Math.max(1, Math.ceil(one.length / fitting)), 0);
}

/** Rows are given their height: not every program finds it by itself for wrapped text. */
const heightOf = (lines: number, size: 10 | 11): number =>
  Math.min(greatestHeight, lines * lineHeight[size] + 5);

/** A row as it is written, by whatever writer. */
export interface LaidRow {
  cells: { value: CellValue; style: Partial<Style> }[];
  /** In points; null leaves it to the program. */
  height: number | null;
}

const headingsHeight = 32;

/** The line of headings. */
export const layHeadings = (columns: readonly SheetColumn[]): LaidRow => ({
  cells: columns.map(({ heading, align }) => ({
    value: heading,
    style: {
      font: { ...font, bold: true, color: { argb: white } },
      fill: filled(blue),
      border: { bottom: { style: 'medium', color: { argb: yellow } } },
      alignment: {
        vertical: 'middle',
        wrapText: true,
        horizontal: align ?? 'left',
        ...(!align && { indent: 1 }),
      },
    },
  })),
  height: headingsHeight,
});

/** How high a row is, in points, and whether so high that its cells stand at its top. */
export function measureRow(
  cells: readonly Cell[],
  columns: readonly SheetColumn[],
): { height: number; isTall: boolean } {
  let lines = 1;
  columns.forEach(({ wraps, width }, index) => {
    const cell = wraps ? (cells[index] ?? null) : null;
    const text = cell !== null && typeof cell === 'object' && 'ourPage' in cell ? cell.ourPage : cell;
    if (typeof text === 'string') lines = Math.max(lines, linesIn(text, width));
  });
  return { height: heightOf(lines, 10), isTall: lines > 6 };
}

/** Puts the cells of a row into the form and look of their columns. */
export function layRow(
  cells: readonly Cell[],
  columns: readonly SheetColumn[],
  { isStrong = false, isTotal = false } = {},
): LaidRow {
  const { height, isTall } = measureRow(cells, columns);
  return {
    cells: columns.map((column, index) => {
      const { value, format, align: own, tone, isLink = false } = writtenCell(cells[index] ?? null);
      const align = column.align ?? own;
      const wraps = column.wraps === true;
      return { value, style: styleOf({ wraps, isStrong, isTall, isTotal, align, format, isLink, tone }) };
    }),
    height,
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

/** How a sheet of rows is printed. */
export function pageOf({ columns, name, frozenColumns = 0 }: SheetHead, printed: Printed): Page {
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const isWide = width > widthOfA4;
  const pagesWide = isWide ? Math.ceil(width / widthOfA3) : 1;
  return {
    ...wordsOf(printed, name),
    paper: isWide ? 8 : 9,
    pagesWide,
    pagesHigh: 0,
    titleRows: 1,
    titleColumns: pagesWide > 1 ? frozenColumns : 0,
  };
}

/** Widths, page and print titles: what every sheet of rows has. */
export function lay(sheet: Worksheet, head: SheetHead, printed: Printed): void {
  sheet.columns = head.columns.map(({ width }) => ({ width }));
  setPage(sheet, pageOf(head, printed));
}

const headingFont = { ...font, size: 11, bold: true, color: { argb: blue } };

export const readMeViews: WorksheetView[] = [{ state: 'normal', showGridLines: false } as WorksheetView];

/** In characters. */
export const readMeWidths = [26, 104] as const;
/** The lines that go over both columns. */
export const readMeBanners = [1, 2] as const;

/** How the sheet that says how the file was made is printed. */
export const readMePage = ({ name }: ReadMe, printed: Printed): Page => ({
  ...wordsOf(printed, name),
  paper: 9,
  pagesWide: 1,
  pagesHigh: 1,
  titleRows: 0,
  titleColumns: 0,
});

/** Its rows from the first one on. */
export function layReadMe({ title, subtitle, lines }: ReadMe): LaidRow[] {
  const banner = (text: string, size: number, height: number, border: Partial<Style> = {}): LaidRow => {
    const style: Partial<Style> = {
      font: { name: 'Calibri', size, bold: size > 12, color: { argb: white } },
      fill: filled(blue),
      alignment: { horizontal: 'left', vertical: 'middle', indent: 1 },
      ...border,
    };
    return {
      cells: [
        { value: cellText(text), style },
        { value: null, style },
      ],
      height,
    };
  };
  const look = { wraps: true, isStrong: false, isTall: false, isTotal: false, align: 'left' } as const;
  return [
    banner(title, 20, 42),
    banner(subtitle, 11, 22, { border: { bottom: { style: 'thick', color: { argb: yellow } } } }),
    { cells: [], height: null },
    ...lines.map(([heading, cell]): LaidRow => {
      const { value, format, isLink = false } = writtenCell(cell);
      const named = styleOf({ ...look, format: undefined, isLink: false, tone: undefined });
      const said = styleOf({ ...look, format, isLink, tone: undefined });
      // A narrower column than it is, for the larger type.
      const lineCount = typeof cell === 'string' ? linesIn(cell, 92) : 1;
      return {
        cells: [
          { value: heading, style: { ...named, font: headingFont } },
          { value, style: { ...said, font: { ...said.font, size: 11 } } },
        ],
        height: heightOf(lineCount, 11),
      };
    }),
  ];
}

export function writeReadMe(sheet: Worksheet, readMe: ReadMe, printed: Printed): void {
  sheet.columns = readMeWidths.map(width => ({ width }));
  setPage(sheet, readMePage(readMe, printed));
  layReadMe(readMe).forEach((laid, index) => writeRow(sheet.getRow(index + 1), laid));
  for (const row of readMeBanners) sheet.mergeCells(row, 1, row, readMeWidths.length);
}
