import { findAllRecords } from '../models/lists/list.ts';
import { lookUpOrganisations } from '../models/organisations/lookUpOrganisations.ts';
import { nouns } from '../models/nouns.ts';
import { parseListQuery } from '../models/query/query.ts';
import { ListPage } from '../views/records/ListPage.tsx';
import { OrganisationPage } from '../views/organisations/ShowPage.tsx';
import { createLines } from './record/create.tsx';
import { editLines } from './record/edit.tsx';
import { historyLines, restoreLines } from './record/history.tsx';
import { listLines } from './record/list.tsx';
import { readLines } from './record/read.tsx';
import { listOf, nullable, objectOf, requestedMoment, textual, type Route } from './line/route.ts';
import { visibleTo } from '../models/record/visibleTo.ts';

const form = { noun: nouns.organisation, choices: async () => ({}) };

const looked = objectOf({
  id: textual,
  name: textual,
  country: nullable(textual),
  pic: nullable(textual),
  alias: nullable(textual),
  isLike: { type: 'boolean' },
});

export const organisationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/organisations/lookup',
    right: 'organisation:read',
    says: {
      en: 'The organisations that may be meant by the beginning of a name, alias or PIC',
      nl: 'De organisaties die bedoeld kunnen zijn met het begin van een naam, andere naam of PIC',
    },
    media: ['json'],
    query: { own: { q: { says: { en: 'What was typed', nl: 'Wat is getypt' }, schema: textual } } },
    output: { schema: objectOf({ items: listOf(looked) }) },
    handle: async ({ query: { q } }) => ({
      kind: 'data',
      data: { items: await lookUpOrganisations(typeof q === 'string' ? q : '') },
    }),
  },
  ...listLines(nouns.organisation, props => <ListPage {...props} />),
  ...createLines(form),
  ...readLines({
    noun: nouns.organisation,
    page: props => <OrganisationPage {...props} />,
    related: (organisation, request, reader) => {
      const url = { organisation: organisation.id, ...requestedMoment(request) };
      const project = visibleTo(nouns.project, reader);
      return findAllRecords(project, parseListQuery(project, url, request.now));
    },
  }),
  ...editLines(form),
  ...historyLines(nouns.organisation),
  ...restoreLines(nouns.organisation),
];
