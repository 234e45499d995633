import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Figure } from './figures.ts';
import { signInAll } from './people.ts';
import { fill, memoryOf, startCallfolio, stop } from './program.ts';
import { atMost, orFailure, type Filled, type Thoroughness } from './section.ts';
import { answerFigure, measureAnswers, questionsOf } from './sections/answers.ts';
import { changes } from './sections/changes.ts';
import { measureStarts } from './sections/starting.ts';

/** Of what is measured at each size: the curves. */
const curves = [
  'home',
  'list page',
  'list by API',
  'coverage by API, repeated',
  'list by phase, by API',
  'deep page, by API',
];

async function figuresOf(
  program: Filled,
  how: Thoroughness,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const question of await questionsOf(program)) {
    if (!curves.includes(question.what)) continue;
    tell(`  ${question.what}`);
    figures.push(answerFigure(question, await measureAnswers(program, question, how.seconds), how.projects));
  }
  return [
    ...figures,
    ...(await changes(program, how, tell)),
    {
      what: 'memory of the program',
      measured: memoryOf(program),
      unit: 'MB',
      ...atMost(how.projects, { whole: 400, tenfold: 900 }),
    },
  ];
}

/** The curves at one size, on a folder that is filled first where it is empty. */
async function measureSize(
  dataDir: string,
  how: Thoroughness,
  tell: (line: string) => void,
): Promise<Figure[]> {
  if (!existsSync(join(dataDir, 'mongodb'))) {
    tell(`filling ${dataDir} with ${how.projects} projects`);
    await fill(dataDir, how.projects);
  }
  const starts = await measureStarts(dataDir, how.projects, tell);
  const program = await startCallfolio(dataDir);
  try {
    const filled = { ...program, askers: await signInAll(program) };
    return [...starts, ...(await figuresOf(filled, how, tell))];
  } finally {
    await stop(program);
  }
}

/**
 * How the figures grow with the portfolio, size by size.
 *
 * @param keep the folder in which the filled folders stay, one a size, and are found again; null: each is removed
 */
export async function measureGrowth(
  sizes: readonly number[],
  how: Thoroughness,
  keep: string | null,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const projects of sizes) {
    const dataDir =
      keep === null
        ? await mkdtemp(join(tmpdir(), 'callfolio-bench-'))
        : join(resolve(keep), String(projects));
    try {
      const found = await orFailure(
        `${projects} projects`,
        async () => measureSize(dataDir, { ...how, projects }, tell),
        tell,
      );
      figures.push(...found.map(figure => ({ ...figure, what: `${figure.what}, ${projects}` })));
    } finally {
      if (keep === null) await rm(dataDir, { recursive: true, force: true });
    }
  }
  // By what was measured, so that each curve stands together.
  const curveOf = ({ what }: Figure) => what.slice(0, what.lastIndexOf(','));
  const order = [...new Set(figures.map(curveOf))];
  return figures.toSorted((a, b) => order.indexOf(curveOf(a)) - order.indexOf(curveOf(b)));
}
