import { parseCountry } from '../../values/country.ts';
import { isDay, type PartialDay } from '../../values/day.ts';
import { control } from '../../record/textsRule.ts';
import type { SourceProblem } from '../contract/table.ts';

/** What a text of a file means, exactly, or what is wrong with it. */
export type Parsed<T> = { value: T } | { wrong: SourceProblem };

const wrong = (key: string, values?: Record<string, string | number>): { wrong: SourceProblem } => ({
  wrong: { key: `importSource.${key}`, ...(values && { values }) },
});

const everyControl = new RegExp(control.source, 'gu');

/** Whether a text holds characters that no field takes. */
export const hasControl = (text: string): boolean => control.test(text);

/** One line: blanks of every kind (no-break too) become one blank, characters no field takes too; none at the ends. */
export function cleanLine(text: string): string {
  // Most cells need nothing done, and are only looked at.
  if (!/^\s|\s$|[^\S ]| {2}/.test(text) && !control.test(text)) return text;
  return text.replace(everyControl, ' ').replace(/\s+/gu, ' ').trim();
}

/** As `cleanLine`, with the ends of lines kept as `\n`. */
export function cleanText(text: string): string {
  if (!/^\s|\s$|[^\S\n ]| {2}| \n|\n /.test(text) && !control.test(text)) return text;
  return text
    .replace(/\r\n?/g, '\n')
    .replace(everyControl, ' ')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

/**
 * The sign a notation must have for decimals, where the text alone proves it; null where it may be read either way. What
 * stands before and behind the figures, such as `EUR`, is no part of them: `75.000 EUR` has three figures behind its sign.
 */
export function provenDecimal(stated: string): '.' | ',' | null {
  const text = stated.replace(/^[^\d.,]+/, '').replace(/(?<=[\d.,])[^\d.,]+$/, '');
  const last = /[.,](?=[^.,]*$)/.exec(text);
  if (!last) return null;
  const [sign] = last as ['.' | ','];
  const other = sign === '.' ? ',' : '.';
  const before = text.slice(0, last.index);
  if (before.includes(other)) return sign;
  if (before.includes(sign)) return other;
  const digitsAfter = text.length - last.index - 1;
  return digitsAfter !== 3 || /^0?$|\d{4}$/.test(before) ? sign : null;
}

const mostDays = 20_000;
const days = new Map<string, Parsed<PartialDay>>();

/** A file has few distinct days: each is worked out once. */
function dayOf(value: string): Parsed<PartialDay> {
  let day = days.get(value);
  if (day === undefined) {
    day = isDay(value) ? { value: { value, from: value, to: value } } : wrong('noSuchDay');
    if (days.size >= mostDays) days.clear();
    days.set(value, day);
  }
  return day;
}

/** A day `YYYY-MM-DD`, with or without a time of day behind it (CORDIS prints both). Any other order is refused. */
export function readIsoDay(text: string): Parsed<PartialDay> {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  return match ? dayOf(match[1] ?? '') : wrong('notADay');
}

/** A day written month first, `1/31/18` or `1/31/2018` (two figures of a year are of this century), or a sheet's date. */
export function readMonthFirstDay(text: string): Parsed<PartialDay> {
  if (/^\d{4}-/.test(text)) return readIsoDay(text);
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)$/.exec(text);
  if (!match) return wrong('notAMonthFirstDay');
  const [, month = '', day = '', year = ''] = match;
  return dayOf(`${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** A country code in ISO or EU spelling as its ISO code; NA is Namibia. */
export function readCountry(text: string): Parsed<string> {
  const iso = parseCountry(text);
  return iso === null ? wrong('unknownCountry') : { value: iso };
}

/** A whole number from nought to `most`. */
export function readWhole(text: string, most: number): Parsed<number> {
  if (!/^\d{1,15}$/.test(text)) return wrong('notAWholeNumber');
  return Number(text) <= most ? { value: Number(text) } : wrong('numberTooLarge', { limit: most });
}

/** Whether a grant agreement number has the form of its programme: 6 or 9 digits in H2020 and Horizon Europe. */
export function isGrantNumber(text: string, programme: string | null): boolean {
  const isNumbered = programme === null || ['H2020', 'HORIZON'].includes(programme.toUpperCase());
  return isNumbered ? /^(?:\d{6}|\d{9})$/.test(text) : /^(?=.*\d)[A-Za-z0-9][\w./-]{2,59}$/.test(text);
}

/** The form of a call's identifier: letters and figures in parts, such as `H2020-SU-SEC-2018`; never a mere number. */
export const callForm = /^(?=.*\p{L})[\p{L}\d][\p{L}\d._:()/&+-]*$/u;

/** The form of a topic's identifier: as a call's, perhaps with blanks or commas inside. */
export const topicForm = /^(?=.*\p{L})[\p{L}\d][\p{L}\d._:()/&+, -]*$/u;

/** The form of a type of action: `RIA`, `/RIA`, `HORIZON-JU-RIA`; never a mere number. */
export const actionTypeForm = /^\/?(?=.*\p{L})[\p{L}\d][\p{L}\d .:()/&+,-]*$/u;
