import type { CellValue, Style } from 'exceljs';
import type { LaidRow } from './sheet.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, sign => escapes[sign] ?? '') : text;

/** Days from the beginning of 1900 as Excel counts them. */
const serialDay = (at: Date): number => 25_569 + at.getTime() / 86_400_000;

/** The letters of columns in order: A … Z, AA, AB …. */
export function columnLetters(count: number): string[] {
  const lettersOf = (index: number): string =>
    (index >= 26 ? lettersOf(Math.floor(index / 26) - 1) : '') + String.fromCodePoint(65 + (index % 26));
  return Array.from({ length: count }, (_none, index) => lettersOf(index));
}

function valueXml(value: CellValue): { type: string; inner: string } {
  if (value === null || value === undefined) return { type: '', inner: '' };
  if (typeof value === 'string') return { type: ' t="str"', inner: `<v>${escaped(value)}</v>` };
  if (typeof value === 'number') return { type: '', inner: `<v>${value}</v>` };
  if (value instanceof Date) return { type: '', inner: `<v>${serialDay(value)}</v>` };
  if (typeof value === 'object' && 'hyperlink' in value) {
    return { type: ' t="str"', inner: `<v>${escaped(value.text)}</v>` };
  }
  if (typeof value === 'object' && 'formula' in value) {
    return { type: '', inner: `<f>${escaped(value.formula)}</f><v>${Number(value.result ?? 0)}</v>` };
  }
  throw new TypeError('A cell of a workbook is a text, a number, a date, a link or a formula of ours.');
}

/**
 * A row of a worksheet as XML, ready to be written: many times as fast as exceljs' own rows.
 *
 * @param number from 1
 * @param letters at least as many as the row has cells
 * @param idOf the number of a style in the workbook
 */
export function rowXml(
  number: number,
  { cells, height }: LaidRow,
  letters: readonly string[],
  idOf: (style: Partial<Style>) => number,
): string {
  let xml = `<row r="${number}"${height === null ? '' : ` ht="${height}" customHeight="1"`}>`;
  cells.forEach(({ value, style }, index) => {
    const { type, inner } = valueXml(value);
    const opening = `<c r="${letters[index] ?? ''}${number}" s="${idOf(style)}"${type}`;
    xml += inner === '' ? `${opening}/>` : `${opening}>${inner}</c>`;
  });
  return `${xml}</row>`;
}
