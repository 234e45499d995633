import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import {
  coverageFigures,
  listFigures,
  pageFigures,
  programFigures,
  searchFigures,
  workbookFigures,
  type Figure,
} from './figures.ts';
import { findRunningSocket } from '../../server/database/embedded.ts';
import { socketUri } from '../../server/database/socket.ts';
import { halfway } from './generate.ts';
import { measureImports } from './imports.ts';
import { memoryOf, startCallfolio, startListening, stop, type Measured } from './program.ts';
import { hostileQuestions, realisticQuestions } from './questions.ts';
import { headersFor, requestsASecond, timeOf, timesOf } from './timing.ts';

/** How long and how often things are done. */
export interface Thoroughness {
  seconds: number;
  turns: number;
  repeats: number;
  questions: number;
  /** Of the file that is imported. */
  projects: number;
}

type Section = (program: Measured, how: Thoroughness) => Promise<Figure[]>;

const listPath = '/api/v1/projects?programme=H2020&sort=-euContribution&pageSize=25';
const encoded = encodeURIComponent;
const repeated = (path: string, times: number): string[] => Array.from({ length: times }, () => path);

async function idsOf(program: Measured, count: number): Promise<string[]> {
  const path = `/api/v1/projects?pageSize=${Math.min(count, 250)}&sort=title`;
  const answer = await fetch(program.address + path, { headers: headersFor(program, path) });
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return items.map(({ id }) => id);
}

const uriOf = async ({ dataDir }: Measured): Promise<string> =>
  socketUri((await findRunningSocket(dataDir)) ?? '', 'callfolio');

/** The list of the API beside the bare route, in turns, so that what else the machine does falls on both. */
const list: Section = async (program, { seconds, turns }) => {
  const bare = await startListening(['--import=tsx', 'test/bench/bare.ts', await uriOf(program)]);
  try {
    const own = async () =>
      requestsASecond(program.address + listPath, headersFor(program, listPath), seconds);
    const other = async () => requestsASecond(`${bare.address}/projects`, {}, seconds);
    await own();
    await other();
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      ours.push(await own());
      theirs.push(await other());
    }
    return listFigures(ours, theirs);
  } finally {
    await stop(bare);
  }
};

async function timesOfFacets(program: Measured, turns: number): Promise<number[]> {
  const asked = ['--import=tsx', 'test/bench/facets.ts', await uriOf(program), String(turns)];
  const { stdout } = await promisify(execFile)(process.execPath, asked);
  return JSON.parse(stdout) as number[];
}

const pages: Section = async (program, { repeats }) => {
  const ids = await idsOf(program, repeats);
  const lists = [
    '/projects',
    '/projects?programme=H2020&sort=-euContribution',
    '/projects?phase=ended&country=DE&sort=title',
    '/projects?initiative=COM-2020-607.4&status=CLOSED&page=3',
  ].flatMap(path => repeated(path, repeats / 4));
  return pageFigures({
    lists: await timesOf(program, lists),
    facets: await timesOfFacets(program, repeats / 4),
    records: await timesOf(
      program,
      ids.map(id => `/projects/${id}`),
    ),
  });
};

const search: Section = async (program, { questions, seconds }) => {
  // In the whole run the records have been read into memory by now; where this section is the first, they are being read.
  await wait(seconds * 3_000);
  const of = async (what: string, asked: readonly string[]): Promise<Figure[]> => {
    const paths = asked.slice(0, questions).map(question => `/api/v1/projects?q=${encoded(question)}`);
    // More words than a search takes are refused with a sentence, as quickly as they are answered.
    return searchFigures(what, await timesOf(program, paths, [200, 400, 503]));
  };
  return [...(await of('realistic', realisticQuestions())), ...(await of('hostile', hostileQuestions()))];
};

const coverage: Section = async (program, { repeats }) => {
  const path = '/api/v1/coverage?strategy=COM-2020-607&basis=euContribution&method=split';
  const times = await timesOf(program, repeated(path, repeats / 4));
  const known = await timesOf(program, repeated(`${path}&knownAt=${halfway.toISOString()}`, repeats / 4));
  return coverageFigures(times, known);
};

/** A filter that a thousand projects of a whole portfolio pass. */
const thousand = 'programme=H2020&country=CH&startYear=2014&startYear=2015&startYear=2016&phase=ended';

async function countOf(program: Measured, filter: string): Promise<number> {
  const path = `/api/v1/projects?${filter}&pageSize=1`;
  const answer = await fetch(program.address + path, { headers: headersFor(program, path) });
  const { paginationInfo } = (await answer.json()) as { paginationInfo: { totalItems: number } };
  return paginationInfo.totalItems;
}

const workbooks: Section = async (program, { repeats }) => {
  const { ms: portfolio } = await timeOf(program, `/portfolio.xlsx?${thousand}`);
  const passing = await countOf(program, thousand);
  const making = { isDone: false };
  let most = memoryOf(program);
  const watched = setInterval(() => {
    most = Math.max(most, memoryOf(program));
  }, 200);
  const began = performance.now();
  const whole = timeOf(program, '/projects.xlsx').finally(() => {
    making.isDone = true;
  });
  const others: number[] = [];
  while (!making.isDone || others.length < repeats / 10) others.push((await timeOf(program, listPath)).ms);
  await whole;
  clearInterval(watched);
  return workbookFigures({ passing, portfolio, whole: performance.now() - began, most, others });
};

/** The sections that read a filled folder, in the order in which they run. */
const ofFilled: Readonly<Record<string, Section>> = { list, pages, search, coverage, workbooks };

/** The sections that make an installation of their own. */
const apart: Readonly<Record<string, (how: Thoroughness) => Promise<Figure[]>>> = {
  imports: async ({ projects }) => measureImports(projects),
};

/** The names of all sections, in the order in which they run. */
export const sectionNames: readonly string[] = [...Object.keys(ofFilled), ...Object.keys(apart)];

/** Whether one of these sections reads a filled folder. */
export const needFilled = (names: readonly string[]): boolean =>
  names.some(name => Object.hasOwn(ofFilled, name));

/** Runs sections: first those that read a filled folder, then those that make their own installation. */
export async function measure(
  dataDir: string,
  names: readonly string[],
  how: Thoroughness,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const figures = needFilled(names) ? await measureFilled(dataDir, names, how, tell) : [];
  for (const [name, run] of Object.entries(apart)) {
    if (!names.includes(name)) continue;
    tell(`measuring: ${name}`);
    figures.push(...(await run(how)));
  }
  return figures;
}

/** Runs sections on a filled folder; the start and the memory after all of them are always told. */
async function measureFilled(
  dataDir: string,
  names: readonly string[],
  how: Thoroughness,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const program = await startCallfolio(dataDir);
  try {
    const figures: Figure[] = [];
    for (const name of names) {
      const section = ofFilled[name];
      if (!section) continue;
      tell(`measuring: ${name}`);
      figures.push(...(await section(program, how)));
    }
    return [...figures, ...programFigures(program.readyAfterMs, memoryOf(program))];
  } finally {
    await stop(program);
  }
}
