import { MongoServerError, type Collection, type Filter } from 'mongodb';
import type { Noun, Stored } from '../../models/record/noun.ts';
import { nouns } from '../../models/nouns.ts';
import { keptFrom } from '../../models/record/versions.ts';
import { findableBy, foldedLetters } from '../../models/record/search.ts';
import { foldAgain } from './foldAgain.ts';
import type { OpenCollection } from './openCollection.ts';
import { rewriteEach } from './rewriteEach.ts';
import { openPart } from '../../models/record/visibleTo.ts';

/** What MongoDB answers about a collection that is not there. */
const namespaceNotFound = 26;
/** What only records have that were saved since decision 0038. */
const isEarlier = { identifierText: { $exists: false } };

/**
 * Gives every current record the search entries of today. Those that have them are passed over, so that what a crash
 * ended is taken up where it was.
 */
export async function rewriteSearchEntries(open: OpenCollection): Promise<void> {
  for (const { path } of Object.values(nouns)) await dropIndexesOn(open<Stored>(path), ['pieces']);
  await rewriteWhere(open, isEarlier);
}

/** Letters such as œ and ß are folded since decision 0084: the entries that have them are made anew. */
export async function foldSearchEntries(open: OpenCollection): Promise<void> {
  await rewriteWhere(open, { phraseText: { $regex: foldedLetters.source } });
  await foldAgain(open);
}

async function rewriteWhere(open: OpenCollection, match: Filter<Stored>): Promise<void> {
  for (const noun of Object.values(nouns) as Noun[]) {
    const collection = open<Stored>(noun.path);
    const found = () => collection.find(match);
    await rewriteEach(collection, found, stored => {
      const { words, identifiers } = noun.findable(openPart(noun.fields, keptFrom(noun, stored)));
      const update = { $set: { ...findableBy(words, identifiers) }, $unset: { pieces: '' as const } };
      // A record that an earlier callfolio saves meanwhile has another version: its words are not these.
      return { updateOne: { filter: { _id: stored._id, version: stored.version }, update } };
    });
  }
}

/** Search entries are stored without an index, and pairs of words not at all: decision 0044. */
export async function dropSearchIndexes(open: OpenCollection): Promise<void> {
  for (const { path } of Object.values(nouns)) {
    const collection = open<Stored>(path);
    await dropIndexesOn(collection, ['terms', 'pairs']);
    await collection.updateMany({ pairs: { $exists: true } }, { $unset: { pairs: '' } });
  }
}

/** What a search compares is made from the words when they are read, and stored no more: decision 0047. */
export async function dropTerms(open: OpenCollection): Promise<void> {
  for (const { path } of Object.values(nouns))
    await open(path).updateMany({ terms: { $exists: true } }, { $unset: { terms: '' } });
}

/** In a new or restored collection there is none. */
async function dropIndexesOn(collection: Collection<Stored>, fields: readonly string[]): Promise<void> {
  const indexes = await collection.indexes().catch((error: unknown) => {
    if (error instanceof MongoServerError && error.code === namespaceNotFound) return [];
    throw error;
  });
  for (const { name, key } of indexes)
    if (name !== undefined && fields.some(field => field in key)) await collection.dropIndex(name);
}
