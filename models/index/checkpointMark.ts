import { randomUUID } from 'node:crypto';
import mongoose, { Schema } from 'mongoose';

interface Mark {
  _id: string;
  at: Date;
}

const marks = mongoose.model(
  'indexMark',
  new Schema<Mark>({ _id: String, at: Date }, { versionKey: false, autoIndex: false, autoCreate: false }),
  'indexMarks',
);

/** What was kept for longer is read anew: hardly a database remembers for so long what changed. */
const keptSeconds = 7 * 86_400;
marks.schema.index({ at: 1 }, { expireAfterSeconds: keptSeconds });

export const marksCollection = marks.collection.name;

export const newMark = (): string => randomUUID();

/**
 * Leaves a mark in the database, of which the change stream tells in its turn: whoever has heard of it has heard of all
 * that was written before. A database without a mark is not the one in which that was left, or one from before it.
 */
export async function leaveMark(id: string): Promise<void> {
  await marks.create([{ _id: id, at: new Date() }]);
}

export const hasMark = async (id: string): Promise<boolean> => (await marks.exists({ _id: id })) !== null;
