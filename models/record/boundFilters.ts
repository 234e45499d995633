import { daysAt, factAt } from './facts.ts';
import type { Cents } from './fields.ts';
import { isTaken, missing, type Filter } from './filters.ts';
import { parsePartialDay, type Day } from '../values/day.ts';
import type { Label } from '../values/format.ts';
import { decimalToCents, parseAmount } from '../values/money.ts';

/** What a stated amount, or a side of a day that may be known to the month or year, must keep to. */
interface Bound {
  readonly side: 'from' | 'to' | null;
  readonly is: '$gte' | '$lte';
  readonly than: Cents | Day;
}

type Stated = Cents | Day | readonly [from: Day, to: Day];

function boundPredicate({ side, is, than }: Bound): (stated: Stated) => boolean {
  const isMet = is === '$gte' ? (found: Stated) => found >= than : (found: Stated) => found <= than;
  if (side === null) return isMet;
  const at = side === 'from' ? 0 : 1;
  return stated => isMet((stated as readonly [Day, Day])[at]);
}

/** Bounds on what is stated at a key; `read` gives those that a value means, none of them for "not stated". */
function boundsFilter(
  label: Label,
  key: string,
  facts: Pick<Filter, 'facts' | 'control' | 'takes'> & { isOwn?: true },
  read: (value: string) => readonly Bound[] | null,
): Filter {
  const { isOwn, ...more } = facts;
  const boundsOf = (value: string) => (isTaken(more.takes, value) ? read(value) : null);
  return {
    label,
    ...more,
    match: value => {
      const bounds = boundsOf(value);
      if (bounds?.length === 0) return { [key]: null };
      return (
        bounds &&
        Object.fromEntries(
          bounds.map(({ side, is, than }) => [side === null ? key : `${key}.${side}`, { [is]: than }]),
        )
      );
    },
    predicate: {
      reads: 'question',
      ...(isOwn && { isOwn }),
      holds: value => {
        const tests = (boundsOf(value) ?? []).map(boundPredicate);
        if (tests.length === 0) return stated => stated === null;
        return stated => stated !== null && tests.every(isMet => isMet(stated as Stated));
      },
    },
  };
}

const worded = (label: Label, words: Label): Label => ({
  en: `${label.en} ${words.en}`,
  nl: `${label.nl} ${words.nl}`,
});
const from: Label = { en: 'from', nl: 'vanaf' };
const upTo: Label = { en: 'up to', nl: 'tot en met' };
const onlyMissing = { control: 'choice', takes: [missing] } as const;

function centsOf(value: string): Cents | null {
  const exact = decimalToCents(value);
  if (exact !== null) return exact;
  const parsed = parseAmount(value);
  return 'cents' in parsed ? parsed.cents : null;
}

/** `key` (only `none`), `key.min` and `key.max`: an amount in euro. */
export function amountFilters(key: string, label: Label): Record<string, Filter> {
  const amount = { control: 'amount', facts: factAt(key), isOwn: true } as const;
  const bound = (is: Bound['is']) => (value: string) => {
    const than = centsOf(value);
    return than === null ? null : [{ side: null, is, than }];
  };
  return {
    [key]: boundsFilter(label, key, { ...amount, ...onlyMissing }, () => []),
    [`${key}.min`]: boundsFilter(worded(label, from), key, amount, bound('$gte')),
    [`${key}.max`]: boundsFilter(worded(label, upTo), key, amount, bound('$lte')),
  };
}

/** `key` (only `none`), `key.from` and `key.to`: a day that may be known to the month or year; matches overlap. */
export function dayFilters(key: string, label: Label): Record<string, Filter> {
  const day = { control: 'day', facts: daysAt(key) } as const;
  const bound = (make: (days: { from: Day; to: Day }) => Bound) => (value: string) => {
    const days = parsePartialDay(value);
    return days && [make(days)];
  };
  const first = bound(days => ({ side: 'to', is: '$gte', than: days.from }));
  const last = bound(days => ({ side: 'from', is: '$lte', than: days.to }));
  return {
    [key]: boundsFilter(label, key, { ...day, ...onlyMissing }, () => []),
    [`${key}.from`]: boundsFilter(worded(label, from), key, day, first),
    [`${key}.to`]: boundsFilter(worded(label, upTo), key, day, last),
  };
}

/** The calendar year in which a day falls; a day known only to several years matches each of them. */
export const yearFilter = (key: string, label: Label): Filter =>
  boundsFilter(label, key, { control: 'year', takes: /^(\d{4}|none)$/, facts: daysAt(key) }, value =>
    value === missing
      ? []
      : [
          { side: 'from', is: '$lte', than: `${value}-12-31` },
          { side: 'to', is: '$gte', than: `${value}-01-01` },
        ],
  );
