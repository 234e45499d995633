import { copyFile, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

const biggestLogBytes = 10_000_000;

/** mongod.log; once it has grown big, the one before is kept beside it. */
export async function prepareLogFile(dataDir: string): Promise<string> {
  const file = join(dataDir, 'mongod.log');
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size > biggestLogBytes) await rename(file, `${file}.1`);
  return file;
}

/**
 * Keeps what a running mongod writes from filling the disk of its data: once the log is big, it is begun anew, and the one
 * before is kept beside it where there is room. mongod appends, so that it goes on at the new end.
 */
export async function limitLog(dataDir: string): Promise<void> {
  const file = join(dataDir, 'mongod.log');
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size <= biggestLogBytes) return;
  await rm(`${file}.1`, { force: true });
  await copyFile(file, `${file}.1`).catch(async () => rm(`${file}.1`, { force: true }));
  await truncate(file);
}

/** What mongod has written since `start`, in bytes. */
export const readSince = async (file: string, start: number): Promise<string> =>
  (await readFile(file)).subarray(start).toString('utf8').trim();

/** Said after the reason, which is what somebody can act on. */
const epilogue = /^\s*\*{3}aborting|BACKTRACE|^Writing fatal message|^Got signal|fassert/;

/** The last complaint in what mongod has written, without a full stop. */
export function lastWordsOf(said: string): string {
  const lines = said.split('\n').map(parseLogLine);
  const words =
    lines.findLast(({ isComplaint, text }) => isComplaint && !epilogue.test(text)) ?? lines.at(-1);
  return (words?.text ?? '').trim().slice(0, 500).replace(/\.$/, '');
}

function parseLogLine(line: string): { isComplaint: boolean; text: string } {
  try {
    const { s, msg, attr } = JSON.parse(line) as { s: string; msg: string; attr?: { error?: unknown } };
    const detail = attr?.error === undefined ? '' : ` (${JSON.stringify(attr.error).replaceAll('"', '')})`;
    return { isComplaint: s === 'E' || s === 'F', text: `${msg}${detail}` };
  } catch {
    // Cut off where the disk was full; or not from mongod itself: the system's loader, say, on a missing library.
    const [, cut] = /^\{"t":.*?"msg":"([^"]*)/.exec(line) ?? [];
    return { isComplaint: line !== '', text: cut ?? line };
  }
}
