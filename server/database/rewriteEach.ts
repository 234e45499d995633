import type { AnyBulkWriteOperation, Collection, Document, FindCursor } from 'mongodb';
import { iterate } from '../../models/process/iterate.ts';

/** So many documents are read, and written, at once. */
const batchSize = 200;

/** Writes to a collection what each of the documents that are found in it comes to, in batches and in any order. */
export async function rewriteEach<T extends Document>(
  collection: Collection<T>,
  find: () => FindCursor<T>,
  operationOf: (one: T) => AnyBulkWriteOperation<T>,
): Promise<void> {
  let waiting: AnyBulkWriteOperation<T>[] = [];
  const write = async (): Promise<void> => {
    if (waiting.length > 0) await collection.bulkWrite(waiting, { ordered: false });
    waiting = [];
  };
  for await (const one of iterate<T>(() => find().batchSize(batchSize))) {
    waiting.push(operationOf(one));
    if (waiting.length >= batchSize) await write();
  }
  await write();
}
