import { searchWords, noBits, type TermBits } from './searchWords.ts';
import { addBorrowed, borrowingFilters, prepareSearch, type PreparedSearch } from './preparedSearch.ts';
import { columnOf, storeOf, type ColumnStore, type FacetIndex } from './facetIndex.ts';
import { factsPredicate, itemPredicate, type Filter, type Moment } from '../record/filters.ts';
import type { Listed } from '../record/noun.ts';
import { keyPredicate, matchOf, momentFor, type ListQuery } from '../query/query.ts';
import { findColumns } from './indexFollower.ts';
import { keptCounts, type KeptFigures } from './keptFigures.ts';
import { presentSnapshot } from '../process/snapshot.ts';

/** Which records each key of a query leaves out; a facet is counted without its own. */
export interface Selection {
  readonly keys: readonly string[];
  /** By record: how many keys leave it out, and the place in `keys` of the last one that does. */
  readonly misses: Uint8Array;
  readonly missedBy: Uint8Array;
  /** Whether it may be another one at another instant of the same day. */
  readonly isOfInstant: boolean;
}

const keysOf = ({ chosen, excluded }: ListQuery): string[] => [
  ...new Set([...Object.keys(chosen), ...Object.keys(excluded)]),
];

/**
 * Judges every record by every key, and by the search; keys without a column are asked of the database. What follows from
 * the selection may be kept as long as the index does not change, unless it is of the instant or was asked of the database.
 */
export async function selectRecords(
  noun: Listed,
  query: ListQuery,
  table: FacetIndex,
): Promise<Selection & { isKeepable: boolean; stamp: string }> {
  const beside = await readBeside(noun, query);
  const selection = judgeOnce(noun, query, table, beside);
  const { stamp } = beside;
  return { ...selection, isKeepable: stamp !== null && !selection.isOfInstant, stamp: stamp ?? '' };
}

/**
 * The ids of all records of a query, in no order; null where the database has to find them: at a past instant, for a
 * file, and while the columns are not there.
 */
export async function selectIds(noun: Listed, query: ListQuery): Promise<string[] | null> {
  const judged = await judgeInMemory(noun, query);
  return judged && judged.table.ids.filter((_, record) => judged.misses[record] === 0);
}

/** How many records a query has; null as for `selectIds`. */
export async function countSelected(noun: Listed, query: ListQuery): Promise<number | null> {
  const counted = await figureInMemory(noun, query, { kept: keptCounts }, ({ misses }) =>
    misses.reduce((sum, missed) => (missed === 0 ? sum + 1 : sum), 0),
  );
  return counted && counted.figure;
}

/** A table whose records are judged by a query. */
export interface JudgedTable extends Selection {
  table: FacetIndex;
}

/**
 * A figure of the records that a query takes: the one kept, or made of them and kept where it may be; null as for `selectIds`.
 * @param make must not wait, nor read the instant of the query
 */
export async function figureInMemory<T>(
  noun: Listed,
  query: ListQuery,
  { kept, of = '' }: { kept: KeptFigures<T>; of?: string },
  make: (judged: JudgedTable) => T,
): Promise<{ figure: T } | null> {
  const found = await findTable(noun, query);
  if (!found) return null;
  const { table, beside } = found;
  const { stamp } = beside;
  const place = stamp ? `${of} ${stamp}` : of;
  const known = stamp === null ? undefined : kept.find(table, query, place);
  if (known !== undefined) return { figure: known };
  const selection = judgeOnce(noun, query, table, beside);
  const figure = make({ table, ...selection });
  if (stamp !== null && !selection.isOfInstant) kept.keep(table, query, figure, place);
  return { figure };
}

/** Every record of the columns with what leaves it out of a query; null as for `selectIds`. */
export async function judgeInMemory(noun: Listed, query: ListQuery): Promise<JudgedTable | null> {
  const found = await findTable(noun, query);
  return found && { table: found.table, ...judgeOnce(noun, query, found.table, found.beside) };
}

/** What is asked before, so that all records are judged at once. */
interface Beside {
  /** The records that the keys without a column take; null if there are none such. */
  readonly others: readonly string[] | null;
  readonly search: PreparedSearch | null;
  /** Of what state it is, beside that of the index; null where nobody can tell. */
  readonly stamp: string | null;
}

async function readBeside(noun: Listed, query: ListQuery): Promise<Beside> {
  const others = await findOthers(noun, query);
  const search = await prepareSearch(noun, query);
  return { others, search, stamp: others === null ? (search ? search.stamp : '') : null };
}

/** The columns, and what is not in them, asked before: they are then judged at once. Null as for `selectIds`. */
async function findTable(noun: Listed, query: ListQuery) {
  if (query.knownAt !== null || presentSnapshot()) return null;
  const beside = await readBeside(noun, query);
  const table = await findColumns(noun);
  return table && { table, beside };
}

/** The keys of a query whose facts are in no column: what they take is asked of the database. */
export const keysWithoutColumn = (noun: Listed, query: ListQuery): string[] =>
  keysOf(query).filter(key => columnOf(noun, key) === undefined);

/** What says of one record of a table, as it is now, whether every key of a query that has a column takes it. */
export function recordJudge(noun: Listed, query: ListQuery, table: FacetIndex): (record: number) => boolean {
  const moment = momentFor(query);
  const judges = keysOf(query).flatMap(key => {
    const filter = columnOf(noun, key);
    if (!filter) return [];
    const store = storeOf(table, filter);
    const isTaken = keyPredicate(query, key, value => judge(store, filter, value, moment));
    return [(record: number) => isTaken(store.at[record] ?? 0)];
  });
  return record => judges.every(isTaken => isTaken(record));
}

/** How the records of a table were judged when it had a revision. */
interface Judged {
  table: FacetIndex;
  revision: number;
  stamp: string;
  selection: Selection;
}

const judgedFor = new WeakMap<ListQuery, Judged>();

/** A page asks for its count and for its facets: where nothing changed in between, records are judged once for both. */
function judgeOnce(noun: Listed, query: ListQuery, table: FacetIndex, beside: Beside): Selection {
  const known = judgedFor.get(query);
  const { stamp } = beside;
  if (known?.table === table && known.revision === table.revision && known.stamp === stamp)
    return known.selection;
  const selection = judgeRecords(noun, query, table, beside);
  if (stamp !== null) judgedFor.set(query, { table, revision: table.revision, stamp, selection });
  return selection;
}

/** Nothing waits in here, so that all facets see the same records. */
function judgeRecords(
  noun: Listed,
  query: ListQuery,
  table: FacetIndex,
  { others, search }: Beside,
): Selection {
  const keys = keysOf(query);
  const size = table.ids.length;
  const misses = new Uint8Array(size);
  const missedBy = new Uint8Array(size);
  if (others) {
    misses.fill(1);
    missedBy.fill(keys.length);
    for (const id of others) misses[table.recordAt.get(id) ?? size] = 0;
  }
  const found = search && searchWords(table.words, search.search, borrowedIn(noun, table, search));
  for (let record = 0; record < size; record += 1) {
    if (found?.[record] !== 0) continue;
    misses[record] = (misses[record] ?? 0) + 1;
    missedBy[record] = keys.length;
  }
  const { moment, isInstantRead } = watched(momentFor(query));
  for (const [index, key] of keys.entries()) {
    const filter = columnOf(noun, key);
    if (!filter) continue;
    const store = storeOf(table, filter);
    const isTaken = keyPredicate(query, key, value => judge(store, filter, value, moment));
    const isMissed = new Uint8Array(store.facts.length);
    for (let fact = 0; fact < isMissed.length; fact += 1) isMissed[fact] = isTaken(fact) ? 0 : 1;
    for (let record = 0; record < size; record += 1) {
      if (isMissed[store.at[record] ?? 0] === 1) {
        misses[record] = (misses[record] ?? 0) + 1;
        missedBy[record] = index;
      }
    }
  }
  return { keys, misses, missedBy, isOfInstant: isInstantRead() };
}

/** What each record of a table borrows. */
function borrowedIn(noun: Listed, table: FacetIndex, prepared: PreparedSearch): TermBits | null {
  const { lent, named, search } = prepared;
  if (lent.size === 0) return null;
  const bits = noBits(search.terms.length, table.ids.length);
  for (const filter of borrowingFilters(noun)) {
    const store = storeOf(table, filter);
    const ofFacts = store.items.map(spellings =>
      addBorrowed(
        prepared,
        spellings.map(one => store.spellings[one]?.item ?? null),
        undefined,
      ),
    );
    for (let record = 0; record < table.ids.length; record += 1)
      addBits(bits, record, ofFacts[store.at[record] ?? 0]);
  }
  for (const [id, own] of named) addBits(bits, table.recordAt.get(id) ?? table.ids.length, own);
  return bits;
}

function addBits(bits: readonly Int32Array[], record: number, more: readonly number[] | undefined): void {
  if (more === undefined) return;
  for (const [group, some] of more.entries()) {
    const all = bits[group];
    if (all && record < all.length) all[record] = (all[record] ?? 0) | some;
  }
}

/** A moment that notes whether its instant is read, and not the day alone. */
export function watched({ at, ...others }: Moment) {
  let isRead = false;
  const moment: Moment = {
    ...others,
    get at() {
      isRead = true;
      return at;
    },
  };
  return { moment, isInstantRead: () => isRead };
}

/** The records that the keys without a column take, as the database finds them; null if there are none such. */
async function findOthers(noun: Listed, query: ListQuery): Promise<readonly string[] | null> {
  const keys = keysWithoutColumn(noun, query);
  if (keys.length === 0) return null;
  const only = (values: ListQuery['chosen']) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
  const match = matchOf(noun, { ...query, chosen: only(query.chosen), excluded: only(query.excluded) });
  const found = await noun.current.find(match, { _id: 1 }).lean<{ _id: string }[]>();
  return found.map(({ _id }) => _id);
}

/** What says whether records with a fact are chosen by a value. */
export function judge(
  store: ColumnStore,
  filter: Filter,
  value: string,
  moment: Moment,
): (fact: number) => boolean {
  const { predicate } = filter;
  if (predicate.reads !== 'items') {
    const holds = factsPredicate(filter, value, moment);
    return fact => holds(store.facts[fact]);
  }
  if (filter.match(value, moment) === null) return () => false;
  // Each spelling is compared once, whatever number of facts has it.
  const isIt = itemPredicate(predicate, value);
  const accepted = Uint8Array.from(store.spellings, ({ item }) => Number(isIt(item)));
  const isAccepted = (spelling: number) => accepted[spelling] === 1;
  return predicate.isNegated === true
    ? fact => !store.items[fact]?.some(isAccepted)
    : fact => store.items[fact]?.some(isAccepted) ?? false;
}
