import type { Label } from '../../models/values/format.ts';
import type { Listed } from '../../models/record/noun.ts';
import { nouns } from '../../models/nouns.ts';
import { ApiPage } from '../../views/api/ApiPage.tsx';
import type { ApiLine } from '../../views/api/lines.ts';
import { programVersion } from '../../views/workbooks/programVersion.ts';
import { describeApi, suffixesOf } from './openapi.ts';
import { takesIdempotencyKey } from './openapiParts.ts';
import { shown, type Route } from '../line/route.ts';
import type { JsonSchema } from '../../models/record/fieldSchema.ts';
import type { Fields } from '../../models/record/fields.ts';
import { visibleFields, visibleTo, type Sight } from '../../models/record/visibleTo.ts';

/** The API's description, for programs and for people. It holds no data, so anyone may read it, as far as they may see what it describes. */
export function apiRoutes(described: () => readonly Route[]): readonly Route[] {
  const descriptions = new Map<string, JsonSchema>();
  return [
    {
      method: 'GET',
      path: '/openapi',
      right: 'anyone',
      says: { en: 'This description, as OpenAPI 3.1', nl: 'Deze beschrijving, als OpenAPI 3.1' },
      media: ['json'],
      output: { schema: { type: 'object', required: ['openapi', 'info', 'paths', 'components'] } },
      handle: async (_request, sight) => {
        const key = Object.values(nouns)
          .flatMap(({ fields }) => Object.keys(visibleFields<Fields>(fields, sight)))
          .join();
        const data =
          descriptions.get(key) ?? describeApi(described(), programVersion, { kinds: nouns, sight });
        descriptions.set(key, data);
        return { kind: 'data', data };
      },
    },
    {
      method: 'GET',
      path: '/api',
      right: 'anyone',
      says: { en: 'The API, line by line', nl: 'De API, regel voor regel' },
      media: ['page'],
      handle: async (_request, reader) =>
        shown(() => <ApiPage lines={described().map(route => lineOf(route, reader))} />, {}),
    },
  ];
}

const listKeyLabels: Readonly<Record<string, Label>> = {
  q: { en: 'Words searched for', nl: 'Gezochte woorden' },
  sort: { en: 'Order; a minus sorts downwards', nl: 'Volgorde; een min sorteert aflopend' },
  page: { en: 'Page, from 1', nl: 'Pagina, vanaf 1' },
  pageSize: { en: 'Records a page, at most 250', nl: 'Records per pagina, maximaal 250' },
  facets: { en: 'Facets to count, separated by commas', nl: 'Te tellen facetten, gescheiden door komma’s' },
  facetLimit: {
    en: 'Values of each facet, at most 1000; all are at the address of the facet',
    nl: 'Waarden per facet, maximaal 1000; alle staan op het adres van het facet',
  },
};
const totalsLabel = (amounts: readonly string[]): Label => ({
  en: `Amounts to add up, separated by commas: ${amounts.join(', ')}`,
  nl: `Op te tellen bedragen, gescheiden door komma’s: ${amounts.join(', ')}`,
});
const momentLabels: Readonly<Record<string, Label>> = {
  on: { en: 'The day it is judged for', nl: 'De dag waarvoor het bepaald wordt' },
  knownAt: { en: 'As known at this instant', nl: 'Stand van de gegevens op dit tijdstip' },
};

/** A line as the page shows it. */
function lineOf(route: Route, sight: Sight): ApiLine {
  const { method, path, says, right, rules = null, query, input, needsVersion } = route;
  const list: Listed | null = query?.list ? visibleTo<Fields, unknown>(nouns[query.list], sight) : null;
  const totals = list?.totals && { totals: totalsLabel(list.totals) };
  const isMoment = query?.moment === true || list !== null;
  const keys = [
    ...Object.entries(query?.own ?? {}).map(([name, own]) => ({ name, says: own.says })),
    ...Object.entries({ ...(list && listKeyLabels), ...totals, ...(isMoment && momentLabels) }).map(
      ([name, label]) => ({ name, says: label }),
    ),
  ];
  return {
    method,
    path,
    says,
    right,
    rules,
    files: suffixesOf(route),
    headers: [
      ...(needsVersion ? ['If-Match'] : []),
      ...(takesIdempotencyKey(route) ? ['Idempotency-Key'] : []),
    ],
    list,
    keys,
    body: input && Object.keys(input.fields).length > 0 ? visibleFields(input.fields, sight) : null,
    isWhole: input?.isWhole === true,
  };
}
