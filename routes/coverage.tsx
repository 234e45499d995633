import { countCoverage } from '../models/coverage/coverage.ts';
import { attributionMethods } from '../models/assessments/attribution.ts';
import { parseCoverageQuery } from '../models/coverage/coverageQuery.ts';
import { coverageStates } from '../models/coverage/coverageState.ts';
import { daySchema, decimalSchema } from '../models/record/fieldSchema.ts';
import { nouns } from '../models/nouns.ts';
import { listRecords } from '../models/lists/list.ts';
import { bases } from '../models/projects/basis.ts';
import { wholeList } from '../models/query/query.ts';
import { coverageToJson } from '../views/coverage/json.ts';
import { CoveragePage } from '../views/coverage/CoveragePage.tsx';
import {
  count,
  instant,
  listOf,
  nullable,
  objectOf,
  shown,
  textual,
  wholeDay,
  type QueryKeys,
  type Route,
} from './line/route.ts';
import { visibleTo } from '../models/record/visibleTo.ts';

/** The keys of a matrix's URL, besides those of the list of projects. */
export const coverageKeys: NonNullable<QueryKeys['own']> = {
  strategy: {
    says: {
      en: 'The code of a strategy; the first one if not said',
      nl: 'De code van een strategie; anders de eerste',
    },
    schema: textual,
  },
  basis: {
    says: { en: 'The amount that is counted', nl: 'Het bedrag dat geteld wordt' },
    schema: { type: 'string', enum: Object.keys(bases), default: 'euContribution' },
  },
  method: {
    says: { en: 'How it is attributed to initiatives', nl: 'Hoe het aan initiatieven wordt toegerekend' },
    schema: { type: 'string', enum: Object.keys(attributionMethods), default: 'split' },
  },
};

const programme = { programme: { ...textual, description: 'Its code, or `none` for projects without one.' } };
const amount = { amount: decimalSchema };
const counts = (...keys: string[]) => Object.fromEntries(keys.map(key => [key, count]));
const cell = {
  state: { type: 'string', enum: [...coverageStates] },
  isCallOpen: { type: 'boolean' },
  ...counts('projects', 'principal', 'secondary', 'unrated', 'notTargeted', 'notAssessed'),
  ...counts('ongoing', 'ended', 'upcoming', 'unknownPhase', 'stated'),
  ...counts('callsAhead', 'callsOpen'),
  ...amount,
};
const sum = { ...counts('projects', 'undated', 'stated'), ...amount };
const rest = { unlinked: count, ...amount };
const byProgramme = (one: Parameters<typeof objectOf>[0]) =>
  objectOf({ overall: objectOf(one), programmes: listOf(objectOf({ ...programme, ...one })) });

const coverageSchema = objectOf({
  strategy: textual,
  basis: { type: 'string', enum: Object.keys(bases) },
  method: { type: 'string', enum: Object.keys(attributionMethods) },
  on: wholeDay,
  knownAt: nullable(instant),
  thresholds: objectOf({
    coveredFrom: count,
    fromOn: nullable(daySchema),
    isStated: { type: 'boolean' },
  }),
  firstRecordAt: nullable({
    ...instant,
    description: 'Since when there are records, where `knownAt` is before: every state is then `unrecorded`.',
  }),
  programmes: listOf(objectOf({ ...programme, label: nullable(textual), name: nullable(textual) })),
  initiatives: listOf(
    objectOf({
      initiative: textual,
      number: count,
      title: objectOf({ en: textual, nl: textual }),
      overall: objectOf(cell),
      programmes: listOf(objectOf({ ...programme, ...cell })),
    }),
  ),
  notAttributed: nullable(byProgramme(rest)),
  totals: byProgramme(sum),
  later: { ...objectOf(sum), description: 'Signed only after `on`: in no other figure.' },
  candidates: objectOf(sum),
  apart: objectOf(sum),
});

export const coverageRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/coverage',
    right: 'coverage:read',
    says: { en: 'Initiatives by programme: what covers them', nl: 'Initiatieven per programma: wat ze dekt' },
    query: { list: 'project', own: coverageKeys },
    findsByKey: true,
    output: { schema: coverageSchema },
    handle: async (request, reader) => {
      const query = parseCoverageQuery(request.query, request.now, reader);
      const coverage = await countCoverage(query);
      const strategy = visibleTo(nouns.strategy, reader);
      const { items: strategies } = await listRecords(strategy, wholeList(strategy, request.now));
      return shown(
        () => <CoveragePage coverage={coverage} strategies={strategies} />,
        coverageToJson(coverage),
      );
    },
  },
];
