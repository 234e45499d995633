import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../logger.ts';
import { StartError } from '../startError.ts';
import { cacheGigabytesFor, memoryThere } from './cacheSize.ts';
import { replaceFile } from './files.ts';
import { findMongod, type Mongod, type MongodSources } from './findMongod.ts';
import { findMongodOn, launchMongod, stopMongod } from './mongodProcess.ts';
import { parseVersion, type MongodVersion } from './mongodVersion.ts';
import { isRunning, sendSignal, type ProcessMark } from './processes.ts';
import { ensureReplicaSet } from './replicaSet.ts';
import { isAnswering, prepareSocket } from './socket.ts';

/** One that was killed before starts by reading its journal, which takes a while. */
const orphanLimitMs = 15_000;
const watchEveryMs = 1_000;
/** So many restarts within the window are misfortune; one more is a fault that another start would not mend. */
const mostRestarts = 5;
const restartWindowMs = 600_000;

export type EmbeddedOptions = Readonly<{
  dataDir: string;
  sources: Omit<MongodSources, 'wantedMajor'>;
  log: Log;
  /** Memory of mongod's cache, in gigabytes; by the memory there is where nothing is said. */
  cacheGigabytes?: number;
  /** Told at each start of a mongod, long before it answers. */
  onSpawned?: (() => void) | undefined;
}>;

export type Embedded = Readonly<{
  socket: string;
  /** The process of now; another one after a restart. */
  findProcess: () => ProcessMark;
  /** Ends mongod. */
  stop: () => Promise<void>;
}>;

/** What DATA_DIR remembers of its mongod: the process begun last; the version is null until it has run once. */
type Remembered = Readonly<{ version: string | null; socket: string; pid: number | null }>;

/**
 * Runs a mongod of our own on `dataDir` as a single-node replica set that listens on a private socket only. One left
 * behind by a killed program is adopted; one that dies is started again. The caller holds the lock of the folder.
 * @throws {StartError} when there is no mongod, the data is of another version, or it does not start
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  if (process.platform === 'win32') {
    throw new StartError('On Windows the program cannot run a database of its own: set MONGODB_URI.');
  }
  const { dataDir, log } = options;
  const remembered = await readRemembered(dataDir);
  const previous = parseVersion(remembered?.version ?? '');
  const orphan = await findOrphan(dataDir, remembered);
  if (remembered && orphan) {
    log.info(`The database of an earlier start still runs (process ${orphan.pid}): using it.`);
    const { socket } = remembered;
    await remember(dataDir, { version: await ensureReplicaSet(socket), socket, pid: orphan.pid });
    return keepRunning(options, remembered.socket, orphan, () =>
      findMongod({ ...options.sources, wantedMajor: previous?.major }, log),
    );
  }
  const mongod = await findMongod({ ...options.sources, wantedMajor: previous?.major }, log);
  if (previous) checkVersion(previous, mongod, dataDir);
  const socket = await prepareSocket(dataDir, remembered?.socket ?? null);
  const mark = await launch(options, mongod, socket, previous?.text ?? null);
  return keepRunning(options, socket, mark, async () => mongod);
}

/** The socket of the mongod that runs on `dataDir` now, or null. For a command beside the running program. */
export async function findRunningSocket(dataDir: string): Promise<string | null> {
  const remembered = await readRemembered(dataDir);
  return remembered && (await isAnswering(remembered.socket)) ? remembered.socket : null;
}

/** @param before the version that ran there before */
async function launch(
  options: EmbeddedOptions,
  mongod: Mongod,
  socket: string,
  before: string | null,
): Promise<ProcessMark> {
  const { dataDir, log, cacheGigabytes = cacheGigabytesFor(memoryThere()) } = options;
  const program = mongod.path;
  const onSpawned = async ({ pid }: ProcessMark): Promise<void> => {
    // Whoever starts while this program dies must find it, though it holds nothing yet.
    await remember(dataDir, { version: before, socket, pid });
    options.onSpawned?.();
  };
  const mark = await launchMongod({ program, socket, dataDir, cacheGigabytes, log, onSpawned });
  try {
    await remember(dataDir, { version: await ensureReplicaSet(socket), socket, pid: mark.pid });
    return mark;
  } catch (error) {
    sendSignal(mark, 'SIGTERM');
    throw error;
  }
}

function checkVersion(previous: MongodVersion, { version, path }: Mongod, dataDir: string): void {
  if (version.major === previous.major && version.minor >= previous.minor) return;
  throw new StartError(
    `The data in ${dataDir} was written by MongoDB ${previous.text} and ${path} is ${version.text}: set MONGOD_BINARY to a MongoDB ${previous.major}.${previous.minor}.`,
  );
}

/** The mongod that a killed program left behind; waits for one that is just starting or ending. */
async function findOrphan(dataDir: string, remembered: Remembered | null): Promise<ProcessMark | null> {
  const deadline = Date.now() + orphanLimitMs;
  for (;;) {
    const mark = await findMongodOn(dataDir, remembered?.pid);
    if (!mark) return null;
    if (remembered && (await isAnswering(remembered.socket))) return mark;
    if (Date.now() >= deadline) {
      throw new StartError(
        `A mongod (process ${mark.pid}) uses ${dataDir} and does not answer: end it with "kill ${mark.pid}" and start again.`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

/** Starts mongod again whenever it ends by itself, until `stop`. */
function keepRunning(
  options: EmbeddedOptions,
  socket: string,
  first: ProcessMark,
  find: () => Promise<Mongod>,
): Embedded {
  const { log } = options;
  let mark = first;
  let isStopping = false;
  let restarts: number[] = [];
  let restart: Promise<void> | null = null;

  const startAgain = async (): Promise<void> => {
    log.error(`The database (process ${mark.pid}) ended by itself: starting it again.`);
    try {
      const mongod = await find();
      mark = await launch(options, mongod, socket, mongod.version.text);
      log.info('The database runs again.');
    } catch (error) {
      log.error({ err: error }, 'The database could not be started again.');
    }
    restart = null;
  };
  const timer = setInterval(() => {
    if (isStopping || restart || isRunning(mark)) return;
    restarts = restarts.filter(at => at > Date.now() - restartWindowMs);
    if (restarts.length >= mostRestarts) return;
    restarts.push(Date.now());
    restart = startAgain();
  }, watchEveryMs);
  timer.unref();

  return {
    socket,
    findProcess: () => mark,
    stop: async () => {
      isStopping = true;
      clearInterval(timer);
      await restart;
      await stopMongod(mark, socket, log);
    },
  };
}

async function readRemembered(dataDir: string): Promise<Remembered | null> {
  try {
    const found = JSON.parse(await readFile(join(dataDir, 'mongod.json'), 'utf8')) as Partial<Remembered>;
    return found.socket
      ? { version: found.version ?? null, socket: found.socket, pid: found.pid ?? null }
      : null;
  } catch {
    return null;
  }
}

async function remember(dataDir: string, remembered: Remembered): Promise<void> {
  await replaceFile(join(dataDir, 'mongod.json'), `${JSON.stringify(remembered)}\n`);
}
