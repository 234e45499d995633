import type { ClientSession } from 'mongoose';
import type { WriteStep as StepOfNoun } from '../../record/importable.ts';
import { importables } from '../../nouns.ts';
import { incomingNouns, type IncomingNoun } from '../../sources/contract/incoming.ts';
import type { Import } from '../import.ts';
import { rowsCollection, toApply, type StoredRow } from '../rows/rows.ts';
import { chunkSize, smallChunkSize } from '../fencedTransaction.ts';

export interface WriteStep extends StepOfNoun {
  noun: IncomingNoun;
}

/** The steps of all nouns, each after those that its rows may name. */
export const writeOrder = (): WriteStep[] =>
  incomingNouns().flatMap(noun => importables[noun].writeSteps.map(step => ({ noun, ...step })));

/** So many rows of a stage go into one transaction, at most. */
export const mostAtOnce = ({ noun }: WriteStep): number =>
  importables[noun].isSmall ? smallChunkSize : chunkSize;

/** Rows of an import that may still be written. */
export const openRows = ({ id }: Pick<Import, 'id'>) => ({
  importId: id,
  stated: { $ne: null },
  isApplied: false,
  isExcluded: false,
});

/** The next rows of a stage, in the order of the file. */
export const nextRows = async (
  one: Import,
  { noun, only }: WriteStep,
  size: number,
  session: ClientSession,
): Promise<StoredRow[]> =>
  rowsCollection()
    .find({ ...openRows(one), noun, ...only }, { session })
    .sort({ seq: 1 })
    .hint(toApply)
    .limit(size)
    .toArray();

/**
 * The halves of a stage that may be written side by side, or the stage itself. Where projects bring organisations that the
 * file does not tell of, it is not parted: there the first project to name one says what it is called.
 */
export async function partsOf(one: Import, stage: WriteStep): Promise<WriteStep[]> {
  const brought = Object.values(importables[stage.noun].brings ?? {}) as IncomingNoun[];
  if (!stage.isParted || brought.some(noun => one.counts[noun].read === 0)) return [stage];
  const open = { importId: one.id, noun: stage.noun, isApplied: false };
  const rows = await rowsCollection().countDocuments(open, { hint: toApply });
  if (rows < 2 * mostAtOnce(stage)) return [stage];
  const [middle] = await rowsCollection()
    .find(open, { projection: { seq: 1 } })
    .sort({ seq: 1 })
    .hint(toApply)
    .skip(rows >> 1)
    .limit(1)
    .toArray();
  if (!middle) return [stage];
  const part = (seq: object): WriteStep => ({ ...stage, only: { ...stage.only, seq } });
  return [part({ $lt: middle.seq }), part({ $gte: middle.seq })];
}
