import type { ClientSession } from 'mongoose';
import type mongoose from 'mongoose';
import type { RowNoun } from '../../sources/contract/incoming.ts';
import { countOf, type Import, type Outcome } from '../import.ts';
import { zeroCounts } from '../imports.ts';
import { rowsCollection, type StoredRow } from './rows.ts';

/** The counts of rows of one import that match, each row once; as if all were left out, or none, where that is said. */
export async function countRows(
  match: mongoose.mongo.Filter<StoredRow>,
  session: ClientSession,
  isExcluded?: boolean,
): Promise<Import['counts']> {
  const counts = zeroCounts();
  const found = await rowsCollection()
    .aggregate<{ _id: { noun: RowNoun; outcome: Outcome; isExcluded: boolean }; rows: number }>(
      [
        { $match: match },
        {
          $group: {
            _id: { noun: '$noun', outcome: '$outcome', isExcluded: '$isExcluded' },
            rows: { $sum: 1 },
          },
        },
      ],
      { session },
    )
    .toArray();
  for (const { _id, rows } of found) {
    counts[_id.noun].read += rows;
    counts[_id.noun][countOf({ ..._id, ...(isExcluded !== undefined && { isExcluded }) })] += rows;
  }
  return counts;
}
