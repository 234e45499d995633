import { calls } from '../calls/call.ts';
import { statusAt, type TimelineEntry } from '../calls/callStatus.ts';
import { callsAhead, groupCalls, type CallGroup } from './coverageGroups.ts';
import { storeOf, valueOf, type FacetIndex } from '../index/facetIndex.ts';
import { findColumns } from '../index/indexFollower.ts';
import { judgeInMemory } from '../index/select.ts';
import { boundedCache, type BoundedCache } from '../process/boundedCache.ts';
import { momentFor, type ListQuery } from '../query/query.ts';
import { refuseUnderWay } from '../record/underway.ts';
import { isPastDay } from '../projects/position.ts';

/** Groups of calls, as long as the index is as it was, from one instant until the status of a call is another. */
interface KeptCalls {
  groups: readonly CallGroup[];
  revision: number;
  /** In ms. */
  from: number;
  until: number;
}

const mostKeptBytes = 8 * 1024 * 1024;
const kept = new WeakMap<FacetIndex, BoundedCache<KeptCalls>>();

function cacheOf(table: FacetIndex): BoundedCache<KeptCalls> {
  const cache = kept.get(table) ?? boundedCache<KeptCalls>(mostKeptBytes);
  kept.set(table, cache);
  return cache;
}

/** The linked calls ahead, by programme and initiative: kept, from memory, or else from the database. */
export async function findCallGroups(
  query: ListQuery,
  initiatives: readonly string[],
): Promise<readonly CallGroup[]> {
  await refuseUnderWay(query.knownAt);
  const table = await findColumns(calls);
  if (!table) return groupCalls(query, initiatives);
  const { chosen, excluded, on, isOnToday, knownAt } = query;
  const moment = momentFor(query);
  const day = isOnToday ? null : [on, isPastDay(moment)];
  const key = JSON.stringify([day, knownAt, chosen, excluded, initiatives]);
  const at = moment.at.getTime();
  const found = cacheOf(table).get(key);
  if (found && found.revision === table.revision && at >= found.from && at < found.until) return found.groups;
  const { revision } = table;
  const made =
    knownAt === null
      ? await groupInMemory(query, initiatives)
      : { groups: await groupCalls(query, initiatives), revision, from: at, until: Infinity };
  if (!made) return groupCalls(query, initiatives);
  cacheOf(table).set(key, made, 1_000 + 4 * key.length + 200 * made.groups.length);
  return made.groups;
}

/** As `groupCalls`, of what lists are counted from: a cell of the matrix and its list see the same calls. */
async function groupInMemory(query: ListQuery, initiatives: readonly string[]): Promise<KeptCalls | null> {
  const judged = await judgeInMemory(calls, query);
  const { programme, initiative, status } = calls.filters;
  if (!judged || !programme || !initiative || !status) return null;
  const { table, misses } = judged;
  const [programmes, links, timelines] = [programme, initiative, status].map(one => storeOf(table, one));
  const moment = momentFor(query);
  const { at } = moment;
  const groups = new Map<string, CallGroup>();
  let until = Infinity;
  for (let record = 0; record < misses.length; record += 1) {
    if (misses[record] !== 0) continue;
    const linked = initiatives.filter(code => itemsAt(links, record).includes(code));
    if (linked.length === 0) continue;
    const timeline = (timelines?.facts[timelines.at[record] ?? 0] ?? []) as TimelineEntry[];
    until = Math.min(until, nextChange(timeline, at));
    const state = statusAt(timeline, moment);
    if (!(callsAhead as readonly string[]).includes(state)) continue;
    const [code = null] = itemsAt(programmes, record);
    for (const one of linked) {
      const key = `${code} ${one}`;
      const group = groups.get(key) ?? { programme: code, initiative: one, calls: 0, open: 0 };
      group.calls += 1;
      group.open += Number(state === 'open');
      groups.set(key, group);
    }
  }
  return { groups: [...groups.values()], revision: table.revision, from: at.getTime(), until };
}

type Items = ReturnType<typeof storeOf>;

/** The values that a record has in a column of items. */
const itemsAt = (store: Items | undefined, record: number): (string | null)[] =>
  (store?.items[store.at[record] ?? 0] ?? []).map(spelling =>
    valueOf(store?.spellings[spelling]?.item ?? null),
  );

function nextChange(timeline: readonly TimelineEntry[], at: Date): number {
  const next = timeline.find(({ from }) => from > at);
  return next ? next.from.getTime() : Infinity;
}
