import { brusselsInstant, isDay, parseInstant, parsePartialDay, type PartialDay } from '../../values/day.ts';
import type { SourceProblem } from '../contract/table.ts';

/** Which comes first in a date such as 3/6/2018; null: nobody knows, and such a date is not read. */
export type DayOrder = 'dayFirst' | 'monthFirst' | null;

type Read<T> = T | { problem: SourceProblem };

const numeric = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;

// A short year is of this century up to 69, as most programs have it.
const fullYear = (year: string): string =>
  year.length === 4 ? year : `${Number(year) < 70 ? '20' : '19'}${year}`;
const two = (number: string | number): string => String(number).padStart(2, '0');

/** What the two numbers before the year say of their order. */
export function orderIn(text: string): 'dayFirst' | 'monthFirst' | null {
  const [, first, , second] = numeric.exec(text.trim()) ?? [];
  if (first === undefined || second === undefined) return null;
  if (Number(first) > 12) return 'dayFirst';
  return Number(second) > 12 ? 'monthFirst' : null;
}

const wrong = { problem: { key: 'problems.day.base' } };

/**
 * A day, month or year as files and people write it: `2018-03-06`, `2018-03`, `2018`, `6/3/2018`, `6.3.2018`,
 * `6 mrt 2018`, `March 2018`; what comes behind a day (a time) is left off.
 */
export function readDay(text: string, order: DayOrder): Read<PartialDay> {
  const trimmed = text.trim().replaceAll(/\s+/g, ' ');
  const plain = /^(\d{4}-\d\d-\d\d)[T ][\d:.]+Z?$/.exec(trimmed)?.[1] ?? trimmed;
  const figures = numeric.exec(plain.replace(/ \d{1,2}:\d\d(:\d\d)?$/, ''));
  if (figures) {
    const [, first = '', sign, second = '', year = ''] = figures;
    const isClear = first === second || sign === '.' || orderIn(figures[0]) !== null;
    if (!isClear && order === null) return { problem: { key: 'importTable.dayOrder' } };
    const isMonthFirst = sign !== '.' && (orderIn(figures[0]) ?? order) === 'monthFirst';
    const [day, month] = isMonthFirst ? [second, first] : [first, second];
    return parsePartialDay(`${fullYear(year)}-${two(month)}-${two(day)}`) ?? wrong;
  }
  // What stands in figures alone is a year, or a day or month in the order of ISO 8601.
  return /^\d{4}(-\d\d){0,2}$/.test(plain) || /\p{L}/u.test(plain)
    ? (parsePartialDay(plain) ?? wrong)
    : wrong;
}

const withTime = /^(.*?)(?:,?[ T]+(\d{1,2}):(\d\d)(?::(\d\d(?:\.\d+)?))?)?$/;
const zone = / (?:Brussels time|Brusselse tijd)$/i;

/** An instant: ISO 8601 with zone, else a day and perhaps a time in Brussels, 17:00 where there is none. */
export function readInstant(text: string, order: DayOrder): Read<Date> {
  const trimmed = text.trim().replaceAll(/\s+/g, ' ').replace(zone, '');
  if (/(?:Z|[+-]\d\d:?\d\d)$/.test(trimmed) && trimmed.includes('T')) {
    return parseInstant(trimmed) ?? { problem: { key: 'problems.instant.base' } };
  }
  const [, onDay = '', hour = '17', minute = '00', second = '00'] = withTime.exec(trimmed) ?? [];
  const day = readDay(onDay, order);
  if ('problem' in day) return day === wrong ? { problem: { key: 'problems.instant.base' } } : day;
  if (!isDay(day.value) || Number(hour) > 23 || Number(minute) > 59 || Number(second) >= 60)
    return { problem: { key: 'problems.instant.base' } };
  const at = brusselsInstant(day.value, `${two(hour)}:${minute}`);
  return new Date(at.getTime() + Math.round(Number(second) * 1000));
}
