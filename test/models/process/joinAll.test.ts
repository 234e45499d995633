import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import mongoose from 'mongoose';
import { joinAll } from '../../../models/process/joinAll.ts';
import { atSnapshot, readAtOneInstant } from '../../../models/process/snapshot.ts';
import { useDatabase } from '../../support/database.ts';
import { closeOpenCursors, countOpenCursors } from '../../support/openCursors.ts';

interface Row {
  _id: number;
}

const collection = (): mongoose.mongo.Collection<Row> => {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no connection');
  return db.collection<Row>('joined');
};

/** The server takes a while for the first batch. */
const readAll = async (): Promise<Row[]> =>
  collection()
    .find({ $where: 'if (this._id === 0) sleep(300); return true;' }, { batchSize: 200, ...atSnapshot() })
    .toArray();

const failSoon = async (): Promise<never> => {
  await pause(100);
  throw new Error('wrong');
};

/**
 * What reads in a session goes wrong while something beside it has not had its first batch yet.
 * @returns what failed, and whether the reading beside it had ended by then
 */
const failsBeside = async (join: (running: [Promise<Row[]>, Promise<never>]) => Promise<unknown>) => {
  let hasEnded = false;
  let reading: Promise<unknown> = Promise.resolve();
  const failure = await readAtOneInstant(async () => {
    const rows = readAll().finally(() => (hasEnded = true));
    reading = rows.catch(() => undefined);
    return join([rows, failSoon()]).catch((error: unknown) => ({ error, hasEnded }));
  });
  await reading;
  return failure;
};

describe('what is read side by side', () => {
  useDatabase();
  beforeEach(async () => {
    await collection().insertMany(Array.from({ length: 2_000 }, (_one, at) => ({ _id: at })));
  });
  after(async () => {
    await collection().drop();
  });

  it('has ended where one part of it fails, and leaves no cursor open', async () => {
    const before = await countOpenCursors();
    const { error, hasEnded } = (await failsBeside(joinAll)) as { error: Error; hasEnded: boolean };
    expect([error.message, hasEnded]).to.deep.equal(['wrong', true]);
    expect(await countOpenCursors()).to.equal(before);
  });

  it('would still be read with `Promise.all`, while its session ends', async () => {
    const before = await countOpenCursors();
    expect(await failsBeside(async running => Promise.all(running))).to.have.property('hasEnded', false);
    await closeOpenCursors();
    expect(await countOpenCursors()).to.equal(before);
  });

  it('is answered in its order, and fails as the first of what failed', async () => {
    expect(await joinAll([Promise.resolve(1), 'two', Promise.resolve([3])])).to.deep.equal([1, 'two', [3]]);
    const failure = await joinAll([
      Promise.resolve(1),
      Promise.reject(new Error('a')),
      Promise.reject(new Error('b')),
    ]).catch((error: unknown) => error);
    expect(failure).to.have.property('message', 'a');
  });
});
