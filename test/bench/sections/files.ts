import { join } from 'node:path';
import type { Figure } from '../figures.ts';
import { download, type Download } from '../measure/download.ts';
import { longestBlockMs } from '../measure/metrics.ts';
import { cpuDuring, memoryDuring, total, type Memory } from '../measure/process.ts';
import { allAnswered, askSteadily } from '../measure/steady.ts';
import { countWorkbook, type SheetCounts } from '../measure/workbook.ts';
import { prepareWriters, type Made } from '../rivals/writers.ts';
import { countOf, listPath, orFailure, type Filled, type Section } from '../section.ts';
import { median, percentile } from '../timing.ts';

/** A filter that a thousand projects of a whole portfolio pass. */
const thousand = 'programme=H2020&country=CH&startYear=2014&startYear=2015&startYear=2016&phase=ended';

const listsASecond = 10;

/**
 * Does something while others, from all accounts but the first, ask for lists at a steady rate.
 *
 * @returns how long each list took, in ms, and the longest block of the event loop meanwhile
 * @throws {Error} unless every list was answered
 */
export async function besideLists(
  { address, askers, metrics }: Filled,
  what: string,
  work: () => Promise<unknown>,
): Promise<Beside> {
  const others = askers.slice(1).map(({ api }) => api);
  await longestBlockMs(metrics);
  const end = askSteadily(listsASecond, [address + listPath], others);
  try {
    await work();
  } catch (error) {
    await end();
    throw error;
  }
  const longestBlock = await longestBlockMs(metrics);
  return { times: allAnswered(await end(), `lists beside ${what}`), longestBlock };
}

export interface TakenFile extends Made {
  taken: Download;
  memory: Memory;
}

/** Takes a file alone. @throws {Error} unless it is whole */
async function takeAlone(program: Filled, path: string, to?: string): Promise<TakenFile> {
  const { api } = program.askers[0] ?? { api: {} };
  const { memory, value: used } = await memoryDuring(program.pids.program, async () =>
    cpuDuring(program.pids, async () =>
      download(program.address + path, { headers: api, ...(to !== undefined && { to }) }),
    ),
  );
  const { program: own, database, ms, value: taken } = used;
  if (taken.status !== 200 || !taken.isWhole)
    throw new Error(`${path} gave ${taken.status}, ${taken.isWhole ? 'whole' : 'broken off'}.`);
  return { program: own, database, ms, taken, memory };
}

/** What others noticed of a file. */
interface Beside {
  times: readonly number[];
  longestBlock: number;
}

/** Takes a file while others ask for lists; where they are refused, what the file took alone is not lost. */
const figuresBeside = async (program: Filled, what: string, path: string, tell: (line: string) => void) =>
  orFailure(
    `others during the ${what}`,
    async () => besideFigures(what, await besideLists(program, path, async () => takeAlone(program, path))),
    tell,
  );

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** What a file costs by itself. */
export function fileFigures(
  what: string,
  { taken, memory, ...made }: TakenFile,
  firstByteMs?: number,
): Figure[] {
  return [
    {
      what: `${what}: CPU`,
      measured: total(made) / 1000,
      unit: 's',
      beside:
        `program ${seconds(made.program)} + database ${seconds(made.database)}; took ${seconds(made.ms)}, ` +
        `${(taken.bytes / 1e6).toFixed(0)} MB`,
    },
    {
      what: `${what}: first byte`,
      measured: taken.firstByteMs / 1000,
      unit: 's',
      ...(firstByteMs !== undefined && { target: { atMost: firstByteMs / 1000 } }),
    },
    {
      what: `${what}: memory, more than before`,
      measured: memory.most - memory.before,
      unit: 'MB',
      target: { atMost: 150 },
      beside: `at most ${memory.most.toFixed(0)} MB`,
    },
  ];
}

/** What others notice of it. */
export const besideFigures = (what: string, { times, longestBlock }: Beside): Figure[] => [
  {
    what: `others' list during the ${what}, p99`,
    measured: percentile(times, 0.99),
    unit: 'ms',
    target: { atMost: 100 },
    beside: `median ${percentile(times, 0.5).toFixed(0)} ms, ${listsASecond} a second`,
  },
  { what: `longest block during the ${what}`, measured: longestBlock, unit: 'ms', target: { atMost: 30 } },
];

const bounds = { excelize: 0.75, exceljs: 0.8 } as const;

/** Ours against another writer's: of medians, by CPU without and with the database's, and by time. */
export function writerFigures(
  what: keyof typeof bounds,
  ours: readonly Made[],
  theirs: readonly Made[],
): Figure[] {
  const of = (made: readonly Made[], cost: (one: Made) => number) => median(made.map(cost));
  const ratio = (kind: string, cost: (one: Made) => number, isAsked = true): Figure => ({
    what: `workbook of all against ${what}, ${kind}`,
    measured: of(ours, cost) / of(theirs, cost),
    unit: '×',
    ...(isAsked && { target: { atMost: bounds[what] } }),
    beside: `${seconds(of(ours, cost))} against ${seconds(of(theirs, cost))}`,
  });
  return [
    ratio('CPU of the program alone', ({ program }) => program),
    ratio('CPU of program + database', total),
    ratio('time', ({ ms }) => ms, what === 'excelize'),
  ];
}

/** The cells of what a list's workbook shows: the sheets of few rows say how it was made. */
const cellsOf = (sheets: ReadonlyMap<string, SheetCounts>): number =>
  [...sheets.values()].filter(({ rows }) => rows > 500).reduce((sum, { cells }) => sum + cells, 0);

/** @throws {Error} where one has written a thousandth more or fewer cells than another */
export function checkCells(cells: Readonly<Record<string, number>>): void {
  const all = Object.values(cells);
  if (Math.min(...all) <= 0 || Math.max(...all) / Math.min(...all) > 1.001)
    throw new Error(`Not the same cells: ${JSON.stringify(cells)}.`);
}

export const allProjects = '/api/v1/projects.xlsx?sort=-euContribution';

/** The workbook of all projects, in turns with the other writers' of the same cells. */
async function measureList(program: Filled, turns: number, tell: (line: string) => void): Promise<Figure[]> {
  const { folder, writers, make, remove } = await prepareWriters(tell);
  try {
    const ours: TakenFile[] = [];
    const theirs = new Map(writers.map(({ what }) => [what, [] as Made[]]));
    const cells: Record<string, number> = {};
    for (let turn = 0; turn < turns; turn += 1) {
      const own = join(folder, 'ours.xlsx');
      tell(`  turn ${turn + 1}: ours`);
      ours.push(await takeAlone(program, allProjects, own));
      if (turn === 0) cells['callfolio'] = cellsOf(await countWorkbook(own));
      for (const writer of writers) {
        const file = join(folder, `${writer.what}.xlsx`);
        tell(`  turn ${turn + 1}: ${writer.what}`);
        theirs.get(writer.what)?.push(await make(writer, program.uri, file, program.pids.database));
        if (turn === 0) cells[writer.what] = cellsOf(await countWorkbook(file));
      }
    }
    tell(`  cells: ${JSON.stringify(cells)}`);
    checkCells(cells);
    const byTime = ours.toSorted((a, b) => a.ms - b.ms);
    return [
      ...fileFigures('workbook of all', byTime[(turns - 1) >> 1] as TakenFile),
      ...writers.flatMap(({ what }) => writerFigures(what, ours, theirs.get(what) ?? [])),
    ];
  } finally {
    await remove();
  }
}

/** The workbook of all projects: alone, beside other writers, and beside others' lists. */
export const files: Section = async (program, { turns }, tell) => {
  const alone = await measureList(program, turns, tell);
  return [...alone, ...(await figuresBeside(program, 'workbook of all', allProjects, tell))];
};

/** The portfolio workbook of a thousand projects and of all, alone and beside others' lists. */
export const portfolio: Section = async (program, _how, tell) => {
  const path = '/api/v1/portfolio.xlsx';
  const some = await takeAlone(program, `${path}?${thousand}`);
  const passing = await countOf(program, thousand);
  tell('  of all');
  const what = 'portfolio workbook of all';
  return [
    {
      what: `portfolio workbook of ${passing} projects`,
      measured: some.ms / 1000,
      unit: 's',
      target: { atMost: 2 },
    },
    ...fileFigures(what, await takeAlone(program, path), 2000),
    ...(await figuresBeside(program, what, path, tell)),
  ];
};
