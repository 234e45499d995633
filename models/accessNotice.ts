import mongoose, { Schema } from 'mongoose';
import { listAccountEvents, type AccountEventName } from './accountEvent.ts';
import type { Channel } from './noun.ts';

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
  /** The latest first; not all where there are very many. */
  events: { event: AccountEventName; by: string; channel: Channel; at: string; address: string | null }[];
}

/** So many are told; the page of the account has all. */
const mostEvents = 5;

/** What happened to the access to an account that its owner has not read, or null. */
export async function findAccessNotice(userId: string): Promise<AccessNotice | null> {
  const reading = await readings.findOne({ _id: userId }).lean<StoredReading>();
  const unread = (await listAccountEvents(userId, reading?.readUntil)).slice(0, mostEvents);
  const events = unread.map(({ event, by, channel, at, address }) => ({
    event,
    by: by.name,
    channel,
    at: at.toISOString(),
    address,
  }));
  return events.length === 0 ? null : { events };
}

/** Notes that the owner has read what is told up to an instant. */
export async function noteAccessRead(userId: string, readUntil: Date): Promise<void> {
  await readings.updateOne({ _id: userId }, { $max: { readUntil } }, { upsert: true });
}
