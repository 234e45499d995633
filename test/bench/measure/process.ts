import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const hasProc = process.platform === 'linux';

let ticks: number | undefined;
/** Ticks of `/proc` in a second; 100 on almost every Linux. */
const ticksASecond = (): number => (ticks ??= Number(execFileSync('getconf', ['CLK_TCK'])));

const column = (pid: number, name: string): string =>
  execFileSync('ps', ['-o', `${name}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();

/** `[[d-]h:]m:s.cc` as `ps` writes it, in ms. */
export function parsePsTime(text: string): number {
  const [days, clock = ''] = text.includes('-') ? text.split('-') : ['0', text];
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1000;
}

/** The fields of `/proc/PID/stat` after the name, which may hold blanks and brackets: the state is the first. */
const statOf = (pid: number): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/**
 * The CPU time that a process has used, user and system, with all its threads, also those that have ended; in ms, exact to
 * a hundredth of a second.
 *
 * @throws {Error} where there is no such process
 */
export function cpuMsOf(pid: number): number {
  if (!hasProc) return parsePsTime(column(pid, 'time'));
  const fields = statOf(pid);
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksASecond();
}

/** The resident memory of a process in MB (2^20 bytes). */
export function memoryMbOf(pid: number): number {
  if (!hasProc) return Number(column(pid, 'rss')) / 1024;
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** The pids of whose CPU time is told apart. */
export interface Pids {
  program: number;
  database: number;
}

/** CPU time in ms. */
export interface Cpu {
  program: number;
  database: number;
}

export const cpuOf = ({ program, database }: Pids): Cpu => ({
  program: cpuMsOf(program),
  database: cpuMsOf(database),
});

export const total = ({ program, database }: Cpu): number => program + database;

/** What the program and the database used while something was done, in ms, and how long that took. */
export async function cpuDuring<T>(
  pids: Pids,
  work: () => Promise<T>,
): Promise<Cpu & { ms: number; value: T }> {
  const before = cpuOf(pids);
  const began = performance.now();
  const value = await work();
  const ms = performance.now() - began;
  const after = cpuOf(pids);
  return { program: after.program - before.program, database: after.database - before.database, ms, value };
}

/** Memory of a process before something was done and at most meanwhile, in MB. */
export interface Memory {
  before: number;
  most: number;
}

/** Looks at the memory of a process ten times a second while something is done. */
export async function memoryDuring<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ memory: Memory; value: T }> {
  const before = memoryMbOf(pid);
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, memoryMbOf(pid));
  }, 100);
  try {
    const value = await work();
    return { memory: { before, most: Math.max(most, memoryMbOf(pid)) }, value };
  } finally {
    clearInterval(watching);
  }
}

/**
 * Waits until program and database do nothing more by themselves, such as reading all records after a start: until they used
 * less than a tenth of a processor for two seconds; four minutes at most.
 */
export async function untilIdle(pids: Pids): Promise<void> {
  const windowMs = 2000;
  for (let turn = 0; turn < 120; turn += 1) {
    const used = await cpuDuring(pids, async () => wait(windowMs));
    if (total(used) < windowMs / 10) return;
  }
}
