import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Sends SIGSTOP and waits until every thread of the process stands still: the system stops one after the other. */
export async function stopProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const deadline = Date.now() + 5_000;
  while (!(await isStopped(pid))) {
    if (Date.now() > deadline) throw new Error(`Process ${pid} does not stop.`);
    await pause(5);
  }
}

async function isStopped(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => null);
  // Where the system does not tell, it is given time.
  if (threads === null) return pause(500).then(() => true);
  const states = await Promise.all(
    threads.map(async thread => {
      const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => ') T');
      return stat.slice(stat.lastIndexOf(')') + 2)[0];
    }),
  );
  return states.every(state => state === 'T');
}
