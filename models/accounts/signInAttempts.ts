import mongoose, { Schema } from 'mongoose';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { digestOf } from '../values/digest.ts';
import { ExpectedError } from '../values/errors.ts';
import { noteFailure } from './signInFailure.ts';
import { findUserByEmail } from './user.ts';
import { joinAll } from '../process/joinAll.ts';

const quarterSeconds = 15 * 60;

/** Attempts counted in MongoDB, so that every process knows them: see `reserveAttempt`. */
const budgets = {
  /** Of an account from one address: fewer than at a moment, so that who guesses from one leaves some to its person. */
  pair: { points: 4, duration: 10 * 60 },
  /** Of an account by one device that signed in to it before. */
  device: { points: 5, duration: 10 * 60 },
  /** Of an account from all addresses: at a moment, in a quarter of an hour, and how fast once that is used up. */
  burst: { points: 5, duration: 30 },
  account: { points: 50, duration: quarterSeconds },
  accountSlow: { points: 1, duration: 10 },
  /** From an address, whatever the account. */
  place: { points: 100, duration: quarterSeconds },
  placeSlow: { points: 1, duration: 5 },
} as const;
type BudgetName = keyof typeof budgets;

interface Counted {
  key: string;
  points: number;
  expire: Date;
}

/**
 * Where they are counted. Its indexes are there before the first attempt: without the unique one, attempts at the same
 * moment are counted in several documents, and more of them are let through.
 */
const attempts = mongoose.model(
  'attempt',
  new Schema<Counted>({ key: String, points: Number, expire: Date }, { versionKey: false }),
  'attempts',
);
attempts.schema.index({ key: 1 }, { unique: true });
attempts.schema.index({ expire: -1 }, { expireAfterSeconds: 0 });

/** Limiters of the connection they were made for. */
let made: { client: unknown; limiters: Record<BudgetName, RateLimiterMongo> } | null = null;

function limiters(): Record<BudgetName, RateLimiterMongo> {
  const client = mongoose.connection.getClient();
  if (made?.client === client) return made.limiters;
  const make = ([keyPrefix, budget]: [string, { points: number; duration: number }]) => [
    keyPrefix,
    new RateLimiterMongo({
      storeClient: mongoose.connection,
      dbName: mongoose.connection.name,
      tableName: attempts.collection.name,
      keyPrefix,
      ...budget,
      disableIndexesCreation: true,
    }),
  ];
  made = { client, limiters: Object.fromEntries(Object.entries(budgets).map(make)) };
  return made.limiters;
}

/** An address as it is counted: of IPv6 the network, since whoever has one address of it has them all. */
export function placeOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(group => group !== '');
  const after = (tail ?? '').split(':').filter(group => group !== '');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}

/** The name of an account as attempts are counted by it: whether or not there is such an account. */
export const attemptKeyOf = (email: string): string => digestOf(email.trim().toLowerCase()).slice(0, 32);

/**
 * Counts a failed attempt for the owner to read. Names of no account are counted as well, so that neither answer nor time
 * tells them apart, but share a few places: whoever types ever new ones must not fill the disk.
 */
async function noteFailed(
  email: string,
  kind: 'wrong' | 'refused',
  address: string,
  at: Date,
): Promise<void> {
  const key = attemptKeyOf(email);
  const isKnown = (await findUserByEmail(email)) !== null;
  await noteFailure(isKnown ? key : `nobody ${key.slice(0, 1)}`, kind, address, at);
}

/** Who tries to sign in, and from where. */
export interface Attempt {
  /** As typed. */
  email: string;
  address: string;
  /** The device, where it is one that signed in to this very account before. */
  device: string | null;
}

/** An attempt that may be made: what is to be said once the password was compared. */
export interface Reserved {
  succeed(): Promise<void>;
  fail(at: Date): Promise<void>;
}

type Step = readonly [BudgetName, string];

/** Takes one of a budget; throws what the library says of one that is used up. */
const take = async ([name, key]: Step): Promise<void> => void (await limiters()[name].consume(key));
const giveBack = async ([name, key]: Step): Promise<void> => void (await limiters()[name].reward(key));

/** Takes one of each, and gives back what was taken where one of them is used up. */
async function takeAll(steps: readonly (Step | readonly [Step, Step])[]): Promise<Step[]> {
  const taken: Step[] = [];
  for (const step of steps) {
    const choices = (typeof step[0] === 'string' ? [step] : step) as readonly Step[];
    const one = await takeFirst(choices).catch(async (refused: unknown) => {
      for (const earlier of taken) await giveBack(earlier);
      throw refused;
    });
    taken.push(one);
  }
  return taken;
}

/** Takes one of the first budget that has any left. */
async function takeFirst(choices: readonly Step[]): Promise<Step> {
  let refused: unknown = null;
  for (const choice of choices) {
    try {
      await take(choice);
      return choice;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      refused = error;
    }
  }
  throw refused;
}

/**
 * Throws what the library says of an address that has no attempt left, before anything is written: it would else leave a
 * count for each name it types.
 */
async function refuseUsedUp(place: string): Promise<void> {
  const [usual, slow] = await joinAll([limiters().place.get(place), limiters().placeSlow.get(place)]);
  if (usual?.remainingPoints === 0 && slow?.remainingPoints === 0) throw slow;
}

/**
 * Reserves one attempt to sign in, before the password is compared, so that of many at once no more are compared than of
 * one after another. The first limit is that of this account from this address: whoever guesses slows down only
 * themselves. Over all addresses an account, and over all accounts an address, is slowed down, never shut. A device that
 * signed in to the account before has a budget of its own and meets none of the others.
 * @throws {ExpectedError} `tooMany`, with the `seconds` to wait; alike for accounts that do not exist
 */
export async function reserveAttempt(attempt: Attempt, at: Date): Promise<Reserved> {
  const { email, address, device } = attempt;
  const account = attemptKeyOf(email);
  const place = placeOf(address);
  const own: Step = device === null ? ['pair', `${account}|${place}`] : ['device', `${account}|${device}`];
  const steps: readonly (Step | readonly [Step, Step])[] =
    device === null
      ? [
          own,
          [
            ['place', place],
            ['placeSlow', place],
          ],
          ['burst', account],
          [
            ['account', account],
            ['accountSlow', account],
          ],
        ]
      : [own];
  const reserve = async () => {
    if (device === null) await refuseUsedUp(place);
    return takeAll(steps);
  };
  const taken = await reserve().catch(async (refused: unknown) => {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    await noteFailed(email, 'refused', address, at);
    throw tooMany(refused.msBeforeNext);
  });
  return {
    fail: async failedAt => noteFailed(email, 'wrong', address, failedAt),
    // A whole office may sign in from one address: only what fails counts against it.
    succeed: async () => {
      for (const step of taken) {
        const isOfAccount = step === own || step[0] === 'burst';
        await (isOfAccount ? limiters()[step[0]].delete(step[1]) : giveBack(step));
      }
    },
  };
}

/** The refusal of an attempt, with how long to wait. */
export function tooMany(waitMs: number): ExpectedError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const minutes = Math.ceil(seconds / 60);
  return seconds < 60
    ? new ExpectedError('tooMany', 'tooManySoon', { count: seconds, seconds })
    : new ExpectedError('tooMany', 'tooMany', { count: minutes, minutes, seconds });
}

/** From where, or by which device, attempts at an account are refused for a while. */
export interface Wait {
  /** Null for a device that signed in before. */
  place: string | null;
  until: Date;
}

const countedOf = async (account: string): Promise<Counted[]> => {
  const starting = ['pair', 'device'].map(name => {
    const key = `${name}:${account}`;
    // `}` is the character after `|`.
    return { key: { $gte: `${key}|`, $lt: `${key}}` } };
  });
  return attempts.find({ $or: starting }).lean<Counted[]>();
};

/** Where an account's attempts are used up at an instant. */
export async function listWaits(email: string, at: Date): Promise<Wait[]> {
  const account = attemptKeyOf(email);
  return (await countedOf(account))
    .filter(
      ({ key, points, expire }) =>
        points >= budgets[key.startsWith('pair:') ? 'pair' : 'device'].points && expire > at,
    )
    .map(({ key, expire }) => ({
      place: key.startsWith('pair:') ? key.slice(`pair:${account}|`.length) : null,
      until: expire,
    }));
}

/** Lets an account be signed in to again at once, from everywhere: whoever keeps the accounts says so. */
export async function forgetAttempts(email: string): Promise<void> {
  const account = attemptKeyOf(email);
  const counted = await countedOf(account);
  const places = counted.flatMap(({ key }) =>
    key.startsWith('pair:') ? [key.slice(`pair:${account}|`.length)] : [],
  );
  const keys = [
    ...counted.map(({ key }) => key),
    ...(['burst', 'account', 'accountSlow'] as const).map(name => `${name}:${account}`),
    ...places.flatMap(place => [`place:${place}`, `placeSlow:${place}`]),
  ];
  await attempts.deleteMany({ key: { $in: keys } });
}
