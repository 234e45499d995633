import type { PipelineStage } from 'mongoose';
import type { Listed, Stored } from '../record/noun.ts';
import { momentFor, type ListQuery } from '../query/query.ts';
import type { Found } from './asKnown.ts';

/**
 * The order of a list; records that are equal in it stand by id, so that pages and files never differ. The id goes the
 * same way as the rest: one index then serves both directions.
 */
export function orderOf(noun: Listed, query: ListQuery, tieBreak: '_id' | 'recordId' = '_id') {
  const by = noun.sorts[query.sort.key] ?? 'updatedAt';
  const direction = query.sort.isDescending ? -1 : 1;
  if (emptyLastOf(noun, query) !== null)
    return [
      { $addFields: { sortedBy: { $cond: [{ $gt: [`$${by as string}`, null] }, 0, 1] } } },
      { $sort: { sortedBy: 1, [by as string]: 1, [tieBreak]: 1 } },
    ] satisfies PipelineStage[];
  if (typeof by === 'string')
    return [{ $sort: { [by]: direction, [tieBreak]: direction } }] satisfies PipelineStage[];
  return [
    { $addFields: { sortedBy: by.expression(momentFor(query)) } },
    { $sort: { sortedBy: direction, [tieBreak]: direction } },
  ] satisfies PipelineStage[];
}

/** The stored path by which a list goes upwards though what has no value there comes last; the database puts it first. */
export function emptyLastOf({ sorts, emptyLast = [] }: Listed, { sort }: ListQuery): string | null {
  const by = sorts[sort.key];
  return typeof by === 'string' && !sort.isDescending && emptyLast.includes(sort.key) ? by : null;
}

/**
 * What is found in the order of an index, then what has nothing there: sorted by what is computed, all of it would be
 * read for a page. The second part is read only where the first does not fill the page.
 */
export function filledThenEmpty(
  { model, match }: Found,
  by: string,
  cut: PipelineStage.Limit[],
  stages: PipelineStage[],
) {
  const [filled, empty] = [{ $ne: null }, null].map(value => ({
    $match: { $and: [{ [by]: value }, match] },
  }));
  const pipeline = [empty as PipelineStage.Match, { $sort: { _id: 1 } } as const, ...cut];
  return model.aggregate<Stored>([
    filled as PipelineStage.Match,
    { $sort: { [by]: 1, _id: 1 } },
    ...cut,
    { $unionWith: { coll: model.collection.collectionName, pipeline } },
    ...stages,
  ]);
}
