import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '../logger.ts';
import { StartError } from '../startError.ts';
import { cacheGigabytesFor, memoryThere } from './cacheSize.ts';
import { isFileProblem } from './fileProblem.ts';
import { replaceFile } from './files.ts';
import { findMongod, type Mongod, type MongodSources } from './findMongod.ts';
import { findMongodOn, findOwnerOf, findSocketOf } from './foundMongod.ts';
import { keepRunning, type Attempt } from './keepRunning.ts';
import { limitLog } from './mongodLog.ts';
import { launchMongod, stopMongod } from './mongodProcess.ts';
import { parseVersion, type MongodVersion } from './mongodVersion.ts';
import { explainOutage, outageReasons, wordsOf } from './outage.ts';
import { endProcess, isRunning, isStopped, type ProcessMark } from './processes.ts';
import { ensureReplicaSet } from './replicaSet.ts';
import { isAnswering, isPrivate, prepareSocket } from './socket.ts';

/** One that was killed before starts by reading its journal, which takes a while. */
const orphanLimitMs = 15_000;
const orphanPoliteMs = 5_000;
const startLimitMs = 300_000;
const progressEveryMs = 5_000;
const limitLogEveryMs = 60_000;

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
  const look = () => findMongod({ ...options.sources, wantedMajor: previous?.major }, log);
  const adopted = await adoptOrEnd(dataDir, remembered, log);
  if (adopted) return supervise(options, adopted.socket, adopted.mark, once(look));
  const mongod = await look();
  if (previous) checkVersion(previous, mongod, dataDir);
  const socket = await prepareSocket(dataDir, remembered?.socket ?? null);
  const progress = setInterval(() => log.info('The database is still starting.'), progressEveryMs);
  try {
    const how = { limitMs: startLimitMs };
    const mark = await launch(options, mongod, socket, previous?.text ?? null, how);
    return supervise(options, socket, mark, async () => mongod);
  } catch (error) {
    throw await asStartError(error, dataDir);
  } finally {
    clearInterval(progress);
  }
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
  { limitMs, signal }: Partial<Attempt> & Pick<Attempt, 'limitMs'>,
): Promise<ProcessMark> {
  const { dataDir, cacheGigabytes = cacheGigabytesFor(memoryThere()) } = options;
  return launchMongod({
    program: mongod.path,
    socket,
    dataDir,
    cacheGigabytes,
    limitMs,
    signal,
    onSpawned: async ({ pid }) => {
      // Whoever starts while this program dies must find it, though it holds nothing yet.
      await remember(dataDir, { version: before, socket, pid });
      options.onSpawned?.();
    },
    onListening: async ({ pid }) => {
      await remember(dataDir, { version: await ensureReplicaSet(socket), socket, pid });
    },
  });
}

/** Supervises it, by a mongod that is looked for when it is needed. */
function supervise(
  options: EmbeddedOptions,
  socket: string,
  first: ProcessMark,
  find: () => Promise<Mongod>,
): Embedded {
  const { dataDir, log } = options;
  const start = async (attempt: Attempt): Promise<ProcessMark> => {
    const mongod = await find();
    // What an attempt before this one could not end holds the folder.
    const left = await findMongodOn(dataDir);
    if (left) await endFound(left, dataDir);
    return launch(options, mongod, socket, mongod.version.text, attempt);
  };
  const { findProcess, stop } = keepRunning({ dataDir, first, start, log });
  const limiting = setInterval(() => void limitLog(dataDir).catch(() => undefined), limitLogEveryMs);
  limiting.unref();
  return {
    socket,
    findProcess,
    stop: async () => {
      clearInterval(limiting);
      await stop();
      await stopMongod(findProcess(), socket, log);
    },
  };
}

/** Asks again only as long as there was no answer. */
function once<T>(look: () => Promise<T>): () => Promise<T> {
  let known: T | null = null;
  return async () => (known ??= await look());
}

/** What kept it from starting, for the person who starts the program: a full disk is named before what mongod made of it. */
async function asStartError(error: unknown, dataDir: string): Promise<unknown> {
  if (!(error instanceof StartError) && !isFileProblem(error)) return error;
  const reason = await explainOutage(dataDir, wordsOf(error), outageReasons.notStarting);
  if (reason !== outageReasons.diskFull) return error;
  return new StartError(
    `The database did not start: the disk of ${dataDir} (DATA_DIR) is full. Free some space and start again.`,
    { cause: error },
  );
}

function checkVersion(previous: MongodVersion, { version, path }: Mongod, dataDir: string): void {
  if (version.major === previous.major && version.minor >= previous.minor) return;
  throw new StartError(
    `The data in ${dataDir} was written by MongoDB ${previous.text} and ${path} is ${version.text}: set MONGOD_BINARY to a MongoDB ${previous.major}.${previous.minor}.`,
  );
}

/**
 * What an earlier program left behind, of use or not: one that takes writes is adopted; one that does not, or that we
 * cannot reach, is ended, so that another can be started.
 * @throws {StartError} when it is not ours to end, or does not end
 */
async function adoptOrEnd(
  dataDir: string,
  remembered: Remembered | null,
  log: Log,
): Promise<{ mark: ProcessMark; socket: string } | null> {
  const mark = await findMongodOn(dataDir, remembered?.pid);
  if (!mark) return null;
  const socket = (await findSocketOf(mark)) ?? remembered?.socket ?? null;
  const owner = await findOwnerOf(mark);
  const isOurs = owner === null || owner === process.getuid?.();
  if (isOurs && socket !== null && (await isPrivate(dirname(socket))) && (await isServing(mark, socket))) {
    try {
      const version = await ensureReplicaSet(socket, orphanLimitMs);
      await remember(dataDir, { version, socket, pid: mark.pid });
      log.info(`The database of an earlier start still runs (process ${mark.pid}): using it.`);
      return { mark, socket };
    } catch (error) {
      log.debug({ err: error }, 'the database of an earlier start was not adopted');
    }
  }
  if (!isRunning(mark)) return null;
  log.warn(`The database of an earlier start (process ${mark.pid}) is of no use any more: ending it.`);
  await endFound(mark, dataDir);
  return null;
}

/** Waits for one that is just starting or ending. */
async function isServing(mark: ProcessMark, socket: string): Promise<boolean> {
  const deadline = performance.now() + orphanLimitMs;
  while (isRunning(mark) && !isStopped(mark) && performance.now() < deadline) {
    if (await isAnswering(socket)) return true;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return false;
}

/** Every write that was acknowledged is in its journal, so it may be ended in any way. */
async function endFound(mark: ProcessMark, dataDir: string): Promise<void> {
  if (await endProcess(mark, orphanPoliteMs)) return;
  throw new StartError(
    `Another database server (process ${mark.pid}) uses ${dataDir} (DATA_DIR) and cannot be ended: it belongs to another user, or waits for a disk that does not answer.`,
  );
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
