import type { Reader } from '../../models/accounts/reader.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import { listChangesSince } from '../../models/lists/history.ts';
import type { Noun } from '../../models/record/noun.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import type { RouteRequest } from './route.ts';

/** Does an action; if somebody was faster, the refusal says who changed which fields since the version asked for. */
export async function sayingWhatChanged<F extends Fields, D, T>(
  noun: Noun<F, D>,
  request: RouteRequest,
  reader: Reader,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.kind !== 'stale') throw error;
    const id = request.params['id'] ?? '';
    const changes = await listChangesSince(visibleTo(noun, reader), id, request.version ?? 0);
    throw new ExpectedError('stale', error.key, error.values, changes);
  }
}
