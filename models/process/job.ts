import mongoose, { Schema, type ClientSession } from 'mongoose';
import { ExpectedError } from '../values/errors.ts';

export const jobKinds = ['checkImport', 'applyImport', 'undoImport'] as const;
export type JobKind = (typeof jobKinds)[number];

/** Work outside of requests: done by whichever process claims it, and taken up by another where that one dies. */
export interface Job {
  _id: string;
  kind: JobKind;
  /** The id of what it is about. */
  subject: string;
  /** The account that asked for it; null where nobody knows, and in jobs of earlier builds. */
  by?: string | null;
  /** When it was last claimed, or left. */
  servedAt?: Date | null;
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
  /** `records` for jobs that write records: of those one runs at a time. */
  slot: string | null;
  createdAt: Date;
}

/** A job held, by its fencing number. */
export type Claim = Readonly<Pick<Job, '_id' | 'kind' | 'subject' | 'by' | 'fence' | 'attempts'>>;

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
model.schema.index({ by: 1, servedAt: -1 });
// Two imports at once would be one on top of the other: a job that writes records holds this until it is done.
model.schema.index({ slot: 1 }, { unique: true, partialFilterExpression: { slot: { $type: 'string' } } });

const jobs = () => mongoose.connection.collection<Job>('jobs');

/** How long a holder that has died keeps a job from the others, in ms. */
export const leaseMs = 30_000;

const fromNow = (amount: number) => ({ $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount } });

const wakers = new Set<() => void>();

/** Tells of each job that this process adds, so that it need not wait to be found. @returns what ends the telling */
export function onJobAdded(wake: () => void): () => void {
  wakers.add(wake);
  return () => void wakers.delete(wake);
}

/** Adds a job in the transaction of what asks for it. @param by the account that asks for it */
export async function addJob(
  kind: JobKind,
  subject: string,
  by: string | null,
  session: ClientSession,
): Promise<void> {
  const job: Job = {
    _id: new mongoose.Types.ObjectId().toHexString(),
    kind,
    subject,
    by,
    servedAt: null,
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

/** Jobs that nobody holds, of one person and one kind of turn: the oldest first. */
interface Waiting {
  by: string | null;
  jobs: Pick<Job, '_id' | 'fence' | 'kind' | 'createdAt'>[];
}

/** So many of a person are looked at: where none of them can be taken, no later one can. */
const mostOfOne = 5;

async function listWaiting(): Promise<Waiting[]> {
  const isOpen = { $expr: { $lte: ['$freeAt', '$$NOW'] } };
  const states: Job['state'][] = ['waiting', 'running'];
  return jobs()
    .aggregate<Waiting>(
      [
        { $match: { state: { $in: states }, ...isOpen } },
        { $sort: { createdAt: 1, _id: 1 } },
        { $project: { fence: 1, kind: 1, createdAt: 1, by: { $ifNull: ['$by', null] } } },
        // Jobs that write wait for each other: they stand in nobody's way who checks a file.
        {
          $group: {
            _id: { by: '$by', isCheck: { $eq: ['$kind', 'checkImport'] } },
            jobs: { $firstN: { input: '$$ROOT', n: mostOfOne } },
          },
        },
        { $project: { _id: 0, by: '$_id.by', jobs: 1 } },
      ],
      { maxTimeMS: 5_000 },
    )
    .toArray();
}

/** Since when a person has waited for a turn, in ms: since they were last served, or since they asked; never, who is served now. */
async function waitingSince(by: string | null, askedAt: Date): Promise<number> {
  const running = { by, state: 'running' as const, $expr: { $gt: ['$freeAt', '$$NOW'] } };
  const [last] = await jobs().find({ by }).sort({ servedAt: -1 }).limit(1).toArray();
  if (await jobs().findOne(running, { projection: { _id: 1 } })) return Infinity;
  return Math.max(last?.servedAt?.getTime() ?? 0, askedAt.getTime());
}

/**
 * Takes a job that nobody holds; null where there is none. *Round-robin* by who asked for them: the oldest of whoever has
 * waited longest, so that one person's twenty files do not hold up another's one.
 */
export async function claimJob(): Promise<Claim | null> {
  const waiting = new Map<string | null, Waiting['jobs']>();
  for (const { by, jobs: own } of await listWaiting())
    waiting.set(by, [...(waiting.get(by) ?? []), ...own].toSorted(byAge));
  const turns: { since: number; own: Waiting['jobs'] }[] = [];
  for (const [by, own] of waiting)
    turns.push({ since: await waitingSince(by, own[0]?.createdAt ?? new Date()), own });
  turns.sort((one, other) => (one.since === other.since ? 0 : one.since - other.since));
  for (const { _id, fence, kind } of turns.flatMap(({ own }) => own)) {
    const claimed = await take(_id, fence, kind);
    if (claimed) return claimed;
  }
  return null;
}

const byAge = (one: Pick<Job, '_id' | 'createdAt'>, other: Pick<Job, '_id' | 'createdAt'>): number =>
  Number(one.createdAt) - Number(other.createdAt) || (one._id < other._id ? -1 : 1);

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
            servedAt: '$$NOW',
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
  await jobs().updateOne({ _id, fence, state: 'running' }, [
    { $set: { freeAt: fromNow(waitMs), servedAt: '$$NOW', attempts } },
  ]);
}

/** Ends a job, in the transaction of its last step. @throws {ExpectedError} `conflict` when it was given to another */
export async function endJob(
  { _id, fence }: Claim,
  state: 'done' | 'failed',
  session: ClientSession,
): Promise<void> {
  const $set = { state, slot: null, servedAt: '$$NOW' };
  const { matchedCount } = await jobs().updateOne({ _id, fence, state: 'running' }, [{ $set }], { session });
  if (matchedCount !== 1) throw lost();
}
