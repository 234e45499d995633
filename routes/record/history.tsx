import type { Reader } from '../../models/accounts/reader.ts';
import { accountEvents, listAccountEvents, type AccountEvent } from '../../models/accounts/accountEvent.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import { listVersions, restoreVersion } from '../../models/lists/history.ts';
import type { Noun } from '../../models/record/noun.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { channels } from '../../models/record/versionSource.ts';
import { recordToJson } from '../../views/json.ts';
import { HistoryPage } from '../../views/records/HistoryPage.tsx';
import { refuseUnknown } from '../line/input.ts';
import { rightTo } from '../line/right.ts';
import {
  instant,
  listOf,
  nullable,
  objectOf,
  shown,
  textual,
  wholeDay,
  type Answer,
  type Route,
  type RouteRequest,
} from '../line/route.ts';
import { sayingWhatChanged } from '../line/stale.ts';
import { getRequested, saved } from '../line/written.ts';

export const statedOnSchema = nullable({
  ...wholeDay,
  description: 'The day on which the source of an import said so.',
});

export const eventSchema = {
  ...textual,
  enum: Object.keys(accountEvents),
  description: 'What happened to the access to an account; absent where a field changed.',
};
export const addressSchema = nullable({
  ...textual,
  description: 'From which address, as far as it is known.',
});

const entryKeys = 'version validFrom validTo changedBy channel reason statedOn changes'.split(' ');

/** A version, or what happened to the access to an account. */
export const entrySchema = objectOf(
  {
    version: { type: 'integer', minimum: 1 },
    validFrom: instant,
    validTo: nullable(instant),
    changedBy: objectOf({ id: textual, name: textual }),
    channel: { type: 'string', enum: Object.keys(channels) },
    reason: nullable(textual),
    statedOn: statedOnSchema,
    event: eventSchema,
    address: addressSchema,
    changes: listOf(
      objectOf(
        {
          field: textual,
          before: { description: 'The value as the record gives it; null or absent before the first.' },
          after: { description: 'The value as the record gives it.' },
        },
        ['field'],
      ),
    ),
  },
  entryKeys,
);

/** Every version of a record of a noun. */
export const historyLines = <F extends Fields, D>(noun: Noun<F, D>): Route[] => [
  {
    method: 'GET',
    path: `/${noun.path}/:id/history`,
    // Accounts are not everybody's to read, nor is what became of them.
    right: noun.name === 'user' ? 'user:read' : 'history:read',
    says: { en: 'Every version, field by field', nl: 'Elke versie, veld voor veld' },
    output: { schema: objectOf({ items: listOf(entrySchema) }) },
    handle: (request, reader) => showHistory(noun, request, reader),
  },
];

/** Making an earlier version of a record the newest. */
export const restoreLines = <F extends Fields, D>(noun: Noun<F, D>): Route[] => [
  {
    method: 'POST',
    path: `/${noun.path}/:id/versions/:version/restore`,
    right: rightTo('write', noun),
    says: { en: 'Make an earlier version the newest', nl: 'Een eerdere versie de nieuwste maken' },
    input: null,
    output: { record: noun.name },
    needsVersion: true,
    handle: (request, reader) => restore(noun, request, reader),
  },
];

async function showHistory<F extends Fields, D>(
  noun: Noun<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const visible = visibleTo(noun, reader);
  const record = await getRequested(visible, request);
  const entries = await listVersions(visible, record.id);
  const events = noun.name === 'user' ? await listAccountEvents(record.id) : [];
  const versions = entries.map(
    ({ version, validFrom, validTo, changedBy, channel, reason, statedOn, changes }) => ({
      version,
      validFrom,
      validTo,
      changedBy,
      channel,
      reason,
      statedOn,
      changes: changes.map(({ key, before, after }) => {
        const field = { [key]: visible.fields[key] } as Fields;
        return {
          field: key,
          before: recordToJson(field, { [key]: before })[key],
          after: recordToJson(field, { [key]: after })[key],
        };
      }),
    }),
  );
  const items = [...versions, ...events.map(eventToJson)].toSorted(
    (a, b) => b.validFrom.getTime() - a.validFrom.getTime(),
  );
  return shown(() => <HistoryPage noun={visible} record={record} entries={entries} events={events} />, {
    items,
  });
}

/** An event of an account in the shape of a version. */
export const eventToJson = ({ event, version, by, channel, at, address }: AccountEvent) => ({
  version,
  validFrom: at,
  validTo: at,
  changedBy: { id: by.id, name: by.name },
  channel,
  reason: null,
  statedOn: null,
  event,
  address,
  changes: [],
});

async function restore<F extends Fields, D>(
  noun: Noun<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  await getRequested(visibleTo(noun, reader), request);
  const { version } = request;
  if (version === null) throw new ExpectedError('versionMissing', 'versionMissing');
  refuseUnknown(request);
  const earlier = Number(request.params['version']);
  const reason = request.t('record.restored', { version: earlier });
  const id = request.params['id'] ?? '';
  const record = await sayingWhatChanged(noun, request, reader, () =>
    restoreVersion(noun, reader, id, earlier, version, request.change(reason)),
  );
  return { ...saved(noun, record, request, reader, 200), ...(request.isApi ? {} : { notice: reason }) };
}
