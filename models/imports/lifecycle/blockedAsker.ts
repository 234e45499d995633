import type { ClientSession } from 'mongoose';
import type { JobKind } from '../../process/job.ts';
import type { Actor } from '../../record/noun.ts';
import type { Import, ImportState } from '../import.ts';
import { changeImport, getImport } from '../imports.ts';
import type { StoredImport } from '../importsCollection.ts';
import type { Read } from '../../record/batchedReads.ts';
import { importsCollectionName } from '../../record/underway.ts';

/** What becomes of an import whose work has written nothing, when whoever asked for it is blocked. */
const endings: Readonly<
  Record<JobKind, { from: readonly ImportState[]; ends: (by: Actor) => Partial<StoredImport> }>
> = {
  checkImport: {
    from: ['queued', 'checking'],
    ends: ({ name }) => ({
      state: 'failed',
      stoppedIn: 'checking',
      failure: { key: 'importStopped.checkerBlocked', values: { name } },
    }),
  },
  applyImport: { from: ['applying'], ends: () => ({ state: 'checked', appliedBy: null }) },
  undoImport: { from: ['undoing'], ends: () => ({ state: 'applied', undoneBy: null }) },
};

/** Whether the work has written records, or taken them back: then it is finished, whatever becomes of who asked. */
export const hasBegun = (kind: JobKind, { appliedAt, undoneAt }: Import): boolean =>
  ({ checkImport: false, applyImport: appliedAt !== null, undoImport: undoneAt !== null })[kind];

/**
 * Ends the work on an import that has written nothing, in the transaction that ends its job: whoever asked for it was
 * blocked. Somebody else can ask again. @throws {ExpectedError} `conflict` where it is not in that work any more
 */
export async function endForBlocked(
  id: string,
  kind: JobKind,
  by: Actor,
  session: ClientSession,
): Promise<void> {
  const { from, ends } = endings[kind];
  await changeImport(id, null, from, ends(by), session);
}

/** Marks an import that was written, or taken back, for somebody who was blocked meanwhile: an administrator is to look. */
export async function markBlockedMeanwhile(id: string, by: Actor, session: ClientSession): Promise<void> {
  const found = await getImport(id, session);
  await changeImport(id, null, [found.state], { blockedMeanwhile: { by, at: new Date() } }, session);
}

/** Imports in the records that somebody had applied who was blocked meanwhile, the newest first. */
export async function listBlockedMeanwhile(
  most: number,
  read: Read,
): Promise<{ id: string; fileName: string; by: Actor; at: Date }[]> {
  const found = await read<Pick<StoredImport, '_id' | 'file' | 'blockedMeanwhile'>>({
    collection: importsCollectionName,
    stages: [
      { $match: { state: 'applied', 'blockedMeanwhile.at': { $exists: true } } },
      { $sort: { 'blockedMeanwhile.at': -1 } },
      { $limit: most },
      { $project: { file: 1, blockedMeanwhile: 1 } },
    ],
  });
  return found.flatMap(({ _id, file, blockedMeanwhile }) =>
    blockedMeanwhile ? [{ id: _id, fileName: file.name, ...blockedMeanwhile }] : [],
  );
}
