import type { Cents } from './fields.ts';
import { parsePartialDay, type Day } from './day.ts';
import type { Label } from './format.ts';
import { decimalToCents, parseAmount } from './money.ts';

export type Match = Record<string, unknown>;

/** For when a list is read: the day statuses and phases are judged for, and the instant that is on that day. */
export interface Moment {
  on: Day;
  at: Date;
}

/** The value that means "missing" in a URL. */
export const missing = 'none';

/** One choice of a facet; labels come from the field, or are the identifier itself. */
export interface Option {
  value: string;
  label: Label;
}

/**
 * One key of a list's URL. `match` gives the MongoDB filter for one value, or null when the value makes no sense;
 * several values are OR, several keys AND.
 */
export interface Filter {
  readonly label: Label;
  /** How a page offers it: `choice` with counts, `amount` or `day` as bounds typed in. */
  readonly control: 'choice' | 'amount' | 'day' | 'year';
  match(value: string, moment: Moment): Match | null;
  readonly count?: FacetCount;
}

/** How a facet is counted: by the values at a path, or by asking for each option. */
export type FacetCount =
  | {
      readonly by: 'path';
      readonly path: string;
      /** A list on the way to the path, counted once a record. */
      readonly unwind?: string;
      /** Items of the list that count; `none` is then what the filter says it is, no item's own missing value. */
      readonly where?: Match;
      /** Where the words of the value stand, if they are not the value. */
      readonly labelPath?: string;
      readonly labels?: Readonly<Record<string, Label>>;
    }
  | { readonly by: 'option'; options(): Promise<readonly Option[]> | readonly Option[] };

const same = (text: string): Label => ({ en: text, nl: text });

/** One of the codes of a choice field, or `none`. */
export function choiceFilter(label: Label, path: string, options: Readonly<Record<string, Label>>): Filter {
  return {
    label,
    control: 'choice',
    match: value => {
      if (value === missing) return { [path]: null };
      return Object.hasOwn(options, value) ? { [path]: value } : null;
    },
    count: { by: 'path', path, labels: options },
  };
}

/** Any value at a path (a code), or `none`; `labels` are the words of the codes that have any. */
export function valueFilter(label: Label, path: string, labels?: Readonly<Record<string, Label>>): Filter {
  return {
    label,
    control: 'choice',
    match: value => ({ [path]: value === missing ? null : value }),
    count: { by: 'path', path, ...(labels && { labels }) },
  };
}

/** A link stored as `{id, identifier}`; the URL takes the id, or the identifier in any case. */
export function referenceFilter(label: Label, path: string): Filter {
  return {
    label,
    control: 'choice',
    match: value =>
      value === missing
        ? { [path]: null }
        : { $or: [{ [`${path}.id`]: value }, { [`${path}.identifier`]: value }] },
    count: { by: 'path', path: `${path}.id`, labelPath: `${path}.identifier` },
  };
}

/** Options known only at run time or not stored as such; each is counted with its own filter. */
export function optionFilter(
  label: Label,
  options: () => Promise<readonly Option[]> | readonly Option[],
  match: (value: string, moment: Moment) => Match | null,
): Filter {
  return { label, control: 'choice', match, count: { by: 'option', options } };
}

export const optionsOf = (labels: Readonly<Record<string, Label>>): Option[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

/** `key` (only `none`), `key.min` and `key.max`: an amount in euro. */
export function amountFilters(key: string, label: Label): Record<string, Filter> {
  const bound = (operator: '$gte' | '$lte', words: Label): Filter => ({
    label: { en: `${label.en} ${words.en}`, nl: `${label.nl} ${words.nl}` },
    control: 'amount',
    match: value => {
      const cents = centsOf(value);
      return cents === null ? null : { [key]: { [operator]: cents } };
    },
  });
  return {
    [key]: { label, control: 'choice', match: value => (value === missing ? { [key]: null } : null) },
    [`${key}.min`]: bound('$gte', { en: 'from', nl: 'vanaf' }),
    [`${key}.max`]: bound('$lte', { en: 'up to', nl: 'tot en met' }),
  };
}

function centsOf(value: string): Cents | null {
  const exact = decimalToCents(value);
  if (exact !== null) return exact;
  const parsed = parseAmount(value);
  return 'cents' in parsed ? parsed.cents : null;
}

/** `key` (only `none`), `key.from` and `key.to`: a day that may be known to the month or year; matches overlap. */
export function dayFilters(key: string, label: Label): Record<string, Filter> {
  const bound = (side: 'from' | 'to', words: Label): Filter => ({
    label: { en: `${label.en} ${words.en}`, nl: `${label.nl} ${words.nl}` },
    control: 'day',
    match: value => {
      const day = parsePartialDay(value);
      if (day === null) return null;
      return side === 'from' ? { [`${key}.to`]: { $gte: day.from } } : { [`${key}.from`]: { $lte: day.to } };
    },
  });
  return {
    [key]: { label, control: 'choice', match: value => (value === missing ? { [key]: null } : null) },
    [`${key}.from`]: bound('from', { en: 'from', nl: 'vanaf' }),
    [`${key}.to`]: bound('to', { en: 'up to', nl: 'tot en met' }),
  };
}

/** The calendar year in which a day falls; a day known only to several years matches each of them. */
export function yearFilter(key: string, label: Label): Filter {
  return {
    label,
    control: 'year',
    match: value => {
      if (value === missing) return { [key]: null };
      if (!/^\d{4}$/.test(value)) return null;
      return { [`${key}.from`]: { $lte: `${value}-12-31` }, [`${key}.to`]: { $gte: `${value}-01-01` } };
    },
  };
}

/** Records keeping a warning of a rule; `none` are those without any. */
export function warningFilter(rules: Readonly<Record<string, Label>>): Filter {
  return {
    label: { en: 'Warnings', nl: 'Waarschuwingen' },
    control: 'choice',
    match: value => {
      if (value === missing) return { 'warnings.0': { $exists: false } };
      if (value === 'any') return { 'warnings.0': { $exists: true } };
      return Object.hasOwn(rules, value) ? { 'warnings.rule': value } : null;
    },
    count: {
      by: 'path',
      path: 'warnings.rule',
      unwind: 'warnings',
      labels: { ...rules, [missing]: { en: 'No warnings', nl: 'Geen waarschuwingen' } },
    },
  };
}

export const labelOf = (labels: Readonly<Record<string, Label>> | undefined, value: string): Label =>
  labels?.[value] ?? same(value);
