// A program as small as can be that opens the database: tests start, kill and start it again.
import mongoose from 'mongoose';
import { readConfig } from '../../server/config.ts';
import { openDatabase } from '../../server/database/openDatabase.ts';
import { createLogger } from '../../server/logger.ts';
import { StartError } from '../../server/startError.ts';

const [, , mode] = process.argv;
const beside = mode === 'share' ? 'share' : 'refuse';
const dieNow = () => void process.kill(process.pid, 'SIGKILL');

try {
  const database = await openDatabase(readConfig(process.env), createLogger('silent'), {
    beside,
    ...(mode === 'die' && { onSpawned: dieNow }),
  });
  process.on('SIGTERM', () => void database.close().then(() => process.exit(0)));
  const starts = mongoose.connection.collection('starts');
  await starts.insertOne({ pid: process.pid });
  const { pid: mongod } = await mongoose.connection.db!.admin().serverStatus();
  const { kind, dbName } = database;
  process.stdout.write(
    `${JSON.stringify({ starts: await starts.countDocuments(), mongod, kind, dbName })}\n`,
  );
  setInterval(() => undefined, 1_000);
} catch (error) {
  process.stdout.write(`${error instanceof StartError ? error.message : String(error)}\n`);
  process.exit(1);
}
