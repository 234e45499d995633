import { valuesOf } from '../models/query/requestedMoment.ts';
import { hitKinds, type Hit, type HitKind } from '../models/search/hit.ts';
import { searchEverything, type Found } from '../models/search/searchEverything.ts';
import { centsToDecimal } from '../models/values/money.ts';
import { SearchPage } from '../views/search/SearchPage.tsx';
import { count, listOf, nullable, objectOf, shown, textual, type Route } from './line/route.ts';

const label = objectOf({ en: textual, nl: textual });
const kinds = Object.keys(hitKinds) as HitKind[];

const hitSchema = objectOf(
  {
    path: { ...textual, description: 'The address of its page.' },
    name: label,
    title: nullable(label),
    where: nullable(objectOf({ source: label, text: label, language: nullable(textual) })),
    asides: listOf(label),
    amount: nullable({ ...textual, description: 'In euro: the EU contribution or the budget.' }),
  },
  ['path', 'name', 'title', 'where', 'asides'],
);

const searchSchema = objectOf({
  q: textual,
  synonyms: {
    ...listOf(textual),
    description: 'What else is searched for; `q` beginning with `=` leaves it out.',
  },
  total: count,
  kinds: listOf(objectOf({ kind: { type: 'string', enum: kinds }, count, items: listOf(hitSchema) })),
  suggestion: nullable(
    objectOf({
      q: textual,
      total: count,
      counts: objectOf(Object.fromEntries(kinds.map(kind => [kind, count]))),
    }),
  ),
});

/** What stands in records and strategies, of every kind at once. */
export const searchRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/search',
    right: 'project:read',
    says: {
      en: 'Finds projects, calls, organisations, programmes and what stands in strategies by their words: of each kind how many, and the best',
      nl: 'Vindt projecten, oproepen, organisaties, programma’s en wat in strategieën staat aan hun woorden: van elke soort hoeveel, en de beste',
    },
    query: {
      own: {
        q: {
          says: {
            en: 'Words, "a phrase", acronym or identifier',
            nl: 'Woorden, "een zinsdeel", acroniem of identificatie',
          },
          schema: textual,
        },
      },
    },
    output: { schema: searchSchema },
    handle: async ({ query, now }, reader) => {
      const typed = valuesOf(query['q']).join(' ').slice(0, 500);
      const found = await searchEverything(typed, reader, now);
      return shown(() => <SearchPage found={found} />, foundToJson(found));
    },
  },
];

const foundToJson = ({ q, search, total, kinds: all, suggestion }: Found) => ({
  q,
  synonyms: search?.synonyms ?? [],
  total,
  kinds: all.map(({ kind, count: found, hits }) => ({ kind, count: found, items: hits.map(hitToJson) })),
  suggestion,
});

const hitToJson = ({ cents, ...hit }: Hit) => ({
  ...hit,
  ...(cents !== undefined && { amount: cents === null ? null : centsToDecimal(cents) }),
});
