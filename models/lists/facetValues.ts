import type { FacetValue } from '../query/facetValues.ts';
import type { ListQuery } from '../query/query.ts';
import type { Listed } from '../record/noun.ts';
import { fold } from '../record/search.ts';
import { countFacets } from './facets.ts';

/** Values on a page of all values of a facet. */
export const facetPageSize = 250;

/** A page of the values of a facet, and how many there are of which the words hold a text. */
export interface FacetPage {
  items: FacetValue[];
  totalItems: number;
  totalPages: number;
}

/**
 * All values of a facet with their counts, without its own selection: those whose words hold a text, whatever its case
 * and accents, on the page that the query asks for.
 */
export async function listFacetValues(
  noun: Listed,
  query: ListQuery,
  key: string,
  containing: string,
): Promise<FacetPage> {
  const { [key]: all = [] } = await countFacets(noun, query, [key]);
  const wanted = fold(containing);
  const found = wanted
    ? all.filter(({ label }) => [label.en, label.nl].some(words => fold(words).includes(wanted)))
    : all;
  const from = (query.page - 1) * facetPageSize;
  return {
    items: found.slice(from, from + facetPageSize),
    totalItems: found.length,
    totalPages: Math.max(1, Math.ceil(found.length / facetPageSize)),
  };
}
