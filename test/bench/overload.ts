import { setTimeout as pause } from 'node:timers/promises';
import { client, type Seen } from './client.ts';
import type { Asker } from './people.ts';
import { percentile } from './timing.ts';

/** Who asks for what, and for how long. */
export interface Load {
  address: string;
  /** The accounts that the readers share; the first one writes. */
  askers: readonly Asker[];
  readers: number;
  writers: number;
  seconds: number;
  /** Whether a reader who is refused waits as long as it is told; else it asks again at once. */
  honours: boolean;
}

/** What came of it. Times are in ms; `useful` is what was answered with 200 in a second, reads and writes. */
export interface LoadFigures {
  useful: number;
  reads: { done: number; refused: number; failed: number; p99: number; refusedP99: number };
  writes: { done: number; refused: number; failed: number; p99: number };
  /** The slowest answer of `/health/live`. */
  live: number;
}

const nobody: Asker = { api: {}, page: {} };
const isRefusal = ({ status }: Seen): boolean => status === 503 || status === 429;
const timesOf = (seen: readonly Seen[]) => seen.map(({ ms }) => ms);

interface Kept {
  id: string;
  version: number;
}

async function projectsOf({ address, askers }: Load, count: number): Promise<Kept[]> {
  const path = `/api/v1/projects?pageSize=${count}&sort=title`;
  const answer = await fetch(address + path, { headers: askers[0]?.api ?? {} });
  const { items } = (await answer.json()) as { items: Kept[] };
  if (items.length < count) throw new Error(`There are no ${count} projects to read and to change.`);
  return items;
}

/** What a reader asks for: lists and records in turn, by API and as pages. */
function questionsOf(records: readonly Kept[]): (turn: number) => { path: string; of: 'api' | 'page' } {
  const lists = ['programme=H2020&sort=-euContribution', 'phase=ended&country=DE', 'programme=HORIZON'];
  return turn => {
    const list = lists[turn % lists.length] ?? '';
    const { id } = records[turn % records.length] ?? { id: '' };
    const kinds = [
      { path: `/api/v1/projects?${list}&pageSize=25`, of: 'api' },
      { path: `/projects/${id}`, of: 'page' },
      { path: `/api/v1/projects/${id}`, of: 'api' },
      { path: `/projects?${list}`, of: 'page' },
      { path: `/api/v1/projects?${list}&pageSize=25&page=3`, of: 'api' },
    ] as const;
    return kinds[turn % kinds.length] ?? kinds[0];
  };
}

/** Reads until the end of the load, one answer after another. */
async function read(load: Load, number: number, records: readonly Kept[], until: number): Promise<Seen[]> {
  const { send, close } = client(load.address);
  const account = load.askers[number % load.askers.length] ?? nobody;
  const ask = questionsOf(records);
  const seen: Seen[] = [];
  for (let turn = number; performance.now() < until; turn += 1) {
    const { path, of } = ask(turn);
    const answer = await send(path, { headers: account[of] });
    seen.push(answer);
    if (load.honours && isRefusal(answer)) await pause((answer.retryAfter ?? 0) * 1_000);
  }
  close();
  return seen;
}

/** Changes one record a second after the answer to its last change, and waits where it is told to. */
async function write(load: Load, number: number, { id, version }: Kept, until: number): Promise<Seen[]> {
  const { send, close } = client(load.address);
  const headers = load.askers[0]?.api ?? {};
  const path = `/api/v1/projects/${id}`;
  const seen: Seen[] = [];
  let etag: string | null = `"${version}"`;
  for (let turn = 0; performance.now() < until; turn += 1) {
    while (etag === null && performance.now() < until) {
      const found = await send(path, { headers });
      etag = found.etag;
      if (etag === null) await pause(1_000 * (found.retryAfter ?? 1));
    }
    if (etag === null) break;
    const body = JSON.stringify({ objective: `Written under load, ${number} ${turn} ${Date.now()}.` });
    const match = { ...headers, 'If-Match': etag, 'Content-Type': 'application/json' };
    const answer = await send(path, { method: 'PATCH', headers: match, body });
    seen.push(answer);
    etag = answer.status === 200 ? answer.etag : null;
    await pause(1_000 * Math.max(1, isRefusal(answer) ? (answer.retryAfter ?? 1) : 1));
  }
  close();
  return seen;
}

async function watchLive({ address }: Load, until: number): Promise<Seen[]> {
  const { send, close } = client(address);
  const seen: Seen[] = [];
  for (; performance.now() < until; await pause(200)) seen.push(await send('/health/live', { headers: {} }));
  close();
  return seen;
}

/** Puts a load on the program. @throws {Error} where there is not enough to read and to change */
export async function putUnderLoad(load: Load): Promise<LoadFigures> {
  const records = await projectsOf(load, 50 + load.writers);
  const until = performance.now() + load.seconds * 1_000;
  const times = (count: number) => Array.from({ length: count }, (_one, at) => at);
  const [reads, writes, live] = await Promise.all([
    Promise.all(times(load.readers).map(async at => read(load, at, records.slice(load.writers), until))),
    Promise.all(records.slice(0, load.writers).map(async (record, at) => write(load, at, record, until))),
    watchLive(load, until),
  ]);
  const figuresOf = (seen: readonly Seen[]) => {
    const done = seen.filter(({ status }) => status === 200);
    const refused = seen.filter(isRefusal);
    const failed = seen.length - done.length - refused.length;
    const p99 = percentile(timesOf(done), 0.99);
    return {
      done: done.length,
      refused: refused.length,
      failed,
      p99,
      refusedP99: percentile(timesOf(refused), 0.99),
    };
  };
  const ofReads = figuresOf(reads.flat());
  const ofWrites = figuresOf(writes.flat());
  return {
    useful: (ofReads.done + ofWrites.done) / load.seconds,
    reads: ofReads,
    writes: ofWrites,
    live: Math.max(...timesOf(live)),
  };
}

/** How long after a load one read takes no more than twice what it took before, three times running, in ms; at most 30 s. */
export async function timeUntilNormal(load: Load, before: number): Promise<number> {
  const { send, close } = client(load.address);
  const began = performance.now();
  let normal = 0;
  while (normal < 3 && performance.now() - began < 30_000) {
    const { status, ms } = await send('/api/v1/projects?programme=H2020&pageSize=25', {
      headers: load.askers[0]?.api ?? {},
    });
    normal = status === 200 && ms <= 2 * before ? normal + 1 : 0;
    if (normal < 3) await pause(100);
  }
  close();
  return performance.now() - began;
}

/** What one read takes by itself, the median of some, in ms. */
export async function timeAlone(load: Load): Promise<number> {
  const { send, close } = client(load.address);
  const times: number[] = [];
  for (let turn = 0; turn < 30; turn += 1) {
    const headers = load.askers[0]?.api ?? {};
    times.push((await send('/api/v1/projects?programme=H2020&pageSize=25', { headers })).ms);
  }
  close();
  return percentile(times, 0.5);
}

/** How long fifty new connections wait for their answer beside twenty that ask without pause, the longest in ms. */
export async function timeOfNewConnections(load: Pick<Load, 'address' | 'askers'>): Promise<number> {
  const path = '/api/v1/projects?programme=H2020&pageSize=25';
  const wish = new AbortController();
  const askersOf = (count: number) =>
    Array.from({ length: count }, (_one, at) => load.askers[at % load.askers.length] ?? nobody);
  const busy = askersOf(20).map(async ({ api }) => {
    const { send, close } = client(load.address);
    while (!wish.signal.aborted) await send(path, { headers: api });
    close();
  });
  await pause(2_000);
  const longest = await Promise.all(
    askersOf(50).map(async ({ api }) => {
      const { send, close } = client(load.address);
      const { ms } = await send(path, { headers: api });
      close();
      return ms;
    }),
  );
  wish.abort();
  await Promise.all(busy);
  return Math.max(...longest);
}
