import { keptFigures } from './keptFigures.ts';
import { judge, selectRecords, watched, type Selection } from './select.ts';
import { columnOf, storeOf, valueOf, type ColumnStore, type FacetIndex } from './facetIndex.ts';
import {
  absentLabels,
  askedIn,
  compareTexts,
  facetOf,
  isAskedFor,
  type Facet,
  type FacetCut,
  type FacetRow,
  type FacetRows,
  type FacetValue,
} from '../query/facetValues.ts';
import type { FacetItem } from '../record/facts.ts';
import { missing, type FacetCount, type Filter, type Moment, type Option } from '../record/filters.ts';
import type { Listed } from '../record/noun.ts';
import { momentFor, type ListQuery } from '../query/query.ts';

/** Counts facets that all have a column, from records in memory: of each the first `most` values and those asked for. */
export async function countColumns(
  noun: Listed,
  query: ListQuery,
  keys: readonly string[],
  { table, most }: { table: FacetIndex; most: number },
): Promise<Record<string, Facet>> {
  const options = new Map<string, readonly Option[]>();
  for (const key of keys) {
    const count = noun.filters[key]?.count;
    if (count?.by === 'option') options.set(key, await count.options());
  }
  const { isKeepable, stamp, ...selection } = await selectRecords(noun, query, table);
  const missed = missedRecords(selection);
  const makeFacet = (key: string, moment: Moment): Facet => {
    const filter = columnOf(noun, key);
    if (!filter?.count) return { values: [], total: 0 };
    const store = storeOf(table, filter);
    const records = countFacts(store, selection, key, missed);
    const given = options.get(key);
    if (given !== undefined) {
      const values = optionCounts(store, filter, given, records, moment);
      return { values, total: values.length };
    }
    const cut = { most, asked: askedIn(query, key) };
    const { count } = filter;
    if (count.by !== 'value') return { values: [], total: 0 };
    const rows = itemRows({ table, store, selection, key }, records, { ...filter, count }, cut);
    return facetOf(filter, rows, moment, cut);
  };
  const facetAt = (key: string): Facet => {
    const of = JSON.stringify([key, most, options.get(key), stamp]);
    const known = isKeepable ? keptFacets.find(table, query, of) : undefined;
    if (known) return known;
    const { moment, isInstantRead } = watched(momentFor(query));
    const facet = makeFacet(key, moment);
    if (isKeepable && facet.values.length <= mostKeptValues && !isInstantRead())
      keptFacets.keep(table, query, facet, of);
    return facet;
  };
  return Object.fromEntries(keys.map(key => [key, facetAt(key)]));
}

/** Facets as far as they were asked for, as long as the index does not change; longer ones are counted each time. */
const keptFacets = keptFigures<Facet>(500);
const mostKeptValues = 100;

/** The records that some key leaves out, where they are the smaller part; else null. */
function missedRecords({ misses }: Selection): Uint32Array | null {
  const missed = new Uint32Array(misses.length >> 1);
  let count = 0;
  for (let record = 0; record < misses.length; record += 1) {
    if (misses[record] === 0) continue;
    if (count === missed.length) return null;
    missed[count] = record;
    count += 1;
  }
  return missed.subarray(0, count);
}

/** How many of the selected records have each fact. */
function countFacts(
  store: ColumnStore,
  { keys, misses, missedBy }: Selection,
  key: string,
  missed: Uint32Array | null,
): Uint32Array {
  const { at } = store;
  const own = keys.indexOf(key);
  const isLeftOut = (record: number) => !(misses[record] === 1 && missedBy[record] === own);
  if (missed) {
    // All but these: the counts that are kept, without them.
    const records = Uint32Array.from(store.uses);
    for (const record of missed) {
      const fact = at[record] ?? 0;
      if (isLeftOut(record)) records[fact] = (records[fact] ?? 0) - 1;
    }
    return records;
  }
  const records = new Uint32Array(store.facts.length);
  for (let record = 0; record < misses.length; record += 1) {
    if (misses[record] === 0 || !isLeftOut(record)) {
      const fact = at[record] ?? 0;
      records[fact] = (records[fact] ?? 0) + 1;
    }
  }
  return records;
}

/** A facet that is being counted. */
interface Counting {
  table: FacetIndex;
  store: ColumnStore;
  selection: Selection;
  key: string;
}

/**
 * The records by value, most first, as the database's rows. Where only the first values are asked for, no row is made of
 * the others; one more than asked for and those of no value are among them, since `none` may be none of the values.
 */
function itemRows(
  counting: Counting,
  records: Uint32Array,
  filter: Filter & { count: FacetCount & { by: 'value' } },
  { most, asked }: FacetCut,
): FacetRows {
  const { counts, inOrder, rowOf } = countGroups(counting, records);
  const found: number[] = [];
  for (const [group, count] of counts.entries()) if (count > 0) found.push(group);
  const isWhole = found.length <= most + 1 || Object.keys(absentLabels(filter.count)).length > 0;
  const first = isWhole ? found.toSorted(inOrder) : firstInOrder(found, most + 1, inOrder);
  const given = new Set(first);
  const isAsked = (group: number): boolean => {
    const { value, label } = rowOf(group);
    const option = { value: value ?? missing, label: { en: label ?? '', nl: label ?? '' } };
    return asked.some(one => isAskedFor(filter, one, option));
  };
  const besides =
    asked.length === 0 && given.has(0)
      ? []
      : found.filter(group => !given.has(group) && (group === 0 || (asked.length > 0 && isAsked(group))));
  return { rows: [...first, ...besides.toSorted(inOrder)].map(rowOf), total: found.length };
}

/** The first of some in their order, without sorting them all. */
function firstInOrder(
  all: readonly number[],
  most: number,
  inOrder: (a: number, b: number) => number,
): number[] {
  const first: number[] = [];
  for (const one of all) {
    if (first.length === most && inOrder(one, first[most - 1] ?? 0) >= 0) continue;
    const at = first.findIndex(other => inOrder(one, other) < 0);
    first.splice(at === -1 ? first.length : at, 0, one);
    if (first.length > most) first.pop();
  }
  return first;
}

/** How many records have a value of each group; the groups' order, and the row of one. */
function countGroups({ table, store, selection, key }: Counting, records: Uint32Array) {
  const { spellings } = store;
  const ofSpellings = countSpellings(store, records);
  const counts = new Uint32Array(spellings.length);
  const shown = new Uint32Array(spellings.length);
  const several = new Map<number, Set<number>>();
  for (const [spelling, count] of ofSpellings.entries()) {
    if (count === 0) continue;
    const group = spellings[spelling]?.group ?? 0;
    if (counts[group] !== 0)
      several.set(group, (several.get(group) ?? new Set([shown[group] ?? 0])).add(spelling));
    counts[group] = (counts[group] ?? 0) + count;
    shown[group] = spelling;
  }
  for (const [group, of] of several) shown[group] = firstSpelling(table, store, selection, key, of) ?? group;
  const itemOf = (group: number): FacetItem => spellings[shown[group] ?? 0]?.item ?? null;
  const valueAt = (group: number) => valueOf(itemOf(group));
  const labelAt = (group: number): string | null => {
    const item = itemOf(group);
    return typeof item === 'object' ? (item?.label ?? null) : item;
  };
  const inOrder = (one: number, other: number): number =>
    (counts[other] ?? 0) - (counts[one] ?? 0) ||
    compareTexts(labelAt(one), labelAt(other)) ||
    compareTexts(valueAt(one), valueAt(other));
  const rowOf = (group: number): FacetRow => ({
    value: valueAt(group),
    label: labelAt(group),
    count: counts[group] ?? 0,
  });
  return { counts, inOrder, rowOf };
}

function countSpellings(store: ColumnStore, records: Uint32Array): Uint32Array {
  const counts = new Uint32Array(store.spellings.length);
  for (let fact = 0; fact < records.length; fact += 1) {
    const having = records[fact] ?? 0;
    if (having === 0) continue;
    for (const spelling of store.items[fact] ?? []) counts[spelling] = (counts[spelling] ?? 0) + having;
  }
  return counts;
}

/** Of several spellings of a value, that of the selected record with the first id. */
function firstSpelling(
  table: FacetIndex,
  store: ColumnStore,
  { keys, misses, missedBy }: Selection,
  key: string,
  spellings: ReadonlySet<number>,
): number | undefined {
  const own = keys.indexOf(key);
  let firstId: string | undefined;
  let first: number | undefined;
  for (const [record, id] of table.ids.entries()) {
    const isSelected = misses[record] === 0 || (misses[record] === 1 && missedBy[record] === own);
    if (!isSelected || (firstId !== undefined && id >= firstId)) continue;
    const spelling = store.items[store.at[record] ?? 0]?.find(one => spellings.has(one));
    if (spelling === undefined) continue;
    firstId = id;
    first = spelling;
  }
  return first;
}

function optionCounts(
  store: ColumnStore,
  filter: Filter,
  options: readonly Option[],
  records: Uint32Array,
  moment: Moment,
): FacetValue[] {
  const { predicate } = filter;
  if (predicate.reads === 'moment') {
    const counts = new Map<string, number>();
    for (const [fact, having] of records.entries()) {
      if (having === 0) continue;
      const value = predicate.valueAt(store.facts[fact], moment);
      counts.set(value, (counts.get(value) ?? 0) + having);
    }
    return options.map(option => ({ ...option, count: counts.get(option.value) ?? 0 }));
  }
  return options.map(option => {
    const isMeant = judge(store, filter, option.value, moment);
    const count = records.reduce(
      (sum, having, fact) => (having > 0 && isMeant(fact) ? sum + having : sum),
      0,
    );
    return { ...option, count };
  });
}
