import type { CellValue, Style } from 'exceljs';
import { columnLetters } from '../columnLetters.ts';
import { writtenCell, type Cell, type Written } from '../cells.ts';
import { measureRow, type LaidRow, type SheetColumn } from '../sheet.ts';
import { styleOf } from '../styles.ts';
import { attribute, cellXml, escapeXml } from './xml.ts';

/** The number of a style in the workbook. */
export type StyleId = (style: Partial<Style>) => number;

/** A link of a cell to an address. */
export interface CellLink {
  cell: string;
  target: string;
}

/** Days from the beginning of 1900 as Excel counts them. */
const serialDay = (at: Date): number => 25_569 + at.getTime() / 86_400_000;

const textXml = (at: string, id: number, xml: string): string =>
  `<c r="${at}" s="${id}" t="str"><v>${xml}</v></c>`;

/** A cell with its value; `at` is its address, `id` the number of its style. */
function valueXml(at: string, id: number, value: NonNullable<CellValue>): string {
  if (typeof value === 'string') return textXml(at, id, escapeXml(value));
  if (typeof value === 'number') return `<c r="${at}" s="${id}"><v>${value}</v></c>`;
  if (value instanceof Date) return `<c r="${at}" s="${id}"><v>${serialDay(value)}</v></c>`;
  if (typeof value === 'object' && 'hyperlink' in value) return valueXml(at, id, value.text);
  if (typeof value === 'object' && 'formula' in value)
    return `<c r="${at}" s="${id}"><f>${escapeXml(value.formula)}</f><v>${Number(value.result ?? 0)}</v></c>`;
  throw new TypeError('A cell of a workbook is a text, a number, a date, a link or a formula of ours.');
}

const rowStart = (number: number, height: number | null): string =>
  `<row r="${number}"${height === null ? '' : `${attribute('ht', height)} customHeight="1"`}>`;

/** A row that was laid out before, as XML; cells without a value have their look. */
export function laidRowXml(
  number: number,
  { cells, height }: LaidRow,
  idOf: StyleId,
  noteLink: (link: CellLink) => void = () => undefined,
): string {
  const letters = columnLetters(cells.length);
  let xml = rowStart(number, height);
  cells.forEach(({ value, style }, index) => {
    const at = `${letters[index] ?? ''}${number}`;
    const isEmpty = value === null || value === undefined;
    xml += isEmpty ? `<c r="${at}" s="${idOf(style)}"/>` : valueXml(at, idOf(style), value);
    if (!isEmpty && typeof value === 'object' && 'hyperlink' in value)
      noteLink({ cell: at, target: value.hyperlink });
  });
  return `${xml}</row>`;
}

/** Which row it is, by what is the same for all of its cells. */
export interface RowLook {
  isStrong?: boolean;
  isTotal?: boolean;
}

/**
 * Writes rows of cells as XML: some ten times as fast as exceljs' own. There is no cell where there is no value, but in a row
 * that stands out as a whole.
 *
 * @param noteLink told of each cell that is a link
 */
export function rowWriter(
  columns: readonly SheetColumn[],
  idOf: StyleId,
  noteLink: (link: CellLink) => void,
) {
  const letters = columnLetters(columns.length);
  const text: Written = { value: '' };
  /** Of a row that is alike as a whole: the numbers of its columns' styles, of texts first. */
  const idsOf = remember((row: string) => {
    const look = {
      isStrong: row.includes('strong'),
      isTotal: row.includes('total'),
      isTall: row.includes('tall'),
    };
    const idAt = (index: number, { format, align, tone, isLink }: Written): number => {
      const { wraps = false, align: own } = columns[index] ?? {};
      return idOf(styleOf({ ...look, wraps, align: own ?? align, format, tone, isLink: isLink === true }));
    };
    const others = columns.map((_column, index) =>
      remember((_key, written: Written) => idAt(index, written)),
    );
    return {
      texts: columns.map((_column, index) => idAt(index, text)),
      others: (index: number, written: Written): number => {
        const { format = '', align = '', tone, isLink } = written;
        return others[index]?.(`${format} ${align} ${tone?.fill} ${isLink}`, written) ?? 0;
      },
    };
  });
  return (
    number: number,
    cells: readonly Cell[],
    { isStrong = false, isTotal = false }: RowLook = {},
  ): string => {
    const { height, isTall } = measureRow(cells, columns);
    const ids = idsOf(`${isStrong ? 'strong' : ''}${isTotal ? 'total' : ''}${isTall ? 'tall' : ''}`);
    let xml = rowStart(number, height);
    for (let index = 0; index < columns.length; index += 1) {
      const cell = cells[index] ?? null;
      const id = ids.texts[index] ?? 0;
      if (typeof cell === 'string' && cell !== '') {
        xml += textXml(`${letters[index]}${number}`, id, cellXml(cell));
        continue;
      }
      const written = writtenCell(cell);
      const { value } = written;
      if (value !== null && value !== undefined) {
        const at = `${letters[index]}${number}`;
        if (typeof value === 'object' && 'hyperlink' in value)
          noteLink({ cell: at, target: value.hyperlink });
        xml += valueXml(at, ids.others(index, written), value);
      } else if (isStrong) xml += `<c r="${letters[index]}${number}" s="${id}"/>`;
    }
    return `${xml}</row>`;
  };
}

/** The same, worked out once for each key. */
function remember<T, More extends unknown[]>(make: (key: string, ...more: More) => T) {
  const known = new Map<string, T>();
  return (key: string, ...more: More): T => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key, ...more);
    known.set(key, made);
    return made;
  };
}
