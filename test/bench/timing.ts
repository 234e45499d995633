import type { Measured } from './program.ts';

/** The value below which this share of the numbers lies: the nearest one measured, never one in between. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);

/** Headers of the person signed in: a path of the API takes the token, any other the cookie. */
export const headersFor = ({ token, cookie }: Pick<Measured, 'token' | 'cookie'>, path: string) =>
  path.startsWith('/api/') ? { Authorization: `Bearer ${token}` } : { Cookie: cookie };

/** Asks for a path once and reads the whole answer; the time in ms. @throws {Error} unless the status is one of `expected` */
export async function timeOf(program: Measured, path: string, expected: readonly number[] = [200]) {
  const began = performance.now();
  const answer = await fetch(program.address + path, { headers: headersFor(program, path) });
  const bytes = (await answer.arrayBuffer()).byteLength;
  const ms = performance.now() - began;
  if (!expected.includes(answer.status)) throw new Error(`${path} gave ${answer.status}.`);
  return { ms, bytes, status: answer.status };
}

/** A query that outlived its deadline: slow, and counted as such. */
const late = 503;

/** Asks for each path in turn, one at a time, after a few that do not count. */
export async function timesOf(
  program: Measured,
  paths: readonly string[],
  expected?: readonly number[],
): Promise<number[]> {
  const allowed = expected ?? [200, late];
  for (const path of paths.slice(0, 5)) await timeOf(program, path, allowed);
  const times: number[] = [];
  for (const path of paths) times.push((await timeOf(program, path, allowed)).ms);
  return times;
}
