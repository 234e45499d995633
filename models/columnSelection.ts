import { isSameText, storeOf, valueOf, type ColumnStore, type ColumnTable } from './columnTable.ts';
import type { Filter, Moment } from './filters.ts';
import { missing } from './filters.ts';
import type { Listed } from './noun.ts';
import { matchOf, momentFor, type ListQuery } from './query.ts';
import { searchFilter } from './search.ts';

/** Which records each key of a query leaves out; a facet is counted without its own. */
export interface Selection {
  readonly keys: readonly string[];
  /** By record: how many keys leave it out, and the place in `keys` of the last one that does. */
  readonly misses: Uint8Array;
  readonly missedBy: Uint8Array;
}

/** Judges every record by every key; those without a column are asked of the database, as is the search. */
export async function selectRecords(noun: Listed, query: ListQuery, table: ColumnTable): Promise<Selection> {
  const keys = [...new Set([...Object.keys(query.chosen), ...Object.keys(query.excluded)])];
  const isColumned = (key: string) => noun.filters[key]?.column !== undefined;
  const others = await findOthers(
    noun,
    query,
    keys.filter(key => !isColumned(key)),
  );
  // From here on nothing waits, so that all facets see the same records.
  const size = table.ids.length;
  const misses = new Uint8Array(size);
  const missedBy = new Uint8Array(size);
  if (others) {
    misses.fill(1);
    missedBy.fill(keys.length);
    for (const id of others) misses[table.recordAt.get(id) ?? size] = 0;
  }
  const moment = momentFor(query);
  for (const [index, key] of keys.entries()) {
    const filter = noun.filters[key];
    if (!filter?.column) continue;
    const store = storeOf(table, filter.column);
    const isMissed = missedFacts(store, filter, query.chosen[key], query.excluded[key], moment);
    for (let record = 0; record < size; record += 1) {
      if (isMissed[store.at[record] ?? 0] === 1) {
        misses[record] = (misses[record] ?? 0) + 1;
        missedBy[record] = index;
      }
    }
  }
  return { keys, misses, missedBy };
}

/** The records that the keys without a column, and the search, take; null if there are neither. */
async function findOthers(
  noun: Listed,
  query: ListQuery,
  keys: readonly string[],
): Promise<readonly string[] | null> {
  const search = searchFilter(query.search);
  if (keys.length === 0 && Object.keys(search).length === 0) return null;
  const only = (values: ListQuery['chosen']) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
  const match = matchOf(noun, { ...query, chosen: only(query.chosen), excluded: only(query.excluded) });
  const found = await noun.current.find({ $and: [match, search] }, { _id: 1 }).lean<{ _id: string }[]>();
  return found.map(({ _id }) => _id);
}

/** 1 for each fact whose records a key leaves out. */
function missedFacts(
  store: ColumnStore,
  filter: Filter,
  chosen: readonly string[] | undefined,
  excluded: readonly string[] | undefined,
  moment: Moment,
): Uint8Array {
  const wanted = chosen?.map(value => judge(store, filter, value, moment));
  const unwanted = excluded?.map(value => judge(store, filter, value, moment)) ?? [];
  const isMissed = new Uint8Array(store.facts.length);
  for (let fact = 0; fact < isMissed.length; fact += 1) {
    const isTaken = wanted?.some(holds => holds(fact)) ?? true;
    if (!isTaken || unwanted.some(holds => holds(fact))) isMissed[fact] = 1;
  }
  return isMissed;
}

/** What says whether records with a fact are chosen by a value. */
function judge(store: ColumnStore, filter: Filter, value: string, moment: Moment): (fact: number) => boolean {
  const { column } = filter;
  if (!column || filter.match(value, moment) === null) return () => false;
  if (column.reads === 'question') {
    const holds = column.holds(value, moment);
    return fact => holds(store.facts[fact]);
  }
  if (column.reads === 'moment') return fact => column.valueAt(store.facts[fact], moment) === value;
  const accepted = acceptedSpellings(store, value, column.any);
  const isAccepted = (spelling: number) => accepted[spelling] === 1;
  return column.isNegated === true
    ? fact => !store.items[fact]?.some(isAccepted)
    : fact => store.items[fact]?.some(isAccepted) ?? false;
}

/** 1 for each spelling of the value, or of the identifier of a link. */
function acceptedSpellings(store: ColumnStore, value: string, any: string | undefined): Uint8Array {
  const accepted = new Uint8Array(store.spellings.length);
  for (const [spelling, { item }] of store.spellings.entries()) {
    const own = valueOf(item);
    const label = typeof item === 'object' ? item?.label : null;
    const isIt =
      own === null
        ? value === missing
        : value === any || isSameText(own, value) || (typeof label === 'string' && isSameText(label, value));
    if (isIt) accepted[spelling] = 1;
  }
  return accepted;
}
