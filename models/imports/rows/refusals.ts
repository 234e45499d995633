import type mongoose from 'mongoose';
import type { SourceProblem } from '../../sources/contract/table.ts';
import { rowsCollection, type StoredRow } from './rows.ts';

/** Rows of an import that are refused for the same reason. */
export interface Refusal {
  /** What finds them: the value of `problem` in the address of the rows. */
  id: string;
  /** The heading it was found under; null where it is about the row as a whole. */
  column: string | null;
  /** Why; what is not the same in all of them, or names somebody, is left open. */
  problem: SourceProblem;
  /** How many there are. */
  rows: number;
}

/** The programme is the one value that is told of many rows at once: adding it mends them. */
export const noProgramme = 'imports.noProgramme';
const limitMs = 8_000;
/** A file is wrong in few ways; whoever looks at more reads the rows. */
const mostListed = 12;
/** Stands for what differs from row to row. */
const open = '…';

const separator = '|';
const idOf = (key: string, of: string | null): string => `${key}${separator}${of ?? ''}`;

/** The rows that an id of a refusal means; those of an id that names none are none. */
export function refusedFor(id: string): mongoose.mongo.Filter<StoredRow> {
  const at = id.indexOf(separator);
  const [key, of] = at < 0 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)];
  const by = key === noProgramme ? { 'problem.values.programme': of } : { column: of === '' ? null : of };
  return { problems: { $elemMatch: { 'problem.key': key, ...by } } };
}

interface Found {
  _id: { key: string; of: string | null };
  rows: number;
  values?: SourceProblem['values'] | null;
}

/** A sentence's values that hold for all its rows and name nobody: its column, and the programme that is missing. */
function valuesOfAll({ _id: { key, of }, values }: Found): Readonly<Record<string, string>> {
  const own = key === noProgramme ? { programme: of ?? '' } : { label: of ?? open };
  const names = Object.keys(values ?? {});
  return { ...Object.fromEntries(names.map(name => [name, open])), ...own };
}

/** Reasons, those with the most rows first, and how many more there are. */
export interface Refusals {
  listed: readonly Refusal[];
  others: number;
}
export const noRefusals: Refusals = { listed: [], others: 0 };

/**
 * Counts the refused rows of an import by why. A row with several faults counts for each of them.
 */
export async function countRefusals(importId: string): Promise<Refusals> {
  const found = await rowsCollection()
    .aggregate<Found>(
      [
        { $match: { importId, outcome: 'rejected' } },
        { $unwind: '$problems' },
        {
          $group: {
            _id: {
              row: '$_id',
              key: '$problems.problem.key',
              of: {
                $cond: [
                  { $eq: ['$problems.problem.key', noProgramme] },
                  '$problems.problem.values.programme',
                  '$problems.column',
                ],
              },
            },
            values: { $first: '$problems.problem.values' },
          },
        },
        {
          $group: {
            _id: { key: '$_id.key', of: '$_id.of' },
            rows: { $sum: 1 },
            values: { $first: '$values' },
          },
        },
        { $sort: { rows: -1, _id: 1 } },
      ],
      { maxTimeMS: limitMs, allowDiskUse: true },
    )
    .toArray();
  const listed = found.slice(0, mostListed).map((one): Refusal => {
    const { key, of } = one._id;
    return {
      id: idOf(key, of),
      column: key === noProgramme ? 'programme' : of,
      problem: { key, values: valuesOfAll(one) },
      rows: one.rows,
    };
  });
  return { listed, others: found.length - listed.length };
}
