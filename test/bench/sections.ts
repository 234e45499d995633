import { signInAll } from './people.ts';
import type { Figure } from './figures.ts';
import { measureImports } from './imports.ts';
import { untilIdle } from './measure/process.ts';
import { memoryOf, startCallfolio, stop } from './program.ts';
import { atMost, orFailure, type Section, type Thoroughness } from './section.ts';
import { answers } from './sections/answers.ts';
import { changes } from './sections/changes.ts';
import { crowds } from './sections/crowds.ts';
import { files, portfolio } from './sections/files.ts';
import { list } from './sections/list.ts';
import { overload } from './sections/overload.ts';
import { coverage, pages, search } from './sections/single.ts';
import { measureStarts } from './sections/starting.ts';

/** The sections that read a filled folder, in the order in which they run. */
const ofFilled: Readonly<Record<string, Section>> = {
  list,
  answers,
  changes,
  pages,
  search,
  coverage,
  files,
  portfolio,
  crowds,
  overload,
};

/** The sections that make an installation of their own. */
const apart: Readonly<Record<string, (how: Thoroughness) => Promise<Figure[]>>> = {
  imports: async ({ projects }) => measureImports(projects),
};

/** Starts a filled folder by itself, before the others. */
const starts = 'starts';

/** The names of all sections, in the order in which they run. */
export const sectionNames: readonly string[] = [starts, ...Object.keys(ofFilled), ...Object.keys(apart)];

/** Whether one of these sections reads a filled folder. */
export const needFilled = (names: readonly string[]): boolean =>
  names.some(name => name === starts || Object.hasOwn(ofFilled, name));

/** Of the time in ms, and of memory in MB. */
export const programFigures = (readyAfterMs: number, memory: number, projects: number): Figure[] => [
  {
    what: 'start until ready, on this database',
    measured: readyAfterMs / 1000,
    unit: 's',
    target: { atMost: 3 },
  },
  {
    what: 'memory of the program after all this',
    measured: memory,
    unit: 'MB',
    ...atMost(projects, { whole: 400, tenfold: 900 }),
  },
];

/** Runs sections: first those that read a filled folder, then those that make their own installation. */
export async function measure(
  dataDir: string,
  names: readonly string[],
  how: Thoroughness,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  if (names.includes(starts))
    figures.push(...(await orFailure(starts, async () => measureStarts(dataDir, how.projects, tell), tell)));
  if (names.some(name => Object.hasOwn(ofFilled, name)))
    figures.push(...(await measureFilled(dataDir, names, how, tell)));
  for (const [name, run] of Object.entries(apart)) {
    if (names.includes(name)) figures.push(...(await orFailure(name, async () => run(how), tell)));
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
    const filled = { ...program, askers: await signInAll(program) };
    const figures: Figure[] = [];
    for (const [name, section] of Object.entries(ofFilled)) {
      if (!names.includes(name)) continue;
      await untilIdle(program.pids);
      figures.push(...(await orFailure(name, async () => section(filled, how, tell), tell)));
    }
    return [...figures, ...programFigures(program.readyAfterMs, memoryOf(program), how.projects)];
  } finally {
    await stop(program);
  }
}
