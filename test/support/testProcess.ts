import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** What a process of tests said: its tree, what failed in full (empty where nothing did), and how many. */
export interface Said extends Totals {
  tree: string;
  failures: string;
}

/** Longer than this no process takes, in ms: one that hangs would otherwise hold up all that come after it. */
const limit = 30 * 60_000;

/** The last part of what the reporter writes. */
const ending = /^(?:What failed:\n([\s\S]*?))?^(\d+) passed, (\d+) failed, (\d+) skipped\n/m;

/** Runs some files of tests in a process of its own; one that ends before it tells its totals has failed. */
export async function runTestFiles(files: readonly string[], limitMs = limit): Promise<Said> {
  const mocha = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', ...files], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGINT',
  });
  let said = '';
  for (const stream of [mocha.stdout, mocha.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (said += part));
  const closed = once(mocha, 'close');
  const [code, signal] = (await once(mocha, 'exit')) as [number | null, NodeJS.Signals | null];
  // A program that it left behind may hold its output open.
  await Promise.race([closed, pause(2_000)]);
  mocha.stdout.destroy();
  mocha.stderr.destroy();
  const end = mocha.killed ? 'Hung, and was ended' : `Ended with ${signal ?? code}`;
  return readSaid(said, code === 0 && !mocha.killed, `${end}: ${files.join(' ')}\n`);
}

function readSaid(said: string, isWell: boolean, end: string): Said {
  const found = ending.exec(said);
  if (!found) {
    const last = said.split('\n').slice(-40).join('\n');
    return { tree: said, failures: `${last}\n${end}`, passed: 0, failed: 1, skipped: 0 };
  }
  const [all, failures = '', ...counts] = found;
  const [passed = 0, failed = 0, skipped = 0] = counts.map(Number);
  const tree = said.replace(all, '');
  return failed === 0 && !isWell
    ? { tree, failures: end, passed, failed: 1, skipped }
    : { tree, failures, passed, failed, skipped };
}
