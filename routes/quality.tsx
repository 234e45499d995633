import { callWarnings } from '../models/calls/callRules.ts';
import { inScopeOf } from '../models/coverage/counted.ts';
import type { Label } from '../models/values/format.ts';
import { countFacets } from '../models/lists/facets.ts';
import { countRecords } from '../models/lists/list.ts';
import { nouns } from '../models/nouns.ts';
import { listUnregisteredPassages } from '../models/strategies/passages.ts';
import { projectWarnings } from '../models/projects/projectRules.ts';
import { openly, visibleTo } from '../models/record/visibleTo.ts';
import { urlOf, wholeList, type ListQuery } from '../models/query/query.ts';
import { listDiscrepancies } from '../models/strategies/discrepancies.ts';
import { QualityPage, type RuleBoard } from '../views/quality/QualityPage.tsx';
import { count, listOf, nullable, objectOf, shown, textual, type Route } from './line/route.ts';

const boardSchema = objectOf({
  records: count,
  withWarnings: count,
  rules: listOf(objectOf({ rule: textual, count })),
});
const passageSchema = objectOf({
  strategy: textual,
  what: textual,
  instrument: nullable(textual),
  words: nullable(textual),
  line: nullable({ type: 'integer' }),
  initiative: nullable(objectOf({ code: textual, title: objectOf({ en: textual, nl: nullable(textual) }) })),
});

/** What is missing, doubtful or contradictory, each figure with the rows behind it. */
export const qualityRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/quality',
    right: 'project:read',
    says: {
      en: 'Warnings, contradictions, passages not registered',
      nl: 'Waarschuwingen, tegenspraken, niet geregistreerde passages',
    },
    output: {
      schema: objectOf({
        projects: boardSchema,
        calls: boardSchema,
        discrepancies: listOf(
          objectOf({ strategy: textual, code: textual, what: textual, sources: listOf(textual) }),
        ),
        passages: listOf(passageSchema),
      }),
    },
    handle: async request => {
      // A warning of a national programme is one as well.
      const inScope = inScopeOf(wholeList(visibleTo(nouns.project, openly), request.now));
      const [projects, calls, discrepancies, passages] = await Promise.all([
        countRules(nouns.project, inScope, projectWarnings),
        countRules(nouns.call, wholeList(visibleTo(nouns.call, openly), request.now), callWarnings),
        listDiscrepancies(),
        listUnregisteredPassages(),
      ]);
      const board = (of: RuleBoard) => ({
        records: of.records,
        withWarnings: of.withWarnings,
        rules: of.rules.map(({ rule, count }) => ({ rule, count })),
      });
      return shown(
        () => (
          <QualityPage projects={projects} calls={calls} discrepancies={discrepancies} passages={passages} />
        ),
        { projects: board(projects), calls: board(calls), discrepancies, passages },
      );
    },
  },
];

/** How many records of the list keep a warning of each rule; rules nobody breaks count zero. */
async function countRules(
  noun: (typeof nouns)['project' | 'call'],
  query: ListQuery,
  labels: Readonly<Record<string, Label>>,
): Promise<RuleBoard> {
  const [{ warning = [] }, records, withWarnings] = await Promise.all([
    countFacets(noun, query, ['warning']),
    countRecords(noun, query),
    countRecords(noun, { ...query, chosen: { ...query.chosen, warning: ['any'] } }),
  ]);
  const countOf = (rule: string) => warning.find(({ value }) => value === rule)?.count ?? 0;
  const rules = Object.entries(labels).map(([rule, label]) => ({ rule, label, count: countOf(rule) }));
  return {
    path: urlOf(`/${noun.path}`, query, noun),
    records,
    withWarnings,
    rules: rules.toSorted((a, b) => b.count - a.count),
  };
}
