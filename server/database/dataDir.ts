import { access, constants, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../startError.ts';
import { createOnce } from './files.ts';
import { isRunning, markProcess, type ProcessMark } from './processes.ts';

const takeoverLimitMs = 5_000;

/** @throws {StartError} when the folder cannot be made or written */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `The folder ${dataDir} (DATA_DIR) cannot be written: ${(error as Error).message}; choose another or change its owner.`,
    );
  }
}

/**
 * Takes `app.lock`, so that one program uses the folder. A lock whose program has ended is taken over.
 * @returns what gives the lock back, or null when a running program holds it
 */
export async function lockDataDir(dataDir: string): Promise<(() => Promise<void>) | null> {
  const file = join(dataDir, 'app.lock');
  const ours = JSON.stringify(markProcess(process.pid));
  const deadline = Date.now() + takeoverLimitMs;
  while (Date.now() < deadline) {
    if (await createOnce(file, ours)) {
      return async () => {
        if ((await readText(file)) === ours) await rm(file, { force: true });
      };
    }
    const theirs = await readText(file);
    if (theirs === null) continue;
    if (isHeld(theirs)) return null;
    await removeStaleLock(file, ours);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  throw new StartError(
    `The lock ${file} cannot be taken over: remove it when no other program uses the folder.`,
  );
}

/**
 * Removes the lock of a program that has ended. Under a guard, so that between judging the lock and removing it
 * nobody else takes it over: what is removed is what was judged.
 */
async function removeStaleLock(file: string, ours: string): Promise<void> {
  const guard = `${file}.takeover`;
  if (!(await createOnce(guard, ours))) {
    const guarding = await readText(guard);
    if (guarding !== null && !isHeld(guarding)) await rm(guard, { force: true });
    return;
  }
  try {
    const current = await readText(file);
    if (current !== null && !isHeld(current)) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

function isHeld(text: string): boolean {
  const holder = parseMark(text);
  return holder !== null && isRunning(holder);
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new StartError(`The file ${file} cannot be read: ${(error as Error).message}.`);
  }
}

function parseMark(text: string): ProcessMark | null {
  try {
    const mark = JSON.parse(text) as Partial<ProcessMark> | null;
    return typeof mark?.pid === 'number' ? { pid: mark.pid, startedAt: mark.startedAt ?? null } : null;
  } catch {
    return null;
  }
}
