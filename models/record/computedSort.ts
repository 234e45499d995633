import type { Expression, Facts } from './facts.ts';
import type { Moment } from './filters.ts';

/** A sort key that no record stores: a number that follows from its facts at a moment. */
export interface ComputedSort {
  /** What it follows from, as the index keeps it. */
  readonly facts: Facts;
  /** Of the facts of a record; the same number as the expression gives. */
  placeOf(facts: unknown, moment: Moment): number;
  expression(moment: Moment): Expression;
}

/** Sorts by how many items a list has. */
export function bySize(list: string): ComputedSort {
  const expression = { $size: { $ifNull: [`$${list}`, []] } };
  return {
    facts: {
      expression,
      of: record => (record as Readonly<Record<string, readonly unknown[]>>)[list]?.length ?? 0,
    },
    placeOf: size => size as number,
    expression: () => expression,
  };
}
