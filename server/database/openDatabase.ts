import { MongoClient, type Document } from 'mongodb';
import type { Config } from '../config.ts';
import type { Log } from '../logger.ts';
import { StartError } from '../startError.ts';
import { connect, disconnect, reachLimits } from './connect.ts';
import { isDataDirLocked, lockDataDir, prepareDataDir } from './dataDir.ts';
import { isFileProblem, sayFileProblem } from './fileProblem.ts';
import { findRunningSocket, startEmbedded } from './embedded.ts';
import { parseVersion } from './mongodVersion.ts';
import { socketUri } from './socket.ts';

const defaultDbName = 'callfolio';
const oldestMajor = 6;

export type Database = Readonly<{
  /** May hold a password: not for the log. */
  uri: string;
  kind: 'embedded' | 'external';
  serverVersion: string;
  dbName: string;
  /** Disconnects; ends mongod when this program started or adopted it. */
  close: () => Promise<void>;
}>;

export type DatabaseSettings = Pick<
  Config,
  'mongodbUri' | 'dataDir' | 'mongodBinary' | 'searchPath' | 'cacheDir' | 'metrics'
>;

export type OpenOptions = Readonly<{
  /** What to do when a running program holds DATA_DIR: the program itself refuses, a command shares. */
  beside?: 'refuse' | 'share';
  /** Told when a mongod of our own begins to start, which takes about a second. */
  onSpawned?: () => void;
}>;

/**
 * Finds or starts the database and connects mongoose to it.
 * @throws {StartError} with one sentence on what is in the way
 */
export async function openDatabase(
  config: DatabaseSettings,
  log: Log,
  { beside = 'refuse', onSpawned }: OpenOptions = {},
): Promise<Database> {
  if (config.mongodbUri) return openExternal(config.mongodbUri, config.metrics !== null);
  // Before anything is written: a backup of a database on a full disk is what is needed most.
  if (await isDataDirLocked(config.dataDir)) return openShared(config.dataDir, beside);
  await prepareDataDir(config.dataDir);
  const unlock = await lockDataDir(config.dataDir);
  if (!unlock) return openShared(config.dataDir, beside);
  try {
    const embedded = await startEmbedded({ dataDir: config.dataDir, sources: config, log, onSpawned });
    const stop = async (): Promise<void> => {
      await embedded.stop();
      await unlock();
    };
    const uri = socketUri(embedded.socket, defaultDbName);
    return await connected('embedded', uri, defaultDbName, stop, config.metrics !== null);
  } catch (error) {
    await unlock();
    if (!isFileProblem(error)) throw error;
    throw new StartError(
      `The folder ${config.dataDir} (DATA_DIR) cannot be used: ${sayFileProblem(error)}.`,
      {
        cause: error,
      },
    );
  }
}

async function openShared(dataDir: string, beside: 'refuse' | 'share'): Promise<Database> {
  if (beside === 'refuse') {
    throw new StartError(`Callfolio already runs on ${dataDir}: stop it first, or set another DATA_DIR.`);
  }
  const socket = await findRunningSocket(dataDir);
  if (!socket)
    throw new StartError(`Callfolio is just starting or stopping on ${dataDir}: try again in a moment.`);
  return connected('embedded', socketUri(socket, defaultDbName), defaultDbName, async () => undefined);
}

async function openExternal(uri: string, isWatched: boolean): Promise<Database> {
  const dbName = decodeURIComponent(/^[^/]+\/\/[^/]*\/([^?]+)/.exec(uri)?.[1] ?? '') || defaultDbName;
  return connected('external', uri, dbName, async () => undefined, isWatched);
}

async function connected(
  kind: Database['kind'],
  uri: string,
  dbName: string,
  stop: () => Promise<void>,
  isWatched = false,
): Promise<Database> {
  try {
    const serverVersion = await checkServer(uri);
    await connect(uri, dbName, isWatched);
    return {
      kind,
      uri,
      dbName,
      serverVersion,
      close: async () => {
        await disconnect();
        await stop();
      },
    };
  } catch (error) {
    await disconnect();
    await stop();
    if (error instanceof StartError) throw error;
    throw new StartError(`The database cannot be used: ${(error as Error).message.replace(/\.$/, '')}.`, {
      cause: error,
    });
  }
}

/** Without a replica set there are no transactions; told at the start, not at the first write. */
async function checkServer(uri: string): Promise<string> {
  const client = new MongoClient(uri, { ...reachLimits(uri), appName: 'callfolio' });
  try {
    const admin = client.db('admin');
    const { version: text } = await admin.command({ buildInfo: 1 });
    const version = parseVersion(String(text));
    if (!version || version.major < oldestMajor) {
      throw new StartError(`The database is MongoDB ${String(text)}: ${oldestMajor}.0 or newer is needed.`);
    }
    const hello: Document = await admin.command({ hello: 1 });
    if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid') {
      throw new StartError(
        'MONGODB_URI names a single server: transactions need a replica set or a sharded cluster.',
      );
    }
    return version.text;
  } finally {
    await client.close();
  }
}
