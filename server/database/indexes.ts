import mongoose from 'mongoose';

/**
 * How long the indexes of a collection may take to be built, in milliseconds: the first start after an update goes through every
 * record, on a busy machine for longer than any other command may take (`connect.ts`). A frozen server is noticed by the heartbeat.
 */
const buildLimitMs = 60 * 60_000;

/**
 * Makes the collection and the indexes of every model. Before the first request: inside a transaction a collection
 * that springs into being would abort the ones beside it.
 */
export async function createCollectionsAndIndexes({
  models,
}: Pick<mongoose.Mongoose, 'models'> = mongoose): Promise<void> {
  for (const [, model] of Object.entries(models).toSorted(byName)) {
    await model.createCollection();
    const indexes = indexesOf(model.schema);
    // The driver takes a limit of the socket with each command, though its types do not say so.
    const limit: CommandLimit = { socketTimeoutMS: buildLimitMs };
    // All in one command: the records are gone through once, whatever the number of new indexes.
    if (indexes.length > 0) await model.collection.createIndexes(indexes, limit);
  }
}

type CommandLimit = mongoose.mongo.CreateIndexesOptions & { socketTimeoutMS: number };

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

const indexesOf = (schema: mongoose.Schema): mongoose.mongo.IndexDescription[] => {
  const collation = schema.get('collation');
  return schema.indexes().map(([key, options]) => {
    const { _autoIndex: _unused, ...own } = options as typeof options & { _autoIndex?: boolean };
    return { ...(collation && { collation }), ...own, key } as mongoose.mongo.IndexDescription;
  });
};
