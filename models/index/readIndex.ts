import type { PipelineStage } from 'mongoose';
import {
  emptyFacetIndex,
  projectionOf,
  putClosed,
  putRecord,
  removeRecord,
  type FacetIndex,
} from './facetIndex.ts';
import { pathsOf, type RowVersion, type VersionRows } from './versionRows.ts';
import { iterate } from '../process/iterate.ts';
import { yieldToEventLoop } from '../process/yieldToEventLoop.ts';
import type { Match } from '../record/facts.ts';
import type { Listed } from '../record/noun.ts';

/** Small, so that reading everything leaves little behind in memory. */
const batchSize = 100;

/** In the order of the ids: each record is then put in as the last of it. */
const byId = { hint: { _id: 1 } } as const;

interface Facts extends Record<string, unknown> {
  _id: string;
}

const factsPipeline = (noun: Listed, table: FacetIndex, match: Match): PipelineStage[] => [
  { $match: { $and: [match, noun.always] } },
  { $project: projectionOf(table) },
];

const closedVersions = ({ versions }: Listed, { columns }: VersionRows, match: Match) =>
  versions.find(match, ['recordId', 'validTo', ...pathsOf(columns)].join(' ')).lean<RowVersion[]>();

/** Reads all records of a noun, and their versions where these are kept; what changes meanwhile may be in it or not. */
export async function readIndex(noun: Listed, isOver = () => false): Promise<FacetIndex> {
  const table = emptyFacetIndex(noun);
  const { versions } = table;
  const takeTurn = yieldToEventLoop();
  const current = noun.current
    .aggregate<Facts>(factsPipeline(noun, table, {}))
    .option({ batchSize, ...byId });
  for await (const { _id, ...facts } of iterate<Facts>(() => current.cursor())) {
    if (isOver()) return table;
    putRecord(table, _id, facts);
    await takeTurn();
  }
  if (!versions) return table;
  const closed = closedVersions(noun, versions, {});
  for await (const version of iterate<RowVersion>(() => closed.cursor({ batchSize }))) {
    if (isOver()) return table;
    putClosed(table, version);
    await takeTurn();
  }
  return table;
}

/** Reads some records again, and puts them in the place of what was known of them. */
export async function readAgain(noun: Listed, table: FacetIndex, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += batchSize) {
    const some = ids.slice(from, from + batchSize);
    // The current ones first: what is closed meanwhile is then found as open, and not twice or not at all.
    const current = await noun.current.aggregate<Facts>(factsPipeline(noun, table, { _id: { $in: some } }));
    const { versions } = table;
    const closed = versions ? await closedVersions(noun, versions, { recordId: { $in: some } }) : [];
    const missing = new Set(some);
    for (const { _id, ...facts } of current) {
      putRecord(table, _id, facts);
      missing.delete(_id);
    }
    for (const id of missing) removeRecord(table, id);
    for (const version of closed) putClosed(table, version);
  }
}
