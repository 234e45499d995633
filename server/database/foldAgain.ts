import type { AnyBulkWriteOperation, Document } from 'mongodb';
import { iterate } from '../../models/process/iterate.ts';
import { fold, foldedLetters } from '../../models/record/search.ts';
import type { OpenCollection } from './openCollection.ts';

const batchSize = 200;

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
    let waiting: AnyBulkWriteOperation<Folded>[] = [];
    const write = async () => {
      if (waiting.length > 0) await collection.bulkWrite(waiting, { ordered: false });
      waiting = [];
    };
    const earlier = () =>
      collection
        .find({ [path]: { $regex: foldedLetters.source } }, { projection: { [path]: 1 } })
        .batchSize(batchSize);
    for await (const one of iterate<Folded>(earlier)) {
      const before = String(one[path]);
      // What was saved meanwhile is folded already.
      const filter = { _id: one._id, [path]: before };
      waiting.push({ updateOne: { filter, update: { $set: { [path]: fold(before) } } } });
      if (waiting.length >= batchSize) await write();
    }
    await write();
  }
}
