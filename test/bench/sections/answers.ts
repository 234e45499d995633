import { atMost, coveragePath, listPages, listPath, someProjects, countOf } from '../section.ts';
import type { Filled, Section, TargetsBySize, Thoroughness } from '../section.ts';
import type { Figure } from '../figures.ts';
import { hammer } from '../measure/connections.ts';
import type { Hammered } from '../measure/hammer.ts';
import { cpuDuring, total, type Cpu } from '../measure/process.ts';
import { askOnce } from '../measure/steady.ts';
import { headersOf } from '../people.ts';

/** What is asked for, by whoever opens it, and the CPU it may take, in ms. */
export interface Question {
  what: string;
  paths: readonly string[];
  target: TargetsBySize;
}

const pageSize = 25;

/** What everybody opens, at 8 connections. */
export async function questionsOf(program: Filled): Promise<Question[]> {
  const records = (await someProjects(program, 100)).map(({ id }) => `/projects/${id}`);
  const last = Math.ceil((await countOf(program, 'sort=title')) / pageSize);
  const api = '/api/v1/projects';
  return [
    { what: 'home', paths: ['/'], target: { whole: 40, tenfold: 70 } },
    { what: 'list page', paths: listPages, target: { whole: 45, tenfold: 60 } },
    { what: 'list by API', paths: [listPath], target: { whole: 9 } },
    {
      what: 'list by phase, by API',
      paths: [`${api}?sort=phase&pageSize=${pageSize}`],
      target: { whole: 12, tenfold: 60 },
    },
    {
      what: 'deep page, by API',
      paths: [last, last - 1, last >> 1].map(page => `${api}?sort=title&page=${page}&pageSize=${pageSize}`),
      target: {},
    },
    { what: 'coverage by API, repeated', paths: [coveragePath], target: { whole: 10, tenfold: 15 } },
    { what: 'coverage page, repeated', paths: ['/coverage'], target: {} },
    { what: 'record page', paths: records, target: {} },
    { what: 'strategy page', paths: ['/strategies/COM-2020-607'], target: {} },
    { what: 'list of calls', paths: ['/calls'], target: {} },
  ];
}

/** What came of asking: CPU in ms over all answers. */
type Answered = Cpu & { value: Pick<Hammered, 'answers' | 'seconds' | 'p50' | 'p99'> };

const cut = (amount: number): string => amount.toFixed(amount < 10 ? 1 : 0);

/** CPU of program and database for one answer, in ms; wall times beside it. */
export function answerFigure(
  { what, target }: Pick<Question, 'what' | 'target'>,
  answered: Answered,
  projects: number,
): Figure {
  const { program, database, value } = answered;
  const { answers, seconds, p50, p99 } = value;
  return {
    what: `${what}: CPU an answer`,
    measured: total(answered) / answers,
    unit: 'ms',
    ...atMost(projects, target),
    beside:
      `program ${cut(program / answers)} + database ${cut(database / answers)}; ` +
      `${cut(answers / seconds)}/s, median ${cut(p50)}, p99 ${cut(p99)} ms`,
  };
}

/** Asks at 8 connections, from eight accounts, and takes the CPU that an answer cost; the first of each does not count. */
export async function measureAnswers(
  program: Filled,
  { paths }: Pick<Question, 'paths'>,
  seconds: number,
): Promise<Answered> {
  const headers = headersOf(program.askers, paths[0] ?? '');
  await Promise.all(headers.map(async one => askOnce(program.address + paths[0], one)));
  return cpuDuring(program.pids, async () => hammer(program.address, paths, headers, seconds));
}

/** The bytes of an answer's body as they are sent, in KB of 1,000. @throws {Error} unless it is 200 */
async function sentKb({ address, askers }: Filled, path: string): Promise<number> {
  const { status, bytes } = await askOnce(address + path, headersOf(askers, path)[0] ?? {});
  if (status !== 200) throw new Error(`${path} gave ${status}.`);
  return bytes / 1000;
}

export async function bytesFigures(program: Filled, { projects }: Pick<Thoroughness, 'projects'>) {
  const figures: Figure[] = [
    {
      what: 'list page: sent',
      measured: await sentKb(program, '/projects'),
      unit: 'KB',
      ...atMost(projects, { whole: 30 }),
    },
  ];
  return figures;
}

/** CPU of an answer of each kind at 8 connections. */
export const answers: Section = async (program, how, tell) => {
  const figures: Figure[] = [];
  for (const question of await questionsOf(program)) {
    tell(`  ${question.what}`);
    figures.push(answerFigure(question, await measureAnswers(program, question, how.seconds), how.projects));
  }
  return [...figures, ...(await bytesFigures(program, how))];
};
