import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Program = Readonly<{
  child: ChildProcess;
  /** Its first line: what it found, or the sentence with which it refused. */
  line: string;
  answer: Readonly<{ starts: number; mongod: number; kind: string; dbName: string }>;
  exitCode: Promise<number | null>;
}>;

const command = [process.execPath, '--import=tsx', 'test/support/databaseProgram.ts'];

/**
 * Starts `databaseProgram.ts` with these variables over ours, and waits for its first line.
 * @param through a command that runs it elsewhere, such as on a disk of its own
 */
export async function startProgram(
  env: NodeJS.ProcessEnv,
  mode = 'refuse',
  through: readonly string[] = [],
): Promise<Program> {
  const [program, ...given] = [...through, ...command, mode];
  const child = spawn(program, given, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exitCode = once(child, 'exit').then(([code]) => code as number | null);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const answer = line.startsWith('{') ? JSON.parse(line) : { starts: 0, mongod: 0, kind: '', dbName: '' };
  return { child, line, answer, exitCode };
}

/** @returns its exit code, null when the signal ended it */
export async function endProgram(
  { child, exitCode }: Program,
  signal: NodeJS.Signals,
): Promise<number | null> {
  child.kill(signal);
  return exitCode;
}

/** Runs one that is killed the moment it has begun a mongod. */
export async function killAtSpawn(env: NodeJS.ProcessEnv): Promise<void> {
  const [program, ...given] = [...command, 'die'];
  await once(spawn(program, given, { env: { ...process.env, ...env }, stdio: 'ignore' }), 'exit');
}
