import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StartError } from '../startError.ts';

export type MongodVersion = Readonly<{ text: string; major: number; minor: number }>;

/** "6.0.5" in parts; null when it is no version. */
export function parseVersion(text: string): MongodVersion | null {
  const found = /^(\d+)\.(\d+)\.\d+/.exec(text);
  return found && { text, major: Number(found[1]), minor: Number(found[2]) };
}

/** What `mongod --version` says. @throws {StartError} when it does not run or is no mongod */
export async function readVersion(path: string): Promise<MongodVersion> {
  let output: string;
  try {
    ({ stdout: output } = await promisify(execFile)(path, ['--version'], { timeout: 30_000 }));
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new StartError(`${path} does not run as a MongoDB server: ${firstLine(stderr || message)}.`);
  }
  const version = parseVersion(/db version v(\d+\.\d+\.\d+)/.exec(output)?.[1] ?? '');
  if (!version) throw new StartError(`${path} is not a MongoDB server: it does not tell its version.`);
  return version;
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').replace(/\.$/, '');
}
