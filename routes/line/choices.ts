import { nouns } from '../../models/nouns.ts';
import type { Reader } from '../../models/accounts/reader.ts';
import type { Format } from '../../models/values/format.ts';
import { can, roles, type Role } from '../../models/record/permissions.ts';
import { listInitiatives, strategies, type Strategy } from '../../models/strategies/strategy.ts';
import type { FormChoices } from '../../views/records/typed.ts';

const mostOffered = 500;

/** The records a form's links can point at. A call is typed or picked: beyond the first 500 it is typed. */
export async function findChoices(
  reader: Pick<Reader, 'format'>,
  wanted: readonly (keyof FormChoices)[],
): Promise<FormChoices> {
  const found = await Promise.all(wanted.map(async key => [key, await lookUp[key](reader.format)] as const));
  return Object.fromEntries(found);
}

interface Choice {
  value: string;
  label: string;
}

/** Who can be responsible for a record: whoever may change projects. */
const answerable = (Object.keys(roles) as Role[]).filter(role => can(role, 'project:write'));

const lookUp: Record<keyof FormChoices, (format: Format) => Promise<Choice[]>> = {
  programme: async () => {
    const all = await nouns.programme.current
      .find({}, { name: 1, label: 1 })
      .sort({ _id: 1 })
      .lean<{ _id: string; name: string }[]>();
    return all.map(({ _id, name }) => ({ value: _id, label: `${_id} — ${name}` }));
  },
  initiative: async ({ language }) =>
    (await listInitiatives()).map(({ code, title }) => ({
      value: code,
      label: `${code} — ${title[language]}`,
    })),
  keyAction: async ({ language }) => {
    const all = await strategies.current
      .find({}, { code: 1, keyActions: 1 })
      .sort({ _id: 1 })
      .lean<Strategy[]>();
    const short = (text: string | null) =>
      text === null ? '' : text.length > 90 ? `${text.slice(0, 89)}…` : text;
    return all.flatMap(({ keyActions }) =>
      keyActions.map(one => ({
        value: one.code,
        label: `${one.code} — ${short(language === 'nl' ? one.textNl : one.textEn)}`,
      })),
    );
  },
  call: async () => {
    const all = await nouns.call.current
      .find({ archivedAt: null }, { identifier: 1, title: 1 })
      .sort({ identifier: 1 })
      .limit(mostOffered)
      .lean<{ identifier: string; title: string | null }[]>();
    return all.map(({ identifier, title }) => ({ value: identifier, label: title ?? identifier }));
  },
  user: async () => {
    const all = await nouns.user.current
      .find({ isBlocked: { $ne: true }, role: { $in: answerable } }, { name: 1 })
      .sort({ name: 1 })
      .lean<{ _id: string; name: string }[]>();
    return all.map(({ _id, name }) => ({ value: _id, label: name }));
  },
};
