import { expect } from 'chai';
import mongoose from 'mongoose';
import { emptyDatabase, testDatabase, useDatabase } from './database.ts';
import { addProject } from './factories.ts';
import { listWritten } from './written.ts';

const db = () => mongoose.connection.db!;
const countAll = async (): Promise<Record<string, number>> => {
  const counts = (await db().collections()).map(async collection => [
    collection.collectionName,
    await collection.countDocuments(),
  ]);
  return Object.fromEntries((await Promise.all(counts)).filter(([, count]) => count !== 0)) as never;
};
const writtenNow = async () => (await listWritten())?.toSorted() ?? null;

describe('A database that is emptied where it was written', () => {
  useDatabase();
  beforeEach('from here on', async () => {
    await emptyDatabase();
    await listWritten();
  });

  it('tells only what was brought in since it was asked', async () => {
    expect(await writtenNow()).to.deep.equal([]);
    await db().collection('programmes').insertOne({ code: 'RAW' });
    expect(await writtenNow()).to.deep.equal(['programmes']);
    await db()
      .collection('programmes')
      .updateOne({}, { $set: { code: 'AGAIN' } });
    await db().collection('programmes').deleteOne({});
    expect(await writtenNow()).to.deep.equal([]);
  });

  it('tells of transactions, of bulk, of upserts and of other programs', async () => {
    await addProject();
    expect(await writtenNow()).to.deep.equal(['projects']);
    await db()
      .collection('calls')
      .bulkWrite([
        { insertOne: { document: { identifier: 'T-1' } } },
        { insertOne: { document: { identifier: 'T-2' } } },
      ]);
    await db()
      .collection('strategies')
      .updateOne({ at: 1 }, { $set: { title: 'New' } }, { upsert: true });
    await db()
      .collection('calls')
      .aggregate([{ $merge: 'organisations' }])
      .toArray();
    const { uri } = testDatabase();
    const other = await mongoose.mongo.MongoClient.connect(uri);
    await other.db(mongoose.connection.name).collection('sessions').insertOne({ of: 'another' });
    await other.close();
    expect(await writtenNow()).to.deep.equal(['calls', 'organisations', 'sessions', 'strategies']);
  });

  it('is in doubt, and empties all, where a collection was made, renamed or put in the place of another', async () => {
    await addSome('programmes');
    await listWritten();
    await db()
      .collection('programmes')
      .aggregate([{ $out: 'made' }])
      .toArray();
    expect(await listWritten()).to.equal(null);
    await db().collection('made').rename('renamed');
    await emptyDatabase();
    expect(await countAll()).to.deep.equal({});
    await db().collection('renamed').drop();
  });

  it('would keep what was written before it looked', async () => {
    await addSome('programmes');
    await listWritten();
    await addSome('calls');
    await emptyDatabase();
    expect(await countAll()).to.deep.equal({ programmes: 1 });
    await db().collection('programmes').deleteMany({});
  });
});

async function addSome(name: string): Promise<boolean> {
  const { acknowledged } = await db()
    .collection(name)
    .insertOne({ code: `SOME ${name}` });
  return acknowledged;
}
