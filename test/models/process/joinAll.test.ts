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

/** What reads in a session goes wrong while something beside it has not had its first batch yet. */
const failsBeside = async (join: (running: [Promise<Row[]>, Promise<never>]) => Promise<unknown>) => {
  let reading: Promise<unknown> = Promise.resolve();
  const whole = readAtOneInstant(async () => {
    const rows = readAll();
    reading = rows.catch(() => undefined);
    await join([rows, failSoon()]);
  });
  const failure = await whole.catch((error: unknown) => error);
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

  it('leaves no cursor open where one part of it fails', async () => {
    const before = await countOpenCursors();
    const failure = await failsBeside(joinAll);
    expect(failure).to.have.property('message', 'wrong');
    expect(await countOpenCursors()).to.equal(before);
  });

  it('would leave one open with `Promise.all`, whose session has ended when it comes', async () => {
    const before = await countOpenCursors();
    await failsBeside(async running => Promise.all(running));
    expect(await countOpenCursors()).to.equal(before + 1);
    await closeOpenCursors();
    expect(await countOpenCursors()).to.equal(0);
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
