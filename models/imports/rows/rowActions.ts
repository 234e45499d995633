import type { ClientSession } from 'mongoose';
import type mongoose from 'mongoose';
import { inTransaction } from '../../record/record.ts';
import { rowNouns } from '../../sources/contract/incoming.ts';
import { countRows } from './countRows.ts';
import { countKeys, type Import } from '../import.ts';
import { matchOf, type RowQuery } from './importRows.ts';
import { changeImport, getImport } from '../imports.ts';
import { rowsCollection, type StoredRow } from './rows.ts';

type Match = mongoose.mongo.Filter<StoredRow>;

/** What was done: to how many, and the version of the import after it. */
export interface RowsDone {
  count: number;
  version: number;
}

/** So many rows a transaction: far less than it may take, on a slow disk as well. */
const rowsAtOnce = 1_000;

/**
 * Does something with all rows that match, chunk by chunk, while the import is checked and not applied. A chunk that was
 * done stays done: whoever is interrupted asks again, and it goes on.
 * @param action says to how many it did something, and what of the import follows
 */
async function eachChunk(
  importId: string,
  version: number | null,
  match: Match,
  action: (
    some: Match,
    session: ClientSession,
  ) => Promise<{ count: number; $set?: Partial<Pick<Import, 'counts'>> }>,
): Promise<RowsDone> {
  // Before the first chunk, and also without any: whether it is this import, as it was seen.
  let { version: newest } = await inTransaction(async session =>
    changeImport(importId, version, ['checked'], {}, session),
  );
  let count = 0;
  let after = -1;
  for (;;) {
    const from: Match = { seq: { $gt: after } };
    const found = await rowsCollection()
      .find({ $and: [match, from] }, { projection: { seq: 1 } })
      .sort({ seq: 1 })
      .limit(rowsAtOnce)
      .toArray();
    const last = found.at(-1)?.seq;
    if (last === undefined) return { count, version: newest };
    const some: Match = { $and: [match, { seq: { $gt: after, $lte: last } }] };
    const done = await inTransaction(async session => {
      const { count: changed, $set = {} } = await action(some, session);
      const saved = await changeImport(importId, null, ['checked'], $set, session);
      return { count: changed, version: saved.version };
    });
    count += done.count;
    newest = done.version;
    after = last;
  }
}

/** Rows by their ids, or all that match what was filtered, on whatever page. */
export type ChosenRows = { ids: readonly string[] } | { query: RowQuery };

const canBeLeftOut = async (importId: string, rows: ChosenRows, isExcluded: boolean): Promise<Match> => ({
  $and: [
    'query' in rows ? await matchOf(importId, rows.query) : { importId, _id: { $in: [...rows.ids] } },
    { outcome: { $ne: 'rejected' }, isExcluded: !isExcluded },
  ],
});

/** How many rows `excludeRows` would change. */
export const countExcludable = async (importId: string, rows: ChosenRows, isExcluded: boolean) =>
  rowsCollection().countDocuments(await canBeLeftOut(importId, rows, isExcluded), { maxTimeMS: 8_000 });

/**
 * Leaves rows out of what is applied, or takes them again; only before an import is applied. The counts follow.
 * @param version the import as the person saw it; null asks for none
 * @returns how many rows there were to change
 * @throws {ExpectedError} `notFound`, `stale`, `conflict`
 */
export async function excludeRows(
  importId: string,
  rows: ChosenRows,
  isExcluded: boolean,
  version: number | null = null,
): Promise<RowsDone> {
  const match = await canBeLeftOut(importId, rows, isExcluded);
  return eachChunk(importId, version, match, async (some, session) => {
    const were = await countRows(some, session);
    const willBe = await countRows(some, session, isExcluded);
    const { counts } = await getImport(importId, session);
    for (const noun of rowNouns())
      for (const key of countKeys) counts[noun][key] += willBe[noun][key] - were[noun][key];
    const { matchedCount } = await rowsCollection().updateMany(some, { $set: { isExcluded } }, { session });
    return { count: matchedCount, $set: { counts } };
  });
}

type Side = 'ours' | 'theirs';

/** What a person decides of the conflicts of an import: all of them by a rule, or some. */
export type Decisions =
  { rule: Side | 'newer' } | { each: readonly { row: string; field: string; decision: Side }[] };

/**
 * Decides conflicts; only before an import is applied. Both values stay known, whatever is decided.
 * @param version the import as the person saw it; null asks for none
 * @returns how many conflicts were decided
 * @throws {ExpectedError} `notFound`, `stale`, `conflict`
 */
export async function decideConflicts(
  importId: string,
  decisions: Decisions,
  version: number | null = null,
): Promise<RowsDone> {
  if ('rule' in decisions) return decideByRule(importId, decisions.rule, version);
  const byRow = new Map<string, [string, Side][]>();
  for (const { row, field, decision } of decisions.each)
    byRow.set(row, [...(byRow.get(row) ?? []), [field, decision]]);
  const match: Match = { importId, outcome: 'conflict', _id: { $in: [...byRow.keys()] } };
  return eachChunk(importId, version, match, async (some, session) => {
    const rows = await rowsCollection()
      .find(some, { session, projection: { conflicts: 1 } })
      .toArray();
    let count = 0;
    const updates = rows.map(({ _id, conflicts }) => {
      const wanted = new Map(byRow.get(_id));
      const decided = conflicts.map(one => ({ ...one, decision: wanted.get(one.field) ?? one.decision }));
      count += conflicts.filter(({ field }) => wanted.has(field)).length;
      return { updateOne: { filter: { _id }, update: { $set: { conflicts: decided } } } };
    });
    await rowsCollection().bulkWrite(updates, { session });
    return { count };
  });
}

async function decideByRule(
  importId: string,
  rule: Side | 'newer',
  version: number | null,
): Promise<RowsDone> {
  const decision = rule === 'newer' ? { $ifNull: ['$$one.newer', 'ours'] } : rule;
  const conflicts = {
    $map: { input: '$conflicts', as: 'one', in: { $mergeObjects: ['$$one', { decision }] } },
  };
  return eachChunk(importId, version, { importId, outcome: 'conflict' }, async (some, session) => {
    await rowsCollection().updateMany(some, [{ $set: { conflicts } }], { session });
    const [found] = await rowsCollection()
      .aggregate<{ count: number }>(
        [{ $match: some }, { $group: { _id: null, count: { $sum: { $size: '$conflicts' } } } }],
        { session },
      )
      .toArray();
    return { count: found?.count ?? 0 };
  });
}
