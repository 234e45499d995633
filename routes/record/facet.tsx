import type { Reader } from '../../models/accounts/reader.ts';
import { facetPageSize, listFacetValues } from '../../models/lists/facetValues.ts';
import { parseListQuery } from '../../models/query/query.ts';
import type { Noun } from '../../models/record/noun.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import { FacetPage } from '../../views/records/FacetPage.tsx';
import { filterInfoOf } from '../../views/json.ts';
import { rightTo } from '../line/right.ts';
import {
  listOf,
  objectOf,
  shown,
  textual,
  type Answer,
  type Route,
  type RouteRequest,
} from '../line/route.ts';
import type { Fields } from '../../models/record/fields.ts';

const mostContaining = 200;

const facetSchema = objectOf({
  items: listOf({ $ref: '#/components/schemas/Facet' }),
  paginationInfo: { $ref: '#/components/schemas/PaginationInfo' },
  filterInfo: { type: 'object' },
});

/** All values of a facet of a list, under the list's own filters. */
export const facetLine = <F extends Fields, D>(noun: Noun<F, D>): Route => ({
  method: 'GET',
  path: `/${noun.path}/facets/:facet`,
  right: rightTo('read', noun),
  says: {
    en: `All values of a facet of the ${noun.label.many.en.toLowerCase()}, ${facetPageSize} a page`,
    nl: `Alle waarden van een facet van de ${noun.label.many.nl.toLowerCase()}, ${facetPageSize} per pagina`,
  },
  query: {
    list: noun.name,
    own: {
      containing: {
        says: { en: 'Only values whose words hold this', nl: 'Alleen waarden met deze tekst' },
        schema: { ...textual, maxLength: mostContaining },
      },
    },
  },
  output: { schema: facetSchema },
  handle: (request, reader) => facet(noun, request, reader),
});

async function facet<F extends Fields, D>(
  noun: Noun<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const visible = visibleTo(noun, reader);
  const { facet: key = '' } = request.params;
  const { containing: given, ...url } = request.query;
  const containing = typeof given === 'string' ? given.trim().slice(0, mostContaining) : '';
  const query = parseListQuery(visible, url, request.now);
  if (!visible.facets.includes(key)) throw new ExpectedError('notFound', 'notFound.page');
  const { items, totalItems, totalPages } = await listFacetValues(visible, query, key, containing);
  const data = {
    items,
    paginationInfo: { page: query.page, pageSize: facetPageSize, totalItems, totalPages },
    filterInfo: filterInfoOf(query, request.t),
  };
  return shown(
    () => (
      <FacetPage
        noun={visible}
        query={query}
        name={key}
        containing={containing}
        values={items}
        totalItems={totalItems}
        totalPages={totalPages}
      />
    ),
    data,
  );
}
