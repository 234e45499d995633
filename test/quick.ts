import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** What a change usually does not touch, and what takes longest: the program killed, a full disk, browsers, the bench. */
const slow =
  /^test\/(browser|bench|contract)\/|^test\/server\/cli\/|\.(crash|fullDisk|replicaSet|container|aborts|oneInstant|everyFigure|hostile\w*)\.test/;

/** Files of one process: each process starts a database of its own. */
const chunkSize = 20;

const quickFiles = readdirSync('test', { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
  .map(entry => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
  .filter(path => !slow.test(path))
  .toSorted();

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs some files, prints what their process says but for its totals, and gives these; one that ends early failed. */
async function runChunk(files: readonly string[]): Promise<Totals> {
  const mocha = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', ...files], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [mocha.stdout, mocha.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (said += part));
  await new Promise(resolve => mocha.once('close', resolve));
  const found = /^(\d+) passed, (\d+) failed, (\d+) skipped\n/m.exec(said);
  process.stdout.write(found ? said.replace(found[0], '') : said);
  if (!found) return { passed: 0, failed: 1, skipped: 0 };
  const [passed = 0, failed = 0, skipped = 0] = found.slice(1).map(Number);
  return { passed, failed, skipped };
}

const chunks = Array.from({ length: Math.ceil(quickFiles.length / chunkSize) }, (_one, at) =>
  quickFiles.slice(at * chunkSize, (at + 1) * chunkSize),
);
const totals: Totals = { passed: 0, failed: 0, skipped: 0 };

async function runNext(): Promise<void> {
  for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
    const { passed, failed, skipped } = await runChunk(chunk);
    totals.passed += passed;
    totals.failed += failed;
    totals.skipped += skipped;
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, runNext));
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;
