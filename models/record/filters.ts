import {
  factAt,
  itemsColumn,
  itemsIn,
  linkAt,
  questionColumn,
  type Column,
  type Expression,
} from './facts.ts';
import type { Cents } from './fields.ts';
import { parsePartialDay, type Day } from '../values/day.ts';
import type { Label } from '../values/format.ts';
import { decimalToCents, parseAmount } from '../values/money.ts';

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
  /** Which values make sense, where it is not any text: all there are, or how one is written. `match` refuses others. */
  readonly takes?: readonly string[] | RegExp;
  match(value: string, moment: Moment): Match | null;
  readonly count?: FacetCount;
  /** The same choice on records kept in memory; without it the database is asked which records it takes. */
  readonly column?: Column;
  /** What its values are called on a page whose facets do not count them. */
  readonly words?: Readonly<Record<string, Label>>;
  /** The value in force where a URL does not name the key. */
  readonly otherwise?: string;
}

/** How a facet is counted: by the values that records have, or by asking for each option. */
export type FacetCount =
  | {
      readonly by: 'value';
      /** Gives a value, a link as `{value, label}`, or a list of them, each counted once a record; null is `none`. */
      readonly items: Expression;
      /** A record may have several: words that nobody has are then left out. */
      readonly isList?: boolean;
      /** `none` is not among the values by number, but the last. */
      readonly isNoneLast?: boolean;
      /** The items are links, and their words stand beside them. */
      readonly isLink?: boolean;
      readonly labels?: Readonly<Record<string, Label>>;
    }
  | { readonly by: 'option'; options(): Promise<readonly Option[]> | readonly Option[] };

const same = (text: string): Label => ({ en: text, nl: text });

/** One of the codes of a choice field, or `none`. */
export function choiceFilter(label: Label, path: string, options: Readonly<Record<string, Label>>): Filter {
  return {
    label,
    control: 'choice',
    takes: [...Object.keys(options), missing],
    match: value => {
      if (value === missing) return { [path]: null };
      return Object.hasOwn(options, value) ? { [path]: value } : null;
    },
    count: { by: 'value', items: factAt(path), labels: options },
    column: itemsColumn(factAt(path)),
  };
}

/** Any value at a path (a code), or `none`; `labels` are the words of the codes that have any. */
export function valueFilter(label: Label, path: string, labels?: Readonly<Record<string, Label>>): Filter {
  return {
    label,
    control: 'choice',
    match: value => ({ [path]: value === missing ? null : value }),
    count: { by: 'value', items: factAt(path), ...(labels && { labels }) },
    column: itemsColumn(factAt(path)),
  };
}

/** The same filter, asked of the database alone. */
export const withoutColumn = ({ column: _column, ...filter }: Filter): Filter => filter;

/** Any of the values of a list of texts, or `none`; with words of their own for some of them. */
export function listFilter(label: Label, path: string, labels?: Readonly<Record<string, Label>>): Filter {
  const items = itemsIn(path, '$$item');
  return {
    label,
    control: 'choice',
    match: value => (value === missing ? { [`${path}.0`]: { $exists: false } } : { [path]: value }),
    count: { by: 'value', items, isList: true, ...(labels && { labels }) },
    column: itemsColumn(items),
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
    count: { by: 'value', items: linkAt(path), isLink: true },
    column: itemsColumn(linkAt(path)),
  };
}

/** Options known only at run time or not stored as such; each is counted with its own filter. */
export function optionFilter(
  label: Label,
  options: () => Promise<readonly Option[]> | readonly Option[],
  match: (value: string, moment: Moment) => Match | null,
  { column, takes }: Pick<Filter, 'column' | 'takes'> = {},
): Filter {
  return {
    label,
    control: 'choice',
    match,
    count: { by: 'option', options },
    ...(column && { column }),
    ...(takes && { takes }),
  };
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
    column: questionColumn(
      factAt(key),
      value => {
        const cents = centsOf(value) ?? Number.NaN;
        return amount =>
          typeof amount === 'number' && (operator === '$gte' ? amount >= cents : amount <= cents);
      },
      { isOwn: true },
    ),
  });
  return {
    [key]: missingFilter(key, label, factAt(key), { isOwn: true }),
    [`${key}.min`]: bound('$gte', { en: 'from', nl: 'vanaf' }),
    [`${key}.max`]: bound('$lte', { en: 'up to', nl: 'tot en met' }),
  };
}

/** Only `none`: what is not stated. */
function missingFilter(key: string, label: Label, facts: Expression, more: { isOwn?: true } = {}): Filter {
  return {
    label,
    control: 'choice',
    takes: [missing],
    match: value => (value === missing ? { [key]: null } : null),
    column: questionColumn(facts, () => stated => stated === null, more),
  };
}

/** The first and last possible day. */
type Bounds = readonly [from: Day, to: Day];

const boundsAt = (key: string): Expression => ({
  $cond: [{ $gt: [`$${key}`, null] }, [`$${key}.from`, `$${key}.to`], null],
});

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
    column: questionColumn(boundsAt(key), value => {
      const day = parsePartialDay(value);
      return facts => {
        const bounds = facts as Bounds | null;
        if (day === null || bounds === null) return false;
        return side === 'from' ? bounds[1] >= day.from : bounds[0] <= day.to;
      };
    }),
  });
  return {
    [key]: missingFilter(key, label, boundsAt(key)),
    [`${key}.from`]: bound('from', { en: 'from', nl: 'vanaf' }),
    [`${key}.to`]: bound('to', { en: 'up to', nl: 'tot en met' }),
  };
}

/** The calendar year in which a day falls; a day known only to several years matches each of them. */
export function yearFilter(key: string, label: Label): Filter {
  return {
    label,
    control: 'year',
    takes: /^(\d{4}|none)$/,
    match: value => {
      if (value === missing) return { [key]: null };
      if (!/^\d{4}$/.test(value)) return null;
      return { [`${key}.from`]: { $lte: `${value}-12-31` }, [`${key}.to`]: { $gte: `${value}-01-01` } };
    },
    column: questionColumn(boundsAt(key), value => facts => {
      const bounds = facts as Bounds | null;
      if (value === missing || bounds === null) return value === missing && bounds === null;
      return bounds[0] <= `${value}-12-31` && bounds[1] >= `${value}-01-01`;
    }),
  };
}

const brokenRules = itemsIn('warnings', '$$item.rule');

/** Records keeping a warning of a rule; `none` are those without any. */
export function warningFilter(rules: Readonly<Record<string, Label>>): Filter {
  return {
    label: { en: 'Warnings', nl: 'Waarschuwingen' },
    control: 'choice',
    takes: [...Object.keys(rules), 'any', missing],
    match: value => {
      if (value === missing) return { 'warnings.0': { $exists: false } };
      if (value === 'any') return { 'warnings.0': { $exists: true } };
      return Object.hasOwn(rules, value) ? { 'warnings.rule': value } : null;
    },
    count: {
      by: 'value',
      items: brokenRules,
      isList: true,
      labels: { ...rules, [missing]: { en: 'No warnings', nl: 'Geen waarschuwingen' } },
    },
    column: itemsColumn(brokenRules, { any: 'any' }),
  };
}

export const labelOf = (labels: Readonly<Record<string, Label>> | undefined, value: string): Label =>
  labels?.[value] ?? same(value);
