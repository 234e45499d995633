import type { Document } from 'mongodb';
import { fold, foldedLetters } from '../../models/record/search.ts';
import type { OpenCollection } from './openCollection.ts';
import { rewriteEach } from './rewriteEach.ts';

interface Folded extends Document {
  _id: string;
}

/** What else is stored folded, to be compared: names of organisations, and the text of an import's rows. */
const folded = [
  ['organisations', 'nameKey'],
  ['importRows', 'text'],
] as const;

/** Folds what was stored folded when letters such as œ and ł were not. Folded once more, a text stays as it is. */
export async function foldAgain(open: OpenCollection): Promise<void> {
  for (const [name, path] of folded) {
    const collection = open<Folded>(name);
    const earlier = () =>
      collection.find<Folded>({ [path]: { $regex: foldedLetters.source } }, { projection: { [path]: 1 } });
    await rewriteEach(collection, earlier, one => {
      const before = String(one[path]);
      // What was saved meanwhile is folded already.
      const filter = { _id: one._id, [path]: before };
      return { updateOne: { filter, update: { $set: { [path]: fold(before) } } } };
    });
  }
}
