import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import mongoose, { Schema, type ClientSession } from 'mongoose';
import { digestOf } from '../values/digest.ts';
import { ExpectedError } from '../values/errors.ts';

/** What was answered to an action, as JSON. */
export interface KeptAnswer {
  status: 200 | 201 | 202;
  /** JSON text. */
  data: string;
  version: number | null;
  location: string | null;
}

interface StoredKey {
  /** SHA-256 of the person and the key. */
  _id: string;
  /** SHA-256 of the request, and what the person might see then. */
  request: string;
  /** Who carries it out: only the latest claim takes effect. */
  claim: string;
  /** Until when others wait for the answer. */
  heldUntil: Date;
  /** Something was written, in the transaction that marked it so. */
  isEffective: boolean;
  answer: KeptAnswer | null;
  createdAt: Date;
}

const keys = mongoose.model(
  'idempotencyKey',
  new Schema<StoredKey>(
    {
      _id: String,
      request: String,
      claim: String,
      heldUntil: Date,
      isEffective: Boolean,
      answer: { type: Schema.Types.Mixed, default: null },
      createdAt: Date,
    },
    { versionKey: false },
  ),
);
const keptSeconds = 24 * 3600;
keys.schema.index({ createdAt: 1 }, { expireAfterSeconds: keptSeconds });

type Claim = Readonly<{ id: string; claim: string }>;

/** Longer than MongoDB lets a transaction last; each one of an action begins it anew, for an action of many takes longer. */
const holdMs = 60_000;
const holdEnd = (from: Date): Date => new Date(from.getTime() + holdMs);
const isForm = /^[\x21-\x7e]{1,255}$/;

/** The claim under which the action of this request is done. */
const claims = new AsyncLocalStorage<Claim>();

const hashOf = (...parts: readonly string[]): string => digestOf(JSON.stringify(parts));

/** An action that is to be done once. */
interface Once {
  userId: string;
  /** The text the client chose. */
  key: string;
  /** Everything that makes it this request: method, path, body, and what the person may see. */
  request: readonly string[];
}

/**
 * Does an action once for a person's key: a repetition within a day gets the first answer, also one sent while the first
 * is under way in another process or after a crash. An action that was refused may be tried again under the same key.
 * @param answerOf what is kept of the action's result; null where it may not be kept
 * @throws {ExpectedError} `badQuery` for a key that is none, `invalid` for a key of another request, `conflict` while
 *   the first is under way, or when its answer was lost or not kept
 */
export async function doOnce<T>(
  { userId, key, request }: Once,
  action: () => Promise<T>,
  answerOf: (result: T) => KeptAnswer | null,
): Promise<{ done: T } | { answer: KeptAnswer }> {
  if (!isForm.test(key)) throw new ExpectedError('badQuery', 'idempotency.form');
  const id = hashOf(userId, key);
  const mine = { id, claim: randomUUID() };
  const earlier = await claim(mine, hashOf(...request));
  if (earlier) return { answer: earlier };
  try {
    const done = await claims.run(mine, action);
    await finish(mine, { answer: answerOf(done), isEffective: true });
    return { done };
  } catch (error) {
    // Where the action may still take effect, the next claim is what prevents it.
    await finish(mine, {}).catch(() => undefined);
    throw error;
  }
}

/** Nobody waits for this claim any longer. */
async function finish({ id, claim: own }: Claim, kept: Partial<StoredKey>): Promise<void> {
  await keys.updateOne({ _id: id, claim: own }, { $set: { ...kept, heldUntil: new Date(0) } });
}

/** Makes the key one's own; the answer where there is one already. */
async function claim({ id, claim: own }: Claim, request: string): Promise<KeptAnswer | null> {
  const now = new Date();
  const fresh = {
    request,
    claim: own,
    heldUntil: holdEnd(now),
    isEffective: false,
    answer: null,
    createdAt: now,
  };
  try {
    await keys.create({ _id: id, ...fresh });
    return null;
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== 11_000) throw error;
  }
  const free = { _id: id, isEffective: false, heldUntil: { $lte: now } };
  const taken = await keys.updateOne(free, { $set: fresh });
  if (taken.matchedCount === 1) return null;
  const stored = await keys.findOne({ _id: id }).lean<StoredKey>();
  if (stored && stored.request !== request) throw new ExpectedError('invalid', 'idempotency.other', {}, []);
  if (stored?.answer) return stored.answer;
  const isLost = stored?.isEffective === true && stored.heldUntil <= now;
  throw new ExpectedError('conflict', isLost ? 'idempotency.lost' : 'idempotency.running');
}

/**
 * Marks, in the transaction of an action that is to be done once, that it takes effect. Nothing where the request has no
 * key. Throws `conflict` when another request has taken the key over: the transaction must not commit then.
 */
export async function markEffect(session: ClientSession): Promise<void> {
  const mine = claims.getStore();
  if (!mine) return;
  const { matchedCount } = await keys.updateOne(
    { _id: mine.id, claim: mine.claim },
    { $set: { isEffective: true, heldUntil: holdEnd(new Date()) } },
    { session },
  );
  if (matchedCount !== 1) throw new ExpectedError('conflict', 'idempotency.running');
}
