import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Hammered, Hammering } from './hammer.ts';

/** Below what an account may ask in a second, so that shipped settings refuse nothing. */
const mostASecond = 45;

/**
 * Asks on as many connections as there are sets of headers, each waiting for its answer before it asks again, from a process
 * of its own. With several paths each connection takes them in turn.
 *
 * @param isLimited whether each connection keeps below the rate that an account may have
 * @throws {Error} where an answer was other than 2xx, or none came
 */
export async function hammer(
  address: string,
  paths: readonly string[],
  headers: readonly Readonly<Record<string, string>>[],
  seconds: number,
  isLimited = true,
): Promise<Hammered> {
  const asked: Hammering = { address, paths, headers, seconds, mostASecond: isLimited ? mostASecond : 0 };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import=tsx', 'test/bench/measure/hammer.ts', JSON.stringify(asked)],
    { maxBuffer: 2 ** 24 },
  );
  const found = JSON.parse(stdout) as Hammered;
  if (found.failed > 0 || found.answers === 0)
    throw new Error(`${found.failed} of ${found.answers + found.failed} requests to ${paths[0]} failed.`);
  return found;
}
