import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a change usually does not touch, and what takes longest: the database killed or paused, a full disk, browsers, the bench,
 * and the walks over everything.
 */
const slow = new RegExp(
  [
    String.raw`^test\/(?:browser|bench)\/|^test\/server\/(?:backup|cli|database)\/`,
    String.raw`\.(?:crash|fullDisk|replicaSet|container|aborts|oneInstant|sameRows|longLines|lockOut|foreignFields|every\w+|hostile\w*)\.test`,
  ].join('|'),
);

/** What measures time, memory or what a server counts, or has to happen in time, or starts and ends programs. */
const disturbed = new RegExp(
  [
    String.raw`\bperformance\.now\(|\bDate\.now\(\) - [a-z]|\b(?:cpuUsage|memoryUsage|setTimeout)\b`,
    String.raw`\bserverStatus\b|\bconfigureFailPoint\b|'node:child_process'`,
    String.raw`support/(?:browser|command|cost|crowd|openCursors|program|rawSocket|replicaSet|served|smallDisk|stopped|writers)\.ts'`,
  ].join('|'),
);

/** Whether a test runs with nothing beside it, so that what it measures is its own. */
export const isDisturbed = (source: string): boolean => disturbed.test(source);

/** What `npm run test:quick` leaves out. */
export const isSlow = (path: string): boolean => slow.test(path);

/** Every file of tests, from the root of the project. */
export const listTestFiles = (): string[] =>
  readdirSync('test', { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .toSorted();

/** @returns those that may run beside others, and those that run alone */
export function partTestFiles(paths: readonly string[]): { beside: string[]; alone: string[] } {
  const disturbedPaths = new Set(paths.filter(path => isDisturbed(readFileSync(path, 'utf8'))));
  return {
    beside: paths.filter(path => !disturbedPaths.has(path)),
    alone: paths.filter(path => disturbedPaths.has(path)),
  };
}
