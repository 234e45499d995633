import type { ClientSession } from 'mongoose';
import type { IncomingNoun } from '../../sources/contract/incoming.ts';
import type { Import } from '../import.ts';
import { rowsCollection, toApply, type StoredRow } from '../rows/rows.ts';
import { chunkSize, smallChunkSize } from '../fencedTransaction.ts';

/** Rows that are written before those of the next stage, which may name records of these. */
export interface WriteStep {
  noun: IncomingNoun;
  only?: Readonly<Record<string, unknown>>;
  /** No row of it makes what another row of it looks for: halves of it may be written side by side. */
  isParted?: true;
}

/** Of two rows at once with one PIC the database lets one through; two without would make one organisation twice. */
const withPic = { 'stated.pic': { $type: 'string' } };

export const writeOrder: readonly WriteStep[] = [
  { noun: 'organisation', only: withPic, isParted: true },
  { noun: 'organisation' },
  // Topics name their calls.
  { noun: 'call', only: { 'stated.kind': 'call' } },
  { noun: 'call', only: { 'stated.kind': { $ne: 'call' } } },
  { noun: 'project', isParted: true },
];

/** So many rows of a stage go into one transaction, at most. */
export const mostAtOnce = ({ noun }: WriteStep): number =>
  noun === 'organisation' ? smallChunkSize : chunkSize;

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
 * The halves of a stage that may be written side by side, or the stage itself. A file that does not tell of
 * organisations is not parted: there the first project to name one says what it is called.
 */
export async function partsOf(one: Import, stage: WriteStep): Promise<WriteStep[]> {
  if (!stage.isParted || one.counts.organisation.read === 0) return [stage];
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
