import mongoose, { Schema, type ClientSession } from 'mongoose';

interface NameBeingAdded {
  /** The name as it is compared, and the country. */
  _id: string;
  at: Date;
}

const model = mongoose.model(
  'organisationName',
  new Schema<NameBeingAdded>({ _id: String, at: Date }, { versionKey: false }),
  'organisationNames',
);
const keptSeconds = 3_600;
model.schema.index({ at: 1 }, { expireAfterSeconds: keptSeconds });

/**
 * To be called before organisations are added because nobody was found by their names: of two transactions that add one at
 * the same time the database repeats the later, which then finds what the earlier added.
 */
export async function claimNames(
  named: readonly Readonly<{ nameKey: string; country: string | null }>[],
  session: ClientSession,
): Promise<void> {
  if (named.length === 0) return;
  const at = new Date();
  const ids = new Set(named.map(({ nameKey, country }) => `${nameKey} ${country ?? ''}`));
  const claims = [...ids].map(_id => ({
    updateOne: { filter: { _id }, update: { $set: { at } }, upsert: true },
  }));
  await model.bulkWrite(claims, { session });
}
