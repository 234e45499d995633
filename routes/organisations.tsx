import { findAllRecords } from '../models/lists/list.ts';
import { nouns } from '../models/nouns.ts';
import { parseListQuery } from '../models/query/query.ts';
import { ListPage } from '../views/records/ListPage.tsx';
import { OrganisationPage } from '../views/organisations/ShowPage.tsx';
import { createLines } from './record/create.tsx';
import { editLines } from './record/edit.tsx';
import { historyLines, restoreLines } from './record/history.tsx';
import { listLines } from './record/list.tsx';
import { readLines } from './record/read.tsx';
import { requestedMoment, type Route } from './line/route.ts';
import { visibleTo } from '../models/record/visibleTo.ts';

const form = { noun: nouns.organisation, choices: async () => ({}) };

export const organisationRoutes: readonly Route[] = [
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
