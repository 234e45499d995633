import mongoose, { Schema } from 'mongoose';

/** When the program last started, and on what: shown to administrators. */
export interface Start {
  startedAt: Date;
  database: string;
  serverVersion: string;
}

const starts = mongoose.model(
  'start',
  new Schema<Start & { _id: string }>(
    { _id: String, startedAt: Date, database: String, serverVersion: String },
    { versionKey: false },
  ),
);

/** Keeps the facts of the latest start. */
export async function noteStart(start: Start): Promise<void> {
  await starts.updateOne({ _id: 'latest' }, { $set: start }, { upsert: true });
}

/** What `findLatestStart` asks, for who asks more in one round trip. */
export const latestStart = {
  collection: starts.collection.collectionName,
  stages: [{ $match: { _id: 'latest' } }],
};

export async function findLatestStart(): Promise<Start | null> {
  return starts.findOne({ _id: 'latest' }).lean<Start>();
}
