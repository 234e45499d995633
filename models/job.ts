import mongoose, { Schema, type ClientSession } from 'mongoose';
import { ExpectedError } from './errors.ts';

export const jobKinds = ['checkImport', 'applyImport', 'undoImport'] as const;
export type JobKind = (typeof jobKinds)[number];

/** Work outside of requests: done by whichever process claims it, and taken up by another where that one dies. */
export interface Job {
  _id: string;
  kind: JobKind;
  /** The id of what it is about. */
  subject: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** Goes up with each claim: who holds an older one writes nothing any more. */
  fence: number;
  /** By the server's clock, until when nobody else may claim it. */
  freeAt: Date;
  /** How far it has come, of whoever did it best: a number that only rises. */
  reached: number;
  /** Claims since it last came further, whatever became of them: its process may have died. */
  attempts: number;
  /** Of those, how many ended in an error that is not the database's. */
  failures: number;
  /** `records` for jobs that write records: of those one runs at a time, in the order they were asked for. */
  slot: string | null;
  createdAt: Date;
}

/** A job held, by its fencing number. */
export type Claim = Readonly<Pick<Job, '_id' | 'kind' | 'subject' | 'fence' | 'attempts'>>;

/** So many failures in a row, none of which came further, and a job is given up: decision 0042. */
export const mostFailures = 5;
/** The same for claims: a job that ends its process each time leaves nobody who could count a failure. */
export const mostAttempts = 20;

const model = mongoose.model(
  'job',
  new Schema({ _id: String }, { strict: false, versionKey: false, autoIndex: false, autoCreate: false }),
  'jobs',
);
model.schema.index({ state: 1, freeAt: 1, createdAt: 1 });
// Two imports at once would be one on top of the other: a job that writes records holds this until it is done.
model.schema.index({ slot: 1 }, { unique: true, partialFilterExpression: { slot: { $type: 'string' } } });

const jobs = () => model.collection as unknown as mongoose.mongo.Collection<Job>;

/** How long a holder that has died keeps a job from the others, in ms. */
export const leaseMs = 30_000;

const fromNow = (amount: number) => ({ $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount } });

const wakers = new Set<() => void>();

/** Tells of each job that this process adds, so that it need not wait to be found. @returns what ends the telling */
export function onJobAdded(wake: () => void): () => void {
  wakers.add(wake);
  return () => void wakers.delete(wake);
}

/** Adds a job in the transaction of what asks for it. */
export async function addJob(kind: JobKind, subject: string, session: ClientSession): Promise<void> {
  const job: Job = {
    _id: new mongoose.Types.ObjectId().toHexString(),
    kind,
    subject,
    state: 'waiting',
    fence: 0,
    freeAt: new Date(0),
    reached: 0,
    attempts: 0,
    failures: 0,
    slot: null,
    createdAt: new Date(),
  };
  await jobs().insertOne(job, { session });
  // The transaction has not committed yet: whoever looks at once finds nothing and looks again.
  for (const wake of wakers) wake();
}

/** Whether somebody does, or is to do, a job about this. */
export const hasJob = async (subject: string, session: ClientSession): Promise<boolean> =>
  (await jobs().findOne({ subject, state: { $in: ['waiting', 'running'] } }, { session })) !== null;

/** Takes the oldest job that nobody holds; null where there is none. */
export async function claimJob(): Promise<Claim | null> {
  const open = {
    state: { $in: ['waiting', 'running'] as Job['state'][] },
    $expr: { $lte: ['$freeAt', '$$NOW'] },
  };
  const candidates = await jobs()
    .find(open, { maxTimeMS: 5_000 })
    .sort({ createdAt: 1, _id: 1 })
    .limit(20)
    .toArray();
  for (const { _id, fence, kind } of candidates) {
    const claimed = await take(_id, fence, kind);
    if (claimed) return claimed;
  }
  return null;
}

async function take(_id: string, fence: number, kind: JobKind): Promise<Claim | null> {
  try {
    return await jobs().findOneAndUpdate(
      { _id, fence, state: { $in: ['waiting', 'running'] }, $expr: { $lte: ['$freeAt', '$$NOW'] } },
      [
        {
          $set: {
            state: 'running',
            fence: fence + 1,
            freeAt: fromNow(leaseMs),
            attempts: { $add: ['$attempts', 1] },
            slot: kind === 'checkImport' ? null : 'records',
          },
        },
      ],
      { returnDocument: 'after' },
    );
  } catch (error) {
    // Another job holds the slot.
    if (error instanceof mongoose.mongo.MongoServerError && error.code === 11_000) return null;
    throw error;
  }
}

const lost = (): ExpectedError => new ExpectedError('conflict', 'imports.claimLost');

/** The job was given to another process: what is being done now must not be kept. */
export const isClaimLost = (error: unknown): boolean =>
  error instanceof ExpectedError && error.key === 'imports.claimLost';

/**
 * Keeps a job for another 30 s. Inside a transaction it is also what fences it: of two holders only one commits.
 * @throws {ExpectedError} `conflict` when it was given to another
 */
export async function holdClaim({ _id, fence }: Claim, session?: ClientSession): Promise<void> {
  const { matchedCount } = await jobs().updateOne(
    { _id, fence, state: 'running' },
    [{ $set: { freeAt: fromNow(leaseMs) } }],
    session ? { session } : {},
  );
  if (matchedCount !== 1) throw lost();
}

/**
 * Looks, in a transaction, whether a job is still this holder's.
 * @throws {ExpectedError} `conflict` when it was given to another
 */
export async function checkClaim({ _id, fence }: Claim, session: ClientSession): Promise<void> {
  if (!(await jobs().findOne({ _id, fence, state: 'running' }, { session, projection: { _id: 1 } })))
    throw lost();
}

/**
 * Notes how far a job has come: where that is further than ever, what failed before counts no more.
 * @throws {ExpectedError} `conflict` when it was given to another
 */
export async function noteReached({ _id, fence }: Claim, reached: number): Promise<Job> {
  const before = { $ifNull: ['$reached', 0] };
  const isFurther = { $gt: [reached, before] };
  const $set = {
    reached: { $max: [reached, before] },
    attempts: { $cond: [isFurther, 1, '$attempts'] },
    failures: { $cond: [isFurther, 0, { $ifNull: ['$failures', 0] }] },
  };
  const noted = await jobs().findOneAndUpdate({ _id, fence, state: 'running' }, [{ $set }], {
    returnDocument: 'after',
  });
  if (!noted) throw lost();
  return noted;
}

/** Notes that a job ended in an error. @returns how many times in a row. Throws as `noteReached`. */
export async function noteFailure({ _id, fence }: Claim): Promise<number> {
  const noted = await jobs().findOneAndUpdate(
    { _id, fence, state: 'running' },
    { $inc: { failures: 1 } },
    { returnDocument: 'after' },
  );
  if (!noted) throw lost();
  return noted.failures;
}

/** Lets another process, or this one, go on with it after a while. One that was broken off was no attempt. */
export async function releaseClaim(
  { _id, fence }: Claim,
  waitMs: number,
  isBrokenOff = false,
): Promise<void> {
  const attempts = { $subtract: ['$attempts', isBrokenOff ? 1 : 0] };
  await jobs().updateOne({ _id, fence, state: 'running' }, [{ $set: { freeAt: fromNow(waitMs), attempts } }]);
}

/** Ends a job, in the transaction of its last step. @throws {ExpectedError} `conflict` when it was given to another */
export async function endJob(
  { _id, fence }: Claim,
  state: 'done' | 'failed',
  session: ClientSession,
): Promise<void> {
  const $set = { state, slot: null };
  const { matchedCount } = await jobs().updateOne({ _id, fence, state: 'running' }, { $set }, { session });
  if (matchedCount !== 1) throw lost();
}
