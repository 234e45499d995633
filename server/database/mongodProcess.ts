import { spawn } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Log } from '../logger.ts';
import { StartError } from '../startError.ts';
import { lastWordsOf, prepareLogFile, readSince } from './mongodLog.ts';
import { endProcess, isRunning, markProcess, sendSignal, waitForEnd, type ProcessMark } from './processes.ts';
import { replicaSetName } from './replicaSet.ts';
import { isAnswering, socketUri } from './socket.ts';

/**
 * What was written since the last checkpoint is done again after a crash: by mongod's own 60 s a start in the middle of an
 * import took it 5 s of processor time and more. Writing six times as often takes no time that could be measured.
 */
const checkpointEverySeconds = 10;
/** So long one that came to nothing may take to end before it is killed: nothing acknowledged is lost by that. */
const politeMs = 3_000;

export type LaunchOptions = Readonly<{
  program: string;
  socket: string;
  dataDir: string;
  /** Memory of mongod's cache, in gigabytes. */
  cacheGigabytes: number;
  /** How long it may take until it listens, in milliseconds. */
  limitMs: number;
  /** Gives it up, and ends it. */
  signal?: AbortSignal | undefined;
  /** Told as soon as the process is there, long before it answers. */
  onSpawned: (mark: ProcessMark) => Promise<void>;
  /** Told when it listens; it counts as started when this is done. */
  onListening: (mark: ProcessMark) => Promise<void>;
}>;

export function dbPathOf(dataDir: string): string {
  return join(dataDir, 'mongodb');
}

/**
 * Starts mongod and waits until it is of use. One of which that cannot be said is ended: it would hold the folder, and
 * nobody would know of it.
 * @throws {StartError} with its last words when it does not start; `cause` is all it said
 */
export async function launchMongod(options: LaunchOptions): Promise<ProcessMark> {
  const { program, dataDir, signal } = options;
  signal?.throwIfAborted();
  await mkdir(dbPathOf(dataDir), { recursive: true, mode: 0o700 });
  const logFile = await prepareLogFile(dataDir);
  const output = await open(logFile, 'a', 0o600);
  const { size: logStart } = await output.stat();
  // Detached: Ctrl-C in the terminal must reach the program alone, which ends mongod after its last write.
  const child = spawn(program, argumentsOf(options), {
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  child.unref();
  const over = new AbortController();
  // Listened for before anything is waited for: it may end at once.
  const ended = new Promise<never>((_resolve, reject) => {
    const end = (how: string) => void sayEnd(how, logFile, logStart).then(reject);
    child.once('error', error => end(error.message));
    child.once('exit', (code, name) => end(`it ended with ${name ?? `exit code ${code}`}`));
    const stop = () => reject(new StartError('The database was not started: callfolio is stopping.'));
    signal?.addEventListener('abort', stop, { signal: over.signal });
  });
  ended.catch(() => undefined);
  await output.close();
  if (child.pid === undefined) return ended;
  const mark = markProcess(child.pid);
  try {
    // To its end, whatever becomes of mongod: whoever is told of a failure may remove the folder.
    await options.onSpawned(mark);
    await Promise.race([untilListening(options, logFile, over.signal), ended]);
    await Promise.race([options.onListening(mark), ended]);
    return mark;
  } catch (error) {
    await endProcess(mark, politeMs);
    throw error;
  } finally {
    over.abort();
  }
}

function argumentsOf({ dataDir, socket, cacheGigabytes }: LaunchOptions): string[] {
  const settings = {
    dbpath: dbPathOf(dataDir),
    replSet: replicaSetName,
    bind_ip: socket,
    // With the folder and the port, mongod's default socket is this same one; else it opens another in /tmp.
    unixSocketPrefix: dirname(socket),
    port: 27017,
    wiredTigerCacheSizeGB: cacheGigabytes,
    oplogSize: 512,
    syncdelay: checkpointEverySeconds,
  };
  return [
    ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    '--quiet',
    // On a signal, mongod otherwise waits 15 s for its clients to go to another member; there is none.
    '--setParameter=shutdownTimeoutMillisForSignaledShutdown=200',
    '--setParameter=diagnosticDataCollectionEnabled=false',
  ];
}

async function untilListening(
  { socket, limitMs }: Pick<LaunchOptions, 'socket' | 'limitMs'>,
  logFile: string,
  over: AbortSignal,
): Promise<void> {
  const startedAt = performance.now();
  while (!over.aborted && !(await isAnswering(socket))) {
    if (performance.now() - startedAt > limitMs) {
      throw new StartError(`The database did not start within ${limitMs / 1000} s: see ${logFile}.`);
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

async function sayEnd(how: string, logFile: string, logStart: number): Promise<StartError> {
  const said = await readSince(logFile, logStart).catch(() => '');
  return new StartError(`The database did not start: ${lastWordsOf(said) || how}.`, { cause: said });
}

/** Ends mongod within about six seconds: by asking, then by signals. */
export async function stopMongod(mark: ProcessMark, socket: string, log: Log): Promise<void> {
  if (!isRunning(mark)) return;
  const client = new MongoClient(socketUri(socket, 'admin'), {
    serverSelectionTimeoutMS: 1_000,
    socketTimeoutMS: 4_000,
  });
  // It answers by closing the connection, so only its end counts.
  const stopping = client
    .db('admin')
    .command({ shutdown: 1, force: true, timeoutSecs: 0 })
    .catch(() => undefined);
  const hasEnded = await waitForEnd(mark, 4_500);
  await stopping;
  await client.close();
  if (hasEnded) return;
  sendSignal(mark, 'SIGTERM');
  if (await waitForEnd(mark, 1_000)) return;
  // Nothing acknowledged is lost: every write waits for the journal.
  log.warn('The database does not stop: ending it.');
  sendSignal(mark, 'SIGKILL');
  await waitForEnd(mark, 500);
}
