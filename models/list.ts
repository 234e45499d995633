import { setImmediate as turn } from 'node:timers/promises';
import type { PipelineStage } from 'mongoose';
import { ExpectedError } from './errors.ts';
import type { Fields } from './fields.ts';
import type { Match } from './filters.ts';
import type { KeptRecord, Listed, Noun } from './noun.ts';
import { matchOf, momentFor, type ListQuery } from './query.ts';
import { keptFrom } from './record.ts';
import { searchFilter } from './search.ts';

type Stored = Record<string, unknown>;

/** What a reader may see; files are always made with `seesWithheld: false`. */
export interface Reader {
  seesWithheld: boolean;
}

export interface Page<R> {
  items: R[];
  totalItems: number;
}

/** The collection and filter a query reads: current records, or the versions valid at an instant. */
export async function sourceOf(noun: Listed, query: ListQuery, without: string | null = null) {
  const match = matchOf(noun, query, without);
  const search = searchFilter(query.search);
  const isSearched = Object.keys(search).length > 0;
  if (query.knownAt === null) {
    return { model: noun.current, match: isSearched ? { $and: [match, search] } : match };
  }
  const asKnown: Match = {
    validFrom: { $lte: query.knownAt },
    $or: [{ validTo: null }, { validTo: { $gt: query.knownAt } }],
  };
  // Search entries are not versioned: the words of today find the records, which are then shown as they were.
  const found: Match = isSearched ? { recordId: { $in: await noun.current.distinct('_id', search) } } : {};
  return { model: noun.versions, match: { $and: [asKnown, found, match] } as Match };
}

/**
 * The order of a list; records that are equal in it stand by id, so that pages and files never differ. The id goes the
 * same way as the rest: one index then serves both directions.
 */
function orderOf(noun: Listed, query: ListQuery): PipelineStage[] {
  const by = noun.sorts[query.sort.key] ?? 'updatedAt';
  const direction = query.sort.isDescending ? -1 : 1;
  const tieBreak = query.knownAt === null ? '_id' : 'recordId';
  if (typeof by === 'string') return [{ $sort: { [by]: direction, [tieBreak]: direction } }];
  return [
    { $addFields: { sortedBy: by(momentFor(query)) } },
    { $sort: { sortedBy: direction, [tieBreak]: direction } },
  ];
}

const unlisted = { $project: { terms: 0, phraseText: 0, sortedBy: 0 } } satisfies PipelineStage;

/** One page of a list, and how many records the whole of it has. */
export async function listRecords<F extends Fields, D>(
  noun: Noun<F, D>,
  query: ListQuery,
  reader: Reader,
): Promise<Page<KeptRecord<F, D>>> {
  const { model, match } = await sourceOf(noun, query);
  const [stored, totalItems] = await Promise.all([
    model.aggregate<Stored>([
      { $match: match },
      ...orderOf(noun, query),
      { $skip: (query.page - 1) * query.pageSize },
      { $limit: query.pageSize },
      unlisted,
    ]),
    model.countDocuments(match),
  ]);
  return { items: stored.map(document => shownTo(noun, document, reader)), totalItems };
}

// The server would send 16 MB at a time, which is as much memory for each reader and stops the loop to be read.
const batchSize = 200;
const longestTurnMs = 8;

/**
 * The whole list, record by record, in the same order: what every file is made from. Other requests get their turn in
 * between.
 *
 * @param without paths that are not read: a file is made much faster without what it does not show
 */
export async function* streamRecords<F extends Fields, D>(
  noun: Noun<F, D>,
  query: ListQuery,
  reader: Reader,
  without: readonly string[] = [],
) {
  const { model, match } = await sourceOf(noun, query);
  const unread = {
    $project: { ...unlisted.$project, ...Object.fromEntries(without.map(path => [path, 0])) },
  };
  const cursor = model
    .aggregate<Stored>([{ $match: match }, ...orderOf(noun, query), unread])
    .cursor({ batchSize });
  let since = performance.now();
  for await (const stored of cursor) {
    yield shownTo(noun, stored as Stored, reader);
    if (performance.now() - since < longestTurnMs) continue;
    await turn();
    since = performance.now();
  }
}

export async function findAllRecords<F extends Fields, D>(
  noun: Noun<F, D>,
  query: ListQuery,
  reader: Reader,
) {
  const all: KeptRecord<F, D>[] = [];
  for await (const record of streamRecords(noun, query, reader)) all.push(record);
  return all;
}

/** How many records a query finds. */
export async function countRecords(noun: Listed, query: ListQuery): Promise<number> {
  const { model, match } = await sourceOf(noun, query);
  return model.countDocuments(match);
}

/** The ids of a whole list, in order. */
export async function listIds(noun: Listed, query: ListQuery): Promise<string[]> {
  const { model, match } = await sourceOf(noun, query);
  const rows = await model.aggregate<Stored>([
    { $match: match },
    ...orderOf(noun, query),
    { $project: { recordId: 1 } },
  ]);
  return rows.map(row => String(row['recordId'] ?? row['_id']));
}

/** Sums the amounts at `paths` (whole cents) over a query, with how many records state each. */
export async function totalAmounts(noun: Listed, query: ListQuery, paths: readonly string[]) {
  const { model, match } = await sourceOf(noun, query);
  const isStated = (path: string) => noun.stated?.(path) ?? { $cond: [{ $gt: [`$${path}`, null] }, 1, 0] };
  const group = Object.fromEntries(
    paths.flatMap(path => [
      [path, { $sum: `$${path}` }],
      [`${path}_stated`, { $sum: isStated(path) }],
    ]),
  ) as Record<string, { $sum: unknown }>;
  const [row] = await model.aggregate<Record<string, number>>([
    { $match: match },
    { $group: { _id: null, records: { $sum: 1 }, ...group } },
  ]);
  return {
    records: row?.['records'] ?? 0,
    totals: Object.fromEntries(
      paths.map(path => [path, { cents: row?.[path] ?? 0, stated: row?.[`${path}_stated`] ?? 0 }]),
    ) as Record<string, { cents: number; stated: number }>,
  };
}

function shownTo<F extends Fields, D>(noun: Noun<F, D>, stored: Stored, reader: Reader): KeptRecord<F, D> {
  const record = keptFrom(noun, stored);
  return reader.seesWithheld ? record : (noun.mask?.(record) ?? record);
}

const unsearched = { terms: 0, phraseText: 0 } as const;

/** A record by id, as it is now or as known at an instant; null if there was none. */
export async function findRecord<F extends Fields, D>(
  noun: Noun<F, D>,
  id: string,
  reader: Reader,
  knownAt: Date | null = null,
): Promise<KeptRecord<F, D> | null> {
  const stored =
    knownAt === null
      ? await noun.current.findOne({ _id: id }, unsearched).lean<Stored>()
      : await noun.versions
          .findOne({
            recordId: id,
            validFrom: { $lte: knownAt },
            $or: [{ validTo: null }, { validTo: { $gt: knownAt } }],
          })
          .lean<Stored>();
  return stored && shownTo(noun, stored, reader);
}

/** As `findRecord`, but throws `notFound`. */
export async function getRecord<F extends Fields, D>(
  noun: Noun<F, D>,
  id: string,
  reader: Reader,
  knownAt: Date | null = null,
): Promise<KeptRecord<F, D>> {
  const record = await findRecord(noun, id, reader, knownAt);
  if (!record) throw new ExpectedError('notFound', `notFound.${noun.name}`);
  return record;
}
