import mongoose, { Schema, type ClientSession } from 'mongoose';
import type { Actor, Change, NounName } from '../record/noun.ts';
import type { ReferenceRecords } from './convertReference.ts';

export type Kind = keyof ReferenceRecords;

/** What loading did to the records of one noun; one in which a person's value was kept counts as `kept` besides. */
export interface LoadCounts {
  created: number;
  changed: number;
  unchanged: number;
  kept: number;
}

/** What loading did to one record; one that it left as it was and of which it kept nothing is not told. */
export interface LoadedRecord {
  noun: NounName;
  id: string;
  /** What people call it. */
  name: string;
  outcome: 'created' | 'changed' | 'unchanged';
  /** The fields that were brought up to date. */
  changed: string[];
  /** The fields of which a person's value stays. */
  kept: string[];
}
export interface LoadReport {
  counts: Record<Kind, LoadCounts>;
  records: LoadedRecord[];
}

/** A load that was made: when, by whom, and what it did. */
export interface Load extends LoadReport {
  at: Date;
  by: Actor;
}

const loads = mongoose.model(
  'referenceLoad',
  new Schema<Load>(
    { at: Date, by: Object, counts: Object, records: [Object] },
    { versionKey: false, minimize: false },
  ),
);

/** Keeps what a load did, in its transaction. */
export async function noteLoad(
  report: LoadReport,
  { at, by }: Change,
  session: ClientSession,
): Promise<void> {
  await loads.create([{ ...report, at, by: { id: by.id, name: by.name } }], { session });
}

const mostShown = 10;

/** The last loads, the newest first. */
export async function listLoads(): Promise<Load[]> {
  return loads.find({}, { _id: 0 }).sort({ at: -1, _id: -1 }).limit(mostShown).lean<Load[]>();
}

/** The sum of all kinds of record. */
export function totalOf({ counts }: LoadReport): LoadCounts {
  const total = (key: keyof LoadCounts) => Object.values(counts).reduce((sum, one) => sum + one[key], 0);
  return {
    created: total('created'),
    changed: total('changed'),
    unchanged: total('unchanged'),
    kept: total('kept'),
  };
}
