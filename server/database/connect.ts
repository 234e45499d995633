import type { MongoClientOptions } from 'mongodb';
import mongoose from 'mongoose';

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
  mongoose.set('strictQuery', 'throw');
  mongoose.set('maxTimeMS', queryLimitMs);
  mongoose.set('bufferCommands', false);
  await mongoose.connect(uri, {
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
  });
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

/**
 * Whether the database answers within the limit, in milliseconds. The deadline is ours: the driver would wait for a
 * frozen server much longer.
 */
export async function isDatabaseReady(limitMs = 2_000): Promise<boolean> {
  const { db } = mongoose.connection;
  if (!db) return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>(resolve => {
    timer = setTimeout(resolve, limitMs, false);
  });
  const ping = db.command({ ping: 1, maxTimeMS: limitMs }).then(
    () => true,
    () => false,
  );
  return Promise.race([ping, late]).finally(() => clearTimeout(timer));
}
