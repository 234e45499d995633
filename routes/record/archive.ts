import type { Reader } from '../../models/accounts/reader.ts';
import { setArchived } from '../../models/curation/archive.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import { text, type Fields } from '../../models/record/fields.ts';
import type { Noun } from '../../models/record/noun.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { rightTo } from '../line/right.ts';
import { checkInput, sentIn } from '../line/input.ts';
import type { Answer, RouteRequest, Route } from '../line/route.ts';
import { sayingWhatChanged } from '../line/stale.ts';
import { getRequested, saved } from '../line/written.ts';

const archiveInput = {
  reason: text({ en: 'Reason', nl: 'Reden' }, { max: 2000 }),
} satisfies Fields;

/** Archiving a record and bringing it back: nothing is ever deleted. */
export function archiveRoutes<F extends Fields, D>(noun: Noun<F, D>): Route[] {
  const right = rightTo('write', noun);
  const input = { fields: archiveInput, isWhole: true };
  const output = { record: noun.name };
  return [
    {
      method: 'POST',
      path: `/${noun.path}/:id/archive`,
      right,
      says: {
        en: 'Take it out of every list and count; If-Match holds the version',
        nl: 'Het uit elke lijst en telling halen; If-Match bevat de versie',
      },
      input,
      output,
      needsVersion: true,
      handle: (request, reader) => archive(noun, request, reader, true),
    },
    {
      method: 'POST',
      path: `/${noun.path}/:id/restore`,
      right,
      says: {
        en: 'Bring it back from the archive; If-Match holds the version',
        nl: 'Het uit het archief terugzetten; If-Match bevat de versie',
      },
      input,
      output,
      needsVersion: true,
      handle: (request, reader) => archive(noun, request, reader, false),
    },
  ];
}

async function archive<F extends Fields, D>(
  noun: Noun<F, D>,
  request: RouteRequest,
  reader: Reader,
  isToBe: boolean,
): Promise<Answer> {
  const { id } = await getRequested(visibleTo(noun, reader), request);
  const { version } = request;
  if (version === null) throw new ExpectedError('versionMissing', 'versionMissing');
  const { reason } = checkInput(archiveInput, sentIn(request), true) as { reason: string | null };
  const record = await sayingWhatChanged(noun, request, reader, () =>
    setArchived(noun, { id, version }, isToBe, request.change(reason)),
  );
  const name = noun.identify(visibleTo(noun, reader).see(record));
  const notice = request.t(isToBe ? 'archive.done' : 'archive.undone', { name });
  return { ...saved(noun, record, request, reader, 200), notice } as Answer;
}
