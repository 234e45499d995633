import type { Reader } from '../../models/accounts/reader.ts';
import type { Fields } from '../../models/record/fields.ts';
import { getRecord } from '../../models/lists/list.ts';
import type { KeptRecord, Noun } from '../../models/record/noun.ts';
import { forEditing, visibleTo, type VisibleNoun } from '../../models/record/visibleTo.ts';
import { presentMoment } from '../../models/query/query.ts';
import { keptToJsonOn } from '../../views/json.ts';
import { movedTo, type Answer, type RouteRequest } from './route.ts';

/** The record a URL names, as this reader may see it. */
export const getRequested = async <F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  request: RouteRequest,
  knownAt: Date | null = null,
) => getRecord(noun, request.params['id'] ?? '', knownAt);

/** The record as a form edits it: who may write may see all of it, so that saving removes nothing. */
export async function getEditable<F extends Fields, D>(
  noun: Noun<F, D>,
  request: RouteRequest,
  reader: Reader,
) {
  await getRequested(visibleTo(noun, reader), request);
  return getRequested(visibleTo(noun, forEditing(reader)), request);
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
  const visible = visibleTo(noun, reader);
  const seen = visible.see(record);
  const notice =
    before === record.version
      ? request.t('record.unchanged')
      : request.t('record.saved', { name: noun.identify(seen) });
  return movedTo(to, {
    notice,
    status,
    location: `/api/v1${to}`,
    version: record.version,
    data: keptToJsonOn(visible, seen, presentMoment(request.now)),
  });
}
