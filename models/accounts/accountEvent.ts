import mongoose, { Schema, type ClientSession } from 'mongoose';
import type { Label } from '../values/format.ts';
import type { Read } from '../record/batchedReads.ts';
import { collation } from '../record/collator.ts';
import type { Actor, Change } from '../record/noun.ts';
import { channelOf, type Channel } from '../record/versionSource.ts';
import type { KeptUser } from './user.ts';

/** What happens to the access to an account without changing a field of it: part of its history all the same. */
export const accountEvents = {
  linkAsked: {
    en: 'One-time link asked for: another administrator has to consent',
    nl: 'Eenmalige link gevraagd: een andere beheerder moet instemmen',
  },
  linkConsented: { en: 'Consent given to a one-time link', nl: 'Ingestemd met een eenmalige link' },
  linkRefused: { en: 'One-time link refused', nl: 'Eenmalige link geweigerd' },
  linkMadeAlone: {
    en: 'One-time link made for another administrator; there was nobody else who could consent',
    nl: 'Eenmalige link gemaakt voor een andere beheerder; er was niemand anders die kon instemmen',
  },
  linkMade: { en: 'One-time link made', nl: 'Eenmalige link gemaakt' },
  linkOpened: { en: 'One-time link opened', nl: 'Eenmalige link geopend' },
  linkUsed: {
    en: 'One-time link used to set a password',
    nl: 'Eenmalige link gebruikt om een wachtwoord in te stellen',
  },
  unlocked: { en: 'Attempts to sign in allowed again', nl: 'Pogingen om aan te melden weer toegestaan' },
} as const satisfies Record<string, Label>;
export type AccountEventName = keyof typeof accountEvents;

interface StoredEvent {
  userId: string;
  event: AccountEventName;
  /** The account's name and version then. */
  name: string;
  version: number;
  by: Actor;
  channel: Channel;
  at: Date;
  /** From where, as far as it is known: of a link that is opened nobody knows by whom. */
  address: string | null;
}
export type AccountEvent = StoredEvent;

const events = mongoose.model(
  'accountEvent',
  new Schema<StoredEvent>(
    {
      userId: { type: String, required: true },
      event: { type: String, required: true },
      name: String,
      version: Number,
      by: { _id: false, id: String, name: String },
      channel: String,
      at: { type: Date, required: true },
      address: { type: String, default: null },
    },
    { versionKey: false, collation },
  ),
  'accountEvents',
);
events.schema.index({ userId: 1, at: -1 });
events.schema.index({ at: -1 });

/** Enters in an account's history what was done, in the transaction of the action: neither is there without the other. */
export async function enterEvent(
  user: KeptUser,
  event: AccountEventName,
  { by, source, at }: Change,
  session: ClientSession,
  address: string | null = null,
): Promise<void> {
  const { id: userId, name, version } = user;
  const channel = channelOf(source);
  await events.create([{ userId, event, name, version, by, channel, at, address }], { session });
}

/** What happened to the access to an account, perhaps after an instant only, the latest first. */
export async function listAccountEvents(userId: string, after: Date = new Date(0)): Promise<AccountEvent[]> {
  return events
    .find({ userId, at: { $gt: after } }, { _id: 0 })
    .sort({ at: -1, _id: -1 })
    .lean<AccountEvent[]>();
}

/** The latest of all accounts. */
export async function listLatestEvents(most: number, read: Read): Promise<AccountEvent[]> {
  return read<AccountEvent>({
    collection: events.collection.collectionName,
    stages: [{ $sort: { at: -1, _id: -1 } }, { $limit: most }, { $unset: '_id' }],
  });
}
