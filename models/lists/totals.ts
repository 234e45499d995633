import { columnOf, storeOf } from '../index/facetIndex.ts';
import { keptFigures } from '../index/keptFigures.ts';
import { figureInMemory, type JudgedTable } from '../index/select.ts';
import type { Cents } from '../record/fields.ts';
import { aggregateFound } from './asKnown.ts';
import { sourceOf } from './list.ts';
import type { Listed } from '../record/noun.ts';
import type { ListQuery } from '../query/query.ts';

/** Amounts of a whole list: whole cents, and how many of its records state each. */
export interface Totals {
  records: number;
  totals: Record<string, { cents: Cents; stated: number }>;
}

/**
 * Sums the amounts at `paths` over a query, with how many records state each. In memory where every amount is in a column
 * (it would be read again from each record otherwise), else by the database.
 */
export async function totalAmounts(
  noun: Listed,
  query: ListQuery,
  paths: readonly string[],
): Promise<Totals> {
  return (await totalInMemory(noun, query, paths)) ?? totalByDatabase(noun, query, paths);
}

/** A query's totals, as long as the index does not change (decision 0075). */
const keptTotals = keptFigures<Totals>(1_000);

async function totalInMemory(
  noun: Listed,
  query: ListQuery,
  paths: readonly string[],
): Promise<Totals | null> {
  if (paths.some(path => columnOf(noun, path) === undefined)) return null;
  const of = { kept: keptTotals, of: paths.join() };
  const found = await figureInMemory(noun, query, of, judged => addUp(noun, judged, paths));
  return found && found.figure;
}

function addUp(noun: Listed, { table, misses }: JudgedTable, paths: readonly string[]): Totals {
  // Whether one is stated may follow from the others.
  const stores = new Map(
    [...paths, ...(noun.totals ?? [])].flatMap(path => {
      const column = columnOf(noun, path);
      return column ? [[path, storeOf(table, column)] as const] : [];
    }),
  );
  let record = 0;
  const centsAt = (path: string): Cents | null => {
    const store = stores.get(path);
    const cents = store?.facts[store.at[record] ?? 0];
    return typeof cents === 'number' ? cents : null;
  };
  const sums = paths.map(path => ({ path, cents: 0, stated: 0 }));
  let records = 0;
  for (; record < misses.length; record += 1) {
    if (misses[record] !== 0) continue;
    records += 1;
    for (const sum of sums) {
      const cents = centsAt(sum.path);
      sum.cents += cents ?? 0;
      sum.stated += Number(noun.isStated?.(sum.path, centsAt) ?? cents !== null);
    }
  }
  const totals = Object.fromEntries(sums.map(({ path, cents, stated }) => [path, { cents, stated }]));
  return { records, totals };
}

/** The same, by the database alone. */
export async function totalByDatabase(
  noun: Listed,
  query: ListQuery,
  paths: readonly string[],
): Promise<Totals> {
  const isStated = (path: string) => noun.stated?.(path) ?? isThere(`$${path}`);
  return sumUp(
    noun,
    query,
    paths.map(path => ({ key: path, cents: `$${path}`, stated: isStated(path) })),
  );
}

/** Sums the amounts of a query's view over all its records: what its columns show of them; null where it has none. */
export async function totalView(noun: Listed, query: ListQuery): Promise<Totals | null> {
  const isViewed = noun.view !== undefined && Object.keys(query.view).length > 0;
  if (!isViewed) return null;
  const sums = Object.entries(noun.view.sums(query.view));
  return sumUp(
    noun,
    query,
    sums.map(([key, cents]) => ({ key, cents, stated: isThere(cents) })),
  );
}

const isThere = (value: unknown) => ({ $cond: [{ $gt: [value, null] }, 1, 0] });

/** An amount, and 1 where a record states it, as expressions; under what the total is called. */
interface Summed {
  key: string;
  cents: unknown;
  stated: unknown;
}

async function sumUp(noun: Listed, query: ListQuery, summed: readonly Summed[]): Promise<Totals> {
  const found = await sourceOf(noun, query);
  const group = Object.fromEntries(
    summed.flatMap(({ key, cents, stated }) => [
      [key, { $sum: cents }],
      [`${key}_stated`, { $sum: stated }],
    ]),
  ) as Record<string, { $sum: unknown }>;
  const [row] = await aggregateFound<Record<string, number>>(found, [
    { $group: { _id: null, records: { $sum: 1 }, ...group } },
  ]);
  return {
    records: row?.['records'] ?? 0,
    totals: Object.fromEntries(
      summed.map(({ key }) => [key, { cents: row?.[key] ?? 0, stated: row?.[`${key}_stated`] ?? 0 }]),
    ),
  };
}
