import mongoose, { Schema, type ClientSession } from 'mongoose';
import { enterEvent } from './accountEvent.ts';
import { hasPassword } from './credential.ts';
import { ExpectedError } from '../values/errors.ts';
import { inviteUser } from './invitation.ts';
import type { Actor, Change } from '../record/noun.ts';
import { inTransaction } from '../record/record.ts';
import { users, type KeptUser } from './user.ts';
import { readAlone, type Read } from '../record/batchedReads.ts';
import type { Match } from '../record/facts.ts';

/** That somebody asks for a one-time link of an administrator's account, until a third administrator consents. */
interface StoredConsent {
  /** The account's id: one request an account. */
  _id: string;
  askedBy: Actor;
  askedAt: Date;
  consentedBy: Actor | null;
  expiresAt: Date;
}
const actor = { _id: false, id: String, name: String };
const consents = mongoose.model(
  'linkConsent',
  new Schema<StoredConsent>(
    {
      _id: String,
      askedBy: actor,
      askedAt: Date,
      consentedBy: { type: actor, default: null },
      expiresAt: Date,
    },
    { versionKey: false },
  ),
  'linkConsents',
);
consents.schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** A request as administrators see it. */
export interface LinkRequest {
  userId: string;
  askedBy: Actor;
  askedAt: Date;
  consentedBy: Actor | null;
}

const lifetimeMs = 72 * 3_600_000;
const inCharge = { role: 'administrator', isBlocked: { $ne: true } } as const;

/** Whether an account is an administrator's, or was in the last three days: a role taken away must not open the door. */
async function isOfAdministrator(userId: string, at: Date): Promise<boolean> {
  const since = new Date(at.getTime() - lifetimeMs);
  const role = 'administrator';
  if (await users.current.exists({ _id: userId, role })) return true;
  return (await users.versions.exists({ recordId: userId, role, validTo: { $gt: since } })) !== null;
}

/** Administrators whom somebody blocked, or took the role from, in the last three days: that must not open the door either. */
async function listPutOut(byId: string, at: Date): Promise<string[]> {
  const since = new Date(at.getTime() - lifetimeMs);
  const notInCharge = { $or: [{ role: { $ne: inCharge.role } }, { isBlocked: true }] };
  const byThem = { 'updatedBy.id': byId, validFrom: { $gt: since }, ...notInCharge };
  const changed = [
    ...(await users.current.distinct('_id', byThem)),
    ...(await users.versions.distinct('recordId', byThem)),
  ];
  const putOut = { ...inCharge, recordId: { $in: changed }, validTo: { $gt: since } };
  return (await users.versions.distinct('recordId', putOut)).map(String);
}

/** Whether there is an administrator who could consent: neither of these two, and with a password to sign in with. */
async function hasThirdPerson(userId: string, makerId: string, at: Date): Promise<boolean> {
  const present = await users.current.distinct('_id', inCharge);
  const others = new Set([...present, ...(await listPutOut(makerId, at))].map(String));
  for (const id of others) if (id !== userId && id !== makerId && (await hasPassword(id))) return true;
  return false;
}

/**
 * A one-time link's token for an account; null where a third administrator has to consent first, who is then asked. So it
 * is for the account of another administrator, unless there is no third one: then the link is made, and entered as such.
 */
export async function askForLink(user: KeptUser, change: Change): Promise<string | null> {
  if (user.id === change.by.id || !(await isOfAdministrator(user.id, change.at)))
    return inviteUser(user.id, change);
  if (!(await hasThirdPerson(user.id, change.by.id, change.at)))
    return inviteUser(user.id, change, 'linkMadeAlone');
  return (await linkConsentedTo(user, change)) ?? askForConsent(user, change);
}

/** The link that was consented to, once, for whoever asked for it. */
async function linkConsentedTo(user: KeptUser, change: Change): Promise<string | null> {
  const wanted = { _id: user.id, 'askedBy.id': change.by.id, expiresAt: { $gt: change.at } };
  const found = await consents.findOneAndDelete({ ...wanted, consentedBy: { $ne: null } });
  return found && inviteUser(user.id, change);
}

async function askForConsent(user: KeptUser, change: Change): Promise<null> {
  const waiting = await consents.exists({
    _id: user.id,
    'askedBy.id': change.by.id,
    expiresAt: { $gt: change.at },
  });
  if (waiting) return null;
  const { by: askedBy, at: askedAt } = change;
  const expiresAt = new Date(askedAt.getTime() + lifetimeMs);
  await inTransaction(async session => {
    const $set = { askedBy, askedAt, expiresAt, consentedBy: null };
    await consents.updateOne({ _id: user.id }, { $set }, { upsert: true, session });
    await enterEvent(user, 'linkAsked', change, session);
  });
  return null;
}

/** Lets the link be made that somebody asked for. Throws `notFound`, and `forbidden` for who asked and for the owner. */
export async function consentToLink(user: KeptUser, change: Change): Promise<void> {
  await asThirdPerson(user, change, async (wanted, session) => {
    const { matchedCount } = await consents.updateOne(
      wanted,
      { $set: { consentedBy: change.by } },
      { session },
    );
    if (matchedCount === 1) await enterEvent(user, 'linkConsented', change, session);
    return matchedCount;
  });
}

/** Refuses the link that somebody asked for. Throws as `consentToLink`. */
export async function refuseLink(user: KeptUser, change: Change): Promise<void> {
  await asThirdPerson(user, change, async (wanted, session) => {
    const { deletedCount } = await consents.deleteOne(wanted, { session });
    if (deletedCount === 1) await enterEvent(user, 'linkRefused', change, session);
    return deletedCount;
  });
}

async function asThirdPerson(
  user: KeptUser,
  { by, at }: Change,
  act: (wanted: Match, session: ClientSession) => Promise<number>,
): Promise<void> {
  const request = await findLinkRequest(user.id, at);
  if (!request || request.consentedBy) throw new ExpectedError('notFound', 'notFound.linkRequest');
  const isInCharge = (await users.current.exists({ ...inCharge, _id: by.id })) !== null;
  if (!isInCharge || [user.id, request.askedBy.id].includes(by.id))
    throw new ExpectedError('forbidden', 'user.consentThird');
  const wanted = {
    _id: user.id,
    'askedBy.id': request.askedBy.id,
    askedAt: request.askedAt,
    consentedBy: null,
  };
  await inTransaction(async session => {
    if ((await act(wanted, session)) !== 1) throw new ExpectedError('notFound', 'notFound.linkRequest');
  });
}

const requestOf = ({ _id, askedBy, askedAt, consentedBy }: StoredConsent): LinkRequest => ({
  userId: _id,
  askedBy,
  askedAt,
  consentedBy,
});

/** The request for a link of an account that is open at an instant, or null. */
export async function findLinkRequest(userId: string, at: Date): Promise<LinkRequest | null> {
  const found = await consents.findOne({ _id: userId, expiresAt: { $gt: at } }).lean<StoredConsent>();
  return found && requestOf(found);
}

/** The requests that wait for this administrator's consent, with the name of the account, the oldest first. */
export async function listRequestsFor(
  adminId: string,
  at: Date,
  read: Read = readAlone,
): Promise<(LinkRequest & { name: string })[]> {
  const waiting = {
    _id: { $ne: adminId },
    'askedBy.id': { $ne: adminId },
    consentedBy: null,
    expiresAt: { $gt: at },
  };
  const from = users.current.collection.collectionName;
  const found = await read<StoredConsent & { accounts: { name: string }[] }>({
    collection: consents.collection.collectionName,
    stages: [
      { $match: waiting },
      { $sort: { askedAt: 1 } },
      { $lookup: { from, localField: '_id', foreignField: '_id', as: 'accounts' } },
    ],
  });
  return found.flatMap(({ accounts: [account], ...one }) =>
    account ? [{ ...requestOf(one), name: account.name }] : [],
  );
}
