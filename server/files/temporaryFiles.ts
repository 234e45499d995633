import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRunning, markProcess } from '../database/processes.ts';

/** A file of another machine that shares the folder, or without a process in its name: older than any that is in use. */
const oldMs = 60 * 60_000;

/** Names the machine without telling it. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 12);
const own = markProcess(process.pid);

/** A new name that says whose file it is: of which machine, process and start of it. */
export const temporaryName = (prefix: string): string =>
  `${prefix}${machine}.${own.pid}.${own.startedAt ?? ''}.${randomUUID()}`;

/** Whether what a name begins with is no longer in use by whoever made it. */
async function isLeft(path: string, rest: string): Promise<boolean> {
  const [where, pid = '', startedAt, ...more] = rest.split('.');
  if (where === machine && /^\d+$/.test(pid) && more.length === 1)
    return !isRunning({ pid: Number(pid), startedAt: startedAt || null });
  const { mtimeMs, uid } = await stat(path);
  return uid === process.getuid?.() && Date.now() - mtimeMs > oldMs;
}

/**
 * Removes from a folder the files of ours whose process runs no more; those of others who use it are left alone.
 * @returns how many
 */
export async function sweepTemporary(folder: string, prefix: string): Promise<number> {
  let swept = 0;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(folder, name);
    try {
      if (!(await isLeft(path, name.slice(prefix.length)))) continue;
      await rm(path);
      swept += 1;
    } catch {
      // Gone in the meantime, or another user's, who alone may remove it.
    }
  }
  return swept;
}
