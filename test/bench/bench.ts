// Prints the speed of callfolio with a portfolio of the size of Horizon 2020, beside what was asked of it:
// npm run bench [-- section …] [--data-dir FILLED] [--projects 35389] [--seconds 5] [--turns 3]
// A folder that is named is filled where it is empty, and kept; without one it is made anew and removed.
// npm run bench -- growth [--sizes 10000,35389,140000,350000] [--keep FOLDER]: how it grows; may take an hour.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tableOf, type Figure } from './figures.ts';
import { measureGrowth } from './growth.ts';
import { machineLine, measureMachine } from './measure/machine.ts';
import { fill } from './program.ts';
import type { Thoroughness } from './section.ts';
import { measure, needFilled, sectionNames } from './sections.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'data-dir': { type: 'string' },
    projects: { type: 'string', default: '35389' },
    seconds: { type: 'string', default: '5' },
    turns: { type: 'string', default: '3' },
    sizes: { type: 'string', default: '10000,35389,140000,350000' },
    keep: { type: 'string' },
  },
});
const known = [...sectionNames, 'growth'];
const unknown = positionals.find(name => !known.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`There is no section ${unknown}: ${known.join(', ')}.\n`);
  process.exit(1);
}
const tell = (line: string) => void process.stdout.write(`${line}\n`);
const how: Thoroughness = {
  seconds: Number(values.seconds),
  turns: Number(values.turns),
  repeats: 200,
  questions: 100,
  projects: Number(values.projects),
};

/** The sections of a folder, which is filled where that is needed. */
async function measureSections(names: readonly string[]): Promise<Figure[]> {
  const given = values['data-dir'] ?? process.env['BENCH_DATA_DIR'];
  const dataDir = given === undefined ? await mkdtemp(join(tmpdir(), 'callfolio-bench-')) : resolve(given);
  try {
    if (needFilled(names) && !existsSync(join(dataDir, 'mongodb'))) {
      tell(`filling ${dataDir} with ${how.projects} projects: some minutes`);
      await fill(dataDir, how.projects);
    }
    return await measure(dataDir, names, how, tell);
  } finally {
    if (given === undefined) await rm(dataDir, { recursive: true, force: true });
  }
}

tell(machineLine('at the begin', measureMachine()));
const isGrowth = positionals.includes('growth');
const figures = isGrowth
  ? await measureGrowth(values.sizes.split(',').map(Number), how, values.keep ?? null, tell)
  : await measureSections(positionals.length > 0 ? positionals : sectionNames);
tell(`\n${tableOf(figures)}\n`);
tell(machineLine('at the end', measureMachine()));
if (figures.some(({ what }) => what.includes('broken off'))) process.exitCode = 1;
tell(`Node ${process.version}, ${cpus().length} processors.`);
