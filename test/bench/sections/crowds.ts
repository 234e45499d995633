import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { isMet, type Figure } from '../figures.ts';
import { download, type Download } from '../measure/download.ts';
import { memoryDuring, memoryMbOf, type Memory } from '../measure/process.ts';
import { countWorkbook, sumOf } from '../measure/workbook.ts';
import { orFailure, type Filled, type Section } from '../section.ts';
import { percentile } from '../timing.ts';
import { allProjects, besideLists } from './files.ts';

/** What became of many files asked for at once. */
export interface Crowd {
  whole: number;
  /** With 429 and `Retry-After`. */
  refused: number;
  /** The statuses of whatever else: broken off, another status, no whole workbook. */
  wrong: number[];
}

const isRefused = ({ status, retryAfter }: Download): boolean => status === 429 && retryAfter !== null;

/** Whether a file can be read to its end, with all the rows that the answer promised. */
async function isValid({ status, isWhole, rows }: Download, file: string): Promise<boolean> {
  if (status !== 200 || !isWhole) return false;
  const found = await countWorkbook(file).catch(() => null);
  return found !== null && sumOf(found).rows >= (rows ?? 1);
}

/** So many files at once, from the accounts in turn. */
async function takeMany({ address, askers }: Filled, count: number): Promise<Crowd> {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-crowd-'));
  const crowd: Crowd = { whole: 0, refused: 0, wrong: [] };
  try {
    const all = await Promise.all(
      Array.from({ length: count }, async (_one, at) => {
        const to = join(folder, `${at}.xlsx`);
        return {
          to,
          taken: await download(address + allProjects, {
            headers: askers[at % askers.length]?.api ?? {},
            to,
          }),
        };
      }),
    );
    for (const { to, taken } of all) {
      if (isRefused(taken)) crowd.refused += 1;
      else if (await isValid(taken, to)) crowd.whole += 1;
      else crowd.wrong.push(taken.status);
    }
    return crowd;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The cursors that wait on the server for somebody to read on; change streams, which wait by nature, are left out. */
export async function countOpenCursors(uri: string): Promise<number> {
  const client = await MongoClient.connect(uri);
  try {
    const open = client
      .db('admin')
      .aggregate([
        { $currentOp: { allUsers: true, idleCursors: true, localOps: true } },
        { $match: { cursor: { $exists: true }, 'cursor.tailable': { $ne: true }, ns: /^callfolio\./ } },
      ]);
    return (await open.toArray()).length;
  } finally {
    await client.close();
  }
}

/** Two hundred files, twenty at a time, each given up within its first two seconds. */
async function abortMany({ address, askers }: Filled): Promise<void> {
  for (let wave = 0; wave < 10; wave += 1) {
    await Promise.all(
      Array.from({ length: 20 }, async (_one, at) => {
        const signal = AbortSignal.timeout(50 + at * 100);
        await download(address + allProjects, { headers: askers[at % askers.length]?.api ?? {}, signal });
      }),
    );
  }
}

/** What is left once nobody takes a file any more. */
export interface Left {
  before: number;
  after: number;
  cursors: number;
  files: number;
}

async function leftAfter(program: Filled, before: number): Promise<Left> {
  const look = async (): Promise<Left> => ({
    before,
    after: memoryMbOf(program.pids.program),
    cursors: await countOpenCursors(program.uri),
    files: (await readdir(program.filesDir)).length,
  });
  let left = await look();
  for (let turn = 0; turn < 30 && leftFigures(left).some(one => isMet(one) === false); turn += 1) {
    await wait(1000);
    left = await look();
  }
  return left;
}

export const leftFigures = ({ before, after, cursors, files }: Left): Figure[] => [
  {
    what: '200 files given up: memory, more than before',
    measured: after - before,
    unit: 'MB',
    target: { atMost: 50 },
  },
  {
    what: '200 files given up: cursors left open',
    measured: cursors,
    unit: 'of them',
    target: { atMost: 0 },
  },
  {
    what: '200 files given up: temporary files left',
    measured: files,
    unit: 'of them',
    target: { atMost: 0 },
  },
];

export const crowdFigures = (many: number, crowd: Crowd, memory?: Memory): Figure[] => [
  {
    what: `${many} files at once: neither whole nor 429`,
    measured: crowd.wrong.length,
    unit: 'of them',
    target: { atMost: 0 },
    beside: [
      `${crowd.whole} whole, ${crowd.refused} refused`,
      ...new Set(crowd.wrong.map(status => `some ${status}`)),
    ].join(', '),
  },
  ...(memory
    ? [
        {
          what: `${many} files at once: memory, more than before`,
          measured: memory.most - memory.before,
          unit: 'MB' as const,
          target: { atMost: 300 },
        },
      ]
    : []),
];

const slowSeconds = 30;

/** A reader who takes 1 MB a second, for half a minute. */
async function readSlowly({ address, askers, pids }: Filled): Promise<Figure> {
  const { memory, value } = await memoryDuring(pids.program, async () =>
    download(address + allProjects, {
      headers: askers[0]?.api ?? {},
      bytesASecond: 1e6,
      signal: AbortSignal.timeout(slowSeconds * 1000),
    }),
  );
  if (value.status !== 200) throw new Error(`A slow reader got ${value.status}.`);
  return {
    what: 'a reader of 1 MB/s: memory, more than before',
    measured: memory.most - memory.before,
    unit: 'MB',
    target: { atMost: 300 },
    beside: `${(value.bytes / 1e6).toFixed(0)} MB in ${slowSeconds} s`,
  };
}

/** Ten files at once, while others ask for lists. */
async function tenFiles(program: Filled): Promise<Figure[]> {
  const crowd: Crowd[] = [];
  const { times } = await besideLists(program, 'ten files', async () => {
    crowd.push(await takeMany(program, 10));
  });
  return [
    ...crowd.flatMap(ten => crowdFigures(10, ten)),
    {
      what: "others' list during ten files, p99",
      measured: percentile(times, 0.99),
      unit: 'ms',
      target: { atMost: 200 },
    },
  ];
}

/** Many files at once, files given up, and one that is taken slowly. */
export const crowds: Section = async (program, _how, tell) => {
  tell('  ten at once');
  const ten = await orFailure('ten files at once', async () => tenFiles(program), tell);
  tell('  a hundred at once');
  const hundred = await memoryDuring(program.pids.program, async () => takeMany(program, 100));
  tell('  two hundred given up');
  const before = memoryMbOf(program.pids.program);
  await abortMany(program);
  const left = await leftAfter(program, before);
  tell('  one taken slowly');
  return [
    ...ten,
    ...crowdFigures(100, hundred.value, hundred.memory),
    ...leftFigures(left),
    await readSlowly(program),
  ];
};
