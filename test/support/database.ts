import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { readConfig } from '../../server/config.ts';
import { connect, disconnect } from '../../server/database/connect.ts';
import { startEmbedded, type Embedded } from '../../server/database/embedded.ts';
import type { MongodSources } from '../../server/database/findMongod.ts';
import { createCollectionsAndIndexes } from '../../server/database/indexes.ts';
import { sendSignal, waitForEnd } from '../../server/database/processes.ts';
import { socketUri } from '../../server/database/socket.ts';
import { createLogger } from '../../server/logger.ts';
import { stopAtEnd } from './atEnd.ts';
import { listWritten } from './written.ts';

const dbName = 'callfolio-test';

type Running = Readonly<{ embedded: Embedded; folder: string; uri: string }>;
let starting: Promise<Running> | null = null;
let running: Running | null = null;

/** Where tests find mongod: the same places as the program, with the same order. */
export function mongodSources(): Omit<MongodSources, 'wantedMajor'> {
  const { MONGOD_BINARY, PATH, HOME, XDG_CACHE_HOME } = process.env;
  return readConfig({ MONGOD_BINARY, PATH, HOME, XDG_CACHE_HOME });
}

/**
 * Called inside a `describe`: its tests have a real database, connected through mongoose, with the indexes of every
 * model and without a single record. All of a run share one mongod, started by the first that asks.
 */
export function useDatabase(): void {
  before('start the database', async function () {
    // The very first run of a machine fetches mongod.
    this.timeout(300_000);
    await (starting ??= start());
  });
  beforeEach('empty the database', emptyDatabase);
}

/** @throws {Error} outside of `useDatabase` */
export function testDatabase(): Readonly<{ uri: string; dbName: string }> {
  if (!running) throw new Error('Call useDatabase() in the describe first.');
  return { uri: running.uri, dbName };
}

/** Removes every record, from where some were written; collections and indexes stay. */
export async function emptyDatabase(): Promise<void> {
  const { db } = mongoose.connection;
  if (!db) return;
  const written = await listWritten();
  const collections = written?.map(name => db.collection(name)) ?? (await db.collections());
  await Promise.all(collections.map(async collection => collection.deleteMany({})));
}

/** Once, after the last test. */
async function stopTestDatabase(): Promise<void> {
  if (!running) return;
  await disconnect();
  const { embedded, folder } = running;
  running = null;
  process.off('exit', killAtExit);
  await embedded.stop();
  await rm(folder, { recursive: true, force: true });
}

async function start(): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-test-'));
  const log = createLogger('warn');
  const embedded = await startEmbedded({
    dataDir: folder,
    sources: mongodSources(),
    log,
    cacheGigabytes: 0.25,
  });
  const uri = socketUri(embedded.socket, dbName);
  running = { embedded, folder, uri };
  process.on('exit', killAtExit);
  stopAtEnd(stopTestDatabase);
  // With what a test may hear of each command: a connection made anew would not be that of the app and its sessions.
  await connect(uri, dbName, true);
  await createCollectionsAndIndexes();
  return running;
}

/** An interrupted run runs no hooks. */
function killAtExit(): void {
  if (running) sendSignal(running.embedded.findProcess(), 'SIGKILL');
}

/** Ends a mongod of a test the hard way. */
export async function killMongod(embedded: Pick<Embedded, 'findProcess'>): Promise<void> {
  const mark = embedded.findProcess();
  sendSignal(mark, 'SIGKILL');
  await waitForEnd(mark, 5_000);
}
