import { createHash, randomBytes } from 'node:crypto';
import mongoose, { Schema } from 'mongoose';
import { ExpectedError, invalid } from './errors.ts';
import { findUser, type KeptUser } from './user.ts';

interface Token {
  /** SHA-256 of the token: the token itself is shown once and kept nowhere. */
  _id: string;
  userId: string;
  name: string;
  createdAt: Date;
  usedAt: Date | null;
}

const tokens = mongoose.model(
  'token',
  new Schema<Token>(
    { _id: String, userId: String, name: String, createdAt: Date, usedAt: { type: Date, default: null } },
    { versionKey: false },
  ),
);
tokens.schema.index({ userId: 1 });

const keyOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A new access token of a person, for other programs. Throws `invalid` without a name. */
export async function issueToken(user: KeptUser, name: unknown, at: Date): Promise<string> {
  if (typeof name !== 'string' || name.trim() === '' || name.length > 100) {
    throw invalid([{ field: 'name', type: 'any.required' }]);
  }
  const token = `cf_${randomBytes(32).toString('base64url')}`;
  await tokens.create({ _id: keyOf(token), userId: user.id, name: name.trim(), createdAt: at });
  return token;
}

/** The person a token belongs to; throws `unauthenticated` for any other. */
export async function getUserByToken(token: string, at: Date): Promise<KeptUser> {
  const found = await tokens.findOneAndUpdate({ _id: keyOf(token) }, { $set: { usedAt: at } }).lean<Token>();
  const user = found && (await findUser(found.userId));
  if (!user || user.isBlocked) throw new ExpectedError('unauthenticated', 'unauthenticated');
  return user;
}
