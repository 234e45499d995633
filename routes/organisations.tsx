import { findAllRecords } from '../models/lists/list.ts';
import { nouns } from '../models/nouns.ts';
import { parseListQuery } from '../models/query/query.ts';
import { ListPage } from '../views/records/ListPage.tsx';
import { OrganisationPage } from '../views/organisations/ShowPage.tsx';
import { recordRoutes } from './record/records.tsx';
import { requestedMoment } from './line/route.ts';

export const organisationRoutes = recordRoutes({
  noun: nouns.organisation,
  listPage: props => <ListPage {...props} />,
  showPage: props => <OrganisationPage {...props} />,
  related: (organisation, request, reader) =>
    findAllRecords(
      nouns.project,
      parseListQuery(
        nouns.project,
        { organisation: organisation.id, ...requestedMoment(request) },
        request.now,
      ),
      reader,
    ),
  choices: async () => ({}),
});
