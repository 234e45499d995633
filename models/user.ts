import { hash, verify } from '@node-rs/argon2';
import { createHash, randomBytes } from 'node:crypto';
import mongoose, { Schema } from 'mongoose';
import { ExpectedError, invalid, type Problem } from './errors.ts';
import { choice, text, yesNo, type Fields, type RecordOf } from './fields.ts';
import { choiceFilter, optionFilter, optionsOf } from './filters.ts';
import type { Label } from './format.ts';
import { refuseProblems } from './links.ts';
import { collectionsOf, type Change, type KeptRecord, type Noun } from './noun.ts';
import { inTransaction, saveRecord, writeRecord } from './record.ts';
import { roles } from './permissions.ts';

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
  role: choice({ en: 'Role', nl: 'Rol' }, roles, { required: true }),
  language: choice({ en: 'Language', nl: 'Taal' }, languageLabels, {
    emptyMeans: { en: 'as the browser says', nl: 'zoals de browser zegt' },
  }),
  locale: choice({ en: 'Amounts', nl: 'Bedragen' }, localeLabels, {
    emptyMeans: { en: 'as usual in the language', nl: 'zoals gebruikelijk in de taal' },
  }),
  isBlocked: yesNo({ en: 'Blocked', nl: 'Geblokkeerd' }),
} satisfies Fields;

export type User = RecordOf<typeof userFields>;
export type KeptUser = KeptRecord<typeof userFields, object>;

const collections = collectionsOf('user', 'users', userFields, {});
collections.current.schema.index({ email: 1 }, { unique: true });

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
  columns: ['name', 'email', 'role', 'isBlocked', 'updatedAt'],
  filters: {
    role: choiceFilter(userFields.role.label, 'role', roles),
    blocked: optionFilter(
      userFields.isBlocked.label,
      () => optionsOf(yesOrNo),
      value => (Object.hasOwn(yesOrNo, value) ? { isBlocked: value === 'yes' ? true : { $ne: true } } : null),
    ),
  },
  facets: ['role', 'blocked'],
  sorts: { name: 'name', email: 'email', role: 'role', isBlocked: 'isBlocked', updatedAt: 'updatedAt' },
  defaultSort: 'name',
  always: {},
  ...collections,
  identify: ({ name }) => name,
  findable: ({ name, email }) => ({ identifiers: [email], words: [name] }),
  prepare: async (record, previous, change, session) => {
    refuseProblems(await findLossOfAdministrator(record, previous, change, session));
    return { ...record, email: record.email.toLowerCase() };
  },
  check: () => [],
  derive: async () => ({ derived: {}, warnings: [] }),
};

interface Credential {
  _id: string;
  /** An argon2id hash. */
  hash: string;
  changedAt: Date;
}
/** Kept apart from the account, so that no version, list or file can ever hold a password's hash. */
const credentials = mongoose.model(
  'credential',
  new Schema<Credential>({ _id: String, hash: String, changedAt: Date }, { versionKey: false }),
);

/** A link that lets somebody set a password once: for the first administrator and for new accounts. */
interface Invitation {
  _id: string;
  /** Null for the link with which the first administrator is made. */
  userId: string | null;
  expiresAt: Date;
}
const invitations = mongoose.model(
  'invitation',
  new Schema<Invitation>(
    { _id: String, userId: { type: String, default: null }, expiresAt: Date },
    { versionKey: false },
  ),
);
invitations.schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const leastPassword = 12;
const mostPassword = 200;

/** What is wrong with a password, if anything: it is measured in characters, and no account's own address. */
export function checkPassword(password: string, email: string): Problem[] {
  if (password.length < leastPassword || password.length > mostPassword) {
    return [
      { field: 'password', type: 'password.length', values: { least: leastPassword, most: mostPassword } },
    ];
  }
  const isWeak =
    new Set(password.toLowerCase()).size < 5 || password.toLowerCase().includes(email.toLowerCase());
  return isWeak ? [{ field: 'password', type: 'password.weak' }] : [];
}

async function keepPassword(userId: string, password: string, at: Date, session: mongoose.ClientSession) {
  await credentials.updateOne(
    { _id: userId },
    { $set: { hash: await hash(password), changedAt: at } },
    { upsert: true, session },
  );
}

/** The account with this id, or null. */
export async function findUser(id: string): Promise<KeptUser | null> {
  const stored = await users.current.findOne({ _id: id }).lean<Record<string, unknown>>();
  return stored && ({ ...stored, id: stored['_id'] } as unknown as KeptUser);
}

export async function countUsers(): Promise<number> {
  return users.current.countDocuments({});
}

// Verified when the account is unknown, so that the answer takes as long as for a known one.
const nobody = hash(randomBytes(16).toString('hex'));

/** The account of an e-mail address and password, or null; takes as long whether or not the account exists. */
export async function findByPassword(email: string, password: string): Promise<KeptUser | null> {
  const wanted = email.trim().toLowerCase();
  const found = await users.current.findOne({ email: wanted }).lean<Record<string, unknown>>();
  // The collation takes `user01` for `user1` and wide letters for plain ones: each spelling would be counted anew.
  const stored = found?.['email'] === wanted ? found : null;
  const credential = stored && (await credentials.findOne({ _id: String(stored['_id']) }).lean<Credential>());
  const isRight = await verify(credential?.hash ?? (await nobody), password.slice(0, mostPassword)).catch(
    () => false,
  );
  if (!stored || !credential || !isRight || stored['isBlocked'] === true) return null;
  return { ...stored, id: stored['_id'] } as unknown as KeptUser;
}

/** When a person's password was set, in ms; null without one. A session begun with an earlier one has ended. */
export async function findPasswordSetAt(userId: string): Promise<number | null> {
  const credential = await credentials.findOne({ _id: userId }).lean<Credential>();
  return credential?.changedAt.getTime() ?? null;
}

/** Makes an account with a password; used for the first administrator. Throws `invalid`. */
export async function addUserWithPassword(
  values: Pick<User, 'email' | 'name' | 'role'>,
  password: string,
  change: Change,
): Promise<KeptUser> {
  const problems = checkPassword(password, values.email);
  if (problems.length > 0) throw invalid(problems);
  return inTransaction(async session => {
    const user = await writeRecord(users, { id: null, version: null, values }, change, session);
    await keepPassword(user.id, password, change.at, session);
    return user;
  });
}

/** Replaces a person's password once the present one is given. Throws `invalid`. */
export async function changePassword(
  user: KeptUser,
  present: string,
  wanted: string,
  at: Date,
): Promise<void> {
  if (!(await findByPassword(user.email, present)))
    throw invalid([{ field: 'present', type: 'password.wrong' }]);
  const problems = checkPassword(wanted, user.email);
  if (problems.length > 0) throw invalid(problems);
  await inTransaction(session => keepPassword(user.id, wanted, at, session));
}

const keyOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const invitationHours = 72;

/** A new one-time token to set a password: for an account, or (null) to make the first administrator. */
export async function inviteUser(userId: string | null, at: Date): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await invitations.deleteMany({ userId });
  await invitations.create({
    _id: keyOf(token),
    userId,
    expiresAt: new Date(at.getTime() + invitationHours * 3_600_000),
  });
  return token;
}

/** The account a token invites (null: the first administrator), or undefined when it is spent, late or wrong. */
export async function findInvitation(
  token: string,
  at: Date,
): Promise<{ user: KeptUser | null } | undefined> {
  const invitation = await invitations
    .findOne({ _id: keyOf(token), expiresAt: { $gt: at } })
    .lean<Invitation>();
  if (!invitation) return undefined;
  if (invitation.userId === null) return (await countUsers()) === 0 ? { user: null } : undefined;
  const user = await findUser(invitation.userId);
  return user ? { user } : undefined;
}

/** Sets the password an invitation allows, once; makes the first administrator where that is what it is for. */
export async function acceptInvitation(
  token: string,
  first: Pick<User, 'email' | 'name'> | null,
  password: string,
  change: Change,
): Promise<KeptUser> {
  const invited = await findInvitation(token, change.at);
  if (!invited) throw new ExpectedError('notFound', 'notFound.invitation');
  const email = invited.user?.email ?? first?.email ?? '';
  const problems = checkPassword(password, email);
  if (problems.length > 0) throw invalid(problems);
  return inTransaction(async session => {
    const spent = await invitations.deleteOne({ _id: keyOf(token) }, { session });
    if (spent.deletedCount !== 1) throw new ExpectedError('notFound', 'notFound.invitation');
    const values = { ...first, role: 'administrator' };
    const user =
      invited.user ?? (await writeRecord(users, { id: null, version: null, values }, change, session));
    await keepPassword(user.id, password, change.at, session);
    return user;
  });
}

/** Changes how callfolio speaks to a person; everyone may for themselves. */
export async function choosePreferences(
  user: KeptUser,
  values: Pick<User, 'name' | 'language' | 'locale'>,
  change: Change,
) {
  return saveRecord(users, { id: user.id, version: null, values }, change);
}
