import mongoose from 'mongoose';

/** Where restores of a backup are recorded, and a switch under way is found again. */
export const restoresCollection = 'restores';

/** What tells one state of the latest restore from another; null before the first. For whoever keeps records in memory. */
export async function findLatestRestore(): Promise<string | null> {
  const restores = mongoose.connection.collection<{ _id: string; state: string }>(restoresCollection);
  const latest = await restores.findOne({}, { sort: { _id: -1 }, projection: { state: 1 } });
  return latest && `${latest._id} ${latest.state}`;
}
