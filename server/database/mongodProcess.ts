import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Log } from '../logger.ts';
import { StartError } from '../startError.ts';
import { isRunning, markProcess, sendSignal, waitForEnd, type ProcessMark } from './processes.ts';
import { replicaSetName } from './replicaSet.ts';
import { isAnswering, socketUri } from './socket.ts';

const startLimitMs = 60_000;
const progressEveryMs = 5_000;
const biggestLogBytes = 10_000_000;

export type LaunchOptions = Readonly<{
  program: string;
  socket: string;
  dataDir: string;
  /** Memory of mongod's cache, in gigabytes. */
  cacheGigabytes: number;
  log: Log;
  /** Told as soon as the process is there, long before it answers. */
  onSpawned?: ((mark: ProcessMark) => Promise<void>) | undefined;
}>;

export function dbPathOf(dataDir: string): string {
  return join(dataDir, 'mongodb');
}

/** Starts mongod and waits until it listens. @throws {StartError} with its last words when it does not */
export async function launchMongod(options: LaunchOptions): Promise<ProcessMark> {
  const { program, socket, dataDir, cacheGigabytes, log } = options;
  await mkdir(dbPathOf(dataDir), { recursive: true, mode: 0o700 });
  const logFile = await prepareLogFile(dataDir);
  const output = await open(logFile, 'a', 0o600);
  const { size: logStart } = await output.stat();
  const settings = {
    dbpath: dbPathOf(dataDir),
    replSet: replicaSetName,
    bind_ip: socket,
    // With the folder and the port, mongod's default socket is this same one; else it opens another in /tmp.
    unixSocketPrefix: dirname(socket),
    port: 27017,
    wiredTigerCacheSizeGB: cacheGigabytes,
    oplogSize: 512,
  };
  const args = [
    ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    '--quiet',
    // On a signal, mongod otherwise waits 15 s for its clients to go to another member; there is none.
    '--setParameter=shutdownTimeoutMillisForSignaledShutdown=200',
    '--setParameter=diagnosticDataCollectionEnabled=false',
  ];
  // Detached: Ctrl-C in the terminal must reach the program alone, which ends mongod after its last write.
  const child = spawn(program, args, { detached: true, stdio: ['ignore', output.fd, output.fd] });
  child.unref();
  // Listened for before anything is waited for: it may end at once.
  let failure: string | null = null;
  child.once('error', error => (failure = error.message));
  child.once('exit', (code, signal) => (failure ??= `it ended with ${signal ?? `exit code ${code}`}`));
  const mark = markProcess(child.pid ?? 0);
  await output.close();
  await options.onSpawned?.(mark);

  const deadline = Date.now() + startLimitMs;
  const progress = setInterval(() => log.info('The database is still starting.'), progressEveryMs);
  try {
    while (!(await isAnswering(socket))) {
      if (failure !== null) {
        throw new StartError(
          `The database did not start: ${(await readLastWords(logFile, logStart)) || failure}.`,
        );
      }
      if (Date.now() > deadline) {
        sendSignal(mark, 'SIGTERM');
        throw new StartError(`The database did not start within ${startLimitMs / 1000} s: see ${logFile}.`);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  } finally {
    clearInterval(progress);
  }
  return mark;
}

/** Ends mongod within about six seconds: by asking, then by signals. */
export async function stopMongod(mark: ProcessMark, socket: string, log: Log): Promise<void> {
  if (!isRunning(mark)) return;
  const client = new MongoClient(socketUri(socket, 'admin'), {
    serverSelectionTimeoutMS: 1_000,
    socketTimeoutMS: 4_000,
  });
  // It answers by closing the connection, so only its end counts.
  const asked = client
    .db('admin')
    .command({ shutdown: 1, force: true, timeoutSecs: 0 })
    .catch(() => undefined);
  const hasEnded = await waitForEnd(mark, 4_500);
  await asked;
  await client.close();
  if (hasEnded) return;
  sendSignal(mark, 'SIGTERM');
  if (await waitForEnd(mark, 1_000)) return;
  // Nothing acknowledged is lost: every write waits for the journal.
  log.warn('The database does not stop: ending it.');
  sendSignal(mark, 'SIGKILL');
  await waitForEnd(mark, 500);
}

/**
 * The mongod that holds the data folder, by its own lock: from before it listens until it has ended.
 * @param spawned the process that was begun last: for a moment it has no lock yet
 */
export async function findMongodOn(
  dataDir: string,
  spawned: number | null = null,
): Promise<ProcessMark | null> {
  const dbPath = dbPathOf(dataDir);
  const locked = Number(await readFile(join(dbPath, 'mongod.lock'), 'utf8').catch(() => ''));
  for (const pid of [locked, spawned ?? 0]) {
    if (!Number.isInteger(pid) || pid <= 0) continue;
    const mark = markProcess(pid);
    if (!isRunning(mark)) continue;
    // After kill -9 the number may be somebody else's by now; where there is no /proc the lock is believed.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
    if (command === null ? pid === locked : command.split('\0').includes(dbPath)) return mark;
  }
  return null;
}

/** mongod.log; once it has grown big, the one before is kept beside it. */
async function prepareLogFile(dataDir: string): Promise<string> {
  const file = join(dataDir, 'mongod.log');
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size > biggestLogBytes) await rename(file, `${file}.1`);
  return file;
}

/** The last complaint in what mongod has written since `start`, in bytes. */
async function readLastWords(file: string, start: number): Promise<string> {
  const lines = (await readFile(file)).subarray(start).toString('utf8').trim().split('\n').map(parseLogLine);
  return (lines.findLast(({ isComplaint }) => isComplaint) ?? lines.at(-1))?.text ?? '';
}

function parseLogLine(line: string): { isComplaint: boolean; text: string } {
  try {
    const { s, msg, attr } = JSON.parse(line) as { s: string; msg: string; attr?: { error?: unknown } };
    const detail = attr?.error === undefined ? '' : ` (${JSON.stringify(attr.error).replaceAll('"', '')})`;
    return { isComplaint: s === 'E' || s === 'F', text: `${msg}${detail}` };
  } catch {
    // Not from mongod itself: the system's loader, say, on a missing library.
    return { isComplaint: line !== '', text: line };
  }
}
