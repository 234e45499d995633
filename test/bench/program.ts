import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { findRunningSocket } from '../../server/database/embedded.ts';
import { socketUri } from '../../server/database/socket.ts';
import { freePorts } from '../support/ports.ts';
import { sessionFor, tokenFor } from '../support/served.ts';
import { administrator } from './generate.ts';
import { patiently } from './measure/patience.ts';
import { memoryMbOf, type Pids } from './measure/process.ts';
import { nodeFlags } from '../../server/nodeFlags.ts';

/** A program of ours that listens, as the bench started it. */
export interface Running {
  child: ChildProcess;
  address: string;
}

/** The callfolio under measurement, with somebody signed in at its pages and its API. */
export interface Measured extends Running {
  dataDir: string;
  /** Of its database. */
  uri: string;
  /** Whose CPU time is measured. */
  pids: Pids;
  /** Where it tells its metrics. */
  metrics: string;
  /** Where its files lie while they are made. */
  filesDir: string;
  /** When the process was started, by `performance.now()`. */
  startedAt: number;
  /** From the start of the process until the database answered, in ms. */
  readyAfterMs: number;
  cookie: string;
  token: string;
}

/** Node's own arguments, the program, and the environment, as `npm start` has them. */
function startCommand(): { given: string[]; env: NodeJS.ProcessEnv } {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  const env = [...scripts.start.matchAll(/\b([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]);
  return {
    given: [...nodeFlags(), 'dist/server/main.js'],
    env: Object.fromEntries(env) as NodeJS.ProcessEnv,
  };
}

/** Starts a program, in this folder unless told otherwise, and waits for the line that says where it listens. */
export async function startListening(
  given: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cwd = process.cwd(),
): Promise<Running> {
  const child = spawn(process.execPath, given, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  for await (const line of lines) {
    const [, address] = /(?:^|serves at )(http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
    if (address !== undefined) {
      // What is not read would stop the program once the pipe is full.
      child.stdout.resume();
      return { child, address };
    }
  }
  throw new Error(`${given.join(' ')} ended before it listened.`);
}

export async function stop({ child }: Running): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** The process of a database. */
async function databasePid(uri: string): Promise<number> {
  const client = await MongoClient.connect(uri);
  try {
    return Number((await client.db('admin').command({ serverStatus: 1 }))['pid']);
  } finally {
    await client.close();
  }
}

/** Who is signed in: of an earlier start, too, since both are kept in the database. */
export type SignedIn = Pick<Measured, 'cookie' | 'token'>;

/**
 * Starts the built callfolio on a folder, as `npm start` would, with these variables besides, and signs in.
 *
 * @param who is signed in already, so that nothing is asked of the program before this returns
 */
export async function startCallfolio(
  dataDir: string,
  more: NodeJS.ProcessEnv = {},
  who?: SignedIn,
): Promise<Measured> {
  const filesDir = join(dataDir, 'bench-files');
  await mkdir(filesDir, { recursive: true });
  const began = performance.now();
  const { given, env: settings } = startCommand();
  const [port, metricsPort] = await freePorts(2);
  const env = {
    ...settings,
    DATA_DIR: dataDir,
    FILES_DIR: filesDir,
    HOST: '127.0.0.1',
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    LOG_LEVEL: 'info',
    ...more,
  };
  const running = await startListening(given, { ...env, MONGODB_URI: undefined });
  try {
    const metrics = `http://127.0.0.1:${metricsPort}`;
    return { ...running, ...(await signedIn(running, dataDir, began, who)), dataDir, filesDir, metrics };
  } catch (error) {
    await stop(running);
    throw error;
  }
}

/** What is known of a program once it is ready and somebody has signed in. */
async function signedIn({ address, child }: Running, dataDir: string, startedAt: number, who?: SignedIn) {
  while ((await fetch(`${address}/health/ready`)).status !== 200);
  const readyAfterMs = performance.now() - startedAt;
  const uri = socketUri((await findRunningSocket(dataDir)) ?? '', 'callfolio');
  return {
    uri,
    pids: { program: child.pid ?? 0, database: await databasePid(uri) },
    startedAt,
    readyAfterMs,
    cookie: who?.cookie ?? (await patiently(async () => sessionFor(address, administrator))),
    token: who?.token ?? (await patiently(async () => tokenFor(address, administrator))),
  };
}

/** The memory a process has resident, in MB (2^20 bytes). */
export const memoryOf = ({ child }: Running): number => memoryMbOf(child.pid ?? 0);

/** Fills an empty folder in a process of its own: its memory and its connection are not the bench's. */
export async function fill(dataDir: string, projects: number): Promise<void> {
  const given = ['--import=tsx', 'test/bench/fill.ts', '--data-dir', dataDir, '--projects', String(projects)];
  await promisify(execFile)(process.execPath, given);
}
