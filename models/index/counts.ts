import { judge, selectRecords, type Selection } from './select.ts';
import { columnOf, storeOf, valueOf, type ColumnStore, type FacetIndex } from './facetIndex.ts';
import { byNumber, facetOf, type FacetRow, type FacetValue } from '../query/facetValues.ts';
import type { Filter, Moment, Option } from '../record/filters.ts';
import type { Listed } from '../record/noun.ts';
import { momentFor, type ListQuery } from '../query/query.ts';

/** Counts facets that all have a column, from records in memory. */
export async function countColumns(
  noun: Listed,
  query: ListQuery,
  keys: readonly string[],
  table: FacetIndex,
): Promise<Record<string, FacetValue[]>> {
  const options = new Map<string, readonly Option[]>();
  for (const key of keys) {
    const count = noun.filters[key]?.count;
    if (count?.by === 'option') options.set(key, await count.options());
  }
  const selection = await selectRecords(noun, query, table);
  const moment = momentFor(query);
  return Object.fromEntries(
    keys.map(key => {
      const filter = columnOf(noun, key);
      if (!filter?.count) return [key, []];
      const store = storeOf(table, filter);
      const records = countFacts(store, selection, key);
      const given = options.get(key);
      return [
        key,
        given === undefined
          ? facetOf(filter, itemRows(table, store, selection, key, records), moment)
          : optionCounts(store, filter, given, records, moment),
      ];
    }),
  );
}

/** How many of the selected records have each fact. */
function countFacts(store: ColumnStore, { keys, misses, missedBy }: Selection, key: string): Uint32Array {
  const { at } = store;
  if (keys.length === 0 && !misses.includes(1)) return Uint32Array.from(store.uses);
  const own = keys.indexOf(key);
  const records = new Uint32Array(store.facts.length);
  for (let record = 0; record < misses.length; record += 1) {
    const missed = misses[record];
    if (missed === 0 || (missed === 1 && missedBy[record] === own)) {
      const fact = at[record] ?? 0;
      records[fact] = (records[fact] ?? 0) + 1;
    }
  }
  return records;
}

/** The records by value, most first, as the database's rows. */
function itemRows(
  table: FacetIndex,
  store: ColumnStore,
  selection: Selection,
  key: string,
  records: Uint32Array,
): FacetRow[] {
  const counts = countSpellings(store, records);
  const groups = new Map<number, number[]>();
  for (const [spelling, count] of counts.entries()) {
    const group = store.spellings[spelling]?.group ?? 0;
    if (count > 0) groups.set(group, [...(groups.get(group) ?? []), spelling]);
  }
  const rows = [...groups.values()].map((spellings): FacetRow => {
    const shown =
      spellings.length === 1 ? spellings[0] : firstSpelling(table, store, selection, key, new Set(spellings));
    const item = store.spellings[shown ?? 0]?.item ?? null;
    const value = valueOf(item);
    return {
      value,
      label: typeof item === 'object' ? (item?.label ?? null) : value,
      count: spellings.reduce((sum, spelling) => sum + (counts[spelling] ?? 0), 0),
    };
  });
  return rows.toSorted(byNumber);
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
