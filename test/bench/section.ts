import type { Figure } from './figures.ts';
import type { Asker } from './people.ts';
import { headersFor } from './timing.ts';
import type { Measured } from './program.ts';

/** How long and how often things are done. */
export interface Thoroughness {
  seconds: number;
  turns: number;
  repeats: number;
  questions: number;
  /** How many the folder was filled with, and the file that is imported. */
  projects: number;
}

/** A callfolio on a filled folder, with eight people signed in. */
export interface Filled extends Measured {
  askers: readonly Asker[];
}

export type Section = (program: Filled, how: Thoroughness, tell: (line: string) => void) => Promise<Figure[]>;

/** The list that others are compared with and that others ask for meanwhile. */
export const listPath = '/api/v1/projects?programme=H2020&sort=-euContribution&pageSize=25';

export const coveragePath = '/api/v1/coverage?strategy=COM-2020-607&basis=euContribution&method=split';

/** List pages of four kinds: all, one programme by amount, two filters by title, the links to an initiative. */
export const listPages: readonly string[] = [
  '/projects',
  '/projects?programme=H2020&sort=-euContribution',
  '/projects?phase=ended&country=DE&sort=title',
  '/projects?initiative=COM-2020-607.4&status=CLOSED&page=3',
];

/** The sizes for which something was asked. */
export const sizes = { whole: 35_389, tenfold: 350_000 } as const;

/** What is asked at Horizon 2020's size, and at ten times that. */
export interface TargetsBySize {
  whole?: number;
  tenfold?: number;
}

/** The target at a size: a smaller portfolio has that of the next larger one; none beyond the largest. */
export function atMost(projects: number, { whole, tenfold }: TargetsBySize): Pick<Figure, 'target'> {
  const bound = projects <= sizes.whole ? whole : projects <= sizes.tenfold ? tenfold : undefined;
  return bound === undefined ? {} : { target: { atMost: bound } };
}

/** An answer of the API as an object. @throws {Error} unless it is 200 */
export async function getJson<T>(program: Measured, path: string): Promise<T> {
  const answer = await fetch(program.address + path, { headers: headersFor(program, path) });
  if (answer.status !== 200) throw new Error(`${path} gave ${answer.status}.`);
  return (await answer.json()) as T;
}

export interface Kept {
  id: string;
  version: number;
}

/** Projects by title, so many. */
export async function someProjects(program: Measured, count: number): Promise<Kept[]> {
  const { items } = await getJson<{ items: Kept[] }>(
    program,
    `/api/v1/projects?pageSize=${Math.min(count, 250)}&sort=title`,
  );
  return items;
}

/** How many projects pass a filter. */
export async function countOf(program: Measured, filter: string): Promise<number> {
  const { paginationInfo } = await getJson<{ paginationInfo: { totalItems: number } }>(
    program,
    `/api/v1/projects?${filter}&pageSize=1`,
  );
  return paginationInfo.totalItems;
}

/** A section, or a part of one, that was broken off, as a figure that is missed: what the others found is not lost with it. */
export async function orFailure(
  name: string,
  work: () => Promise<Figure[]>,
  tell: (line: string) => void,
): Promise<Figure[]> {
  tell(`measuring: ${name}`);
  try {
    return await work();
  } catch (error) {
    const beside = String(error).split('\n')[0] ?? '';
    tell(`  broken off: ${beside}`);
    return [{ what: `${name}: broken off`, measured: 1, unit: 'of them', target: { atMost: 0 }, beside }];
  }
}
