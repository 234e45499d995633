import type { PipelineStage } from 'mongoose';
import { countSelected, selectIds } from '../index/select.ts';
import { selectPage } from '../index/sortedPage.ts';
import { ExpectedError } from '../values/errors.ts';
import type { Fields } from '../record/fields.ts';
import { refuseUnderWay } from '../record/underway.ts';
import { iterate } from '../process/iterate.ts';
import { readBson } from '../process/readBson.ts';
import { unsearched, type KeptRecord, type Listed, type Stored, type StoredVersion } from '../record/noun.ts';
import { matchOf, type ListQuery } from '../query/query.ts';
import { isSearch } from '../record/search.ts';
import { keptFrom, validAt } from '../record/versions.ts';
import type { VisibleNoun } from '../record/visibleTo.ts';
import { searchStored } from '../index/searchFallback.ts';
import { yieldToEventLoop } from '../process/yieldToEventLoop.ts';
import { joinAll } from '../process/joinAll.ts';
import { aggregateFound, countFound, type Found } from './asKnown.ts';
import { emptyLastOf, filledThenEmpty, orderOf } from './listOrder.ts';
import type { Match } from '../record/facts.ts';

export interface Page<R> {
  items: R[];
  totalItems: number;
}

/** The collections and filters a query reads, for the database alone: current records, and what was valid at an instant. */
export async function databaseSourceOf(
  noun: Listed,
  query: ListQuery,
  without: string | null = null,
): Promise<Found> {
  const match = matchOf(noun, query, without);
  await refuseUnderWay(query.knownAt);
  const { current: model, versions } = noun;
  const searched = isSearch(query.search) ? { $in: await findSearched(noun, query) } : null;
  const both = (id: string, valid: Match): Match => ({
    $and: [valid, searched ? { [id]: searched } : {}, match],
  });
  if (query.knownAt === null) return { model, match: searched ? both('_id', {}) : match, closed: null };
  const { current, closed } = validAt(query.knownAt);
  const ofVersions = { model: versions, match: both('recordId', closed) };
  return { model, match: both('_id', current), closed: ofVersions };
}

const findSearched = async (noun: Listed, query: ListQuery): Promise<unknown[]> =>
  query.knownAt === null ? searchStored(noun, query) : findToday(noun, query);

/** Search entries are not versioned: the words of today find the records, which are then shown as they were. */
async function findToday(noun: Listed, query: ListQuery): Promise<unknown[]> {
  const today = { ...query, chosen: {}, excluded: {}, knownAt: null };
  return (await selectIds(noun, today)) ?? searchStored(noun, query);
}

/**
 * The same, where a search is answered from memory if it can be (decision 0038): `ids` are then those of all records of
 * the query, and the filter names them; otherwise they are null.
 */
export async function sourceOf(noun: Listed, query: ListQuery) {
  const ids = isSearching(query) ? await selectIds(noun, query) : null;
  if (ids === null) return { ...(await databaseSourceOf(noun, query)), ids };
  // The other filters stay: no record is shown that does not have what was asked for, whatever happened meanwhile.
  const match: Match = { $and: [{ _id: { $in: ids } }, matchOf(noun, query)] };
  return { model: noun.current, match, closed: null, ids };
}

const isSearching = ({ search, knownAt }: ListQuery): boolean => knownAt === null && isSearch(search);

/** So few records are read and sorted as quickly as a page is. */
const few = 2_000;

/**
 * What a list is read with, as far as its record number `wanted`, or the whole of it. Of few found records all are read by
 * their ids and sorted; where many are found, all records are gone through in the order of the list.
 */
async function orderedSource(noun: Listed, query: ListQuery, wanted: number | null) {
  const source = await sourceOf(noun, query);
  const { ids } = source;
  if (ids === null) return { ...source, hint: null };
  const byIds = { ...source, hint: { _id: 1 } as Record<string, 1> };
  const by = noun.sorts[query.sort.key];
  if (ids.length <= few || typeof by !== 'string') return byIds;
  const order: Record<string, 1> = { [by]: 1, _id: 1 };
  if (!hasIndex(noun, order)) return byIds;
  // In order, for each record that is found as many are read as there are to one found.
  const all = await noun.current.estimatedDocumentCount();
  if (wanted !== null && ids.length ** 2 <= wanted * all) return byIds;
  return { ...source, hint: order };
}

const hasIndex = (noun: Listed, key: Record<string, number>): boolean =>
  noun.current.schema.indexes().some(([other]) => JSON.stringify(other) === JSON.stringify(key));

const unlisted = { $project: { ...unsearched, sortedBy: 0 } } satisfies PipelineStage;

/** The records of a list in order; `stages` say which of them and what of them. Where memory found all, with their `ids`. */
async function readInOrder(noun: Listed, query: ListQuery, wanted: number | null, stages: PipelineStage[]) {
  const { hint, ids, ...found } = await orderedSource(noun, query, wanted);
  const cut = wanted === null ? [] : [{ $limit: wanted }];
  const emptyLast = emptyLastOf(noun, query);
  const aggregate =
    emptyLast !== null && !found.closed
      ? filledThenEmpty(found, emptyLast, cut, stages)
      : aggregateFound<Stored>(found, [...orderOf(noun, query), ...stages], idPath =>
          found.closed && cut.length > 0 ? [...orderOf(noun, query, idPath), ...cut] : [],
        );
  return { aggregate: hint ? aggregate.option({ hint }) : aggregate, found, ids };
}

/** Reads records that memory chose, in its order: of what was changed meanwhile only what the filters still take. */
async function readPage(noun: Listed, query: ListQuery, ids: readonly string[], stages: PipelineStage[]) {
  const match = { $and: [{ _id: { $in: ids } }, matchOf(noun, query)] };
  const read = noun.current.aggregate<Stored>([{ $match: match }, ...stages]).option({ hint: { _id: 1 } });
  const stored = new Map((await read).map(document => [document._id, document]));
  return ids.flatMap(id => stored.get(id) ?? []);
}

/** What a record has besides its columns: by it a page links to it and chooses it. */
const alwaysRead = ['version', 'recordId'];

/** The `$project` that reads some stored paths and nothing else; a path within another is read with that. */
function projectionOf(paths: readonly string[]): PipelineStage.Project {
  const all = [...new Set([...paths, ...alwaysRead])];
  const outermost = all.filter(path => !all.some(other => path.startsWith(`${other}.`)));
  return { $project: Object.fromEntries(outermost.map(path => [path, 1])) };
}

/**
 * One page of a list, and how many records the whole of it has.
 * @param only the stored paths that are read of each record; all of it where it is not said
 */
export async function listRecords<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  query: ListQuery,
  only?: readonly string[],
): Promise<Page<KeptRecord<F, D>>> {
  const shown = only ? projectionOf(only) : unlisted;
  const sorted = await selectPage(noun, query);
  if (sorted) {
    const stored = await readPage(noun, query, sorted.ids, [shown]);
    return { items: stored.map(document => seen(noun, document)), totalItems: sorted.totalItems };
  }
  const skipped = (query.page - 1) * query.pageSize;
  const paged = [{ $skip: skipped }, { $limit: query.pageSize }, shown];
  const { aggregate, found, ids } = await readInOrder(noun, query, skipped + query.pageSize, paged);
  const [stored, totalItems] = await joinAll([aggregate, ids?.length ?? countOf(noun, query, found)]);
  return { items: stored.map(document => seen(noun, document)), totalItems };
}

/**
 * The server would send 16 MB at a time, which is as much memory for each reader and stops the loop to be read. It is an
 * option of the aggregate: as one of `cursor()` it holds for the first batch alone.
 */
const usualBatchSize = 200;

/** What a file takes of the records of a list; all of all of them where nothing is said. */
export interface Taken {
  /** Paths that are not read: a file is made much faster without what it does not show. */
  without?: readonly string[];
  /** A list of the records: those that have none of its items are passed over. */
  having?: string | null;
  /** Records that come at once; more of them where nobody else waits for the loop. */
  batchSize?: number;
}

/**
 * The whole list, record by record, in the same order: what every file is made from. Other requests get their turn in
 * between.
 */
export async function* streamRecords<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  query: ListQuery,
  { without = [], having = null, batchSize = usualBatchSize }: Taken = {},
) {
  const unread = {
    $project: { ...unlisted.$project, ...Object.fromEntries(without.map(path => [path, 0])) },
  };
  const some = having === null ? [] : [{ $match: { [`${having}.0`]: { $exists: true } } }];
  const { aggregate } = await readInOrder(noun, query, null, [...some, unread]);
  const takeTurn = yieldToEventLoop();
  for await (const stored of iterate<Buffer>(() => aggregate.option({ batchSize, raw: true }).cursor())) {
    yield seen(noun, readBson(stored) as Stored);
    await takeTurn();
  }
}

export async function findAllRecords<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  query: ListQuery,
  taken: Taken = {},
) {
  const all: KeptRecord<F, D>[] = [];
  for await (const record of streamRecords(noun, query, taken)) all.push(record);
  return all;
}

/**
 * In memory where it can be: the database goes through every record that an index finds for the filter, because "not
 * archived" and most others are in no index together.
 */
async function countOf(noun: Listed, query: ListQuery, found: Found): Promise<number> {
  return (await countSelected(noun, query)) ?? countFound(found);
}

/** How many records a query finds. */
export async function countRecords(noun: Listed, query: ListQuery): Promise<number> {
  const { ids, ...found } = await sourceOf(noun, query);
  return ids?.length ?? countOf(noun, query, found);
}

/** How many items the longest of these lists has, over all records that a query finds. */
export async function countItems(noun: Listed, query: ListQuery, lists: readonly string[]): Promise<number> {
  if (lists.length === 0) return 0;
  const found = await sourceOf(noun, query);
  const sizes = lists.map(list => [list, { $sum: { $size: { $ifNull: [`$${list}`, []] } } }]);
  const [row] = await aggregateFound<Record<string, number>>(found, [
    { $group: { _id: null, ...(Object.fromEntries(sizes) as Record<string, { $sum: unknown }>) } },
  ]);
  return Math.max(0, ...lists.map(list => row?.[list] ?? 0));
}

/** The ids of a whole list, in order. */
export async function listIds(noun: Listed, query: ListQuery): Promise<string[]> {
  const { aggregate } = await readInOrder(noun, query, null, [{ $project: { _id: 1 } }]);
  const rows = await aggregate;
  return rows.map(row => row._id);
}

const seen = <F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  stored: Stored | StoredVersion,
): KeptRecord<F, D> => noun.see(keptFrom(noun, stored));

/** A record by id, as it is now or as known at an instant; null if there was none, or none that may be known of. */
export async function findRecord<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  id: string,
  knownAt: Date | null = null,
): Promise<KeptRecord<F, D> | null> {
  await refuseUnderWay(knownAt);
  const valid = knownAt && validAt(knownAt);
  // The current one first: where it is closed meanwhile, the versions have it.
  const current = await noun.current.findOne({ _id: id, ...valid?.current }, unsearched).lean<Stored>();
  const stored =
    current ??
    (valid && (await noun.versions.findOne({ recordId: id, ...valid.closed }).lean<StoredVersion>()));
  const record = stored && keptFrom(noun, stored);
  return record && !noun.conceals(record) ? noun.see(record) : null;
}

/** As `findRecord`, but throws `notFound`. */
export async function getRecord<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  id: string,
  knownAt: Date | null = null,
): Promise<KeptRecord<F, D>> {
  const record = await findRecord(noun, id, knownAt);
  if (!record) throw new ExpectedError('notFound', `notFound.${noun.name}`);
  return record;
}
