import mongoose, { Schema } from 'mongoose';

/** A form that came when its session was over, as whoever may read it sees it. */
export interface UnsentForm {
  /** Where it was sent to: path and query. */
  to: string;
  /** What sending it does, in both languages: the words of the line of the site map. */
  says: { en: string; nl: string };
  /** What was typed, by the names of its fields. */
  fields: Readonly<Record<string, string | readonly string[]>>;
}

interface Stored {
  _id: string;
  user: string;
  /** Encrypted by the server: who reads the database reads nothing of it. */
  sealed: Buffer;
  expires: Date;
}

const unsent = mongoose.model(
  'unsentForm',
  new Schema<Stored>({ _id: String, user: String, sealed: Buffer, expires: Date }, { versionKey: false }),
  'unsentForms',
);
unsent.schema.index({ user: 1, expires: 1 });
unsent.schema.index({ expires: 1 }, { expireAfterSeconds: 0 });

/** How long a form is kept that came when its session was over. */
const keptMs = 3_600_000;
/** Of one account; a further one takes the place of the oldest. */
const most = 5;

/** Keeps a sealed form for its account, for an hour. */
export async function keepUnsent(id: string, user: string, sealed: Buffer, at: Date): Promise<void> {
  await unsent.create({ _id: id, user, sealed, expires: new Date(at.getTime() + keptMs) });
  const beyond = await unsent.find({ user }, { _id: 1 }).sort({ expires: -1, _id: 1 }).skip(most).lean();
  if (beyond.length > 0) await unsent.deleteMany({ _id: { $in: beyond.map(({ _id }) => _id) } });
}

/** A sealed form of this account; null for another's, and where there is none any more. */
export async function findUnsent(id: string, user: string, at: Date): Promise<Buffer | null> {
  const found = await unsent.findOne({ _id: id, user, expires: { $gt: at } });
  return found ? Buffer.from(found.sealed) : null;
}
