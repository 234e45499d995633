import { readFileSync } from 'node:fs';

/** A process as it can be found again: its number is given out anew, so it counts only with its start. */
export type ProcessMark = Readonly<{
  pid: number;
  /** Boot and clock tick at which it started; null where the system does not tell (anything but Linux). */
  startedAt: string | null;
}>;

export function markProcess(pid: number): ProcessMark {
  return { pid, startedAt: readStart(pid) };
}

/** True while that very process runs. A zombie does not run. */
export function isRunning({ pid, startedAt }: ProcessMark): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const state = readStat(pid)?.[0];
  if (state === 'Z' || state === 'X') return false;
  const start = readStart(pid);
  return startedAt === null || start === null || start === startedAt;
}

/** Waits until the process has ended. @returns false when it still runs after `limitMs` */
export async function waitForEnd(mark: ProcessMark, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (isRunning(mark)) {
    if (performance.now() >= deadline) return false;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return true;
}

/** Sends a signal; a process that has just ended is no error. */
export function sendSignal({ pid }: ProcessMark, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone, which is what the signal was for.
  }
}

/**
 * Ends a process: asks it, then kills it. One that is stopped hears no question, so it is killed at once.
 * @returns false when it runs still, because it is another user's or waits for a disk that does not answer
 */
export async function endProcess(mark: ProcessMark, politeMs: number): Promise<boolean> {
  if (!isRunning(mark)) return true;
  if (!isStopped(mark)) {
    sendSignal(mark, 'SIGTERM');
    if (await waitForEnd(mark, politeMs)) return true;
  }
  sendSignal(mark, 'SIGKILL');
  return waitForEnd(mark, 2_000);
}

/** True for a process that somebody has stopped (SIGSTOP), where the system tells. */
export const isStopped = ({ pid }: ProcessMark): boolean => readStat(pid)?.[0] === 'T';

/** The fields of /proc/PID/stat from the state on (proc(5)): the name before them may hold spaces. */
function readStat(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function readStart(pid: number): string | null {
  const tick = readStat(pid)?.[19];
  if (tick === undefined) return null;
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${tick}`;
  } catch {
    return tick;
  }
}
