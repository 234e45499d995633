import type { MongoClientOptions } from 'mongodb';
import mongoose from 'mongoose';
import { connectMongoose } from '../../models/process/connectMongoose.ts';
import { findOutage, noteOutage, noteService, outageReasons, type Outage } from './outage.ts';

/**
 * The limit of one query on the server, in milliseconds, where the query does not set a shorter one: less than a request
 * may take (`deadline.ts`), so that nobody works on what nobody waits for.
 */
export const queryLimitMs = 7_000;
/** How long a write may wait for the disks of a majority, in milliseconds. */
const majorityLimitMs = 6_000;

/**
 * Connects mongoose: what it acknowledges is on the disks of a majority, and what it reads will not be rolled back.
 * With `monitorCommands` its client tells how long each command took. Indexes are made by `createCollectionsAndIndexes`, never in passing.
 */
export async function connect(uri: string, dbName: string, monitorCommands = false): Promise<void> {
  const options: mongoose.ConnectOptions = {
    dbName,
    appName: 'callfolio',
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: majorityLimitMs },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    retryWrites: true,
    bufferCommands: false,
    autoIndex: false,
    autoCreate: false,
    ...reachLimits(uri),
    // The last resort; long, because making an index is no query. A frozen server is noticed by the heartbeat.
    socketTimeoutMS: 60_000,
    maxPoolSize: 50,
    monitorCommands,
    // Fifty requests that hang must not make all others hang with them.
    waitQueueTimeoutMS: 8_000,
  };
  await connectMongoose({ uri, options, queryLimitMs });
  watchServers(mongoose.connection.getClient());
  noteService();
}

/**
 * How long to look for a server before saying that there is none; the URI may say otherwise. A server that has frozen is
 * given up, with all that waits for it, after heartbeat and connect limit together.
 */
export function reachLimits(uri: string): MongoClientOptions {
  const limits = { serverSelectionTimeoutMS: 5_000, connectTimeoutMS: 3_000, heartbeatFrequencyMS: 2_000 };
  return Object.fromEntries(Object.entries(limits).filter(([name]) => !uri.includes(`${name}=`)));
}

export async function disconnect(): Promise<void> {
  await mongoose.disconnect();
}

/** Whether the database takes writes within the limit, in milliseconds. */
export async function isDatabaseReady(limitMs = 2_000): Promise<boolean> {
  return (await checkDatabase(limitMs)) === null;
}

/**
 * Asks the database whether it takes writes, within the limit, in milliseconds. The deadline is ours: the driver would
 * wait for a frozen server much longer.
 * @returns null when it does, else since when it does not, and why
 */
export async function checkDatabase(limitMs = 2_000): Promise<Outage | null> {
  const { db } = mongoose.connection;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>(resolve => {
    timer = setTimeout(resolve, limitMs, null);
  });
  const hello = db?.command({ hello: 1, maxTimeMS: limitMs }).catch(() => null) ?? null;
  const answer = await Promise.race([hello, late]).finally(() => clearTimeout(timer));
  if (answer?.['isWritablePrimary'] === true) {
    noteService();
    return null;
  }
  // Whoever starts it again knows better than that it is silent.
  const known = findOutage();
  return known ?? noteOutage(answer ? outageReasons.noWrites : outageReasons.silent);
}

/** Notes when the driver loses every server that takes writes, and when it has one again: also while nobody asks. */
function watchServers(client: mongoose.mongo.MongoClient): void {
  client.on('topologyDescriptionChanged', ({ newDescription }) => {
    const isServed = [...newDescription.servers.values()].some(({ isWritable }) => isWritable);
    if (isServed) noteService();
    else if (!findOutage()) noteOutage(outageReasons.silent);
  });
}
