import type { Reader } from '../models/accounts/reader.ts';
import { countRecords } from '../models/lists/list.ts';
import { nouns } from '../models/nouns.ts';
import { parseListQuery } from '../models/query/query.ts';
import { ListPage } from '../views/records/ListPage.tsx';
import { ProgrammePage } from '../views/programmes/ShowPage.tsx';
import { findChoices } from './line/choices.ts';
import { createLines } from './record/create.tsx';
import { editLines } from './record/edit.tsx';
import { historyLines, restoreLines } from './record/history.tsx';
import { listLines } from './record/list.tsx';
import { readLines } from './record/read.tsx';
import { textual, type Route } from './line/route.ts';
import { statementRoute } from './record/statements.ts';
import { visibleTo } from '../models/record/visibleTo.ts';

const form = {
  noun: nouns.programme,
  rules: {
    en: 'No end before the start; at most one used statement a field; the code never changes.',
    nl: 'Geen einde voor het begin; maximaal één gebruikte vermelding per veld; de code verandert nooit.',
  },
  choices: (reader: Reader) => findChoices(reader, ['programme']),
};

export const programmeRoutes: readonly Route[] = [
  ...listLines(nouns.programme, props => <ListPage {...props} />),
  ...createLines({
    ...form,
    startKeys: { code: { says: { en: 'Its code', nl: 'De code' }, schema: textual } },
    startFrom: ({ query: { code } }) => (typeof code === 'string' ? { code } : {}),
  }),
  ...readLines({
    noun: nouns.programme,
    page: props => <ProgrammePage {...props} />,
    related: async (programme, request, reader) => {
      const of = { programme: programme.code };
      const [project, call] = [visibleTo(nouns.project, reader), visibleTo(nouns.call, reader)];
      return {
        projects: await countRecords(project, parseListQuery(project, of, request.now)),
        calls: await countRecords(call, parseListQuery(call, of, request.now)),
      };
    },
  }),
  ...editLines(form),
  ...historyLines(nouns.programme),
  ...restoreLines(nouns.programme),
  statementRoute(nouns.programme),
];
