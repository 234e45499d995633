import { randomBytes } from 'node:crypto';
import mongoose, { Schema } from 'mongoose';
import { enterEvent } from './accountEvent.ts';
import { findPasswordSetAt, keepPassword } from './credential.ts';
import { digestOf } from '../values/digest.ts';
import { ExpectedError, invalid } from '../values/errors.ts';
import { callfolioItself, type Change } from '../record/noun.ts';
import { checkPassword } from './password.ts';
import { inTransaction, writeRecord } from '../record/record.ts';
import { countUsers, findUser, users, type KeptUser, type User } from './user.ts';

/** A link that lets somebody set a password once: for the first administrator, a new account, or a password forgotten. */
interface Invitation {
  /** The account's id, or `firstKey`: so there is one valid link an account, whoever asks for how many at once. */
  _id: string;
  /** SHA-256 of the link's token: the token itself is shown once and kept nowhere. */
  digest: string;
  expiresAt: Date;
  /** When it was first opened. */
  openedAt: Date | null;
}
const invitations = mongoose.model(
  'invitation',
  new Schema<Invitation>(
    { _id: String, digest: String, expiresAt: Date, openedAt: { type: Date, default: null } },
    { versionKey: false },
  ),
);
invitations.schema.index({ digest: 1 });
invitations.schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** Where the link is kept with which the first administrator is made; no account has such an id. */
export const firstKey = 'first administrator';

const lifetimeMs = 72 * 3_600_000;

/**
 * A new one-time token to set a password, for an account or (null) to make the first administrator. It takes the place
 * of the one before, and is entered in the account's history.
 */
export async function inviteUser(
  userId: string | null,
  change: Change,
  event: 'linkMade' | 'linkMadeAlone' = 'linkMade',
): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const user = userId === null ? null : await findUser(userId);
  if (userId !== null && !user) throw new ExpectedError('notFound', 'notFound.user');
  const expiresAt = new Date(change.at.getTime() + lifetimeMs);
  const $set = { digest: digestOf(token), expiresAt, openedAt: null };
  await inTransaction(async session => {
    await invitations.updateOne({ _id: userId ?? firstKey }, { $set }, { upsert: true, session });
    if (user) await enterEvent(user, event, change, session);
  });
  return token;
}

/** Whom a token invites (null: the first administrator); `isReset` where a password is replaced. */
export interface Invited {
  user: KeptUser | null;
  isReset: boolean;
  isOpened: boolean;
}

/** What a token invites to, or undefined when it is spent, late or wrong, or the account is blocked. Writes nothing. */
export async function findInvitation(token: string, at: Date): Promise<Invited | undefined> {
  const invitation = await invitations
    .findOne({ digest: digestOf(token), expiresAt: { $gt: at } })
    .lean<Invitation>();
  if (!invitation) return undefined;
  const isOpened = invitation.openedAt !== null;
  if (invitation._id === firstKey)
    return (await countUsers()) === 0 ? { user: null, isReset: false, isOpened } : undefined;
  const user = await findUser(invitation._id);
  if (!user || user.isBlocked) return undefined;
  const passwordSetAt = await findPasswordSetAt(user.id);
  // Whoever has set a password since has no use for the link; somebody else might.
  const isOvertaken = passwordSetAt !== null && passwordSetAt > invitation.expiresAt.getTime() - lifetimeMs;
  return isOvertaken ? undefined : { user, isReset: passwordSetAt !== null, isOpened };
}

/**
 * As `findInvitation`, for somebody who opens the link: the first time is entered in the account's history. By whom is
 * not known, so that it is entered as done by callfolio, with the address.
 */
export async function openInvitation(
  token: string,
  at: Date,
  address: string | null,
): Promise<Invited | undefined> {
  const invited = await findInvitation(token, at);
  const user = invited?.user;
  if (!user || invited.isOpened) return invited;
  await inTransaction(async session => {
    const opened = { _id: user.id, digest: digestOf(token), openedAt: null };
    const { matchedCount } = await invitations.updateOne(opened, { $set: { openedAt: at } }, { session });
    const change = { by: callfolioItself, source: { kind: 'form' }, reason: null, at } as const;
    if (matchedCount === 1) await enterEvent(user, 'linkOpened', change, session, address);
  });
  return invited;
}

/** Sets the password an invitation allows, once; makes the first administrator where that is what it is for. */
export async function acceptInvitation(
  token: string,
  first: Pick<User, 'email' | 'name'> | null,
  password: string,
  change: Change,
  address: string | null = null,
): Promise<KeptUser> {
  const invited = await findInvitation(token, change.at);
  if (!invited) throw new ExpectedError('notFound', 'notFound.invitation');
  const problems = checkPassword(password, invited.user ?? first ?? { email: '', name: '' });
  if (problems.length > 0) throw invalid(problems);
  return inTransaction(async session => {
    const spent = await invitations.deleteOne({ digest: digestOf(token) }, { session });
    if (spent.deletedCount !== 1) throw new ExpectedError('notFound', 'notFound.invitation');
    const values = { ...first, role: 'administrator' };
    const user =
      invited.user ?? (await writeRecord(users, { id: null, version: null, values }, change, session));
    await keepPassword(user.id, password, change.at, session);
    await enterEvent(user, 'linkUsed', change, session, address);
    return user;
  });
}
