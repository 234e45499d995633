import mongoose from 'mongoose';

/**
 * Makes the collection and the indexes of every model. Before the first request: inside a transaction a collection
 * that springs into being would abort the ones beside it.
 */
export async function createCollectionsAndIndexes(): Promise<void> {
  for (const name of mongoose.modelNames().sort()) {
    const model = mongoose.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
