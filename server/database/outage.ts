import { statfs } from 'node:fs/promises';

/**
 * Why the database does not serve, in words that anybody may read who asks whether the program is ready: no path, no
 * address, nothing that a server said.
 */
export const outageReasons = {
  starting: 'callfolio is starting',
  silent: 'the database does not answer',
  noWrites: 'the database takes no writes',
  ended: 'the database ended and is being started again',
  notStarting: 'the database does not start',
  diskFull: 'the disk is full',
  readOnly: 'the disk is read-only',
  forbidden: 'the database may not read or write its folder',
} as const;

export type OutageReason = (typeof outageReasons)[keyof typeof outageReasons];

/** That the database does not serve: since when, by this process's clock, and why. */
export type Outage = Readonly<{ since: Date; reason: OutageReason }>;

/** Of the one database of this process; null while it serves. */
let outage: Outage | null = null;

/** Notes that the database does not serve; of one outage the first instant and the latest reason count. */
export function noteOutage(reason: OutageReason): Outage {
  outage = { since: outage?.since ?? new Date(), reason };
  return outage;
}

/** Notes that the database serves. */
export function noteService(): void {
  outage = null;
}

export const findOutage = (): Outage | null => outage;

/** Less than this is needed by a mongod to start at all: its journal, a checkpoint, and our own small files. */
const leastFreeBytes = 8_000_000;

const signs: readonly (readonly [RegExp, OutageReason])[] = [
  [/ENOSPC|EDQUOT|no space left|disk quota|"error":\s?28\b|error: 28\b/i, outageReasons.diskFull],
  [/EROFS|read-only file system/i, outageReasons.readOnly],
  [/EACCES|EPERM|permission denied|operation not permitted/i, outageReasons.forbidden],
];

/**
 * What keeps a database in that folder from serving, by what was said of it and by the disk itself: a mongod on a full disk
 * may die without a word, since its log lies there too.
 * @param otherwise the reason where neither tells
 */
export async function explainOutage(
  folder: string,
  said: string,
  otherwise: OutageReason,
): Promise<OutageReason> {
  const sign = signs.find(([pattern]) => pattern.test(said));
  if (sign) return sign[1];
  return (await isDiskFull(folder)) ? outageReasons.diskFull : otherwise;
}

/** All that is known of a failure, to be explained: what a mongod said is the cause of its error. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return typeof error.cause === 'string' ? `${error.message}\n${error.cause}` : error.message;
}

async function isDiskFull(folder: string): Promise<boolean> {
  const disk = await statfs(folder).catch(() => null);
  if (!disk) return false;
  // A file system without a fixed number of files says that it has none.
  const hasNoFiles = disk.files > 0 && disk.ffree === 0;
  return disk.bavail * disk.bsize < leastFreeBytes || hasNoFiles;
}
