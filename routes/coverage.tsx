import { countCoverage } from '../models/coverage.ts';
import { parseCoverageQuery } from '../models/coverageQuery.ts';
import { nouns } from '../models/nouns.ts';
import { listRecords } from '../models/list.ts';
import { wholeList } from '../models/query.ts';
import { coverageToJson } from '../views/coverage/json.ts';
import { CoveragePage } from '../views/coverage/CoveragePage.tsx';
import { shown, type Route } from './route.ts';

export const coverageRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/coverage',
    right: 'coverage:read',
    says: { en: 'Initiatives by programme: what covers them', nl: 'Initiatieven per programma: wat ze dekt' },
    handle: async asked => {
      const query = parseCoverageQuery(asked.query, asked.now);
      const coverage = await countCoverage(query, asked.thresholds);
      const { items: strategies } = await listRecords(
        nouns.strategy,
        wholeList(nouns.strategy, asked.now),
        asked.reader,
      );
      return shown(
        () => <CoveragePage coverage={coverage} strategies={strategies} />,
        coverageToJson(coverage),
      );
    },
  },
];
