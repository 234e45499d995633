import type { Reader } from '../models/accounts/reader.ts';
import { findAllRecords } from '../models/lists/list.ts';
import { nouns } from '../models/nouns.ts';
import { parseListQuery } from '../models/query/query.ts';
import { listInitiatives } from '../models/strategies/strategy.ts';
import { CallListPage } from '../views/calls/ListPage.tsx';
import { CallPage, type CallRelated } from '../views/calls/ShowPage.tsx';
import { archiveRoutes } from './record/archive.ts';
import { bulkRoutes } from './bulk.tsx';
import { findChoices } from './line/choices.ts';
import { createLines } from './record/create.tsx';
import { editLines } from './record/edit.tsx';
import { historyLines, restoreLines } from './record/history.tsx';
import { listLines } from './record/list.tsx';
import { readLines } from './record/read.tsx';
import { requestedMoment, textual, type Route } from './line/route.ts';
import { statementRoute } from './record/statements.ts';
import { supportRoutes } from './supports.tsx';
import { visibleTo } from '../models/record/visibleTo.ts';

const form = {
  noun: nouns.call,
  rules: {
    en: 'No deadline before the opening; the highest contribution is not below the lowest; links as in PUT …/supports; at most one used statement a field; kind and identifier together once.',
    nl: 'Geen deadline voor de opening; de hoogste bijdrage is niet lager dan de laagste; koppelingen als in PUT …/supports; maximaal één gebruikte vermelding per veld; soort en identificatie samen één keer.',
  },
  choices: (reader: Reader) => findChoices(reader, ['programme', 'call', 'user']),
};

export const callRoutes: readonly Route[] = [
  ...bulkRoutes(nouns.call),
  ...listLines(nouns.call, props => <CallListPage {...props} />),
  ...createLines({
    ...form,
    startKeys: {
      programme: {
        says: { en: 'The code of its programme', nl: 'De code van het programma' },
        schema: textual,
      },
    },
    startFrom: (request, reader) => ({
      kind: 'call',
      programme: typeof request.query['programme'] === 'string' ? request.query['programme'] : '',
      rounds: [{ deadlines: [{ at: '', stage: '' }] }],
      officer: reader.user?.role === 'officer' ? reader.user.id : '',
    }),
  }),
  ...readLines({
    noun: nouns.call,
    page: props => <CallPage {...props} />,
    related: async (call, request, reader): Promise<CallRelated> => {
      const own = { [call.kind]: call.id };
      const [project, topic] = [visibleTo(nouns.project, reader), visibleTo(nouns.call, reader)];
      const [projects, topics, initiatives] = await Promise.all([
        findAllRecords(
          project,
          parseListQuery(project, { ...own, ...requestedMoment(request) }, request.now),
        ),
        call.kind === 'call'
          ? findAllRecords(
              topic,
              parseListQuery(topic, { opens: call.id, ...requestedMoment(request) }, request.now),
            )
          : [],
        listInitiatives(),
      ]);
      return { projects, topics, initiatives, now: request.now };
    },
  }),
  ...editLines(form),
  ...historyLines(nouns.call),
  ...restoreLines(nouns.call),
  ...archiveRoutes(nouns.call),
  ...supportRoutes(nouns.call),
  statementRoute(nouns.call),
];
