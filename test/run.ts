// Runs all tests, or with --quick all but the slow ones: several processes side by side, each with a database of its own,
// and then, with nothing beside them, those that would be disturbed. The last line tells the totals of all.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isSlow, listTestFiles, partTestFiles } from './support/testFiles.ts';
import { runTestFiles, type Said } from './support/testProcess.ts';

/** Files of one process, at most: one that dies takes no more with it. */
const chunkSize = 20;

/** Every so-manieth, so that no process is given all files of one heavy folder. */
function spread(paths: readonly string[]): string[][] {
  const count = Math.ceil(paths.length / chunkSize);
  return Array.from({ length: count }, (_one, chunk) => paths.filter((_path, at) => at % count === chunk));
}

/** As they stand, so that one process starts the browser. */
const slice = (paths: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(paths.length / chunkSize) }, (_one, chunk) =>
    paths.slice(chunk * chunkSize, (chunk + 1) * chunkSize),
  );

async function runChunks(chunks: string[][], processes: number): Promise<Said[]> {
  const all: Said[] = [];
  const runNext = async (): Promise<void> => {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
      const said = await runTestFiles(chunk);
      process.stdout.write(said.tree);
      all.push(said);
    }
  };
  await Promise.all(Array.from({ length: processes }, runNext));
  return all;
}

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const { beside, alone } = partTestFiles(listTestFiles().filter(path => !values.quick || !isSlow(path)));
const all = [
  ...(await runChunks(spread(beside), availableParallelism())),
  ...(await runChunks(slice(alone), 1)),
];
const total = (key: 'passed' | 'failed' | 'skipped') => all.reduce((sum, said) => sum + said[key], 0);
const failures = all.map(said => said.failures).join('');
if (failures !== '') process.stdout.write(`What failed:\n${failures}`);
process.stdout.write(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped\n`);
process.exitCode = total('failed') === 0 ? 0 : 1;
