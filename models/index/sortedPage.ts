import { sortStoreOf, type FacetIndex } from './facetIndex.ts';
import { judgeInMemory } from './select.ts';
import type { ComputedSort } from '../record/computedSort.ts';
import type { Moment } from '../record/filters.ts';
import type { Listed } from '../record/noun.ts';
import { momentFor, type ListQuery } from '../query/query.ts';

/** The ids of one page in its order, and how many records the whole list has. */
export interface SortedPage {
  ids: string[];
  totalItems: number;
}

/**
 * One page of a list that is sorted by what is computed, without sorting the list; null where the database has to: by
 * what is stored, at a past instant, and while the columns are not there.
 */
export async function selectPage(noun: Listed, query: ListQuery): Promise<SortedPage | null> {
  const by = noun.sorts[query.sort.key];
  if (by === undefined || typeof by === 'string') return null;
  const judged = await judgeInMemory(noun, query);
  if (!judged) return null;
  const { table, misses } = judged;
  const groups = groupRecords(table, by, misses, momentFor(query));
  const totalItems = groups.counts.reduce((sum, count) => sum + count, 0);
  return { ids: takePage(table, groups, misses, query), totalItems };
}

/** Counting sort: equal records are a group, and groups are numbered in order. */
interface Groups {
  /** By fact, and by group how many of its records are selected. */
  readonly groupOf: Uint32Array;
  readonly counts: Uint32Array;
  /** By record, its fact. */
  readonly at: Uint32Array;
}

function groupRecords(table: FacetIndex, by: ComputedSort, misses: Uint8Array, moment: Moment): Groups {
  const { facts, at, uses } = sortStoreOf(table, by);
  // Nobody has the facts of an unused place any more.
  const places = facts.map((one, fact) => (uses[fact] === 0 ? 0 : by.placeOf(one, moment)));
  const sorted = [...new Set(places)].toSorted((a, b) => a - b);
  const numberOf = new Map(sorted.map((place, group) => [place, group]));
  const groupOf = Uint32Array.from(places, place => numberOf.get(place) ?? 0);
  const counts = new Uint32Array(sorted.length);
  for (let record = 0; record < misses.length; record += 1) {
    if (misses[record] !== 0) continue;
    const group = groupOf[at[record] ?? 0] ?? 0;
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return { groupOf, counts, at };
}

/** Of each group that the page has records of: how many come before it there, and how many it has of it. */
interface Share {
  skipped: number;
  taken: number;
  readonly ids: string[];
}

/** Goes through all records by their ids, which is how equal ones stand, until each group has given its share. */
function takePage(
  { ids, idOrder }: FacetIndex,
  groups: Groups,
  misses: Uint8Array,
  { page, pageSize, sort: { isDescending } }: ListQuery,
): string[] {
  const shares = sharesOf(groups.counts, (page - 1) * pageSize, pageSize, isDescending);
  let wanted = [...shares.values()].reduce((sum, { taken }) => sum + taken, 0);
  const { size, records } = idOrder;
  for (let place = 0; place < size && wanted > 0; place += 1) {
    const record = records[isDescending ? size - 1 - place : place] ?? 0;
    if (misses[record] !== 0) continue;
    const share = shares.get(groups.groupOf[groups.at[record] ?? 0] ?? 0);
    if (!share) continue;
    if (share.skipped > 0) share.skipped -= 1;
    else if (share.ids.length < share.taken) {
      share.ids.push(ids[record] ?? '');
      wanted -= 1;
    }
  }
  return [...shares.values()].flatMap(share => share.ids);
}

/** By group, in the order of the list. */
function sharesOf(
  counts: Uint32Array,
  skipped: number,
  size: number,
  isDescending: boolean,
): Map<number, Share> {
  const shares = new Map<number, Share>();
  let before = 0;
  for (let nth = 0; nth < counts.length; nth += 1) {
    const group = isDescending ? counts.length - 1 - nth : nth;
    const count = counts[group] ?? 0;
    const from = Math.max(0, skipped - before);
    const to = Math.min(count, skipped + size - before);
    if (from < to) shares.set(group, { skipped: from, taken: to - from, ids: [] });
    before += count;
  }
  return shares;
}
