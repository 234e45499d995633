import { listPath } from '../section.ts';
import type { Filled, Section } from '../section.ts';
import type { Figure } from '../figures.ts';
import { hammer } from '../measure/connections.ts';
import { cpuDuring, type Cpu } from '../measure/process.ts';
import { askOnce } from '../measure/steady.ts';
import { startListening, stop, type Running } from '../program.ts';
import { startAdminJs } from '../rivals/adminJs.ts';
import { median } from '../timing.ts';

/** The columns that the list shows, with id and version fourteen. */
export const shownColumns = [
  'acronym',
  'grantAgreement',
  'programme',
  'phase',
  'startsOn',
  'endsOn',
  'euContribution',
  'totalCost',
  'supports',
  'warnings',
  'coordinator',
  'status',
] as const;

/** One that answers lists. */
interface Contender {
  key: string;
  what: string;
  url: string;
  pid: number;
  headers: Readonly<Record<string, string>>[];
}

/** What a contender made of its turns. */
export interface Turns {
  /** Answers a second, turn by turn. */
  rates: readonly number[];
  /** CPU of its own process and of the database an answer, in ms, turn by turn. */
  cpus: readonly Cpu[];
}

const eight = Array.from({ length: 8 }, () => ({}));

/** The floors and ours, by key; the floors are answered by a process of their own. */
function contendersOf(program: Filled, bare: Running, adminJs: Running | null): Contender[] {
  // The floors do not compress, so neither do ours here; `answers` measures them as they are asked for.
  const own = program.askers.map(({ api }) => ({ ...api, 'Accept-Encoding': 'identity' }));
  const ours = { pid: program.pids.program, headers: own };
  const columns = shownColumns.map(key => `&columns=${key}`).join('');
  const floors = { pid: bare.child.pid ?? 0, headers: eight };
  const theirs = adminJs && {
    key: 'adminJs',
    what: 'AdminJS, the same projects',
    url: `${adminJs.address}/admin/api/resources/projects/actions/list?perPage=25&sortBy=euContribution&direction=desc&filters.programme=H2020`,
    pid: adminJs.child.pid ?? 0,
    headers: eight,
  };
  return [
    { ...ours, key: 'ours', what: 'list by API', url: program.address + listPath },
    {
      ...ours,
      key: 'columns',
      what: 'list by API, its 14 columns',
      url: program.address + listPath + columns,
    },
    { ...floors, key: 'bare', what: 'bare: find and count', url: `${bare.address}/projects` },
    { ...floors, key: 'counted', what: 'bare: find, the count known', url: `${bare.address}/counted` },
    { ...floors, key: 'shown', what: 'bare: only what the list shows', url: `${bare.address}/shown` },
    ...(theirs ? [theirs] : []),
  ];
}

async function turnOf({ url, pid, headers }: Contender, database: number, seconds: number) {
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  const used = await cpuDuring({ program: pid, database }, async () =>
    hammer(origin, [path], headers, seconds, headers !== eight),
  );
  const { answers } = used.value;
  return {
    rate: answers / used.value.seconds,
    cpu: { program: used.program / answers, database: used.database / answers },
  };
}

const ratio = (what: string, ours: Turns, theirs: Turns, atLeast: number): Figure => ({
  what,
  measured: median(ours.rates) / median(theirs.rates),
  unit: '×',
  target: { atLeast },
});

const cpuOf = ({ cpus }: Turns, of: keyof Cpu): string => median(cpus.map(cpu => cpu[of])).toFixed(1);

/** Answers a second of each, and ours against the floors. */
export function listFigures(
  turns: Readonly<Record<'ours' | 'columns' | 'bare' | 'counted' | 'shown', Turns>> &
    Readonly<Partial<Record<string, Turns>>>,
  named: (key: string) => string = key => key,
): Figure[] {
  const rates = Object.entries(turns).flatMap(([key, of]): Figure[] =>
    of
      ? [
          {
            what: named(key),
            measured: median(of.rates),
            unit: '/s',
            beside: `CPU an answer: own ${cpuOf(of, 'program')} + database ${cpuOf(of, 'database')} ms`,
          },
        ]
      : [],
  );
  const { ours, columns, bare, counted, shown } = turns;
  return [
    ...rates,
    ratio('list by API against bare', ours, bare, 1.2),
    ratio('list by API against bare, the count known', ours, counted, 0.65),
    ratio('its 14 columns against bare reading only those', columns, shown, 0.35),
  ];
}

/** The list of the API beside the bare routes, in turns, so that what else the machine does falls on all. */
export const list: Section = async (program, { seconds, turns }, tell) => {
  const bare = await startListening(['--import=tsx', 'test/bench/rivals/bare.ts', program.uri]);
  const adminJs = await startAdminJs(program.uri, tell);
  try {
    const contenders = contendersOf(program, bare, adminJs?.running ?? null);
    const taken = new Map(contenders.map(({ key }) => [key, { rates: [] as number[], cpus: [] as Cpu[] }]));
    const { database } = program.pids;
    for (const { url, headers } of contenders) await askOnce(url, headers[0] ?? {});
    for (let turn = 0; turn < turns; turn += 1) {
      for (const one of contenders) {
        const { rate, cpu } = await turnOf(one, database, seconds);
        taken.get(one.key)?.rates.push(rate);
        taken.get(one.key)?.cpus.push(cpu);
      }
    }
    const of = (key: string): Turns => taken.get(key) ?? { rates: [], cpus: [] };
    const all = {
      ours: of('ours'),
      columns: of('columns'),
      bare: of('bare'),
      counted: of('counted'),
      shown: of('shown'),
    };
    const named = (key: string) => contenders.find(one => one.key === key)?.what ?? key;
    return listFigures(adminJs ? { ...all, adminJs: of('adminJs') } : all, named);
  } finally {
    await stop(bare);
    await adminJs?.stop();
  }
};
