import type { PipelineStage } from 'mongoose';
import type { Listed } from '../record/noun.ts';

const earliest: PipelineStage[] = [
  { $sort: { validFrom: 1 } },
  { $limit: 1 },
  { $project: { _id: 0, validFrom: 1 } },
];

/**
 * Since when anything is recorded of these kinds of record, where that is after an instant: nobody can say what was known
 * then. Null where something was recorded by then, and where nothing is.
 */
export async function findFirstRecordAfter(
  knownAt: Date | null,
  kinds: readonly Listed[],
): Promise<Date | null> {
  if (knownAt === null) return null;
  let first: Date | null = null;
  for (const { current, versions } of kinds) {
    for (const model of [current, versions]) {
      const [found] = await model.aggregate<{ validFrom: Date }>(earliest);
      if (found && (first === null || found.validFrom < first)) first = found.validFrom;
    }
  }
  return first !== null && first > knownAt ? first : null;
}
