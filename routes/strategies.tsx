import { nouns } from '../models/nouns.ts';
import { ListPage } from '../views/records/ListPage.tsx';
import { StrategyPage } from '../views/strategies/ShowPage.tsx';
import { createLines } from './record/create.tsx';
import { editLines } from './record/edit.tsx';
import { historyLines, restoreLines } from './record/history.tsx';
import { listLines } from './record/list.tsx';
import { readLines } from './record/read.tsx';
import type { Route } from './line/route.ts';

const form = {
  noun: nouns.strategy,
  rules: {
    en: 'Numbers and codes once; a key action names an initiative of the strategy; an initiative not expected has a reason, a linked one stays; the code never changes.',
    nl: 'Nummers en codes één keer; een kernactie noemt een initiatief van de strategie; een initiatief dat niet verwacht wordt heeft een reden, een gekoppeld blijft; de code verandert nooit.',
  },
  choices: async () => ({}),
};

export const strategyRoutes: readonly Route[] = [
  ...listLines(nouns.strategy, props => <ListPage {...props} />),
  ...createLines(form),
  ...readLines({ noun: nouns.strategy, page: props => <StrategyPage {...props} /> }),
  ...editLines(form),
  ...historyLines(nouns.strategy),
  ...restoreLines(nouns.strategy),
];
