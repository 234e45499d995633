import mongoose, { Schema } from 'mongoose';
import type { Problem } from '../values/errors.ts';
import { choice, instant, text, yesNo, type Fields, type RecordOf } from '../record/fields.ts';
import { factAt } from '../record/facts.ts';
import { choiceFilter, optionFilter, optionsOf } from '../record/filters.ts';
import type { Label } from '../values/format.ts';
import { refuseProblems } from '../record/resolveReferences.ts';
import { derivedColumn, fieldColumns } from '../record/listColumn.ts';
import { collectionsOf, type Change, type KeptRecord, type Noun, type Stored } from '../record/noun.ts';
import { saveRecord } from '../record/record.ts';
import { roles } from '../record/permissions.ts';

export const languageLabels = {
  en: { en: 'English', nl: 'Engels' },
  nl: { en: 'Dutch', nl: 'Nederlands' },
} as const satisfies Record<string, Label>;

/** How amounts are written, by region; months are words of the page's language, in its order. */
export const localeLabels = {
  'en-IE': { en: '€1,234.56', nl: '€1,234.56' },
  'nl-NL': { en: '€ 1.234,56', nl: '€ 1.234,56' },
  'de-DE': { en: '1.234,56 €', nl: '1.234,56 €' },
  'fr-FR': { en: '1 234,56 €', nl: '1 234,56 €' },
} as const satisfies Record<string, Label>;

export const userFields = {
  email: text(
    { en: 'E-mail address', nl: 'E-mailadres' },
    { required: true, max: 254, pattern: /^[^\s@]+@[^\s@]+$/ },
  ),
  name: text({ en: 'Name', nl: 'Naam' }, { required: true, max: 120 }),
  role: choice({ en: 'Role', nl: 'Rol' }, roles, {
    required: true,
    hint: {
      en: 'Programme officer: records programmes, calls, projects, organisations and links, and imports files. Evaluator: weighs links and keeps the strategy. Finance and reader: read everything, write nothing. Administrator: everything, accounts and reference data too. All but evaluators see withheld participants.',
      nl: 'Programmabeheerder: legt programma’s, oproepen, projecten, organisaties en koppelingen vast en importeert bestanden. Evaluator: weegt koppelingen en houdt de strategie bij. Financiën en lezer: lezen alles, wijzigen niets. Beheerder: alles, ook accounts en referentiegegevens. Iedereen behalve evaluatoren ziet afgeschermde deelnemers.',
    },
  }),
  language: choice({ en: 'Language', nl: 'Taal' }, languageLabels, {
    emptyMeans: { en: 'as the browser says', nl: 'volgens de browser' },
  }),
  locale: choice({ en: 'Amounts', nl: 'Bedragen' }, localeLabels, {
    emptyMeans: { en: 'as usual in the language', nl: 'zoals gebruikelijk in de taal' },
  }),
  isBlocked: yesNo({ en: 'Blocked', nl: 'Geblokkeerd' }),
} satisfies Fields;

export type User = RecordOf<typeof userFields>;
type StoredUser = Stored<typeof userFields, object>;
export type KeptUser = KeptRecord<typeof userFields, object>;

const collections = collectionsOf('user', 'users', userFields, {});
collections.current.schema.index({ email: 1 }, { unique: true });

const userStates = {
  active: { en: 'active', nl: 'actief' },
  blocked: { en: 'blocked', nl: 'geblokkeerd' },
} as const satisfies Record<string, Label>;

const yesOrNo = {
  yes: { en: 'Yes', nl: 'Ja' },
  no: { en: 'No', nl: 'Nee' },
} as const satisfies Record<string, Label>;

const guards = mongoose.model(
  'guard',
  new Schema<{ _id: string; turn: number }>({ _id: String, turn: Number }, { versionKey: false }),
);

const isInCharge = ({ role, isBlocked }: Pick<User, 'role' | 'isBlocked'>): boolean =>
  role === 'administrator' && !isBlocked;

/** Nobody locks the door behind themselves: not the last administrator's, and not one's own. */
async function findLossOfAdministrator(
  record: User,
  previous: User | null,
  change: Change,
  session: mongoose.ClientSession,
): Promise<Problem[]> {
  if (!previous || !isInCharge(previous) || isInCharge(record)) return [];
  const field = record.isBlocked ? 'isBlocked' : 'role';
  // Two who take each other's role away at once would each still see the other: a common write makes one wait.
  await guards.updateOne({ _id: 'administrators' }, { $inc: { turn: 1 } }, { upsert: true, session });
  const inCharge = await users.current
    .find({ role: 'administrator', isBlocked: { $ne: true } }, { email: 1 })
    .session(session)
    .lean<{ _id: string; email: string }[]>();
  const own = inCharge.find(({ email }) => email === previous.email);
  if (own?._id === change.by.id) return [{ field, type: 'user.self' }];
  return inCharge.length <= 1 ? [{ field, type: 'user.lastAdministrator' }] : [];
}

export const users: Noun<typeof userFields, object> = {
  name: 'user',
  path: 'users',
  label: { one: { en: 'Account', nl: 'Account' }, many: { en: 'Accounts', nl: 'Accounts' } },
  fields: userFields,
  columns: [
    ...fieldColumns(userFields, 'name', 'email', 'role'),
    derivedColumn(
      'state',
      choice({ en: 'State', nl: 'Status' }, userStates),
      ['isBlocked'],
      ({ isBlocked }) => (isBlocked ? 'blocked' : 'active'),
      { sort: 'isBlocked' },
    ),
    derivedColumn(
      'updatedAt',
      instant({ en: 'Last change', nl: 'Laatste wijziging' }),
      ['updatedAt'],
      ({ updatedAt }) => updatedAt,
    ),
  ],
  filters: {
    role: choiceFilter(userFields.role.label, 'role', roles),
    blocked: optionFilter(userFields.isBlocked.label, () => optionsOf(yesOrNo), {
      takes: Object.keys(yesOrNo),
      facts: factAt('isBlocked'),
      predicate: { reads: 'moment', valueAt: isBlocked => (isBlocked === true ? 'yes' : 'no') },
      match: value => ({ isBlocked: value === 'yes' ? true : { $ne: true } }),
    }),
  },
  facets: ['role', 'blocked'],
  sorts: { name: 'name', email: 'email', role: 'role', isBlocked: 'isBlocked', updatedAt: 'updatedAt' },
  defaultSort: 'name',
  always: {},
  ...collections,
  namedBy: ['name'],
  identify: ({ name }) => name,
  findable: ({ name, email }) => ({ identifiers: [email], words: [name] }),
  prepare: async (record, previous, change, session) => {
    refuseProblems(await findLossOfAdministrator(record, previous, change, session));
    return { ...record, email: record.email.toLowerCase() };
  },
  check: () => [],
  derive: async () => ({ derived: {}, warnings: [] }),
};

/** The account with this id, or null. */
export async function findUser(id: string): Promise<KeptUser | null> {
  const stored = await users.current.findOne({ _id: id }).lean<StoredUser>();
  return stored && { ...stored, id: stored._id };
}

/** Those of these accounts that are blocked, by id. */
export async function findBlocked(
  ids: readonly string[],
  session: mongoose.ClientSession | null = null,
): Promise<{ id: string; name: string }[]> {
  const found = await users.current
    .find({ _id: { $in: ids }, isBlocked: true }, { name: 1 })
    .session(session)
    .lean<{ _id: string; name: string }[]>();
  return found.map(({ _id, name }) => ({ id: _id, name }));
}

/** The account with this e-mail address, blocked or not, or null. */
export async function findUserByEmail(email: string): Promise<KeptUser | null> {
  const wanted = email.trim().toLowerCase();
  const stored = await users.current.findOne({ email: wanted }).lean<StoredUser>();
  // The collation takes `user01` for `user1` and wide letters for plain ones: each spelling would be counted anew.
  return stored?.email === wanted ? { ...stored, id: stored._id } : null;
}

export async function countUsers(): Promise<number> {
  return users.current.countDocuments({});
}

/** Changes how callfolio speaks to a person; everyone may for themselves. */
export async function choosePreferences(
  user: KeptUser,
  values: Pick<User, 'name' | 'language' | 'locale'>,
  change: Change,
) {
  return saveRecord(users, { id: user.id, version: null, values }, change);
}
