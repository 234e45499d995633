import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import type { Db } from 'mongodb';
import { holdingLease } from '../../../server/database/lease.ts';
import {
  findSchema,
  migrations,
  newestSchema,
  prepareSchema,
  type Migration,
} from '../../../server/database/migrations.ts';
import { createLogger } from '../../../server/logger.ts';
import { StartError } from '../../../server/startError.ts';
import { useDatabase } from '../../support/database.ts';

const options = { log: createLogger('silent'), termMs: 600 };
let db: Db;

/** A step that renames a field of all projects, and counts how often it ran. */
function renaming(number: number, from: string, to: string, runs: number[]): Migration {
  return {
    number,
    says: `${from} becomes ${to}`,
    run: async open => {
      runs.push(number);
      await open('projects').updateMany({ [from]: { $exists: true } }, { $rename: { [from]: to } });
    },
  };
}

const refusal = async (deed: Promise<unknown>): Promise<string> => {
  const error = await deed.catch((thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(StartError);
  return (error as StartError).message;
};

describe('prepareSchema', () => {
  useDatabase();
  beforeEach(() => {
    db = mongoose.connection.getClient().db(`migrations-${randomUUID().slice(0, 8)}`);
  });
  afterEach(async () => db.dropDatabase());

  it('marks a new database as being at the newest schema, and runs nothing', async () => {
    const runs: number[] = [];
    const list = [renaming(2, 'a', 'b', runs), renaming(3, 'b', 'c', runs)];
    expect(await prepareSchema(db, options, list)).to.equal(3);
    expect(await findSchema(name => db.collection(name))).to.equal(3);
    expect(runs).to.deep.equal([]);
  });

  it('runs each missing step once, in order, and records when', async () => {
    const runs: number[] = [];
    await db.collection('projects').insertOne({ a: 1 });
    const first = [renaming(2, 'a', 'b', runs)];
    expect(await prepareSchema(db, options, first)).to.equal(2);
    expect(await prepareSchema(db, options, first)).to.equal(2);
    expect(await prepareSchema(db, options, [...first, renaming(3, 'b', 'c', runs)])).to.equal(3);
    expect(runs).to.deep.equal([2, 3]);
    expect(await db.collection('projects').findOne({}, { projection: { _id: 0 } })).to.deep.equal({ c: 1 });
    const recorded = await db.collection('schema').find().sort({ _id: 1 }).toArray();
    expect(
      recorded.map(one => [one._id as unknown, one['says'], one['appliedAt'] instanceof Date]),
    ).to.deep.equal([
      [1, 'as callfolio 0.1.0 began', true],
      [2, 'a becomes b', true],
      [3, 'b becomes c', true],
    ]);
  });

  it('lets one of several processes do it while the others wait', async () => {
    const runs: number[] = [];
    await db.collection('projects').insertOne({ a: 1 });
    const slow: Migration = {
      number: 2,
      says: 'slowly',
      run: async () => {
        runs.push(2);
        // Longer than the lease lasts unless it is renewed.
        await new Promise(resolve => setTimeout(resolve, 900));
      },
    };
    const all = [1, 2, 3, 4].map(async () => prepareSchema(db, options, [slow]));
    expect(await Promise.all(all)).to.deep.equal([2, 2, 2, 2]);
    expect(runs).to.deep.equal([2]);
  });

  it('runs a step again that a process did not bring to its end', async () => {
    const runs: number[] = [];
    await db.collection('projects').insertOne({ a: 1 });
    const failing: Migration = {
      number: 2,
      says: 'no',
      run: async () => Promise.reject(new Error('no room')),
    };
    const error = await prepareSchema(db, options, [failing]).catch((thrown: unknown) => thrown);
    expect(String(error)).to.include('no room');
    expect(await prepareSchema(db, options, [renaming(2, 'a', 'b', runs)])).to.equal(2);
    expect(runs).to.deep.equal([2]);
  });

  it('takes over from a process that died, when its lease has ended', async () => {
    await db.collection('projects').insertOne({ a: 1 });
    const died = { owner: 'a process that was killed', expiresAt: new Date(Date.now() + 300) };
    await db.collection<{ _id: string }>('leases').insertOne({ _id: 'schema', ...died });
    expect(await prepareSchema(db, options, [renaming(2, 'a', 'b', [])])).to.equal(2);
  });

  it('refuses a newer schema with one sentence', async () => {
    await db.collection('projects').insertOne({ a: 1 });
    await prepareSchema(db, options, [renaming(2, 'a', 'b', []), renaming(3, 'b', 'c', [])]);
    const sentence = await refusal(prepareSchema(db, options, [renaming(2, 'a', 'b', [])]));
    expect(sentence).to.match(
      /^The database \S+ has schema 3 and this callfolio knows schemas up to 2 only: .*\.$/,
    );
  });

  it('numbers the steps from 2 on without a gap', () => {
    expect(migrations.map(({ number }) => number)).to.deep.equal(migrations.map((_one, at) => at + 2));
    expect(newestSchema()).to.equal(migrations.length + 1);
  });
});

describe('holdingLease', () => {
  useDatabase();

  it('refuses with a sentence whoever may not wait that long', async () => {
    db = mongoose.connection.db!;
    let release = (): void => undefined;
    const done = new Promise<void>(resolve => (release = resolve));
    let held: Promise<void> | undefined;
    await new Promise<void>(begun => {
      held = holdingLease(db, 'x', options, async () => {
        begun();
        await done;
      });
    });
    const second = holdingLease(db, 'x', { ...options, waitLimitMs: 150 }, async () => undefined);
    expect(await refusal(second)).to.match(/^Another callfolio is just preparing or restoring/);
    release();
    await held;
    expect(await holdingLease(db, 'x', options, async () => 'mine')).to.equal('mine');
  });

  it('is free when it would last longer than any: the clock was set back since; one that lasts is waited for', async () => {
    db = mongoose.connection.db!;
    const leases = db.collection<{ _id: string; owner: string; expiresAt: Date }>('leases');
    const takenUntil = async (name: string, ms: number) =>
      leases.insertOne({ _id: name, owner: 'one that died', expiresAt: new Date(Date.now() + ms) });
    await takenUntil('set back', 7_200_000);
    await takenUntil('as usual', 30_000);
    const short = { ...options, waitLimitMs: 300 };
    expect(await holdingLease(db, 'set back', short, async () => 'mine')).to.equal('mine');
    const refused = await holdingLease(db, 'as usual', short, async () => 'mine').catch(
      (error: unknown) => error,
    );
    expect(refused).to.be.instanceOf(StartError);
  });

  it('tells a holder that stood still for too long that another took over', async () => {
    db = mongoose.connection.db!;
    const late = holdingLease(db, 'x', options, async check => {
      await db.collection('leases').updateOne({ owner: { $ne: null } }, { $set: { owner: 'another' } });
      await new Promise(resolve => setTimeout(resolve, 400));
      check();
    });
    expect(await refusal(late)).to.include('took over');
  });
});
