import type { Import } from '../import.ts';
import { countOpen } from './importRows.ts';
import { importsCollection } from '../importsCollection.ts';
import { seenBy, type ImportReader } from '../seenBy.ts';
import { joinAll } from '../../process/joinAll.ts';

/** An import that goes on only when a person decides. */
export interface WaitingImport extends Pick<Import, 'id' | 'createdAt' | 'needsMapping'> {
  fileName: string;
  /** Conflicts nobody has decided. */
  undecided: number;
}

/** Those that a reader may see of the imports whose columns are to be named, or that are checked and not applied, the newest first; and how many. */
export async function listWaitingImports(
  most: number,
  reader: ImportReader,
): Promise<{ items: WaitingImport[]; count: number }> {
  const isWaiting = {
    $or: [{ state: 'checked' as const }, { state: 'queued' as const, needsMapping: true }],
  };
  const waiting = { $and: [isWaiting, seenBy(reader)] };
  const [found, count] = await joinAll([
    importsCollection()
      .find(waiting, { projection: { file: 1, createdAt: 1, needsMapping: 1, counts: 1 }, maxTimeMS: 7_000 })
      .sort({ createdAt: -1, _id: -1 })
      .limit(most)
      .toArray(),
    importsCollection().countDocuments(waiting, { maxTimeMS: 7_000 }),
  ]);
  const items: WaitingImport[] = [];
  for (const { _id, file, createdAt, needsMapping, counts } of found) {
    const hasConflicts = Object.values(counts).some(({ conflicts }) => conflicts > 0);
    const { undecided } = hasConflicts ? await countOpen(_id) : { undecided: 0 };
    items.push({ id: _id, fileName: file.name, createdAt, needsMapping, undecided });
  }
  return { items, count };
}
