import { addJob, hasJob, type JobKind } from '../../process/job.ts';
import type { Actor } from '../../record/noun.ts';
import { inTransaction } from '../../record/record.ts';
import type { Import, ImportState } from '../import.ts';
import { changeImport } from '../imports.ts';
import { importsCollection } from '../importsCollection.ts';

const jobOf: Partial<Record<ImportState, JobKind>> = {
  queued: 'checkImport',
  checking: 'checkImport',
  applying: 'applyImport',
  undoing: 'undoImport',
};

/** Who asked for what a job does to an import. */
const askerOf = (
  kind: JobKind,
  { createdBy, appliedBy, undoneBy }: Pick<Import, 'createdBy' | 'appliedBy' | 'undoneBy'>,
): Actor => ({ checkImport: createdBy, applyImport: appliedBy, undoImport: undoneBy })[kind] ?? createdBy;

/** Whether an import is in a state in which such a job has something to do. */
export const isDueFor = (kind: JobKind, found: Pick<Import, 'state'> | null): boolean =>
  found !== null && jobOf[found.state] === kind;

/**
 * Gives imports under way a job again where they have none. A backup holds an import and its rows, but no job: restored,
 * it would be under way for ever.
 */
export async function resumeImports(): Promise<void> {
  const states = Object.keys(jobOf) as ImportState[];
  const found = await importsCollection()
    .find(
      { state: { $in: states }, needsMapping: false },
      { projection: { state: 1, createdBy: 1, appliedBy: 1, undoneBy: 1 } },
    )
    .toArray();
  for (const { _id, state, ...who } of found) {
    await inTransaction(async session => {
      const kind = jobOf[state];
      if (!kind || (await hasJob(_id, session))) return;
      // Of several processes that start at once only one commits this.
      await changeImport(_id, null, [state], {}, session);
      await addJob(kind, _id, askerOf(kind, who).id, session);
    });
  }
}
