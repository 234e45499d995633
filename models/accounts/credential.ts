import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import mongoose, { Schema, type ClientSession } from 'mongoose';
import { invalid } from '../values/errors.ts';
import type { Change } from '../record/noun.ts';
import { checkPassword, isTooLong, normalisePassword } from './password.ts';
import { afterSaving, inTransaction, writeRecord } from '../record/record.ts';
import { endSessions } from './session.ts';
import { endTokens } from './token.ts';
import { findUserByEmail, users, type KeptUser, type User } from './user.ts';

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

/** Ends every session and every access token of an account. */
async function endAccess(userId: string, session: ClientSession): Promise<void> {
  await endSessions(userId, { session });
  await endTokens(userId, session);
}

// A block that is lifted later gives nothing back that was open before.
afterSaving('user', async (record, _previous, session) => {
  const { id, isBlocked } = record as KeptUser;
  if (isBlocked) await endAccess(id, session);
});

/** Sets an account's password, in a transaction. Whoever knew the old one is out: sessions and tokens end with it. */
export async function keepPassword(userId: string, password: string, at: Date, session: ClientSession) {
  await credentials.updateOne(
    { _id: userId },
    { $set: { hash: await hash(normalisePassword(password)), changedAt: at } },
    { upsert: true, session },
  );
  await endAccess(userId, session);
}

// Verified when the account is unknown, so that the answer takes as long as for a known one.
const nobody = hash(randomBytes(16).toString('hex'));

/**
 * Whether a password is that of a hash. It is compared as a keyboard composes it (NFKC), and, where that differs, as it was
 * typed: so it was hashed before it was normalised. How often depends on what is typed alone.
 */
async function isOf(kept: string, password: string): Promise<boolean> {
  const normal = normalisePassword(password);
  const isRight = await verify(kept, normal).catch(() => false);
  if (normal === password) return isRight;
  const isAsTyped = await verify(kept, password).catch(() => false);
  return isRight || isAsTyped;
}

/** The account of an e-mail address and password, or null; takes as long whether or not the account exists. */
export async function findByPassword(email: string, password: string): Promise<KeptUser | null> {
  if (isTooLong(password)) return null;
  const user = await findUserByEmail(email);
  const credential = await credentials.findOne({ _id: user?.id ?? '' }).lean<Credential>();
  const isRight = await isOf(credential?.hash ?? (await nobody), password);
  return user && credential && isRight && !user.isBlocked ? user : null;
}

/** Whether an account has a password yet. */
export async function hasPassword(userId: string): Promise<boolean> {
  return (await credentials.exists({ _id: userId })) !== null;
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
  const problems = checkPassword(password, values);
  if (problems.length > 0) throw invalid(problems);
  return inTransaction(async session => {
    const user = await writeRecord(users, { id: null, version: null, values }, change, session);
    await keepPassword(user.id, password, change.at, session);
    return user;
  });
}

/** Replaces the password of a person who has just given the present one. Throws `invalid`. */
export async function changePassword(user: KeptUser, wanted: string, at: Date): Promise<void> {
  const problems = checkPassword(wanted, user);
  if (problems.length > 0) throw invalid(problems);
  await inTransaction(session => keepPassword(user.id, wanted, at, session));
}
