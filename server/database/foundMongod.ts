import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dbPathOf } from './mongodProcess.ts';
import { isRunning, markProcess, type ProcessMark } from './processes.ts';

/**
 * The mongod that uses the data folder, whoever started it and however far it came: by its own lock, by what is
 * remembered, and where neither could be written (the disk was full) by the open files of the system's processes.
 * @param spawned the process that was begun last: for a moment it has no lock yet
 */
export async function findMongodOn(
  dataDir: string,
  spawned: number | null = null,
): Promise<ProcessMark | null> {
  const dbPath = dbPathOf(dataDir);
  const lock = join(dbPath, 'mongod.lock');
  const locked = Number(await readFile(lock, 'utf8').catch(() => ''));
  const inode = await identify(lock);
  for (const pid of [locked, spawned ?? 0]) {
    if (!Number.isInteger(pid) || pid <= 0 || !isRunning(markProcess(pid))) continue;
    const command = await readCommand(pid);
    // After kill -9 the number may be somebody else's by now; where there is no /proc the lock is believed.
    if (command === null ? pid === locked : dbPathIn(command) === dbPath) return markProcess(pid);
  }
  for (const pid of inode === null ? [] : await listMongods()) {
    if ((await hasOpen(pid, inode)) && isRunning(markProcess(pid))) return markProcess(pid);
  }
  return null;
}

/** The socket a mongod was told to listen on; null where the system does not tell, or it listens elsewhere. */
export async function findSocketOf({ pid }: ProcessMark): Promise<string | null> {
  const command = (await readCommand(pid)) ?? [];
  const given = command[command.indexOf('--bind_ip') + 1];
  return given?.startsWith('/') ? given : null;
}

/** The user that a process belongs to; null where the system does not tell. */
export async function findOwnerOf({ pid }: ProcessMark): Promise<number | null> {
  return stat(`/proc/${pid}`).then(
    ({ uid }) => uid,
    () => null,
  );
}

const dbPathIn = (command: readonly string[]): string | undefined => command[command.indexOf('--dbpath') + 1];

/** Whether it has that lock open, by whatever name: the folder may have been moved. */
async function hasOpen(pid: number, lock: string | null): Promise<boolean> {
  for (const descriptor of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
    const path = `/proc/${pid}/fd/${descriptor}`;
    const target = await readlink(path).catch(() => '');
    if (target.includes('mongod.lock') && (await identify(path)) === lock) return true;
  }
  return false;
}

/** The processes of this machine that were started with a folder for a MongoDB. */
async function listMongods(): Promise<number[]> {
  const numbers = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name)).map(Number);
  const commands = await Promise.all(numbers.map(readCommand));
  return numbers.filter((_pid, index) => commands[index]?.includes('--dbpath'));
}

const readCommand = async (pid: number): Promise<string[] | null> =>
  readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    text => text.split('\0'),
    () => null,
  );

/** Device and number of a file, the same under each of its names. */
const identify = async (path: string): Promise<string | null> =>
  stat(path).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => null,
  );
