import { setFlagsFromString } from 'node:v8';
import type { Logger } from 'pino';
import { ConfigError, readConfig, readEnvironment, type Config } from './config.ts';
import { openDatabase } from './database/openDatabase.ts';
import { createLogger } from './logger.ts';
import { StartError } from './startError.ts';

/** Reads the rest of the program while the database starts: each takes about a second. */
async function start(config: Config, log: Logger): Promise<void> {
  const readRest = () => import('./serve.ts');
  const database = await openDatabase(config, log, { onSpawned: () => void readRest() });
  const { serveOn } = await readRest();
  await serveOn(database, config, log);
}

/** Why the program did not start, in sentences; anything nobody foresaw with all it has. */
function say(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.join('\n');
  if (error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// Left to itself V8 collects late on a machine with much memory: a file of every project then took 400 MB, not 290.
setFlagsFromString('--heap-growing-percent=30');
// What the command line says of the young generation is for this thread; others have limits of their own.
setFlagsFromString('--max-semi-space-size=0');

try {
  const config = readConfig(readEnvironment(process.env));
  await start(config, createLogger(config.logLevel));
} catch (error) {
  process.stderr.write(`${say(error)}\n`);
  process.exit(1);
}
