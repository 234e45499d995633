import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePorts } from '../support/ports.ts';
import { sessionFor, tokenFor } from '../support/served.ts';
import { administrator } from './generate.ts';

/** A program of ours that listens, as the bench started it. */
export interface Running {
  child: ChildProcess;
  address: string;
}

/** The callfolio under measurement, with somebody signed in at its pages and its API. */
export interface Measured extends Running {
  dataDir: string;
  /** From the start of the process until the database answered, in ms. */
  readyAfterMs: number;
  cookie: string;
  token: string;
}

/** Node's own arguments, the program, and the environment, as `npm start` has them. */
function startCommand(): { given: string[]; env: NodeJS.ProcessEnv } {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  const [settings = '', given = ''] = scripts.start.split('exec node ');
  const env = settings
    .trim()
    .split(' ')
    .map(setting => setting.split('='));
  return { given: given.split(' '), env: Object.fromEntries(env) as NodeJS.ProcessEnv };
}

/** Starts a program and waits for the line that says where it listens. */
export async function startListening(
  given: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Running> {
  const child = spawn(process.execPath, given, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  for await (const line of lines) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
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

/** Starts the built callfolio on a folder, as `npm start` would, with these variables besides, and signs in. */
export async function startCallfolio(dataDir: string, more: NodeJS.ProcessEnv = {}): Promise<Measured> {
  const began = performance.now();
  const { given, env: settings } = startCommand();
  const env = {
    ...settings,
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: String((await freePorts(1))[0]),
    LOG_LEVEL: 'info',
    ...more,
  };
  const running = await startListening(given, { ...env, MONGODB_URI: undefined });
  while ((await fetch(`${running.address}/health/ready`)).status !== 200);
  const readyAfterMs = performance.now() - began;
  const { address } = running;
  return {
    ...running,
    dataDir,
    readyAfterMs,
    cookie: await sessionFor(address, administrator),
    token: await tokenFor(address, administrator),
  };
}

/** The memory a process has resident, in MB (2^20 bytes). */
export function memoryOf({ child }: Running): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024;
}

/** Fills an empty folder in a process of its own: its memory and its connection are not the bench's. */
export async function fill(dataDir: string, projects: number): Promise<void> {
  const given = ['--import=tsx', 'test/bench/fill.ts', '--data-dir', dataDir, '--projects', String(projects)];
  await promisify(execFile)(process.execPath, given);
}
