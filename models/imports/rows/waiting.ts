import type { Import } from '../import.ts';
import { seenBy, type ImportReader } from '../seenBy.ts';
import { countUndecided } from './importRows.ts';
import type { StoredImport } from '../importsCollection.ts';
import { readAlone, type Read } from '../../record/batchedReads.ts';
import { importsCollectionName } from '../../record/underway.ts';

/** An import that goes on only when a person decides. */
export interface WaitingImport extends Pick<Import, 'id' | 'createdAt' | 'needsMapping'> {
  fileName: string;
  /** Conflicts nobody has decided. */
  undecided: number;
}

/** What is read of those that wait. */
interface Waiting {
  count: number;
  items: Pick<StoredImport, '_id' | 'file' | 'createdAt' | 'needsMapping' | 'counts'>[];
}

/**
 * Those that a reader may see of the imports whose columns are to be named, or that are checked and not applied, the newest
 * first; and how many.
 */
export async function listWaitingImports(
  most: number,
  reader: ImportReader,
  read: Read = readAlone,
): Promise<{ items: WaitingImport[]; count: number }> {
  const isWaiting = { $or: [{ state: 'checked' }, { state: 'queued', needsMapping: true }] };
  const waiting = { $and: [isWaiting, seenBy(reader)] };
  const item = Object.fromEntries(
    ['_id', 'file', 'createdAt', 'needsMapping', 'counts'].map(key => [key, `$${key}`]),
  );
  const [found] = await read<Waiting>({
    collection: importsCollectionName,
    stages: [
      { $match: waiting },
      { $sort: { createdAt: -1, _id: -1 } },
      {
        $group: { _id: null, count: { $sum: 1 }, items: { $firstN: { n: most, input: item } } },
      },
    ],
  });
  const { items = [], count = 0 } = found ?? {};
  const isInConflict = ({ counts }: Waiting['items'][number]) =>
    Object.values(counts).some(({ conflicts }) => conflicts > 0);
  const undecided = await countUndecided(items.filter(isInConflict).map(({ _id }) => _id));
  return {
    items: items.map(({ _id, file, createdAt, needsMapping }) => ({
      id: _id,
      fileName: file.name,
      createdAt,
      needsMapping,
      undecided: undecided.get(_id) ?? 0,
    })),
    count,
  };
}
