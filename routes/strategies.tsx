import { nouns } from '../models/nouns.ts';
import { ListPage } from '../views/records/ListPage.tsx';
import { StrategyPage } from '../views/strategies/ShowPage.tsx';
import { recordRoutes } from './record/records.tsx';

export const strategyRoutes = recordRoutes({
  noun: nouns.strategy,
  rules: {
    en: 'Numbers and codes once; a key action names an initiative of the strategy; an initiative not expected has a reason, a linked one stays; the code never changes.',
    nl: 'Nummers en codes één keer; een kernactie noemt een initiatief van de strategie; een initiatief dat niet verwacht wordt heeft een reden, een gekoppeld blijft; de code verandert nooit.',
  },
  listPage: props => <ListPage {...props} />,
  showPage: props => <StrategyPage {...props} />,
  choices: async () => ({}),
});
