import { setArchived } from '../../models/curation/archive.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import { text, type Fields } from '../../models/record/fields.ts';
import type { Noun } from '../../models/record/noun.ts';
import type { Right } from '../../models/accounts/permissions.ts';
import { checkInput, sentIn } from '../line/input.ts';
import type { Answer, Asked, Route } from '../line/route.ts';
import { sayingWhatChanged } from '../line/stale.ts';
import { getAsked, saved } from '../line/written.ts';

const archiveInput = {
  reason: text({ en: 'Reason', nl: 'Reden' }, { max: 2000 }),
} satisfies Fields;

/** Archiving a record and bringing it back: nothing is ever deleted. */
export function archiveRoutes<F extends Fields, D>(noun: Noun<F, D>): Route[] {
  const right = `${noun.name}:write` as Right;
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
      handle: asked => archive(noun, asked, true),
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
      handle: asked => archive(noun, asked, false),
    },
  ];
}

async function archive<F extends Fields, D>(
  noun: Noun<F, D>,
  asked: Asked,
  isToBe: boolean,
): Promise<Answer> {
  const { id } = await getAsked(noun, asked);
  const { version } = asked;
  if (version === null) throw new ExpectedError('versionMissing', 'versionMissing');
  const { reason } = checkInput(archiveInput, sentIn(asked), true) as { reason: string | null };
  const record = await sayingWhatChanged(noun, asked, () =>
    setArchived(noun, { id, version }, isToBe, asked.change(reason)),
  );
  const name = noun.identify(record);
  const notice = asked.t(isToBe ? 'archive.done' : 'archive.undone', { name });
  return { ...saved(noun, record, asked, 200), notice } as Answer;
}
