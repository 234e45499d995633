import { randomBytes } from 'node:crypto';
import mongoose, { Schema } from 'mongoose';
import { findPasswordSetAt, keepPassword } from './credential.ts';
import { digestOf } from './digest.ts';
import { ExpectedError, invalid } from './errors.ts';
import type { Change } from './noun.ts';
import { checkPassword } from './password.ts';
import { inTransaction, writeRecord } from './record.ts';
import { countUsers, findUser, users, type KeptUser, type User } from './user.ts';

/** A link that lets somebody set a password once: for the first administrator, a new account, or a password forgotten. */
interface Invitation {
  /** SHA-256 of the link's token: the token itself is shown once and kept nowhere. */
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

const lifetimeMs = 72 * 3_600_000;

/** A new one-time token to set a password: for an account, or (null) to make the first administrator. */
export async function inviteUser(userId: string | null, at: Date): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await invitations.deleteMany({ userId });
  await invitations.create({ _id: digestOf(token), userId, expiresAt: new Date(at.getTime() + lifetimeMs) });
  return token;
}

/** Whom a token invites (null: the first administrator); `isReset` where a password is replaced. */
interface Invited {
  user: KeptUser | null;
  isReset: boolean;
}

/** What a token invites to, or undefined when it is spent, late or wrong, or the account is blocked. */
export async function findInvitation(token: string, at: Date): Promise<Invited | undefined> {
  const invitation = await invitations
    .findOne({ _id: digestOf(token), expiresAt: { $gt: at } })
    .lean<Invitation>();
  if (!invitation) return undefined;
  if (invitation.userId === null)
    return (await countUsers()) === 0 ? { user: null, isReset: false } : undefined;
  const user = await findUser(invitation.userId);
  if (!user || user.isBlocked) return undefined;
  const passwordSetAt = await findPasswordSetAt(user.id);
  // Whoever has set a password since has no use for the link; somebody else might.
  const isOvertaken = passwordSetAt !== null && passwordSetAt > invitation.expiresAt.getTime() - lifetimeMs;
  return isOvertaken ? undefined : { user, isReset: passwordSetAt !== null };
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
  const problems = checkPassword(password, invited.user ?? first ?? { email: '', name: '' });
  if (problems.length > 0) throw invalid(problems);
  return inTransaction(async session => {
    const spent = await invitations.deleteOne({ _id: digestOf(token) }, { session });
    if (spent.deletedCount !== 1) throw new ExpectedError('notFound', 'notFound.invitation');
    const values = { ...first, role: 'administrator' };
    const user =
      invited.user ?? (await writeRecord(users, { id: null, version: null, values }, change, session));
    await keepPassword(user.id, password, change.at, session);
    return user;
  });
}
