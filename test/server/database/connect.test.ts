import { expect } from 'chai';
import mongoose from 'mongoose';
import { isDatabaseReady, queryLimitMs } from '../../../server/database/connect.ts';
import { sendSignal } from '../../../server/database/processes.ts';
import { useDatabase } from '../../support/database.ts';
import { stopProcess } from '../../support/stopped.ts';

const Note = mongoose.model(
  'ConnectTestNote',
  new mongoose.Schema({ text: String }, { collection: 'connectTestNotes' }).index(
    { text: 1 },
    { unique: true },
  ),
);

describe('the connection', () => {
  useDatabase();

  it('acknowledges a write when a majority has it on disk, and reads what is', () => {
    const { writeConcern, readConcern } = mongoose.connection.getClient();
    expect(writeConcern).to.include({ w: 'majority', j: true });
    expect(readConcern).to.include({ level: 'majority' });
  });

  it('limits the time of queries, aggregations, counts and distinct on the server', async () => {
    const { db } = mongoose.connection;
    await db!.command({ profile: 2 });
    await Note.find({ text: 'a' });
    await Note.findOneAndUpdate({ text: 'a' }, { text: 'b' });
    await Note.aggregate([{ $match: { text: 'a' } }]);
    await Note.countDocuments({ text: 'a' });
    await Note.distinct('text');
    await db!.command({ profile: 0 });
    const profile = db!.collection('system.profile');
    const commands = await profile.find({ ns: /connectTestNotes$/ }).toArray();
    await profile.drop();
    expect(commands).to.have.lengthOf(5);
    expect(new Set(commands.map(({ command }) => command.maxTimeMS))).to.deep.equal(new Set([queryLimitMs]));
  });

  it('refuses a filter with a key that no field has', async () => {
    const error = await Note.find({ txet: 'a' } as object).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(mongoose.Error.StrictModeError);
  });

  it('has the indexes of every model', async () => {
    const indexes = await Note.collection.indexes();
    expect(indexes.map(({ key, unique }) => ({ key, unique }))).to.deep.include({
      key: { text: 1 },
      unique: true,
    });
  });

  it('gives each test an empty database (first of two)', async () => {
    await Note.create({ text: 'left behind' });
  });

  it('gives each test an empty database (second of two)', async () => {
    expect(await Note.countDocuments()).to.equal(0);
  });

  it('says within its limit that a frozen database is not ready, and that it is again', async () => {
    const { pid } = await mongoose.connection.db!.admin().serverStatus();
    const mongod = { pid: Number(pid), startedAt: null };
    expect(await isDatabaseReady()).to.equal(true);
    try {
      await stopProcess(mongod.pid);
      const askedAt = Date.now();
      expect(await isDatabaseReady(200)).to.equal(false);
      expect(Date.now() - askedAt).to.be.below(1_000);
    } finally {
      sendSignal(mongod, 'SIGCONT');
    }
    expect(await isDatabaseReady()).to.equal(true);
  });
});
