import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import type { Counts, Import } from '../../models/imports/import.ts';
import { incomingNouns } from '../../models/sources/contract/incoming.ts';
import { cordisNouns, cordisZip, type CordisNoun } from './cordisZip.ts';
import type { Figure } from './figures.ts';
import { administrator } from './generate.ts';
import { memoryOf, startCallfolio, stop, type Measured } from './program.ts';
import { percentile, timeOf } from './timing.ts';
import { listPath } from './section.ts';

type Shown = Pick<Import, 'id' | 'state' | 'version'> & {
  counts: Record<`${CordisNoun}s`, Counts>;
  problems: unknown;
};

/** Of imports in seconds, of the highest memory in MB, and of others' lists in ms. */
export const importFigures = (taken: {
  once: Readonly<{ checked: number; whole: number }>;
  again: Readonly<{ whole: number }>;
  bare: number;
  most: number;
  others: readonly number[];
}): Figure[] => [
  { what: 'import of CORDIS, dry run', measured: taken.once.checked, unit: 's' },
  {
    what: 'import of CORDIS, dry run and apply',
    measured: taken.once.whole,
    unit: 's',
    target: { atMost: 90 },
  },
  { what: 'the same file again', measured: taken.again.whole, unit: 's', target: { atMost: 40 } },
  { what: 'memory meanwhile', measured: taken.most, unit: 'MB', target: { atMost: 300 } },
  {
    what: "another person's list during imports, p99",
    measured: percentile(taken.others, 0.99),
    unit: 'ms',
    target: { atMost: 200 },
  },
  { what: 'bare csv-parse and insertMany of the same rows', measured: taken.bare, unit: 's' },
  {
    what: 'import against the bare load',
    measured: taken.once.whole / taken.bare,
    unit: '×',
    target: { atMost: 8 },
  },
];

async function ask(program: Measured, path: string, init: RequestInit = {}): Promise<Shown> {
  const answer = await fetch(`${program.address}/api/v1/imports${path}`, {
    ...init,
    headers: { ...(init.headers as Record<string, string>), Authorization: `Bearer ${program.token}` },
  });
  if (!answer.ok) throw new Error(`/imports${path} gave ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Shown;
}

async function until(program: Measured, id: string, state: Shown['state']): Promise<Shown> {
  for (;;) {
    const now = await ask(program, `/${id}`);
    if (now.state === state) return now;
    if (now.state === 'failed') throw new Error(`The import failed: ${JSON.stringify(now.problems)}`);
    await wait(100);
  }
}

/** Uploads a file and applies it once it is checked; the seconds of both, from when the upload began. */
async function importFile(program: Measured, file: string) {
  const began = performance.now();
  const body = new FormData();
  body.append('file', new Blob([await readFile(file)]), 'cordis-h2020projects-csv.zip');
  const { id } = await ask(program, '', { method: 'POST', body });
  const { version } = await until(program, id, 'checked');
  const checkedAfter = performance.now() - began;
  await ask(program, `/${id}/apply`, { method: 'POST', headers: { 'If-Match': `"${version}"` } });
  const { counts } = await until(program, id, 'applied');
  return { checked: checkedAfter / 1000, whole: (performance.now() - began) / 1000, counts };
}

/** Somebody else's list, twenty times a second, and the memory of the program, until it is told to end. */
function watch(program: Measured) {
  const times: number[] = [];
  const state = { isOver: false, most: memoryOf(program) };
  const watching = (async () => {
    while (!state.isOver) {
      times.push((await timeOf(program, listPath)).ms);
      state.most = Math.max(state.most, memoryOf(program));
      await wait(50);
    }
  })();
  return async () => {
    state.isOver = true;
    await watching;
    return { times, most: state.most };
  };
}

async function countVersions(uri: string): Promise<number> {
  const client = await MongoClient.connect(uri);
  try {
    const counts = incomingNouns()
      .flatMap(noun => [`${noun}s`, `${noun}Versions`])
      .map(async name => client.db().collection(name).countDocuments());
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  } finally {
    await client.close();
  }
}

/**
 * A whole programme from CORDIS, into an installation that has nothing but the reference data, then the same file
 * again; and beside it what csv-parse and `insertMany` take for the same rows.
 * @throws {Error} where the counts are not those foretold, or the same file makes new versions
 */
export async function measureImports(projects: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-bench-import-'));
  const file = join(folder, 'cordis.zip');
  const { zip, foretold } = cordisZip({ projects });
  await writeFile(file, zip);
  const first = { ADMIN_EMAIL: administrator.email, ADMIN_PASSWORD: administrator.password };
  const program = await startCallfolio(join(folder, 'data'), first);
  try {
    const { uri } = program;
    const end = watch(program);
    const once = await importFile(program, file);
    for (const noun of cordisNouns) {
      const { read, created, rejected } = once.counts[`${noun}s`];
      const told = foretold.counts[noun];
      if (read !== told.read || created !== told.created || rejected !== told.rejected)
        throw new Error(`${noun}: ${JSON.stringify(once.counts)}, foretold ${JSON.stringify(told)}`);
    }
    const before = await countVersions(uri);
    const again = await importFile(program, file);
    const made = (await countVersions(uri)) - before;
    if (made !== 0) throw new Error(`The same file made ${made} new versions.`);
    const { times, most } = await end();
    const bareArguments = ['--import=tsx', 'test/bench/rivals/bareImport.ts', uri, file];
    const bare = Number((await promisify(execFile)(process.execPath, bareArguments)).stdout);
    return importFigures({ once, again, bare, most, others: times });
  } finally {
    await stop(program);
    await rm(folder, { recursive: true, force: true });
  }
}
