import type { CellMark } from '../contract/table.ts';

/** How the cells of one style show a number. */
export interface CellStyle {
  format: CellFormat;
  mark: CellMark;
}

/** What a number in a cell is shown as; only dates change its text. */
export type CellFormat = 'number' | 'date' | 'time';

const builtInDates = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 57, 58,
]);
const builtInTimes = new Set([18, 19, 20, 21, 32, 33, 55, 56]);

/** What a number format shows, from its number and, where it is no built-in one, its code. */
export function cellFormat(id: number, code: string | undefined): CellFormat {
  if (code === undefined) return builtInDates.has(id) ? 'date' : builtInTimes.has(id) ? 'time' : 'number';
  // Texts, escaped characters, colours, countries and conditions are no part of the date; [h] counts hours and is none.
  const bare = code
    .split(';')[0]
    ?.replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
    .replaceAll(/\[[^\]]*\]/g, part => (/^\[(h+|m+|s+)\]$/i.test(part) ? '#' : ''));
  if (!bare || bare.includes('#') || /general/i.test(bare)) return 'number';
  if (/[yd]/i.test(bare)) return 'date';
  if (/[hs]/i.test(bare)) return 'time';
  return /m/i.test(bare) ? 'date' : 'number';
}

const daySeconds = 86_400;
/** 31 December 9999. */
const lastSerial = 2_958_465;
const from1904 = 1462;

const two = (value: number): string => String(value).padStart(2, '0');

/** Whether a number of days has the decimals to tell a millisecond: where a program cut them, seconds are what it means. */
const tellsMilliseconds = (serial: number): boolean => (String(serial).split('.')[1] ?? '').length > 8;

/**
 * A date as Excel counts it, from 1900 or from 1904, as `YYYY-MM-DD`, with ` HH:mm:ss` where it is not midnight, and
 * `.SSS` where it tells milliseconds; a time of day alone is `HH:mm:ss`. Null where there is no such day: 29 February 1900, which Excel has, or one before or after.
 */
export function serialText(serial: number, format: CellFormat, is1904: boolean): string | null {
  const perSecond = format === 'date' && tellsMilliseconds(serial) ? 1000 : 1;
  const counted = Math.round((serial + (is1904 ? from1904 : 0)) * daySeconds * perSecond);
  const thousandths = counted % perSecond;
  const total = Math.floor(counted / perSecond);
  const seconds = total % daySeconds;
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const days = Math.floor(total / daySeconds);
  if (format === 'time' && serial >= 0 && serial < 1) return time;
  if (days < 1 || days > lastSerial || days === 60) return null;
  const on = new Date((days + (days < 60 ? 1 : 0) - 25_569) * daySeconds * 1000).toISOString().slice(0, 10);
  if (thousandths > 0) return `${on} ${time}.${String(thousandths).padStart(3, '0')}`;
  return seconds === 0 ? on : `${on} ${time}`;
}

/**
 * A number as its shortest decimal notation, without exponent. Programs write 17 digits where 15 were meant, which the
 * nearest double settles; whole numbers and longer ones that no double holds stay as they are written. Null: no number.
 */
export function numberText(text: string): string | null {
  const trimmed = text.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(trimmed)) return null;
  const value = Number(trimmed);
  if (!Number.isFinite(value)) return null;
  const isPlain = !/e/i.test(trimmed);
  const digits = trimmed.replaceAll(/\D/g, '').replace(/^0+/, '').length;
  if (isPlain && (digits > 17 || (!trimmed.includes('.') && !Number.isSafeInteger(value))))
    return trimmed.replace(/^\+/, '');
  return withoutExponent(String(value === 0 ? 0 : value));
}

function withoutExponent(text: string): string {
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!parts) return text;
  const [, sign = '', first = '', more = '', power = '0'] = parts;
  const digits = first + more;
  const point = 1 + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** Characters that XML cannot hold are written `_x0007_` in a workbook, and such a text itself `_x005F_x0007_`. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
