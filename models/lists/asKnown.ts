import type { PipelineStage } from 'mongoose';
import { presentSnapshot } from '../process/snapshot.ts';
import type { StoredModel } from '../record/noun.ts';
import type { Match } from '../record/facts.ts';

interface Part {
  model: StoredModel;
  match: Match;
}

/** What a query reads: current records and, at a past instant, the closed versions that were valid then besides. */
export interface Found extends Part {
  closed: Part | null;
}

type UnionStage = Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>;

/**
 * An aggregation of all that is found, each under its record's id.
 * @param each what is done to either part by itself, by the path at which its records have their ids: where both are
 *   sorted and cut off there, no more is joined than a page needs
 */
export function aggregateFound<T>(
  { model, match, closed }: Found,
  stages: PipelineStage[],
  each: (idPath: '_id' | 'recordId') => UnionStage[] = () => [],
) {
  const current = [{ $match: match }, ...each('_id')];
  if (!closed) return model.aggregate<T>([...current, ...stages]);
  const pipeline = [{ $match: closed.match }, ...each('recordId'), { $set: { _id: '$recordId' } }];
  const union = { $unionWith: { coll: closed.model.collection.collectionName, pipeline } };
  const aggregate = model.aggregate<T>([...current, union, ...stages]);
  // Both of one instant: a record that is written meanwhile would be in both.
  return presentSnapshot() ? aggregate : aggregate.readConcern('snapshot');
}

/** How many there are of what is found, perhaps only of those that fulfil `more`. */
export async function countFound(found: Found, more: Match = {}): Promise<number> {
  const { model, match, closed } = found;
  if (!closed) return model.countDocuments({ $and: [match, more] });
  const counted = { $group: { _id: null, count: { $sum: 1 } } };
  const [row] = await aggregateFound<{ count: number }>(
    found,
    [{ $group: { _id: null, count: { $sum: '$count' } } }],
    () => [{ $match: more }, counted],
  );
  return row?.count ?? 0;
}
