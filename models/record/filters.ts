import { isSameText } from './collator.ts';
import {
  factAt,
  itemsIn,
  itemsOf,
  linkAt,
  textsIn,
  type FacetItem,
  type Facts,
  type Items,
  type Match,
} from './facts.ts';
import type { Day } from '../values/day.ts';
import type { Label } from '../values/format.ts';

/** For when a list is read: the day statuses and phases are judged for, and the instant that is on that day. */
export interface Moment {
  on: Day;
  at: Date;
  /** When today began in Brussels, where that is known. */
  today?: Date;
  /** The instant whose recorded versions are read; null is now. */
  knownAt?: Date | null;
}

/** The value that means "missing" in a URL. */
export const missing = 'none';

/** One choice of a facet; labels come from the field, or are the identifier itself. */
export interface Option {
  value: string;
  label: Label;
}

/**
 * What a filter asks of the facts with a value of the URL.
 *
 * - `items`: that the value is one of them, and for `none` that there are none;
 * - `moment`: that it is the one that follows from them at a moment;
 * - `question`: whatever `holds` says.
 */
export type Predicate =
  | {
      readonly reads: 'items';
      /** The value that asks for any item at all. */
      readonly any?: string;
      /** Asks that the value is *not* one of them. */
      readonly isNegated?: true;
      /** A value as records have it, where people write it otherwise too. */
      readonly spelled?: (value: string) => string;
    }
  | { readonly reads: 'moment'; valueAt(facts: unknown, moment: Moment): string }
  | {
      readonly reads: 'question';
      /** Nearly every record has other facts: kept for each record, not once for all that have them. */
      readonly isOwn?: true;
      holds(value: string, moment: Moment): (facts: unknown) => boolean;
    };

/**
 * One key of a list's URL: the facts that it reads of a record, and what it asks of them. Several values are OR, several
 * keys AND. All who choose by it go by these two: the index, coverage, the portfolio workbook and an import; `match` is
 * made of them, or said beside them where the database can be asked more simply.
 */
export interface Filter {
  readonly label: Label;
  /** How a page offers it: `choice` with counts, `amount` or `day` as bounds typed in, `text` typed in whole. */
  readonly control: 'choice' | 'amount' | 'day' | 'year' | 'text';
  /** Which values make sense, where it is not any text: all there are, or how one is written. `match` refuses others. */
  readonly takes?: readonly string[] | RegExp;
  readonly facts: Facts;
  readonly predicate: Predicate;
  /** The MongoDB filter for one value; null when the value makes no sense. */
  match(value: string, moment: Moment): Match | null;
  /** Its facts would fill the memory: the index leaves them out, and the database is asked which records it takes. */
  readonly isDatabaseOnly?: true;
  /** Its values are ids of records: what they are called stands beside them. */
  readonly isLink?: true;
  readonly count?: FacetCount;
  /** What its values are called on a page whose facets do not count them. */
  readonly words?: Readonly<Record<string, Label>>;
  /** The value in force where a URL does not name the key. */
  readonly otherwise?: string;
}

/** How a facet is counted: by the items that records have, or by asking for each option. */
export type FacetCount =
  | {
      readonly by: 'value';
      /** A record may have several: words that nobody has are then left out. */
      readonly isList?: boolean;
      /** `none` is not among the values by number, but the last. */
      readonly isNoneLast?: boolean;
      readonly labels?: Readonly<Record<string, Label>>;
    }
  | { readonly by: 'option'; options(): Promise<readonly Option[]> | readonly Option[] };

/** What says of an item whether a value of the URL asks for it: a link is found by its identifier too. */
export function itemPredicate(
  { any, spelled }: Predicate & { reads: 'items' },
  value: string,
): (item: FacetItem) => boolean {
  if (value === missing) return item => item === null;
  if (value === any) return item => item !== null;
  const wanted = spelled?.(value) ?? value;
  const isIt = (text: string | null) => text !== null && isSameText(text, wanted);
  return item =>
    typeof item === 'object' && item !== null ? isIt(item.value) || isIt(item.label) : isIt(item);
}

/** What says of the facts of a record whether a value of the URL takes it. */
export function factsPredicate(
  { predicate, match }: Pick<Filter, 'predicate' | 'match'>,
  value: string,
  moment: Moment,
): (facts: unknown) => boolean {
  if (match(value, moment) === null) return () => false;
  if (predicate.reads === 'question') return predicate.holds(value, moment);
  if (predicate.reads === 'moment') return facts => predicate.valueAt(facts, moment) === value;
  const isIt = itemPredicate(predicate, value);
  return facts => {
    const items = itemsOf(facts);
    const isAmong = items.length === 0 ? isIt(null) : items.some(isIt);
    return isAmong !== (predicate.isNegated === true);
  };
}

/** For filters that ask for no day: they read the same whenever it is. */
const anyMoment: Moment = { on: '1970-01-01', at: new Date(0) };

type FactsPredicate = ReturnType<typeof factsPredicate>;

/** Each record of a file is asked with the same values. */
const predicatesOf = new WeakMap<readonly string[], Map<Filter, FactsPredicate[]>>();

/** Whether a record at hand is taken by one of some values of a filter that asks for no day. */
export function isTakenBy(filter: Filter, record: object, values: readonly string[]): boolean {
  const made = predicatesOf.get(values) ?? new Map<Filter, FactsPredicate[]>();
  const predicates = made.get(filter) ?? values.map(value => factsPredicate(filter, value, anyMoment));
  predicatesOf.set(values, made.set(filter, predicates));
  const facts = filter.facts.of(record);
  return predicates.some(holds => holds(facts));
}

const same = (text: string): Label => ({ en: text, nl: text });

/** Whether a value is among those that make sense. */
export const isTaken = (takes: Filter['takes'], value: string): boolean =>
  takes === undefined || (takes instanceof RegExp ? takes.test(value) : takes.includes(value));

type More = Partial<Omit<Filter, 'label' | 'facts' | 'predicate' | 'match'>>;

/** Records with an item; `none` are those without any. */
export function itemsFilter(
  label: Label,
  facts: Items,
  more: More & Omit<Predicate & { reads: 'items' }, 'reads'> = {},
): Filter {
  const { any, isNegated, spelled, ...others } = more;
  return {
    label,
    control: 'choice',
    facts,
    predicate: {
      reads: 'items',
      ...(any && { any }),
      ...(isNegated && { isNegated }),
      ...(spelled && { spelled }),
    },
    match: value => {
      if (!isTaken(more.takes, value)) return null;
      if (value === any) return { $nor: [facts.havingNone] };
      const found = value === missing ? facts.havingNone : facts.having(spelled?.(value) ?? value);
      return isNegated ? { $nor: [found] } : found;
    },
    ...others,
  };
}

/** One of the codes of a choice field, or `none`. */
export const choiceFilter = (label: Label, path: string, labels: Readonly<Record<string, Label>>): Filter =>
  itemsFilter(label, factAt(path), {
    takes: [...Object.keys(labels), missing],
    count: { by: 'value', labels },
  });

/** Any value at a path (a code), or `none`. */
export const valueFilter = (label: Label, path: string): Filter =>
  itemsFilter(label, factAt(path), { count: { by: 'value' } });

/**
 * A number or code by which one looks for a record, typed in whole; case makes no difference. Nearly every record has
 * another: the database has an index for it, and no facet counts it.
 */
export const exactFilter = (label: Label, items: Items): Filter => ({
  ...itemsFilter(label, items, { isDatabaseOnly: true }),
  control: 'text',
});

/** Any of the values of a list of texts, or `none`; with words of their own for some of them. */
export const listFilter = (label: Label, path: string, labels?: Readonly<Record<string, Label>>): Filter =>
  itemsFilter(label, textsIn(path), {
    count: { by: 'value', isList: true, ...(labels && { labels }) },
  });

/** A link stored as `{id, identifier}`; the URL takes the id, or the identifier in any case. */
export const referenceFilter = (label: Label, path: string): Filter =>
  itemsFilter(label, linkAt(path), { isLink: true, count: { by: 'value' } });

/** Options known only at run time or not stored as such. */
export const optionFilter = (
  label: Label,
  options: () => Promise<readonly Option[]> | readonly Option[],
  { match, takes, ...rest }: Pick<Filter, 'facts' | 'predicate' | 'match'> & { takes: readonly string[] },
): Filter => ({
  label,
  control: 'choice',
  takes,
  match: (value, moment) => (isTaken(takes, value) ? match(value, moment) : null),
  count: { by: 'option', options },
  ...rest,
});

export const optionsOf = (labels: Readonly<Record<string, Label>>): Option[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

export const warningsLabel: Label = { en: 'Warnings', nl: 'Waarschuwingen' };

/** Records keeping a warning of a rule; `none` are those without any. */
export const warningFilter = (rules: Readonly<Record<string, Label>>): Filter =>
  itemsFilter(warningsLabel, itemsIn('warnings', 'rule'), {
    takes: [...Object.keys(rules), 'any', missing],
    any: 'any',
    count: {
      by: 'value',
      isList: true,
      labels: { ...rules, [missing]: { en: 'No warnings', nl: 'Geen waarschuwingen' } },
    },
  });

export const labelOf = (labels: Readonly<Record<string, Label>> | undefined, value: string): Label =>
  labels?.[value] ?? same(value);
