import { MongoServerError } from 'mongodb';
import type { OpenCollection } from './openCollection.ts';

/** What MongoDB answers about an index or a collection that is not there. */
const notThere = [26, 27];

/** Drops the index that removes sessions at their end: the one of today leaves them a day longer. */
export async function dropSessionExpiry(open: OpenCollection): Promise<void> {
  await open('sessions')
    .dropIndex('expires_1')
    .catch((error: unknown) => {
      if (!(error instanceof MongoServerError) || !notThere.includes(Number(error.code))) throw error;
    });
}
