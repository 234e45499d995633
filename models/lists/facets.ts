import { countColumns } from '../index/counts.ts';
import { columnOf } from '../index/facetIndex.ts';
import { findColumns } from '../index/indexFollower.ts';
import { askedIn, facetOf, type Facet, type FacetRow, type FacetValue } from '../query/facetValues.ts';
import type { Filter } from '../record/filters.ts';
import { aggregateFound, countFound, type Found } from './asKnown.ts';
import { databaseSourceOf } from './list.ts';
import type { Listed } from '../record/noun.ts';
import { momentFor, type ListQuery } from '../query/query.ts';
import { joinAll } from '../process/joinAll.ts';

export type Facets = Record<string, FacetValue[]>;

/**
 * Each facet's values with their counts, each counted without its own selection; zero counts of options are kept. Counted
 * in memory where the noun's columns are followed (docs/architecture.md, "What is kept in memory"); at a past instant, and while they are not ready, by the
 * database.
 */
export async function countFacets(noun: Listed, query: ListQuery, keys: readonly string[]): Promise<Facets> {
  const facets = await countFirstValues(noun, query, keys, Infinity);
  return Object.fromEntries(Object.entries(facets).map(([key, { values }]) => [key, values]));
}

/**
 * The first values of each facet, at most `most` of them, those that the query asks for besides, and how many there are.
 * Options (initiatives, phases) are never cut: that nobody supports one is the finding.
 */
export async function countFirstValues(
  noun: Listed,
  query: ListQuery,
  keys: readonly string[],
  most: number,
): Promise<Record<string, Facet>> {
  const inMemory = query.knownAt === null ? keys.filter(key => columnOf(noun, key) !== undefined) : [];
  const table = inMemory.length > 0 ? await findColumns(noun) : null;
  if (table === null) return countFirstByDatabase(noun, query, keys, most);
  const others = keys.filter(key => !inMemory.includes(key));
  const [counted, asked] = await joinAll([
    countColumns(noun, query, inMemory, { table, most }),
    countFirstByDatabase(noun, query, others, most),
  ]);
  return Object.fromEntries(keys.map(key => [key, counted[key] ?? asked[key] ?? { values: [], total: 0 }]));
}

/** The same, by the database alone. */
export async function countFirstByDatabase(
  noun: Listed,
  query: ListQuery,
  keys: readonly string[],
  most: number,
): Promise<Record<string, Facet>> {
  const counted = await joinAll(
    keys.map(async key => [key, await countFacet(noun, query, key, most)] as const),
  );
  return Object.fromEntries(counted);
}

async function countFacet(noun: Listed, query: ListQuery, key: string, most: number): Promise<Facet> {
  const filter = noun.filters[key];
  if (!filter?.count) return { values: [], total: 0 };
  const found = await databaseSourceOf(noun, query, key);
  const moment = momentFor(query);
  if (filter.count.by === 'value') {
    const rows = await countByValue(found, filter);
    return facetOf(filter, { rows, total: rows.length }, moment, { most, asked: askedIn(query, key) });
  }
  const values = await joinAll(
    [...(await filter.count.options())].map(async option => {
      const one = filter.match(option.value, moment) ?? {};
      return { ...option, count: await countFound(found, one) };
    }),
  );
  return { values, total: values.length };
}

/**
 * A record counts once for a value however often it has it. Of values that differ in case only, the one shown is that
 * of the record with the first id.
 */
async function countByValue(found: Found, { facts, isLink }: Filter): Promise<FacetRow[]> {
  const value = isLink === true ? '$item.value' : '$item';
  const label = isLink === true ? '$item.label' : '$item';
  const shown = { value: '$value', label: '$label' };
  return aggregateFound<FacetRow>(found, [
    { $project: { item: facts.expression } },
    { $unwind: { path: '$item', preserveNullAndEmptyArrays: true } },
    {
      $group: {
        _id: { value: { $ifNull: [value, null] }, record: '$_id' },
        value: { $first: value },
        label: { $first: label },
      },
    },
    {
      $group: {
        _id: '$_id.value',
        shown: { $top: { sortBy: { '_id.record': 1 }, output: shown } },
        count: { $sum: 1 },
      },
    },
    {
      $project: {
        _id: 0,
        value: { $ifNull: ['$shown.value', null] },
        label: { $ifNull: ['$shown.label', null] },
        count: 1,
      },
    },
    { $sort: { count: -1, label: 1, value: 1 } },
  ]);
}
