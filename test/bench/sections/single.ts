import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { coveragePath, listPages, someProjects, type Filled, type Section } from '../section.ts';
import type { Figure } from '../figures.ts';
import { halfway } from '../generate.ts';
import { hostileQuestions, realisticQuestions } from '../questions.ts';
import { median, percentile, timesOf } from '../timing.ts';

// What one person waits for where nobody else asks.

type Times = readonly number[];

const repeated = (path: string, times: number): string[] => Array.from({ length: times }, () => path);

const atMost = (what: string, measured: number, bound: number): Figure => ({
  what,
  measured,
  unit: 'ms',
  target: { atMost: bound },
});

/** Of times in ms. */
export const pageFigures = (times: Readonly<Record<'lists' | 'facets' | 'records', Times>>): Figure[] => [
  atMost('list page with all facets, p99', percentile(times.lists, 0.99), 300),
  atMost('all facets alone, p95', percentile(times.facets, 0.95), 20),
  atMost('record page, p99', percentile(times.records, 0.99), 150),
];

/** Of times in ms. */
export const searchFigures = (what: string, times: Times): Figure[] => [
  atMost(`search, ${what}, p99`, percentile(times, 0.99), 300),
  { what: `search, ${what}, median`, measured: median(times), unit: 'ms' },
];

/** Of times in ms. */
export const coverageFigures = (now: Times, known: Times): Figure[] => [
  atMost('coverage, p95', percentile(now, 0.95), 200),
  atMost('coverage as known at a past instant, p95', percentile(known, 0.95), 400),
];

async function timesOfFacets(program: Filled, turns: number): Promise<number[]> {
  const asked = ['--import=tsx', 'test/bench/facets.ts', program.uri, String(turns)];
  const { stdout } = await promisify(execFile)(process.execPath, asked);
  return JSON.parse(stdout) as number[];
}

export const pages: Section = async (program, { repeats }) => {
  const records = await someProjects(program, repeats);
  const lists = listPages.flatMap(path => repeated(path, repeats / 4));
  return pageFigures({
    lists: await timesOf(program, lists),
    facets: await timesOfFacets(program, repeats / 4),
    records: await timesOf(
      program,
      records.map(({ id }) => `/projects/${id}`),
    ),
  });
};

export const search: Section = async (program, { questions, seconds }) => {
  // In the whole run the records have been read into memory by now; where this section is the first, they are being read.
  await wait(seconds * 3_000);
  const of = async (what: string, asked: readonly string[]): Promise<Figure[]> => {
    const paths = asked
      .slice(0, questions)
      .map(question => `/api/v1/projects?q=${encodeURIComponent(question)}`);
    // More words than a search takes are refused with a sentence, as quickly as they are answered.
    return searchFigures(what, await timesOf(program, paths, [200, 400, 503]));
  };
  return [...(await of('realistic', realisticQuestions())), ...(await of('hostile', hostileQuestions()))];
};

export const coverage: Section = async (program, { repeats }) => {
  const times = await timesOf(program, repeated(coveragePath, repeats / 4));
  const past = `${coveragePath}&knownAt=${halfway.toISOString()}`;
  return coverageFigures(times, await timesOf(program, repeated(past, repeats / 4)));
};
