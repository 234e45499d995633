import mongoose, { Schema } from 'mongoose';
import { listAccountEvents, type AccountEventName } from './accountEvent.ts';
import type { Channel } from '../record/versionSource.ts';
import { attemptKeyOf } from './signInAttempts.ts';
import { findFailures, forgetFailures } from './signInFailure.ts';
import type { KeptUser } from './user.ts';

/** Until when a person has read what happened to the access to their account. */
interface StoredReading {
  /** The account's id. */
  _id: string;
  readUntil: Date;
}
const readings = mongoose.model(
  'accessReading',
  new Schema<StoredReading>({ _id: String, readUntil: Date }, { versionKey: false }),
  'accessReadings',
);

/** What a person is told when they sign in, as it is kept in their session. */
export interface AccessNotice {
  /** Until when it tells. */
  at: string;
  /** How often signing in failed; null where it did not. */
  attempts: { wrong: number; refused: number; lastAt: string; lastAddress: string } | null;
  /** The latest first; `more` are not named. */
  events: { event: AccountEventName; by: string; channel: Channel; at: string; address: string | null }[];
  more: number;
}

/** So many are told; the page of the account has all. */
const mostEvents = 5;

/** What happened to the access to an account that its owner has not read, or null. */
export async function findAccessNotice(
  { id, email }: Pick<KeptUser, 'id' | 'email'>,
  at: Date,
): Promise<AccessNotice | null> {
  const reading = await readings.findOne({ _id: id }).lean<StoredReading>();
  const failures = await findFailures(attemptKeyOf(email));
  const unread = await listAccountEvents(id, reading?.readUntil);
  if (unread.length === 0 && !failures) return null;
  const events = unread.slice(0, mostEvents).map(({ event, by, channel, at, address }) => ({
    event,
    by: by.name,
    channel,
    at: at.toISOString(),
    address,
  }));
  const { wrong = 0, refused = 0, lastAt = at, lastAddress = '' } = failures ?? {};
  const attempts = failures && { wrong, refused, lastAt: lastAt.toISOString(), lastAddress };
  return { at: at.toISOString(), attempts, events, more: unread.length - events.length };
}

/** Notes that the owner has read what is told up to an instant. */
export async function noteAccessRead({ id, email }: KeptUser, readUntil: Date): Promise<void> {
  await forgetFailures(attemptKeyOf(email), readUntil);
  await readings.updateOne({ _id: id }, { $max: { readUntil } }, { upsert: true });
}
