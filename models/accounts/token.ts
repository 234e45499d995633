import { randomBytes } from 'node:crypto';
import mongoose, { Schema, type ClientSession } from 'mongoose';
import { addDays, brusselsInstant, todayInBrussels, type Day, type PartialDay } from '../values/day.ts';
import { digestOf } from '../values/digest.ts';
import { ExpectedError, invalid, type Problem } from '../values/errors.ts';
import { choice, day, text, type Fields, type RecordOf } from '../record/fields.ts';
import { accesses, type Access } from '../record/permissions.ts';
import { findUser, users, type KeptUser } from './user.ts';

export const tokenFields = {
  name: text(
    { en: 'Purpose', nl: 'Doel' },
    {
      required: true,
      max: 100,
      hint: {
        en: 'The program that will use it, such as: nightly import.',
        nl: 'Het programma dat het gaat gebruiken, zoals: nachtelijke import.',
      },
    },
  ),
  access: choice({ en: 'Access', nl: 'Toegang' }, accesses, {
    required: true,
    hint: { en: 'Never more than your role at that moment.', nl: 'Nooit meer dan uw rol op dat moment.' },
  }),
  endsOn: day(
    { en: 'Last day', nl: 'Laatste dag' },
    {
      hint: {
        en: '90 days from now unless you say otherwise; at most 366.',
        nl: 'Over 90 dagen, tenzij u anders zegt; maximaal 366.',
      },
    },
  ),
} satisfies Fields;

const usualDays = 90;
const mostDays = 366;
/** Tokens of one person that have not ended. */
const mostTokens = 50;
const daySeconds = 24 * 3600;

interface StoredToken {
  /** SHA-256 of the token: the token itself is shown once and kept nowhere. */
  _id: string;
  /** What it is called by in addresses. */
  id: string;
  userId: string;
  name: string;
  access: Access;
  /** The last day on which it works, in Brussels. */
  endsOn: Day;
  /** The instant from which it does not. */
  expiresAt: Date;
  createdAt: Date;
  /** To the minute. */
  usedAt: Date | null;
}

const tokens = mongoose.model(
  'token',
  new Schema<StoredToken>(
    {
      _id: String,
      id: String,
      userId: String,
      name: String,
      access: String,
      endsOn: String,
      expiresAt: Date,
      createdAt: Date,
      usedAt: { type: Date, default: null },
    },
    { versionKey: false, id: false },
  ),
);
tokens.schema.index({ userId: 1 });
tokens.schema.index({ id: 1 });
// A token that has ended is listed for a month, so that its owner sees why a program was refused.
tokens.schema.index({ expiresAt: 1 }, { expireAfterSeconds: 30 * daySeconds });

/** A token as its owner and administrators see it: never the token itself. */
export interface KeptToken extends Omit<StoredToken, '_id' | 'userId'> {
  owner: { id: string; name: string };
  hasEnded: boolean;
}

const keptFrom = ({ _id, userId, ...rest }: StoredToken, ownerName: string, at: Date): KeptToken => ({
  ...rest,
  owner: { id: userId, name: ownerName },
  hasEnded: rest.expiresAt <= at,
});

function checkLastDay(endsOn: PartialDay | null, at: Date): { endsOn: Day; problems: Problem[] } {
  const today = todayInBrussels(at);
  const most = addDays(today, mostDays);
  const wanted = endsOn?.value ?? addDays(today, usualDays);
  const isRight = wanted.length === today.length && wanted >= today && wanted <= most;
  const problem = { field: 'endsOn', type: 'day.between', values: { least: today, most } };
  return { endsOn: wanted, problems: isRight ? [] : [problem] };
}

/**
 * Makes an access token of a person, for another program. `token` is given this once; it works until the end of its
 * last day, and never gives more than its owner's role. Throws `invalid`.
 */
export async function makeToken(
  user: KeptUser,
  values: RecordOf<typeof tokenFields>,
  at: Date,
): Promise<{ token: string; made: KeptToken }> {
  const { endsOn, problems } = checkLastDay(values.endsOn, at);
  if ((await tokens.countDocuments({ userId: user.id, expiresAt: { $gt: at } })) >= mostTokens)
    problems.push({ field: '', type: 'token.tooMany', values: { most: mostTokens } });
  if (problems.length > 0) throw invalid(problems);
  const token = `cf_${randomBytes(32).toString('base64url')}`;
  const stored: StoredToken = {
    _id: digestOf(token),
    id: new mongoose.Types.ObjectId().toHexString(),
    userId: user.id,
    name: values.name,
    access: values.access,
    endsOn,
    expiresAt: brusselsInstant(addDays(endsOn, 1), '00:00'),
    createdAt: at,
    usedAt: null,
  };
  await tokens.create(stored);
  return { token, made: keptFrom(stored, user.name, at) };
}

/** Whom a token stands for, what it may, and when it was last used. */
export interface TokenBearer {
  /** What the token is called by in addresses. */
  id: string;
  user: KeptUser;
  access: Access;
  usedAt: Date | null;
}

/** Whom a token stands for at an instant; throws `unauthenticated` for one that is unknown or has ended. */
export async function getBearer(token: string, at: Date): Promise<TokenBearer> {
  const found = await tokens.findOne({ _id: digestOf(token), expiresAt: { $gt: at } }).lean<StoredToken>();
  const user = found && (await findUser(found.userId));
  if (!found || !user || user.isBlocked) throw new ExpectedError('unauthenticated', 'tokenEnded');
  return { id: found.id, user, access: found.access, usedAt: found.usedAt };
}

const noteEveryMs = 60_000;

/**
 * Notes that a token was used, where a minute has passed since that was noted last. The one write that need not be on
 * the disks of a majority: losing it costs nothing, and it is made while programs wait for their answer.
 */
export async function noteUse(token: string, { usedAt }: TokenBearer, at: Date): Promise<void> {
  if (usedAt !== null && at.getTime() - usedAt.getTime() < noteEveryMs) return;
  await tokens.updateOne(
    { _id: digestOf(token) },
    { $set: { usedAt: at } },
    { writeConcern: { w: 1, j: false } },
  );
}

/** Tokens, the newest first: of one person, or (null) of everybody. */
export async function listTokens(userId: string | null, at: Date): Promise<KeptToken[]> {
  const found = await tokens
    // One of before tokens had an end has ended.
    .find({ expiresAt: { $ne: null }, ...(userId !== null && { userId }) })
    .sort({ createdAt: -1, _id: 1 })
    .lean<StoredToken[]>();
  const owners = await users.current
    .find({ _id: { $in: found.map(one => one.userId) } }, { name: 1 })
    .lean<{ _id: string; name: string }[]>();
  const names = new Map(owners.map(({ _id, name }) => [_id, name]));
  return found.map(one => keptFrom(one, names.get(one.userId) ?? '', at));
}

/** Ends a token: of that person, or (null) of anybody; whether there was one. */
export async function endToken(id: string, userId: string | null): Promise<boolean> {
  const { deletedCount } = await tokens.deleteOne(userId === null ? { id } : { id, userId });
  return deletedCount === 1;
}

/** Ends every token of a person, within a transaction. */
export async function endTokens(userId: string, session: ClientSession): Promise<void> {
  await tokens.deleteMany({ userId }, { session });
}
