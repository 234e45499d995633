import { countRecords } from '../models/lists/list.ts';
import { nouns } from '../models/nouns.ts';
import { parseListQuery } from '../models/query/query.ts';
import { ListPage } from '../views/records/ListPage.tsx';
import { ProgrammePage } from '../views/programmes/ShowPage.tsx';
import { findChoices } from './line/choices.ts';
import { recordRoutes } from './record/records.tsx';
import type { Route } from './line/route.ts';
import { statementRoute } from './record/statements.ts';

export const programmeRoutes: readonly Route[] = [
  ...recordRoutes({
    noun: nouns.programme,
    rules: {
      en: 'No end before the start; at most one used statement a field; the code never changes.',
      nl: 'Geen einde voor het begin; hoogstens één gebruikte vermelding per veld; de code verandert nooit.',
    },
    listPage: props => <ListPage {...props} />,
    showPage: props => <ProgrammePage {...props} />,
    related: async (programme, request) => {
      const of = { programme: programme.code };
      return {
        projects: await countRecords(nouns.project, parseListQuery(nouns.project, of, request.now)),
        calls: await countRecords(nouns.call, parseListQuery(nouns.call, of, request.now)),
      };
    },
    choices: reader => findChoices(reader, ['programme']),
  }),
  statementRoute(nouns.programme),
];
