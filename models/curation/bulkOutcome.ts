import { randomUUID } from 'node:crypto';
import mongoose, { Schema } from 'mongoose';
import type { BulkAction, BulkResult } from './bulk.ts';
import { ExpectedError } from '../values/errors.ts';

/** What a change of many records did to each, kept for the page that shows it: it can be read again, not done again. */
export interface BulkOutcome {
  noun: string;
  action: BulkAction;
  /** The list the records were chosen in, as the query of its address. */
  query: string;
  results: readonly BulkResult[];
}

interface StoredOutcome extends BulkOutcome {
  _id: string;
  userId: string;
  createdAt: Date;
}

const outcomes = mongoose.model(
  'bulkOutcome',
  new Schema<StoredOutcome>(
    {
      _id: String,
      userId: String,
      noun: String,
      action: String,
      query: String,
      results: Schema.Types.Mixed,
      createdAt: Date,
    },
    { versionKey: false },
  ),
);
const keptSeconds = 3600;
outcomes.schema.index({ createdAt: 1 }, { expireAfterSeconds: keptSeconds });

/** Enough to tell two records of one name apart: five thousand whole titles may be more than a document holds. */
const longestTitle = 200;

/** Keeps an outcome for an hour, for that person. @returns its id */
export async function keepOutcome(userId: string, { results, ...outcome }: BulkOutcome): Promise<string> {
  const cut = (title: string) =>
    title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
  const kept = results.map(result => ({ ...result, title: result.title && cut(result.title) }));
  const stored = { _id: randomUUID(), userId, ...outcome, results: kept, createdAt: new Date() };
  await outcomes.create(stored);
  return stored._id;
}

/** @throws {ExpectedError} `notFound` for what is somebody else's, of another kind of record, or no longer kept */
export async function getOutcome(userId: string, noun: string, id: string): Promise<BulkOutcome> {
  const found = await outcomes.findOne({ _id: id, userId, noun }).lean<StoredOutcome>();
  if (!found) throw new ExpectedError('notFound', 'notFound.outcome');
  return found;
}
