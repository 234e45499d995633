import { DateTime, IANAZone } from 'luxon';
import type { Format } from './format.ts';

/** A calendar day `YYYY-MM-DD`: no hour, no zone, and so never shifted by one. Compares as a string. */
export type Day = string;

/** A day, or the month or year that is all that is known: `value` as known, `from` and `to` its first and last day. */
export interface PartialDay {
  value: string;
  from: Day;
  to: Day;
}

const brussels = IANAZone.create('Europe/Brussels');
/** A day as a span of time, in ms; days of the calendar in Brussels may be an hour more or less. */
export const dayInMilliseconds = 86_400_000;

/** True for an existing calendar day written `YYYY-MM-DD`, from the year 1000 on (a shorter year is a slip of the pen). */
export function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/u.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === text;
}

/** Months in words, short and long, in the languages files come in and people type: `mrt` → 3. */
const months = new Map(
  ['en', 'nl', 'fr', 'de'].flatMap(language =>
    (['short', 'long'] as const).flatMap(month => {
      const names = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
      return Array.from({ length: 12 }, (_none, at): [string, number] => [
        names
          .format(Date.UTC(2020, at, 15))
          .toLowerCase()
          .replaceAll('.', ''),
        at + 1,
      ]);
    }),
  ),
).set('sept', 9);

/** `6 mrt 2018` and `Sep 2026` as ISO 8601 has them, whether there is such a day or not; undefined where no month is named. */
function wordedDay(text: string): string | undefined {
  const [, day, word = '', year = ''] =
    /^(?:(\d{1,2})[. -]+)?(\p{L}+)\.?[ -]+(\d{4})$/u.exec(text.replaceAll(/\s+/g, ' ')) ?? [];
  const month = months.get(word.toLowerCase());
  if (month === undefined) return undefined;
  return [year, String(month).padStart(2, '0'), ...(day === undefined ? [] : [day.padStart(2, '0')])].join(
    '-',
  );
}

/**
 * Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and what people type: `d/m/yyyy`, `d-m-yyyy`, `dd.mm.yyyy`, always day
 * first as in Europe (a month-first source reads its own dates); `6 mrt 2018`, `12 sept. 2026`, `Sep 2026`, `9/2026`. Null for anything else and for days that do not exist.
 */
export function parsePartialDay(text: string): PartialDay | null {
  const trimmed = text.trim();
  const typed = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/u.exec(trimmed);
  const [, dayOfMonth = '', , month = '', year = ''] = typed ?? [];
  const [, ofMonth = '', ofYear = ''] = /^(\d{1,2})[-/.](\d{4})$/u.exec(trimmed) ?? [];
  const value = typed
    ? `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`
    : ofMonth === ''
      ? (wordedDay(trimmed) ?? trimmed)
      : `${ofYear}-${ofMonth.padStart(2, '0')}`;
  if (isDay(value)) return { value, from: value, to: value };
  if (/^\d{4}-\d\d$/u.test(value) && isDay(`${value}-01`)) {
    return { value, from: `${value}-01`, to: lastDayOfMonth(value) };
  }
  if (/^[1-9]\d{3}$/u.test(value)) return { value, from: `${value}-01-01`, to: `${value}-12-31` };
  return null;
}

function lastDayOfMonth(month: string): Day {
  const days = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
  return `${month}-${days}`;
}

/**
 * The day so many days later (earlier where negative).
 * @throws RangeError when either is no day.
 */
export function addDays(day: Day, count: number): Day {
  const later = new Date(midnightInUtc(day) + count * dayInMilliseconds);
  const text = Number.isNaN(later.getTime()) ? '' : later.toISOString().slice(0, 10);
  if (!isDay(text)) throw new RangeError(`no day ${count} days from ${day}`);
  return text;
}

/**
 * How many days a day is after another (negative: before).
 * @throws RangeError when either is no day.
 */
export const daysBetween = (earlier: Day, later: Day): number =>
  (midnightInUtc(later) - midnightInUtc(earlier)) / dayInMilliseconds;

function midnightInUtc(day: Day): number {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`);
  return Date.parse(`${day}T00:00:00Z`);
}

/** The calendar day it is in Brussels at an instant. */
export function todayInBrussels(now: Date): Day {
  return brusselsParts(now).day;
}

/**
 * The instant of a wall-clock time in Brussels. A time the clocks skip in spring is moved forward by the hour they
 * skip; of one they show twice in autumn it is the first.
 * @param time `HH:mm`
 * @throws RangeError when it is no day or no time.
 */
export function brusselsInstant(day: Day, time: string): Date {
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(time)) throw new RangeError(`not a time: ${time}`);
  const wallClock =
    midnightInUtc(day) + Number(time.slice(0, 2)) * 3_600_000 + Number(time.slice(3)) * 60_000;
  // luxon leaves open which of two instants an ambiguous time is, so the offsets around it are tried here.
  const before = brussels.offset(wallClock - dayInMilliseconds);
  const after = brussels.offset(wallClock + dayInMilliseconds);
  const isRight = (offset: number) => brussels.offset(wallClock - offset * 60_000) === offset;
  const offset = isRight(before) || !isRight(after) ? before : after;
  return new Date(wallClock - offset * 60_000);
}

// From 1980 on clocks in Brussels have changed at full hours of UTC alone.
const firstOfWholeHours = Date.UTC(1980, 0) / 3_600_000;
const endOfWholeHours = Date.UTC(9999, 0) / 3_600_000;
/** Minutes that Brussels is ahead, by the hour of UTC since 1970: a file asks for some hundred thousand instants. */
const offsets = new Map<number, number>();
const mostOffsets = 20_000;

function offsetInHour(hour: number): number {
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const offset = brussels.offset(hour * 3_600_000);
  if (offsets.size >= mostOffsets) offsets.clear();
  offsets.set(hour, offset);
  return offset;
}

/**
 * What calendar and clock show in Brussels at an instant; seconds are dropped.
 * @throws RangeError for an invalid date.
 */
export function brusselsParts(instant: Date): { day: Day; time: string } {
  const hour = Math.floor(instant.getTime() / 3_600_000);
  if (hour >= firstOfWholeHours && hour < endOfWholeHours) {
    const wallClock = new Date(instant.getTime() + offsetInHour(hour) * 60_000).toISOString();
    return { day: wallClock.slice(0, 10), time: wallClock.slice(11, 16) };
  }
  const local = DateTime.fromJSDate(instant, { zone: brussels });
  if (!local.isValid) throw new RangeError('not an instant');
  return { day: local.toFormat('yyyy-MM-dd'), time: local.toFormat('HH:mm') };
}

/**
 * A day in the reader's notation, the month as a word so that nobody takes it for the day: `6 Mar 2018`, `6 mrt 2018`.
 * @throws RangeError when it is no day.
 */
export function formatDay(day: Day, format: Format): string {
  return inWords(day, format, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** As much of a day as is known, and no more: `6 Mar 2018`, `January 2019`, `2019`. */
export function formatPartialDay(partial: PartialDay, format: Format): string {
  if (partial.value.length === 4) return partial.value;
  if (partial.value.length === 7) return inWords(partial.from, format, { month: 'long', year: 'numeric' });
  return formatDay(partial.from, format);
}

const zoneLabels = { en: 'Brussels time', nl: 'Brusselse tijd' } as const;

/** An instant as seen in Brussels, to the minute and saying so: `6 Mar 2018, 17:00 Brussels time`. */
export const formatInstant = (instant: Date, format: Format): string =>
  `${formatInstantPlain(instant, format)} ${zoneLabels[format.language]}`;

/** The same where a heading says the zone for a whole column: `6 Mar 2018, 17:00`. */
export function formatInstantPlain(instant: Date, format: Format): string {
  const { day, time } = brusselsParts(instant);
  return `${formatDay(day, format)}, ${time}`;
}

const defaultLocales = { en: 'en-IE', nl: 'nl-NL' } as const;
const dayFormats = new Map<string, Intl.DateTimeFormat>();

function inWords(day: Day, format: Format, shape: Intl.DateTimeFormatOptions): string {
  // The name of a month is a word of the page: a French notation must not put "mars" into an English sentence.
  const locale =
    format.locale.split('-')[0] === format.language ? format.locale : defaultLocales[format.language];
  const key = `${locale} ${shape.day ?? 'month'}`;
  let words = dayFormats.get(key);
  if (words === undefined) {
    words = new Intl.DateTimeFormat(locale, { ...shape, timeZone: 'UTC' });
    dayFormats.set(key, words);
  }
  return words.format(midnightInUtc(day));
}

/**
 * An instant from ISO 8601 with zone, or Brussels time without one, its day also as people type it (`15/6/2026 17:00`);
 * a bare day means 17:00 in Brussels (docs/domain.md §2). Null for anything else.
 */
export function parseInstant(value: unknown): Date | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  if (typeof value !== 'string') return null;
  const local = /^(\d{4}-\d\d-\d\d|\d{1,2}([-/.])\d{1,2}\2\d{4})(?:(?:T|,? +)(\d\d:\d\d)(?::00)?)?$/.exec(
    value.trim(),
  );
  if (local) {
    const [, typedDay = '', , at = '17:00'] = local;
    const onDay = parsePartialDay(typedDay)?.value;
    return onDay && /^([01]\d|2[0-3]):[0-5]\d$/.test(at) ? brusselsInstant(onDay, at) : null;
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(value.trim())) return null;
  const parsed = new Date(value.trim());
  return Number.isNaN(parsed.getTime()) || !isDay(value.trim().slice(0, 10)) ? null : parsed;
}
