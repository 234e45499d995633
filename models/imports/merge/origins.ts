import mongoose, { Schema, type ClientSession } from 'mongoose';
import type { IncomingNoun, SourceName } from '../../sources/contract/incoming.ts';

/** What the last import of one source stated of a record, by digests: the base of the next merge. Decision 0040. */
export interface Origin {
  _id: string;
  /** Digests by field. */
  base: Record<string, string>;
  /** Digest of all that was stated; absent where conflicts were left open. */
  digest: string | null;
  /** The record's version with which this was true. */
  version: number;
}

mongoose.model(
  'importOrigin',
  new Schema({ _id: String }, { strict: false, versionKey: false, autoIndex: false, autoCreate: false }),
  'importOrigins',
);
export const originsCollection = () => mongoose.connection.collection<Origin>('importOrigins');

/** Both of CORDIS' formats are one source: they tell of the same projects. */
const familyOf = (source: SourceName): string => (source === 'cordisOld' ? 'cordis' : source);

export const originId = (source: SourceName, noun: IncomingNoun, recordId: string): string =>
  `${familyOf(source)} ${noun} ${recordId}`;

/** The origins of records by record id. A file of ours has none: what it states a person wrote. */
export async function findOrigins(
  source: SourceName,
  noun: IncomingNoun,
  recordIds: readonly string[],
  session?: ClientSession,
): Promise<ReadonlyMap<string, Origin>> {
  if (source === 'own' || recordIds.length === 0) return new Map();
  const byOrigin = new Map(recordIds.map(id => [originId(source, noun, id), id]));
  const found = await originsCollection()
    .find({ _id: { $in: [...byOrigin.keys()] } }, session ? { session } : {})
    .toArray();
  return new Map(found.map(origin => [byOrigin.get(origin._id) ?? '', origin]));
}

/** What a source states of a record; `isNew`: the record is made in the same transaction. */
export type Stating = Readonly<{ origin: Origin; isNew: boolean }>;

/** Keeps the origins of records, in the transaction that writes these. */
export async function keepOrigins(all: readonly Stating[], session: ClientSession): Promise<void> {
  const added = all.flatMap(({ origin, isNew }) => (isNew ? [origin] : []));
  const known = all.flatMap(({ origin, isNew }) => (isNew ? [] : [origin]));
  if (known.length > 0)
    await originsCollection().bulkWrite(
      known.map(({ _id, ...rest }) => ({
        updateOne: { filter: { _id }, update: { $set: rest }, upsert: true },
      })),
      { session },
    );
  // No origin can be there of a record that was not: adding one costs a third of looking for it.
  if (added.length > 0) await originsCollection().insertMany(added, { session });
}
