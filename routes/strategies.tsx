import { nouns } from '../models/nouns.ts';
import { StrategyListPage } from '../views/strategies/ListPage.tsx';
import { StrategyPage } from '../views/strategies/ShowPage.tsx';
import { recordRoutes } from './records.tsx';

export const strategyRoutes = recordRoutes({
  noun: nouns.strategy,
  totals: [],
  listPage: props => <StrategyListPage {...props} />,
  showPage: props => <StrategyPage {...props} />,
  choices: async () => ({}),
});
