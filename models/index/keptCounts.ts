import type { ListQuery } from '../query/query.ts';
import type { FacetIndex } from './facetIndex.ts';

/** So many numbers are kept of one state of an index; then all are forgotten. */
const mostCounts = 1_000;

interface Kept {
  revision: number;
  counts: Map<string, number>;
}

const kept = new WeakMap<FacetIndex, Kept>();

/** What the number of a query follows from, beside the index: not its order, page or columns. */
const keyOf = ({ chosen, excluded, search, on }: ListQuery): string =>
  JSON.stringify([...[chosen, excluded].map(side => Object.entries(side).toSorted(byKey)), search, on]);

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

function countsOf(index: FacetIndex): Map<string, number> {
  const known = kept.get(index);
  if (known?.revision === index.revision) return known.counts;
  const counts = new Map<string, number>();
  kept.set(index, { revision: index.revision, counts });
  return counts;
}

/** The number of a query as it was counted in this very state of the index; undefined where it was not. */
export const keptCount = (index: FacetIndex, query: ListQuery): number | undefined =>
  countsOf(index).get(keyOf(query));

/** Keeps the number of a query until the index changes. It must follow from the day of the query, and from no instant in it. */
export function keepCount(index: FacetIndex, query: ListQuery, count: number): void {
  const counts = countsOf(index);
  if (counts.size >= mostCounts) counts.clear();
  counts.set(keyOf(query), count);
}
