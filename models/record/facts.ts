import type { Moment } from './filters.ts';

/** A MongoDB aggregation expression. */
export type Expression = unknown;

/** A value of a facet; an item with an `identifier` is a link, found and shown by it too. */
export type FacetItem = string | null | { value: string; label: string | null };

/**
 * What a filter reads of a record, so that records kept in memory can be counted and chosen as the database does it. Said
 * beside the filter's `match`; a randomised test holds the two equal.
 *
 * - `items`: the facts are a value or a list of values; chosen by being one of them, `none` by having none;
 * - `valueAt`: one value that follows from the facts at a moment;
 * - `question`: asked about the facts with the value of the URL.
 */
export type Column = { readonly facts: Expression } & (
  | {
      readonly reads: 'items';
      /** The value that asks for any item at all. */
      readonly any?: string;
      /** Chosen by *not* being one of them. */
      readonly isNegated?: boolean;
    }
  | { readonly reads: 'moment'; valueAt(facts: unknown, moment: Moment): string }
  | {
      readonly reads: 'question';
      /** Nearly every record has others: kept for each record, not once for all that have them. */
      readonly isOwn?: true;
      holds(value: string, moment: Moment): (facts: unknown) => boolean;
    }
);

/** A column of values: `facts` gives one value, or a list. */
export const itemsColumn = (
  facts: Expression,
  more: { any?: string; isNegated?: boolean } = {},
): Column & { reads: 'items' } => ({ reads: 'items', facts, ...more });

/** A column whose facts have one value at each moment. */
export const momentColumn = (
  facts: Expression,
  valueAt: (facts: unknown, moment: Moment) => string,
): Column => ({ reads: 'moment', facts, valueAt });

/** A column that is asked with each value of the URL. */
export const questionColumn = (
  facts: Expression,
  holds: (value: string, moment: Moment) => (facts: unknown) => boolean,
  more: { isOwn?: true } = {},
): Column => ({ reads: 'question', facts, holds, ...more });

/** What stands at a path: null where nothing does. */
export const factAt = (path: string): Expression => ({ $ifNull: [`$${path}`, null] });

/** The known values of a list of items that meet a condition on `$$item`, in their order. */
export function itemsIn(list: string, value: Expression, condition: Expression = true): Expression {
  const some = { $filter: { input: { $ifNull: [`$${list}`, []] }, as: 'item', cond: condition } };
  const values = { $map: { input: some, as: 'item', in: value } };
  return { $filter: { input: values, as: 'item', cond: { $gt: ['$$item', null] } } };
}

/** A link `{id, identifier}` at a path as an item; null where there is none. */
export const linkAt = (path: string): Expression => ({
  $cond: [
    { $gt: [`$${path}.id`, null] },
    { value: `$${path}.id`, label: { $ifNull: [`$${path}.identifier`, null] } },
    null,
  ],
});
