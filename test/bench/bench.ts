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
import { measure, needFilled, sectionNames } from './sections.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'data-dir': { type: 'string' }, projects: { type: 'string', default: '35389' } },
});
const unknown = positionals.find(name => !sectionNames.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`There is no section ${unknown}: ${sectionNames.join(', ')}.\n`);
  process.exit(1);
}
const tell = (line: string) => void process.stdout.write(`${line}\n`);
const given = values['data-dir'] ?? process.env['BENCH_DATA_DIR'];
const dataDir = given === undefined ? await mkdtemp(join(tmpdir(), 'callfolio-bench-')) : resolve(given);
try {
  const names = positionals.length > 0 ? positionals : sectionNames;
  if (needFilled(names) && !existsSync(join(dataDir, 'mongodb'))) {
    tell(`filling ${dataDir} with ${values.projects} projects: a minute or two`);
    await fill(dataDir, Number(values.projects));
  }
  const how = { seconds: 5, turns: 3, repeats: 200, questions: 100, projects: Number(values.projects) };
  const figures = await measure(dataDir, names, how, tell);
  tell(`\n${tableOf(figures)}\n\nNode ${process.version}, ${cpus().length} processors.`);
} finally {
  if (given === undefined) await rm(dataDir, { recursive: true, force: true });
}
