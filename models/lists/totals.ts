import { judgeInMemory } from '../index/select.ts';
import { columnOf, storeOf } from '../index/facetIndex.ts';
import type { Cents, Fields } from '../record/fields.ts';
import { viewColumnsOf } from '../record/listColumn.ts';
import { aggregateFound } from './asKnown.ts';
import { sourceOf, streamRecords } from './list.ts';
import type { Listed, Noun } from '../record/noun.ts';
import { momentFor, type ListQuery } from '../query/query.ts';

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

async function totalInMemory(
  noun: Listed,
  query: ListQuery,
  paths: readonly string[],
): Promise<Totals | null> {
  const columns = paths.map(path => columnOf(noun, path));
  const judged = columns.includes(undefined) ? null : await judgeInMemory(noun, query);
  if (!judged) return null;
  const { table, misses } = judged;
  const amounts = new Map(
    columns.flatMap((column, at) => (column ? [[paths[at] ?? '', storeOf(table, column)] as const] : [])),
  );
  const centsOf = (record: number) => (path: string) => {
    const store = amounts.get(path);
    const cents = store?.facts[store.at[record] ?? 0];
    return typeof cents === 'number' ? cents : null;
  };
  const totals = Object.fromEntries(paths.map(path => [path, { cents: 0, stated: 0 }]));
  let records = 0;
  for (let record = 0; record < table.ids.length; record += 1) {
    if (misses[record] !== 0) continue;
    records += 1;
    const centsAt = centsOf(record);
    for (const [path, total] of Object.entries(totals)) {
      total.cents += centsAt(path) ?? 0;
      total.stated += Number(noun.isStated?.(path, centsAt) ?? centsAt(path) !== null);
    }
  }
  return { records, totals };
}

/** The same, by the database alone. */
export async function totalByDatabase(
  noun: Listed,
  query: ListQuery,
  paths: readonly string[],
): Promise<Totals> {
  const found = await sourceOf(noun, query);
  const isStated = (path: string) => noun.stated?.(path) ?? { $cond: [{ $gt: [`$${path}`, null] }, 1, 0] };
  const group = Object.fromEntries(
    paths.flatMap(path => [
      [path, { $sum: `$${path}` }],
      [`${path}_stated`, { $sum: isStated(path) }],
    ]),
  ) as Record<string, { $sum: unknown }>;
  const [row] = await aggregateFound<Record<string, number>>(found, [
    { $group: { _id: null, records: { $sum: 1 }, ...group } },
  ]);
  return {
    records: row?.['records'] ?? 0,
    totals: Object.fromEntries(
      paths.map(path => [path, { cents: row?.[path] ?? 0, stated: row?.[`${path}_stated`] ?? 0 }]),
    ),
  };
}

/**
 * Sums the amounts of a query's view over all its records: by what shows them, so that a total is that of its column.
 */
export async function totalView<F extends Fields, D>(
  noun: Noun<F, D>,
  query: ListQuery,
): Promise<Totals['totals']> {
  const amounts = viewColumnsOf(noun, query.view).filter(({ field }) => field.kind === 'money');
  const totals = Object.fromEntries(amounts.map(({ key }) => [key, { cents: 0, stated: 0 }]));
  if (amounts.length === 0) return totals;
  const reads = noun.view?.reads ?? [];
  const without = Object.keys(noun.fields).filter(key => !reads.includes(key));
  const moment = momentFor(query);
  for await (const record of streamRecords(noun, query, { seesWithheld: false }, { without })) {
    for (const column of amounts) {
      const cents = column.cell(record, moment) as Cents | null;
      const total = totals[column.key];
      if (!total || cents === null) continue;
      total.cents += cents;
      total.stated += 1;
    }
  }
  return totals;
}
