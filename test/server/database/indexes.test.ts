import { expect } from 'chai';
import mongoose from 'mongoose';
import { createCollectionsAndIndexes } from '../../../server/database/indexes.ts';
import { sendSignal } from '../../../server/database/processes.ts';
import { testDatabase, useDatabase } from '../../support/database.ts';

/** The socket's limit here; the server is frozen for longer, and not so long that the heartbeat gives it up. */
const socketTimeoutMS = 300;
const frozenMs = 1_200;

describe('The indexes of a start', () => {
  useDatabase();
  const own = new mongoose.Mongoose();
  const schema = new own.Schema(
    { text: String, day: String },
    {
      collection: 'indexesTestNotes',
      collation: { locale: 'en', strength: 2 },
      autoIndex: false,
      autoCreate: false,
    },
  );
  schema.index({ text: 1 }, { unique: true });
  schema.index({ day: 1, text: -1 });
  const Note = own.model('IndexesTestNote', schema);
  let pid = 0;

  before('connect once more, with a short limit', async () => {
    const { uri, dbName } = testDatabase();
    const limits = { serverSelectionTimeoutMS: 5_000, connectTimeoutMS: 3_000, heartbeatFrequencyMS: 2_000 };
    await own.connect(uri, { dbName, socketTimeoutMS, ...limits, monitorCommands: true });
    // There before, by whoever made it, and without the collation of the model.
    await own.connection.db!.createCollection('indexesTestNotes');
    pid = Number((await own.connection.db!.admin().serverStatus())['pid']);
  });
  after(async () => own.disconnect());

  /** Freezes the server for a while when such a command is sent. */
  function freezeAt(command: string): void {
    const mongod = { pid, startedAt: null };
    const client = own.connection.getClient();
    const freeze = ({ commandName }: { commandName: string }) => {
      if (commandName !== command) return;
      client.off('commandStarted', freeze);
      sendSignal(mongod, 'SIGSTOP');
      setTimeout(() => sendSignal(mongod, 'SIGCONT'), frozenMs);
    };
    client.on('commandStarted', freeze);
  }

  it('may take longer to be built than any other command', async () => {
    freezeAt('createIndexes');
    const began = performance.now();
    await createCollectionsAndIndexes(own);
    expect(performance.now() - began).to.be.above(frozenMs * 0.9);
    const made = await Note.collection.indexes();
    expect(
      made.map(({ key, unique, collation }) => ({ key, unique, strength: collation?.strength })),
    ).to.deep.equal([
      { key: { _id: 1 }, unique: undefined, strength: undefined },
      { key: { text: 1 }, unique: true, strength: 2 },
      { key: { day: 1, text: -1 }, unique: undefined, strength: 2 },
    ]);
    // The other commands keep their limit; this is one that is not tried again.
    freezeAt('ping');
    const refused = await own.connection.db!.command({ ping: 1 }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).to.be.instanceOf(mongoose.mongo.MongoNetworkTimeoutError);
    await new Promise(resolve => setTimeout(resolve, frozenMs));
  });

  it('are made again without harm', async () => {
    await createCollectionsAndIndexes(own);
    await createCollectionsAndIndexes();
    expect(await Note.collection.indexes()).to.have.lengthOf(3);
  });
});
