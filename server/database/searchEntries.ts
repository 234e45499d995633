import { MongoServerError, type AnyBulkWriteOperation, type Collection, type Document } from 'mongodb';
import type { Noun } from '../../models/noun.ts';
import { nouns } from '../../models/nouns.ts';
import { keptFrom } from '../../models/record.ts';
import { findableBy } from '../../models/search.ts';

const batchSize = 200;
/** What MongoDB answers about a collection that is not there. */
const namespaceNotFound = 26;
/** What only records have that were saved since decision 0038. */
const isEarlier = { identifierText: { $exists: false } };

/** A collection as the migration reads and writes it. */
type Records = Collection<Document & { _id: string }>;

/**
 * Gives every current record the search entries of today. Those that have them are passed over, so that what a crash
 * ended is taken up where it was.
 */
export async function rewriteSearchEntries(open: (name: string) => Collection): Promise<void> {
  for (const noun of Object.values(nouns) as Noun[]) {
    const collection = open(noun.path) as unknown as Records;
    await dropPieces(collection);
    let waiting: AnyBulkWriteOperation<Document & { _id: string }>[] = [];
    const write = async () => {
      if (waiting.length > 0) await collection.bulkWrite(waiting, { ordered: false });
      waiting = [];
    };
    for await (const stored of collection.find(isEarlier).batchSize(batchSize)) {
      const { words, identifiers } = noun.findable(keptFrom(noun, stored));
      const update = { $set: findableBy(words, identifiers), $unset: { pieces: '' } };
      // A record that an earlier callfolio saves meanwhile has another version: its words are not these.
      waiting.push({ updateOne: { filter: { _id: stored._id, version: stored['version'] }, update } });
      if (waiting.length >= batchSize) await write();
    }
    await write();
  }
}

/** The index that 0.1.0 had on parts of identifiers; in a new or restored collection there is none. */
async function dropPieces(collection: Records): Promise<void> {
  const indexes = await collection.indexes().catch((error: unknown) => {
    if (error instanceof MongoServerError && error.code === namespaceNotFound) return [];
    throw error;
  });
  for (const { name, key } of indexes)
    if (name !== undefined && 'pieces' in key) await collection.dropIndex(name);
}
