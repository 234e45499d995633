import type { Fields } from '../../models/record/fields.ts';
import type { Reader } from '../../models/accounts/reader.ts';
import { countFirstValues } from '../../models/lists/facets.ts';
import { findFirstRecordAfter } from '../../models/lists/firstRecord.ts';
import { listRecords } from '../../models/lists/list.ts';
import { totalAmounts, totalView } from '../../models/lists/totals.ts';
import type { Noun } from '../../models/record/noun.ts';
import { columnsOf, pathsRead } from '../../models/record/listColumn.ts';
import { forFiles, visibleTo } from '../../models/record/visibleTo.ts';
import { parseListQuery, urlOf } from '../../models/query/query.ts';
import { facetsToJson, filterInfoOf, listedToJson, totalsToJson } from '../../views/json.ts';
import type { View } from '../../views/page.tsx';
import type { ListPageProps } from '../../views/records/ListPage.tsx';
import { listFile } from '../line/files.ts';
import { rightTo } from '../line/right.ts';
import { facetLine } from './facet.tsx';
import { movedTo, shown, type Answer, type Route, type RouteRequest, type Settings } from '../line/route.ts';

type ListPage<F extends Fields, D> = (props: ListPageProps<F, D>) => ReturnType<View>;

/** The list of a noun: its page, its answer of the API and its files. */
export function listLines<F extends Fields, D>(noun: Noun<F, D>, page: ListPage<F, D>): Route[] {
  const { many } = noun.label;
  return [
    {
      method: 'GET',
      path: `/${noun.path}`,
      right: rightTo('read', noun),
      says: { en: `List ${many.en.toLowerCase()}`, nl: `Lijst van ${many.nl.toLowerCase()}` },
      media: ['page', 'json', 'xlsx', 'csv'],
      query: { list: noun.name },
      output: { list: noun.name },
      handle: (...given) => list(noun, page, ...given),
    },
    ...(noun.facets.length > 0 ? [facetLine(noun)] : []),
  ];
}

/** Values of a facet beside a page: what is chosen comes on top, and all are one link away. */
const facetValuesShown = 12;

async function list<F extends Fields, D>(
  noun: Noun<F, D>,
  page: ListPage<F, D>,
  request: RouteRequest,
  reader: Reader,
  settings: Settings,
): Promise<Answer> {
  const visible = visibleTo(noun, reader);
  const query = parseListQuery(visible, request.query, request.now);
  const isTable = request.medium === 'xlsx' || request.medium === 'csv';
  if (isTable || (request.medium === 'json' && !request.isApi) || isJsonFile(request))
    return listFile(visibleTo(noun, forFiles(reader)), query, request, reader, settings);
  const isPage = request.medium === 'page';
  // A form sends its untouched inputs: its reader is led to the same list by the address that says what was filled in.
  if (isPage && Object.values(request.query).some(isEmpty))
    return movedTo(urlOf(`/${noun.path}`, query, visible, { page: query.page }));
  // A page shows its columns, an item of the API all of it unless some are chosen.
  const isByColumns = isPage || query.columns.length > 0;
  const columns = isByColumns ? columnsOf(visible, query, reader.format.language) : undefined;
  const summed = isPage ? (visible.totals ?? []) : query.totals;
  const [{ items, totalItems }, facets, totals, ofView] = await Promise.all([
    listRecords(visible, query, columns && pathsRead(visible, columns)),
    isPage
      ? countFirstValues(visible, query, visible.facets, facetValuesShown)
      : countFirstValues(visible, query, query.facets, query.facetLimit),
    summed.length > 0 ? totalAmounts(visible, query, summed) : null,
    totalView(visible, query),
  ]);
  const firstRecordAt = totalItems === 0 ? await findFirstRecordAfter(query.knownAt, [noun]) : null;
  const either = totals ?? ofView;
  const allTotals = either && { ...either, totals: { ...totals?.totals, ...ofView?.totals } };
  const totalPages = Math.max(1, Math.ceil(totalItems / query.pageSize));
  if (isPage)
    return shown(
      () =>
        page({
          noun: visible,
          query,
          items,
          totalItems,
          totalPages,
          facets,
          totals: allTotals,
          firstRecordAt,
        }),
      {},
    );
  return {
    kind: 'data',
    data: {
      items: items.map(listedToJson(visible, query)),
      paginationInfo: { page: query.page, pageSize: query.pageSize, totalItems, totalPages },
      sortInfo: { sort: `${query.sort.isDescending ? '-' : ''}${query.sort.key}` },
      filterInfo: filterInfoOf(query, request.t, firstRecordAt),
      ...(query.facets.length > 0 && facetsToJson(facets, query.facetLimit)),
      ...(allTotals && { totals: totalsToJson(allTotals) }),
    },
  };
}

const isEmpty = (value: unknown): boolean => [value].flat().some(one => one === '');

const isJsonFile = (request: RouteRequest): boolean => /^[^?]*\.json(\?|$)/.test(request.url);
