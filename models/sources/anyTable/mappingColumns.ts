import type { Mapping } from '../contract/incoming.ts';
import { plainHeading, proposeMapping } from './proposeMapping.ts';

/** What a mapping takes that a file does not have. */
export interface LackingColumns {
  /** Columns that the file may have under another name: reading it without them would lose what stands there. */
  misnamed: string[];
  /** Columns of a wider list: the file has nothing that could be meant, and their fields stay empty. */
  absent: string[];
}

const wordsOf = (heading: string): string[] =>
  plainHeading(heading)
    .split(' ')
    .filter(word => word.length > 1);

/**
 * The columns that a mapping takes and a file does not have. A mapping that was made for a wider list is no mistake: each
 * list of that kind leaves out other columns. But where the file has columns left over that may be those which are
 * missed (a word in common, the same field proposed, or no fewer of them than are missed), a heading was mistyped.
 *
 * @param there the columns of all tables of the file, as written
 */
export function findLacking(
  { noun, columns }: Pick<Mapping, 'noun' | 'columns'>,
  there: readonly string[],
): LackingColumns {
  const taken = Object.keys(columns).filter(column => columns[column]);
  const has = new Set(there);
  const lacking = taken.filter(column => !has.has(column));
  const chosen = new Set(taken);
  const left = [...has].filter(column => column !== '' && !chosen.has(column));
  const words = new Set(left.flatMap(wordsOf));
  const proposed = new Set(Object.values(proposeMapping(left, noun).columns));
  const isEachOpen = lacking.length === taken.length || lacking.length <= left.length;
  const isMisnamed = (column: string): boolean =>
    isEachOpen || proposed.has(columns[column] ?? null) || wordsOf(column).some(word => words.has(word));
  return {
    misnamed: lacking.filter(isMisnamed),
    absent: lacking.filter(column => !isMisnamed(column)),
  };
}
