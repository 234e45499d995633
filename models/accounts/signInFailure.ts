import mongoose, { Schema } from 'mongoose';

/** How often signing in to an account failed since its owner last read of it. */
interface StoredFailures {
  /** See `attemptKeyOf`; all names of no account share a few. */
  _id: string;
  wrong: number;
  refused: number;
  firstAt: Date;
  lastAt: Date;
  lastAddress: string;
  expiresAt: Date;
}
const failures = mongoose.model(
  'signInFailure',
  new Schema<StoredFailures>(
    {
      _id: String,
      wrong: { type: Number, default: 0 },
      refused: { type: Number, default: 0 },
      firstAt: Date,
      lastAt: Date,
      lastAddress: String,
      expiresAt: Date,
    },
    { versionKey: false },
  ),
  'signInFailures',
);
failures.schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const keptMs = 90 * 24 * 3_600_000;

/** Failed attempts, as they are told. */
export interface SignInFailures {
  /** With a wrong password. */
  wrong: number;
  /** Not looked at, because there were too many. */
  refused: number;
  firstAt: Date;
  lastAt: Date;
  lastAddress: string;
}

/** Counts a failed attempt under the key of an account. */
export async function noteFailure(key: string, kind: 'wrong' | 'refused', address: string, at: Date) {
  const lastAddress = address.slice(0, 100);
  await failures.updateOne(
    { _id: key },
    {
      $inc: { [kind]: 1 },
      $setOnInsert: { firstAt: at },
      $set: { lastAt: at, lastAddress, expiresAt: new Date(at.getTime() + keptMs) },
    },
    { upsert: true },
  );
}

/** The failed attempts under a key that nobody has read of, or null. */
export async function findFailures(key: string): Promise<SignInFailures | null> {
  const found = await failures.findOne({ _id: key }).lean<StoredFailures>();
  if (!found) return null;
  const { wrong, refused, firstAt, lastAt, lastAddress } = found;
  return { wrong, refused, firstAt, lastAt, lastAddress };
}

/** Forgets the failed attempts under a key, once their owner has read of them; not those since. */
export async function forgetFailures(key: string, until: Date): Promise<void> {
  await failures.deleteOne({ _id: key, lastAt: { $lte: until } });
}
