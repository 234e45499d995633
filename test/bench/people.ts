import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { patiently } from './measure/patience.ts';
import { untilIdle } from './measure/process.ts';
import { sessionFor, tokenFor } from '../support/served.ts';
import type { Measured } from './program.ts';

/** The roles of the eight accounts that ask; the first one writes. */
const roles = [
  'officer',
  'reader',
  'evaluator',
  'finance',
  'officer',
  'reader',
  'evaluator',
  'administrator',
] as const;

/** The accounts that ask: limits are set for each, so that one alone would be refused what eight may have. */
export const people = roles.map((role, at) => ({
  email: `bench-${at + 1}@example.org`,
  name: `Bench ${at + 1}`,
  role,
  password: `eight people at once, number ${at + 1}`,
}));

/** Headers of the same person for paths of the API and for pages. */
export interface Asker {
  api: Readonly<Record<string, string>>;
  page: Readonly<Record<string, string>>;
}

/** As a browser and most programs ask. */
const compressed = { 'Accept-Encoding': 'gzip, deflate, br' };

/** Signs in from each of the eight accounts, which are made where the folder has none, once the program has started whole. */
export async function signInAll({
  address,
  uri,
  pids,
}: Pick<Measured, 'address' | 'uri' | 'pids'>): Promise<Asker[]> {
  await promisify(execFile)(process.execPath, ['--import=tsx', 'test/bench/accounts.ts', uri]);
  await untilIdle(pids);
  const askers: Asker[] = [];
  for (const { email, password } of people) {
    const person = { email, password };
    askers.push({
      api: {
        Authorization: `Bearer ${await patiently(async () => tokenFor(address, person))}`,
        ...compressed,
      },
      page: { Cookie: await patiently(async () => sessionFor(address, person)), ...compressed },
    });
  }
  return askers;
}

/** The headers of each for a path: of the API the token, of a page the cookie. */
export const headersOf = (askers: readonly Asker[], path: string): Asker['api'][] =>
  askers.map(({ api, page }) => (path.startsWith('/api/') ? api : page));
