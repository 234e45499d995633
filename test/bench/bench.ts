// Prints the speed of callfolio with a portfolio of the size of Horizon 2020, beside what was asked of it:
// npm run bench [-- section …] [--data-dir FILLED] [--projects 35389]
// A folder that is named is filled where it is empty, and kept; without one it is made anew and removed.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tableOf } from './figures.ts';
import { fill } from './program.ts';
import { measure, sections } from './sections.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'data-dir': { type: 'string' }, projects: { type: 'string', default: '35389' } },
});
const unknown = positionals.find(name => !Object.hasOwn(sections, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no section ${unknown}: ${Object.keys(sections).join(', ')}.\n`);
  process.exit(1);
}
const tell = (line: string) => void process.stdout.write(`${line}\n`);
const given = values['data-dir'] ?? process.env['BENCH_DATA_DIR'];
const dataDir = given === undefined ? await mkdtemp(join(tmpdir(), 'callfolio-bench-')) : resolve(given);
try {
  if (!existsSync(join(dataDir, 'mongodb'))) {
    tell(`filling ${dataDir} with ${values.projects} projects: a minute or two`);
    await fill(dataDir, Number(values.projects));
  }
  const names = positionals.length > 0 ? positionals : Object.keys(sections);
  const figures = await measure(dataDir, names, { seconds: 5, turns: 3, repeats: 200, questions: 100 }, tell);
  tell(`\n${tableOf(figures)}\n\nNode ${process.version}, ${cpus().length} processors.`);
} finally {
  if (given === undefined) await rm(dataDir, { recursive: true, force: true });
}
