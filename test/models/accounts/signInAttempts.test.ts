import { expect } from 'chai';
import mongoose from 'mongoose';
import { ExpectedError, textKeyOf } from '../../../models/values/errors.ts';
import { attemptKeyOf, reserveAttempt, tooMany } from '../../../models/accounts/signInAttempts.ts';
import { findFailures, noteFailure } from '../../../models/accounts/signInFailure.ts';
import { createCollectionsAndIndexes } from '../../../server/database/indexes.ts';
import { translator, type MessageKey } from '../../../views/locales/index.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser } from '../../support/factories.ts';

const names = Array.from({ length: 40 }, (_none, at) => `nobody${at}@example.org`);
const count = async (collection: string) => mongoose.connection.collection(collection).countDocuments();

/** One attempt that fails; whether it was refused before anything was compared. */
async function isRefused(email: string, address: string): Promise<boolean> {
  const at = new Date();
  try {
    await (await reserveAttempt({ email, address, device: null }, at)).fail(at);
    return false;
  } catch (error) {
    if (error instanceof ExpectedError && error.kind === 'tooMany') return true;
    throw error;
  }
}

/** How many documents more a collection has after an attempt at each name. */
async function growth(collection: string, attempt: (email: string, at: number) => Promise<unknown>) {
  const before = await count(collection);
  for (const [at, email] of names.entries()) await attempt(email, at);
  return (await count(collection)) - before;
}

describe('Attempts at ever new names of no account', () => {
  useDatabase();

  it('are noted in a few places, from however many addresses', async () => {
    const attempt = async (email: string, at: number) => isRefused(email, `192.0.2.${at}`);
    expect(await growth('signInFailures', attempt)).to.be.within(1, 16);
    const { email } = await addUser('officer');
    await isRefused(email, '192.0.2.99');
    expect(await findFailures(attemptKeyOf(email))).to.include({ wrong: 1, refused: 0 });
  });

  it('would fill the disk where each name is noted', async () => {
    const attempt = async (email: string) =>
      noteFailure(attemptKeyOf(email), 'refused', '192.0.2.1', new Date());
    expect(await growth('signInFailures', attempt)).to.equal(names.length);
  });

  /** Uses up what an address may try in a quarter of an hour, and slowly after that. */
  const useUp = async (address: string) => {
    const expire = new Date(Date.now() + 600_000);
    const counts = ['place', 'placeSlow'].map(name => ({ key: `${name}:${address}`, points: 100, expire }));
    await mongoose.connection.collection('attempts').insertMany(counts);
  };

  it('leave no count once the address has no attempt left', async () => {
    await isRefused('somebody@example.org', '198.51.100.1');
    await useUp('198.51.100.2');
    const refused: boolean[] = [];
    const attempt = async (email: string) => refused.push(await isRefused(email, '198.51.100.2'));
    expect(await growth('attempts', attempt)).to.equal(0);
    expect(refused).not.to.include(false);
  });

  it('leave one each while it has some', async () => {
    const attempt = async (email: string) => isRefused(email, '198.51.100.3');
    expect(await growth('attempts', attempt)).to.be.at.least(names.length);
  });
});

describe('Attempts at the same moment', () => {
  useDatabase();
  const counted = () => mongoose.connection.collection('attempts');

  /** How many counts there are twice after ten attempts at once at each of ten new names. */
  async function countTwice(round: number): Promise<number> {
    const tries = Array.from({ length: 100 }, (_none, at) => ({
      email: `round${round}at${at % 10}@example.org`,
      address: `192.0.2.${Math.floor(at / 10)}`,
    }));
    await Promise.all(tries.map(async ({ email, address }) => isRefused(email, address)));
    const keys = await counted()
      .find({}, { projection: { key: 1 } })
      .toArray();
    return keys.length - new Set(keys.map(({ key }) => String(key))).size;
  }

  it('are counted in one place, from the first on', async () => {
    for (let round = 0; round < 5; round += 1) expect(await countTwice(round)).to.equal(0);
  });

  it('would be counted in several without the unique index', async () => {
    await counted().drop();
    await counted().insertOne({ key: 'x' });
    let [twice, round] = [0, 0];
    try {
      for (; twice === 0 && round < 50; round += 1) twice = await countTwice(round);
    } finally {
      await counted().drop();
      await createCollectionsAndIndexes();
    }
    expect(twice).to.be.above(0);
  });
});

describe('Whoever tried too often', () => {
  const said = (language: 'en' | 'nl', waitMs: number) => {
    const { key, values } = tooMany(waitMs);
    return translator(language)(textKeyOf(key) as MessageKey, values);
  };

  it('is told in words how long to wait', () => {
    const english = [300, 2_000, 59_500, 600_000].map(waitMs => said('en', waitMs).split(' in ')[1]);
    expect(english).to.deep.equal(['one second.', '2 seconds.', 'one minute.', '10 minutes.']);
    expect(said('nl', 59_500)).to.include('over één minuut opnieuw');
  });
});
