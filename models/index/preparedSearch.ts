import { findColumns } from './indexFollower.ts';
import { emptyLentTexts, putLent, type LentTexts } from './lentTexts.ts';
import { findTerms, noBits, type TermBits } from './searchWords.ts';
import type { Filter } from '../record/filters.ts';
import { itemsOf, type FacetItem } from '../record/facts.ts';
import { nameIn, synonymsIn, type Lends } from '../record/lent.ts';
import { listLenders } from '../record/lenders.ts';
import type { Listed } from '../record/noun.ts';
import { isSearch, parseSearch, type Search } from '../record/search.ts';
import { iterate } from '../process/iterate.ts';
import { atSnapshot } from '../process/snapshot.ts';
import type { ListQuery } from '../query/query.ts';

/** A search with all that is asked elsewhere before records are judged, which must not wait. */
export interface PreparedSearch {
  readonly search: Search;
  /** What is found in the texts that are lent: a bit for each term, by the key and by 30 terms. */
  readonly lent: ReadonlyMap<string, readonly number[]>;
  /** The same of records that a text names, by their ids. */
  readonly named: ReadonlyMap<string, readonly number[]>;
  /** Says of what state of these texts it is; null where nobody can tell. */
  readonly stamp: string | null;
}

/** Reads what a search of a noun rests on beside its own records: a *join*, made when it is asked, so that nothing is kept twice. */
export async function prepareSearch(
  noun: Listed,
  { search: typed }: Pick<ListQuery, 'search'>,
): Promise<PreparedSearch | null> {
  if (!isSearch(typed)) return null;
  const revisions: (number | null)[] = [];
  const texts: LentTexts[] = [];
  for (const lender of listLenders()) {
    const table = await findColumns(lender);
    revisions.push(table?.revision ?? null);
    texts.push(table?.lent ?? (await readLent(lender, lender.lends)));
  }
  const search = parseSearch(
    typed,
    texts.flatMap(({ keys }) => keys.flatMap(key => (synonymsIn(key) ? [synonymsIn(key) ?? []] : []))),
  );
  const lent = new Map<string, readonly number[]>();
  if (noun.borrows && search.clauses.length > 0) for (const some of texts) noteLent(lent, some, search);
  const named = await findNamed(noun, lent);
  // Whom a text names is in no index, so that it is told one by one.
  const told = [...named].map(([id, bits]) => `${id}:${bits.join('.')}`).toSorted();
  const stamp = revisions.includes(null) ? null : [...revisions, ...told].join();
  return { search, lent, named, stamp };
}

function noteLent(
  found: Map<string, readonly number[]>,
  { words, keys }: LentTexts,
  { terms }: Search,
): void {
  const bits = findTerms(words, terms);
  for (const [row, key] of keys.entries()) {
    const own = bits.map(some => some[row] ?? 0);
    if (own.some(some => some !== 0)) found.set(key, eitherOf(found.get(key), own));
  }
}

const eitherOf = (one: readonly number[] | undefined, other: readonly number[]): readonly number[] =>
  one ? other.map((bits, group) => bits | (one[group] ?? 0)) : other;

/** The texts of a lender that is not in memory, or those of a file's snapshot. */
async function readLent({ current }: Listed, lends: Lends): Promise<LentTexts> {
  const lent = emptyLentTexts(lends);
  const projection = Object.fromEntries(lends.paths.map(path => [path, 1]));
  const all = () => current.collection.find<{ _id: string }>({}, { projection, ...atSnapshot() });
  for await (const record of iterate<{ _id: string }>(all)) putLent(lent, record._id, record);
  return lent;
}

async function findNamed(
  { borrows }: Listed,
  lent: ReadonlyMap<string, readonly number[]>,
): Promise<Map<string, readonly number[]>> {
  const names = [...lent.keys()].flatMap(key => nameIn(key) ?? []);
  const found = new Map<string, readonly number[]>();
  if (!borrows || names.length === 0) return found;
  for (const [name, ids] of await borrows.findNamed(names)) {
    const bits = [...lent].find(([key]) => nameIn(key) === name)?.[1] ?? [];
    for (const id of ids) found.set(id, eitherOf(found.get(id), bits));
  }
  return found;
}

/** The filters whose items refer to what is lent. */
export const borrowingFilters = ({ borrows, filters }: Listed): Filter[] =>
  (borrows?.filters ?? []).flatMap(key => filters[key] ?? []);

/** Adds what the items of some facts borrow. */
export function addBorrowed(
  { lent }: PreparedSearch,
  items: Iterable<FacetItem>,
  known: readonly number[] | undefined,
): readonly number[] | undefined {
  let sum = known;
  for (const item of items) {
    const key = typeof item === 'object' ? item?.value : item;
    const bits = key === undefined ? undefined : lent.get(key);
    if (bits) sum = eitherOf(sum, bits);
  }
  return sum;
}

/** What some records borrow, as they are stored: for while there is no index. */
export function borrowedBy(
  noun: Listed,
  prepared: PreparedSearch,
  records: readonly { _id: string }[],
): TermBits {
  const bits = noBits(prepared.search.terms.length, records.length);
  const filters = borrowingFilters(noun);
  for (const [at, record] of records.entries()) {
    const items = filters.flatMap(({ facts }) => itemsOf(facts.of(record)));
    const sum = addBorrowed(prepared, items, prepared.named.get(record._id)) ?? [];
    for (const [group, some] of sum.entries()) if (bits[group]) bits[group][at] = some;
  }
  return bits;
}
