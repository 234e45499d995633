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
 * To be called before an organisation is added because nobody was found by that name: of two transactions that add one at
 * the same time the database repeats the later, which then finds what the earlier added.
 */
export async function claimName(
  { nameKey, country }: Readonly<{ nameKey: string; country: string | null }>,
  session: ClientSession,
): Promise<void> {
  const _id = `${nameKey} ${country ?? ''}`;
  await model.updateOne({ _id }, { $set: { at: new Date() } }, { upsert: true, session });
}
