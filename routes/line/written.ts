import type { Reader } from '../../models/accounts/reader.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import { getRecord } from '../../models/lists/list.ts';
import type { KeptRecord, Noun } from '../../models/record/noun.ts';
import { presentMoment } from '../../models/query/query.ts';
import { keptToJsonOn } from '../../views/json.ts';
import { movedTo, type Answer, type RouteRequest } from './route.ts';

type AnyRecord = Record<string, unknown>;

/** The record a URL names, as this reader may see it; an organisation known only from what is withheld is not there. */
export async function getRequested<F extends Fields, D>(
  noun: Noun<F, D>,
  request: RouteRequest,
  reader: Reader,
  knownAt: Date | null = null,
) {
  const record = await getRecord(noun, request.params['id'] ?? '', reader, knownAt);
  const isHidden =
    (record as unknown as AnyRecord)['isWithheld'] === true &&
    noun.name === 'organisation' &&
    !reader.seesWithheld;
  if (isHidden) throw new ExpectedError('notFound', `notFound.${noun.name}`);
  return record;
}

/** The record as a form edits it: who may write may see all of it, so that saving removes nothing. */
export async function getEditable<F extends Fields, D>(
  noun: Noun<F, D>,
  request: RouteRequest,
  reader: Reader,
) {
  await getRequested(noun, request, reader);
  return getRecord(noun, request.params['id'] ?? '', { seesWithheld: true });
}

/** The answer to a write: the record's page, or the record itself. */
export function saved<F extends Fields, D>(
  noun: Noun<F, D>,
  record: KeptRecord<F, D>,
  request: RouteRequest,
  reader: Reader,
  status: 200 | 201,
  before?: number,
): Answer {
  const to = `/${noun.path}/${encodeURIComponent(record.id)}`;
  const seen = reader.seesWithheld ? record : (noun.mask?.(record) ?? record);
  const notice =
    before === record.version
      ? request.t('record.unchanged')
      : request.t('record.saved', { name: noun.identify(record) });
  return movedTo(to, {
    notice,
    status,
    location: `/api/v1${to}`,
    version: record.version,
    data: keptToJsonOn(noun, seen, presentMoment(request.now)),
  });
}
