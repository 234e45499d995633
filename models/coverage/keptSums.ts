import { isSearch } from '../record/search.ts';
import { chooseRows, readRows, type ChosenRows } from './coverageRows.ts';
import {
  addRow,
  bytesOfSums,
  emptySums,
  holdOn,
  type CoverageSums,
  type SumsQuestion,
} from './coverageSums.ts';
import { changedSince, type FacetIndex } from '../index/facetIndex.ts';
import { awaitColumns, findColumns } from '../index/indexFollower.ts';
import { findRowAmong, type VersionRows } from '../index/versionRows.ts';
import { boundedCache, type BoundedCache } from '../process/boundedCache.ts';
import { yieldToEventLoop } from '../process/yieldToEventLoop.ts';
import { projects } from '../projects/projects.ts';
import type { ListQuery } from '../query/query.ts';
import type { Right } from '../record/permissions.ts';

/** What is asked of rows: which of them, what of these, and who asks. */
export interface SumsQuery extends SumsQuestion {
  readonly chosen: ListQuery;
  /** The kinds of project whose links are counted, as an address says them. */
  readonly kinds: string;
  readonly rights: readonly Right[];
}

/** Sums that are kept, with which rows they are of: *materialised*, and maintained by difference. */
interface KeptSums {
  readonly sums: CoverageSums;
  readonly chosen: Omit<ChosenRows, 'ids' | 'revision'>;
  /** The change of the index up to which they are worked in. */
  revision: number;
  /** By row, a bit: whether it is in the sums. */
  counted: Uint32Array;
}

interface Store {
  readonly kept: BoundedCache<KeptSums>;
  /** Who asks for what is being made waits for it. */
  readonly making: Map<string, Promise<KeptSums | null>>;
}

/** Bytes of memory for all sums that are kept of one index; what is made of them has 8 MB of its own, and calls another 8. */
export const mostKeptBytes = 48 * 1024 * 1024;
/** Of an index alone: where it is read anew, what was made of the one before goes with it. */
const stores = new WeakMap<FacetIndex, Store>();

function storeOf(table: FacetIndex): Store {
  const store = stores.get(table) ?? { kept: boundedCache<KeptSums>(mostKeptBytes), making: new Map() };
  stores.set(table, store);
  return store;
}

/** What is kept of an index: for tests and measurements. */
export const keptSumsOf = (table: FacetIndex): Pick<BoundedCache<unknown>, 'size' | 'bytes'> =>
  storeOf(table).kept;

/** So often sums are begun again where the index changes meanwhile in what they cannot work in; the last times in one go. */
const mostAttempts = 6;
const mostSlicedAttempts = 3;

/**
 * Makes something of the sums of the rows that a query takes: from memory where they are kept and what changed can be worked
 * in, or where rows are in memory (decision 0070), else from the database. `make` must not wait: it sees one state.
 */
export async function withSums<T>(query: SumsQuery, make: (sums: CoverageSums) => T): Promise<T> {
  await awaitColumns(projects);
  const found = await withKeptSums(query, make);
  return found ? found.made : make(await readSums(query));
}

/** The same from memory alone; null where nothing is there. */
export async function withKeptSums<T>(
  query: SumsQuery,
  make: (sums: CoverageSums) => T,
): Promise<{ made: T } | null> {
  const table = await findColumns(projects);
  return table && makeOfKept(query, table, make);
}

async function makeOfKept<T>(
  query: SumsQuery,
  table: FacetIndex,
  make: (sums: CoverageSums) => T,
): Promise<{ made: T } | null> {
  const { store, key } = placeOf(query, table);
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const kept = await findKept(query, table, attempt < mostSlicedAttempts);
    if (!kept) return null;
    if (!(await bringUpToDate(kept))) continue;
    store.kept.set(key, kept, bytesOf(kept) + 4 * key.length);
    // Others may have begun meanwhile to work in what was written since: what is made is made of one state.
    if (kept.revision === kept.chosen.table.revision) return { made: make(kept.sums) };
  }
  return null;
}

/** Sums that nobody keeps: of a file's instant, and where nothing is in memory. */
async function readSums(query: SumsQuery): Promise<CoverageSums> {
  const rows = await readRows(query.chosen);
  const sums = emptySums(rows, query);
  const takeTurn = yieldToEventLoop();
  for (const row of rows.newest.values()) {
    addRow(sums, row, 1);
    if (row % rowsBetweenTurns === 0) await takeTurn();
  }
  return sums;
}

const placeOf = (query: SumsQuery, table: FacetIndex) => ({ store: storeOf(table), key: keyOf(query) });

/** Two questions with one key have one answer, but for the day where that is today. */
function keyOf({ chosen: { chosen, excluded, search, knownAt, isOnToday }, ...query }: SumsQuery): string {
  const moment = [isOnToday ? null : query.on, query.isPast, knownAt];
  return JSON.stringify([moment, chosen, excluded, search, query.initiatives, query.kinds, query.rights]);
}

async function findKept(query: SumsQuery, table: FacetIndex, isInSlices: boolean): Promise<KeptSums | null> {
  const { store, key } = placeOf(query, table);
  const kept = store.kept.get(key);
  // What a search finds follows from other records, too.
  const isSearched = isSearch(query.chosen.search);
  if (!isSearched && kept && isOfDay(kept, query) && isUsable(kept)) return kept;
  store.kept.delete(key);
  const making = isSearched ? undefined : store.making.get(key);
  if (making && isInSlices) {
    const made = await making;
    if (made && isOfDay(made, query)) return made;
  }
  const own = makeSums(query, table, isInSlices).finally(() => store.making.delete(key));
  store.making.set(key, own);
  return own;
}

/** Whether all that changed can be worked in. */
const isUsable = ({ chosen, revision }: KeptSums): boolean =>
  revision === chosen.table.revision || (chosen.isFollowed && changedSince(chosen.table, revision) !== null);

/** What is taken by these, and by lists of values, is so on any day. */
const ofAnyDay = new Set(['archived']);

function isOfDay({ sums }: KeptSums, { on, chosen: { chosen, excluded } }: SumsQuery): boolean {
  if (sums.on === on) return true;
  const isOfAnyDay = [...Object.keys(chosen), ...Object.keys(excluded)].every(
    key => ofAnyDay.has(key) || projects.filters[key]?.predicate.reads === 'items',
  );
  return isOfAnyDay && holdOn(sums, on);
}

const rowsBetweenTurns = 64;

async function makeSums(query: SumsQuery, table: FacetIndex, isInSlices: boolean): Promise<KeptSums | null> {
  const chosen = await chooseRows(query.chosen, table);
  if (!chosen) return null;
  const { ids, revision, ...followed } = chosen;
  const sums = emptySums(chosen.rows, query);
  const kept: KeptSums = { sums, chosen: followed, revision, counted: new Uint32Array(0) };
  const takeTurn = yieldToEventLoop();
  const rowOf = chosen.choose();
  let gone = 0;
  for (const id of ids) {
    const row = rowOf(id);
    if (row !== 0) putIn(kept, row);
    gone += 1;
    if (isInSlices && gone % rowsBetweenTurns === 0) await takeTurn();
  }
  return kept;
}

/** Works in what changed, by difference; false where that cannot be told. */
async function bringUpToDate(kept: KeptSums): Promise<boolean> {
  const { table, rows } = kept.chosen;
  const takeTurn = yieldToEventLoop();
  while (kept.revision < table.revision) {
    const upTo = table.revision;
    const ids = changedSince(table, kept.revision);
    if (!ids || !kept.chosen.isFollowed) return false;
    const rowOf = kept.chosen.choose();
    // Whoever else does the same at the same time finds done what is: a row is put in or taken out once.
    for (const id of ids) {
      const before = findRowAmong(rows, id, row => isCounted(kept, row));
      const row = rowOf(id);
      if (row !== before) {
        if (before !== 0) takeOut(kept, before);
        if (row !== 0) putIn(kept, row);
      }
      await takeTurn();
    }
    kept.revision = Math.max(kept.revision, upTo);
  }
  return true;
}

const isCounted = ({ counted }: KeptSums, row: number): boolean =>
  (((counted[row >> 5] ?? 0) >> (row & 31)) & 1) === 1;

function putIn(kept: KeptSums, row: number): void {
  addRow(kept.sums, row, 1);
  if (row >> 5 >= kept.counted.length) kept.counted = widened(kept.counted, kept.chosen.rows);
  const word = kept.counted[row >> 5] ?? 0;
  kept.counted[row >> 5] = word | (1 << (row & 31));
}

function takeOut({ sums, counted }: KeptSums, row: number): void {
  addRow(sums, row, -1);
  counted[row >> 5] = (counted[row >> 5] ?? 0) & ~(1 << (row & 31));
}

function widened(counted: Uint32Array, { size }: VersionRows): Uint32Array {
  const wider = new Uint32Array((size >> 5) + 33);
  wider.set(counted);
  return wider;
}

/** The texts of its question take a few kB. */
const bytesOf = ({ sums, counted }: KeptSums): number => 4_000 + bytesOfSums(sums) + counted.byteLength;
