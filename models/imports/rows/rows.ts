import mongoose, { Schema } from 'mongoose';
import type { Incoming } from '../../sources/contract/incoming.ts';
import { fold } from '../../record/search.ts';
import type { Conflict, ImportRow } from '../import.ts';
import type { Origin } from '../merge/origins.ts';

/** A conflict with the side that would win if the newer one does. */
export type StoredConflict = Conflict & { newer?: 'ours' | 'theirs' };

/** A row of the report as it is staged and kept. */
export type StoredRow = Omit<ImportRow, 'id' | 'conflicts' | 'isWithheld'> & {
  _id: string;
  seq: number;
  conflicts: StoredConflict[];
  /** Name and problems folded, for whoever searches the report. */
  text: string;
  /** What the file states, as long as it may still be written; null for a row that changes nothing. */
  stated: Incoming['values'] | null;
  /** A digest of it. */
  digest: string | null;
  how: Pick<
    Incoming,
    'isNamedOnly' | 'own' | 'statedOn' | 'incomplete' | 'isAddition' | 'refusedRows'
  > | null;
  /** The record's version before and after; null where there was none, or nothing was written. */
  versionBefore: number | null;
  versionAfter: number | null;
  /** What was known of the source's earlier values, for undoing. */
  originBefore: Origin | null;
  isUndone: boolean;
};

const model = mongoose.model(
  'importRow',
  new Schema({ _id: String }, { strict: false, versionKey: false, autoIndex: false, autoCreate: false }),
  'importRows',
);
model.schema.index({ importId: 1, seq: 1 }, { unique: true });
model.schema.index({ importId: 1, noun: 1, outcome: 1, seq: 1 });
/** Finds the next rows to be written without passing all that are: a few at a time, that would be most of the work. */
export const toApply = { importId: 1, noun: 1, isApplied: 1, seq: 1 } as const;
model.schema.index(toApply);

/** The staged rows of imports, keyed by import and sequence number. */
export const rowsCollection = () => mongoose.connection.collection<StoredRow>('importRows');

const atSeq = (importId: string, seq: number): string => `${importId}.${String(seq).padStart(7, '0')}`;

/** A row with nothing known of it but where it stands. */
export function newRow(
  importId: string,
  seq: number,
  of: Pick<StoredRow, 'noun' | 'where' | 'name' | 'outcome'> & Partial<StoredRow>,
): StoredRow {
  const values = (of.problems ?? []).flatMap(({ value }) => value ?? []);
  return {
    _id: atSeq(importId, seq),
    importId,
    seq,
    recordId: null,
    changes: [],
    conflicts: [],
    problems: [],
    warnings: [],
    isExcluded: false,
    isApplied: false,
    text: fold([of.name ?? '', ...values].join(' ')),
    stated: null,
    digest: null,
    how: null,
    versionBefore: null,
    versionAfter: null,
    originBefore: null,
    isUndone: false,
    ...of,
  };
}
