import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Figure } from '../figures.ts';
import { untilIdle } from '../measure/process.ts';
import { startCallfolio, stop, type Measured, type SignedIn } from '../program.ts';
import { atMost, listPath, type TargetsBySize } from '../section.ts';
import { median, percentile, timeOf } from '../timing.ts';

/** A list asked for after the start: when its answer was there, counted from the start, and how long it took; in ms. */
export interface Asked {
  at: number;
  ms: number;
}

/** What is looked at at least after ready, in ms: where the program does not say when its index is there. */
const leastMs = 15_000;
const mostMs = 240_000;

/** So many lists one after another: a second of them. */
const inARow = 10;

/**
 * When lists became fast, in ms from the start: at the first of a second's lists of which none took more than twice what lists
 * take at the end (and 20 ms more). Single ones that are slow later are what else the machine does.
 */
export function fastAfter(asked: readonly Asked[]): number {
  const usual = median(asked.slice(-20).map(({ ms }) => ms));
  const isFast = asked.map(({ ms }) => ms <= 2 * usual + 20);
  const first = isFast.findIndex((_one, at) => isFast.slice(at, at + inARow).every(Boolean));
  return asked[first]?.at ?? Number.NaN;
}

/** Whether the program says that it still reads its index; one that says nothing of it is looked at for a while. */
async function isReading(program: Measured): Promise<boolean> {
  const answer = (await (await fetch(`${program.address}/health/ready`)).json()) as { index?: boolean };
  return answer.index === false;
}

/** Asks for a list ten times a second, until the index is there, and for two seconds more. */
async function askFromReady(program: Measured): Promise<Asked[]> {
  const asked: Asked[] = [];
  const began = program.startedAt;
  let end = performance.now() + leastMs;
  while (performance.now() < end) {
    const { ms } = await timeOf(program, listPath, [200, 503]);
    asked.push({ at: performance.now() - began, ms });
    if (await isReading(program)) end = Math.min(performance.now() + 2_000, began + mostMs);
    await wait(100);
  }
  return asked;
}

/** What the folder of a stopped program holds beside its database: with it lists are fast sooner. */
const ofDatabase = [
  'mongodb',
  'mongod.json',
  'mongod.log',
  'session-secret',
  'socket',
  'app.lock',
  'bench-files',
];

async function forgetKept(dataDir: string): Promise<string[]> {
  const kept = (await readdir(dataDir)).filter(name => !ofDatabase.includes(name));
  for (const name of kept) await rm(join(dataDir, name), { recursive: true, force: true });
  return kept;
}

export interface Start {
  readyAfterMs: number;
  asked: readonly Asked[];
}

async function measureStart(dataDir: string, who: SignedIn): Promise<Start> {
  const program = await startCallfolio(dataDir, {}, who);
  try {
    return { readyAfterMs: program.readyAfterMs, asked: await askFromReady(program) };
  } finally {
    await stop(program);
  }
}

/** Of a start: when it was ready, the lists right after, and when they were fast. */
export function startFigures(
  how: string,
  { readyAfterMs, asked }: Start,
  projects: number,
  fast: TargetsBySize,
) {
  const slowest = percentile(
    asked.filter(({ at }) => at <= readyAfterMs + 10_000).map(({ ms }) => ms),
    0.99,
  );
  const figures: Figure[] = [
    {
      what: `start ${how}: lists are fast`,
      measured: fastAfter(asked) / 1000,
      unit: 's',
      ...atMost(projects, fast),
      beside: `ready after ${(readyAfterMs / 1000).toFixed(2)} s`,
    },
    {
      what: `start ${how}: list right after ready, p99 of 10 s`,
      measured: slowest,
      unit: 'ms',
      target: { atMost: 1000 },
      beside: `the first ${asked[0]?.ms.toFixed(0)} ms`,
    },
  ];
  return figures;
}

/** Starts a stopped folder with what it keeps of its index, and without. */
export async function measureStarts(
  dataDir: string,
  projects: number,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const program = await startCallfolio(dataDir);
  await untilIdle(program.pids);
  await stop(program);
  const kept = await forgetKept(dataDir);
  const without = await measureStart(dataDir, program);
  const again = await measureStart(dataDir, program);
  tell(
    kept.length > 0
      ? `  kept from the last stop: ${kept.join(', ')}`
      : '  nothing was kept beside the database',
  );
  return [
    ...startFigures('with what is kept', again, projects, { whole: 3, tenfold: 8 }),
    ...startFigures('with nothing kept', without, projects, {}),
  ];
}
