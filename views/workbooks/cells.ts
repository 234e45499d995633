import type { CellValue } from 'exceljs';
import { brusselsParts, type PartialDay } from '../../models/values/day.ts';
import type { Cents } from '../../models/record/fields.ts';

/**
 * What a cell of a workbook can hold. Data comes in as text, number, amount, day or instant and never as an object of
 * exceljs', so that no stored value can become a live formula or link; those two are made by us alone.
 */
export type Cell =
  | null
  | string
  | number
  | { cents: Cents }
  | { day: PartialDay }
  | { instant: Date }
  /** A number that names rather than counts, such as a year: without separators. */
  | { plain: number }
  /** Basis points. */
  | { shareBp: number }
  /** "5 of 7" as the number 5, so that it can be added up. */
  | { stated: number; of: number }
  | { text: string; tone: Tone }
  /** A page of this installation; the address is ours, never data. */
  | { ourPage: string }
  | Formula;

/** A formula of ours with its result as it is now (cents, or a count). */
export interface Formula {
  formula: string;
  result: number;
  as: 'cents' | 'count' | { of: number } | 'shareBp';
}

/** Fill and ink of a state; the word always stands in the cell too. */
export interface Tone {
  fill: string;
  ink: string;
}

/** A cell as exceljs takes it. */
export interface Written {
  value: CellValue;
  format?: string;
  align?: 'left' | 'right' | 'center';
  tone?: Tone;
  isLink?: true;
}

export const formats = {
  amount: '#,##0.00',
  count: '#,##0',
  plain: '0',
  day: 'd mmm yyyy',
  instant: 'd mmm yyyy hh:mm',
  share: '0.00%',
} as const;

/** Excel holds 32 767 characters in a cell; what is longer ends with this sign, never silently. */
export const longestText = 32_767;
const cutMark = ' […]';

// oxlint-disable-next-line no-control-regex
const unreadable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;

/** Text as a workbook can hold it: no control bytes, no half characters, nothing Excel would take for an escape. */
export function cellText(text: string): string {
  const clean = text
    .replace(/\r\n?/g, '\n')
    .replace(unreadable, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
  return clean.length <= longestText ? clean : `${clean.slice(0, longestText - cutMark.length)}${cutMark}`;
}

// Excel counts days from 1900 with a leap day that never was; before March 1900 its dates are wrong.
const firstDay = '1900-03-01';

const euro = (cents: Cents): number => cents / 100;
const statedFormat = (of: number): string => `#,##0 "/ ${Math.trunc(of)}"`;

function amountOf(result: number, as: Formula['as']): { result: number; format: string } {
  if (as === 'cents') return { result: euro(result), format: formats.amount };
  if (as === 'shareBp') return { result: result / 10_000, format: formats.share };
  return { result, format: as === 'count' ? formats.count : statedFormat(as.of) };
}

/** Midnight in UTC of a whole day: what Excel keeps, whatever the zone of who opens it. */
function writtenDay(day: PartialDay): Written {
  if (day.from !== day.to || day.from < firstDay) return { value: day.value, align: 'right' };
  return { value: new Date(`${day.from}T00:00:00Z`), format: formats.day, align: 'right' };
}

/** The clock in Brussels, as a date of Excel (which knows no zones); shown to the minute, kept as exactly as it is known. */
function writtenInstant(instant: Date): Written {
  if (Number.isNaN(instant.getTime())) return { value: null };
  const { day, time } = brusselsParts(instant);
  if (day < firstDay) return { value: `${day} ${time}`, align: 'right' };
  const withinMinute = instant.getTime() % 60_000;
  const value = new Date(Date.parse(`${day}T${time}:00Z`) + ((withinMinute + 60_000) % 60_000));
  return { value, format: formats.instant, align: 'right' };
}

export function writtenCell(cell: Cell): Written {
  if (cell === null || cell === '') return { value: null };
  if (typeof cell === 'string') return { value: cellText(cell) };
  if (typeof cell === 'number') {
    return Number.isFinite(cell) ? { value: cell, format: formats.count, align: 'right' } : { value: null };
  }
  if ('cents' in cell) return { value: euro(cell.cents), format: formats.amount, align: 'right' };
  if ('day' in cell) return writtenDay(cell.day);
  if ('instant' in cell) return writtenInstant(cell.instant);
  if ('plain' in cell) return { value: cell.plain, format: formats.plain, align: 'right' };
  if ('shareBp' in cell) return { value: cell.shareBp / 10_000, format: formats.share, align: 'right' };
  if ('stated' in cell) return { value: cell.stated, format: statedFormat(cell.of), align: 'right' };
  if ('tone' in cell) return { value: cellText(cell.text), tone: cell.tone };
  if ('ourPage' in cell)
    return { value: { text: cell.ourPage, hyperlink: cell.ourPage }, isLink: true, align: 'left' };
  const { result, format } = amountOf(cell.result, cell.as);
  return { value: { formula: cell.formula, result, date1904: false }, format, align: 'right' };
}
