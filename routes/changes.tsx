import { ExpectedError, type Problem } from '../models/values/errors.ts';
import { nounNames } from '../models/record/noun.ts';
import { channels } from '../models/record/versionSource.ts';
import { listLatestChanges, type LatestChange } from '../models/portfolio/homeFigures.ts';
import { mostPageSize, usualPageSize, wholeNumber } from '../models/query/query.ts';
import { ChangesPage } from '../views/changes/ChangesPage.tsx';
import { instant, listOf, nullable, objectOf, shown, textual, type Route } from './line/route.ts';
import { addressSchema, eventSchema, statedOnSchema } from './record/history.tsx';

const changeKeys = 'noun id identifier version validFrom changedBy channel reason statedOn'.split(' ');

const changesSchema = objectOf({
  items: listOf(
    objectOf(
      {
        noun: { type: 'string', enum: [...nounNames] },
        id: textual,
        identifier: { ...textual, description: 'What people called it in that version.' },
        version: { type: 'integer', minimum: 1 },
        validFrom: instant,
        changedBy: objectOf({ id: textual, name: textual }),
        channel: { type: 'string', enum: Object.keys(channels) },
        reason: nullable(textual),
        statedOn: statedOnSchema,
        event: eventSchema,
        address: addressSchema,
      },
      changeKeys,
    ),
  ),
});

/** What was changed last, whatever it is. */
export const changesRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/changes',
    right: 'history:read',
    says: {
      en: 'The latest changes of any record, the newest first; older ones are in the history of each. Who may read accounts also sees what happened to the access to them',
      nl: 'De laatste wijzigingen van alle records, de nieuwste eerst; oudere staan in de geschiedenis van elk. Wie accounts mag lezen, ziet ook wat er met de toegang daartoe gebeurde',
    },
    query: {
      own: {
        pageSize: {
          says: { en: 'How many, at most 250', nl: 'Hoeveel, maximaal 250' },
          schema: { type: 'integer', minimum: 1, maximum: mostPageSize, default: usualPageSize },
        },
      },
    },
    output: { schema: changesSchema },
    handle: async (request, reader) => {
      const { query } = request;
      const problems: Problem[] = [];
      const most = wholeNumber(query, 'pageSize', usualPageSize, mostPageSize, problems);
      if (problems.length > 0) throw new ExpectedError('badQuery', 'badQuery', {}, problems);
      const changes = await listLatestChanges(most, reader);
      return shown(() => <ChangesPage changes={changes} />, { items: changes.map(changeToJson) });
    },
  },
];

function changeToJson(change: LatestChange) {
  const { noun, recordId, identifier, version, validFrom, changedBy, channel, reason, statedOn } = change;
  const { event, address } = change;
  const by = { id: changedBy.id, name: changedBy.name };
  return {
    noun,
    id: recordId,
    identifier,
    version,
    validFrom,
    changedBy: by,
    channel,
    reason,
    statedOn,
    ...(event && { event, address }),
  };
}
