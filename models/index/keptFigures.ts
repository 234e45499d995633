import type { ListQuery } from '../query/query.ts';
import type { FacetIndex } from './facetIndex.ts';

/** Figures that are kept of the records that queries take, as long as the index is in the state in which they were counted. */
export interface KeptFigures<T> {
  /** @param of which figure it is, where a query has several */
  find(index: FacetIndex, query: ListQuery, of?: string): T | undefined;
  /** Keeps a figure until the index changes. It must follow from the day of the query, and from no instant in it. */
  keep(index: FacetIndex, query: ListQuery, figure: T, of?: string): void;
}

/** What figures of a query follow from, beside the index: not its order, page or columns. */
const keyOf = ({ chosen, excluded, search, on }: ListQuery, of: string): string =>
  JSON.stringify([...[chosen, excluded].map(side => Object.entries(side).toSorted(byKey)), search, on, of]);

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

/** *Memoization* by query. @param most so many are kept of one state of an index; then all are forgotten */
export function keptFigures<T>(most: number): KeptFigures<T> {
  const kept = new WeakMap<FacetIndex, { revision: number; figures: Map<string, T> }>();
  const figuresOf = (index: FacetIndex): Map<string, T> => {
    const known = kept.get(index);
    if (known?.revision === index.revision) return known.figures;
    const figures = new Map<string, T>();
    kept.set(index, { revision: index.revision, figures });
    return figures;
  };
  return {
    find: (index, query, of = '') => figuresOf(index).get(keyOf(query, of)),
    keep: (index, query, figure, of = '') => {
      const figures = figuresOf(index);
      if (figures.size >= most) figures.clear();
      figures.set(keyOf(query, of), figure);
    },
  };
}

/** How many records queries have. */
export const keptCounts = keptFigures<number>(1_000);
