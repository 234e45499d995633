import { brusselsParts } from '../../models/values/day.ts';
import { centsToDecimal } from '../../models/values/money.ts';
import type { Format } from '../../models/values/format.ts';
import type { Cell } from './cells.ts';

/** How a region's spreadsheet reads a CSV file: the sign before decimals, and the one between cells, which is another. */
export interface CsvNotation {
  decimal: '.' | ',';
  delimiter: ',' | ';';
}

/** The notation of a region: where decimals stand behind a comma, cells end with semicolons. */
export function csvNotation({ locale }: Pick<Format, 'locale'>): CsvNotation {
  const parts = new Intl.NumberFormat(locale).formatToParts(0.5);
  const isComma = parts.some(({ type, value }) => type === 'decimal' && value === ',');
  return isComma ? { decimal: ',', delimiter: ';' } : { decimal: '.', delimiter: ',' };
}

const decimalText = (number: string, { decimal }: CsvNotation): string => number.replace('.', decimal);

/** Year first, as every spreadsheet takes a day, whatever its region; by the clock in Brussels, to what is known. */
function instantText(at: Date): string {
  if (Number.isNaN(at.getTime())) return '';
  const { day, time } = brusselsParts(at);
  const [, seconds = ''] = /:(\d\d\.\d{3})Z$/.exec(at.toISOString()) ?? [];
  const rest = seconds.replace(/\.?0+$/, '');
  return `${day} ${time}${rest === '' || rest === '00' ? '' : `:${rest}`}`;
}

/** A cell of a workbook as text in a notation, without thousands separators: a spreadsheet adds these itself. */
export function notedText(cell: Cell, notation: CsvNotation): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return Number.isFinite(cell) ? decimalText(String(cell), notation) : '';
  if ('cents' in cell) return decimalText(centsToDecimal(cell.cents), notation);
  if ('day' in cell) return cell.day.value;
  if ('instant' in cell) return instantText(cell.instant);
  if ('plain' in cell) return String(cell.plain);
  if ('shareBp' in cell) return `${decimalText(String(cell.shareBp / 100), notation)}%`;
  if ('stated' in cell) return String(cell.stated);
  if ('text' in cell) return cell.text;
  if ('ourPage' in cell) return cell.ourPage;
  throw new TypeError('A list has no formulas.');
}
