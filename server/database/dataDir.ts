import { randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../startError.ts';
import { isFileProblem, sayFileProblem } from './fileProblem.ts';
import { createOnce } from './files.ts';
import { isRunning, markProcess, type ProcessMark } from './processes.ts';

const takeoverLimitMs = 5_000;

/** What the system keeps for itself; of it, memory that programs share is a disk like another. */
const ofTheSystem = /^\/(?:proc|sys|dev(?!\/shm\/.))(?:\/|$)/;

/**
 * Makes the folder where there is none, and finds out by doing it that we can keep files there.
 * @throws {StartError} when the folder cannot be made or written, or is not ours
 */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    refuseSystem(dataDir);
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const path = await realpath(dataDir);
    refuseSystem(path);
    const { uid } = await stat(path);
    const us = process.getuid?.();
    // Whoever owns it could put files of theirs in the place of ours.
    if (us !== undefined && uid !== us) throw new Unfit(`it belongs to another user (number ${uid})`);
    await tryToKeep(path);
  } catch (error) {
    const why = error instanceof Unfit ? error.message : sayFileProblem(error);
    const remedy = isDiskFull(error) ? 'free some space' : 'choose another or change its owner';
    throw new StartError(`The folder ${dataDir} (DATA_DIR) cannot be written: ${why}; ${remedy}.`);
  }
}

class Unfit extends Error {}

function refuseSystem(path: string): void {
  if (ofTheSystem.test(`${path}/`)) throw new Unfit('the system keeps that folder for itself');
}

const isDiskFull = (error: unknown): boolean =>
  isFileProblem(error) && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** Keeps a file and removes it: what is allowed, and what works, are two things. */
async function tryToKeep(folder: string): Promise<void> {
  const file = join(folder, `.probe-${randomUUID()}`);
  await createOnce(file, 'Written by callfolio to see whether it can.\n');
  await rm(file);
}

/**
 * Takes `app.lock`, so that one program uses the folder. A lock whose program has ended is taken over.
 * @returns what gives the lock back, or null when a running program holds it
 */
export async function lockDataDir(dataDir: string): Promise<(() => Promise<void>) | null> {
  const file = join(dataDir, 'app.lock');
  const ours = JSON.stringify(markProcess(process.pid));
  const deadline = performance.now() + takeoverLimitMs;
  while (performance.now() < deadline) {
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

/** Whether a running program holds the folder; false also where that cannot be found out. */
export async function isDataDirLocked(dataDir: string): Promise<boolean> {
  const text = await readText(join(dataDir, 'app.lock')).catch(() => null);
  return text !== null && isHeld(text);
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
    throw new StartError(`The file ${file} cannot be read: ${sayFileProblem(error)}.`);
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
