import type { Reader } from '../models/accounts/reader.ts';
import { nouns } from '../models/nouns.ts';
import { listInitiatives } from '../models/strategies/strategy.ts';
import { ProjectListPage } from '../views/projects/ListPage.tsx';
import { ProjectPage } from '../views/projects/ShowPage.tsx';
import { archiveRoutes } from './record/archive.ts';
import { bulkRoutes } from './bulk.tsx';
import { findChoices } from './line/choices.ts';
import { pasteParticipants } from './pasteParticipants.ts';
import { participantRoutes, readParticipants } from './participants.tsx';
import { createLines } from './record/create.tsx';
import { editLines } from './record/edit.tsx';
import { historyLines, restoreLines } from './record/history.tsx';
import { listLines } from './record/list.tsx';
import { readLines } from './record/read.tsx';
import { textual, type RouteRequest, type Route } from './line/route.ts';
import { statementRoute } from './record/statements.ts';
import { supportRoutes } from './supports.tsx';

const textIn = (request: RouteRequest, key: string): string => {
  const value = request.query[key];
  return typeof value === 'string' ? value : '';
};

const form = {
  noun: nouns.project,
  rules: {
    en: 'No end before its start; what is signed has a programme; one coordinator at most; links as in PUT …/supports; at most one used statement a field; programme and grant agreement together once.',
    nl: 'Geen einde voor het begin; wat ondertekend is heeft een programma; maximaal één coördinator; koppelingen als in PUT …/supports; maximaal één gebruikte vermelding per veld; programma en subsidieovereenkomst samen één keer.',
  },
  choices: (reader: Reader) => findChoices(reader, ['programme', 'call', 'user']),
  readParticipants,
  pasteParticipants,
};

export const projectRoutes: readonly Route[] = [
  ...bulkRoutes(nouns.project),
  ...participantRoutes,
  ...listLines(nouns.project, props => <ProjectListPage {...props} />),
  ...createLines({
    ...form,
    startKeys: {
      programme: {
        says: { en: 'The code of its programme', nl: 'De code van het programma' },
        schema: textual,
      },
      call: {
        says: { en: 'The identifier of its call', nl: 'De identificatie van de oproep' },
        schema: textual,
      },
      topic: { says: { en: 'That of its topic', nl: 'Die van het onderwerp' }, schema: textual },
    },
    startFrom: (request, reader) => ({
      kind: 'grant',
      scope: 'in',
      programme: textIn(request, 'programme'),
      call: textIn(request, 'call'),
      topic: textIn(request, 'topic'),
      officer: reader.user?.role === 'officer' ? reader.user.id : '',
    }),
  }),
  ...readLines({
    noun: nouns.project,
    page: props => <ProjectPage {...props} />,
    related: () => listInitiatives(),
  }),
  ...editLines(form),
  ...historyLines(nouns.project),
  ...restoreLines(nouns.project),
  ...archiveRoutes(nouns.project),
  ...supportRoutes(nouns.project),
  statementRoute(nouns.project),
];
