import { createHash } from 'node:crypto';
import mongoose, { Schema } from 'mongoose';
import { invalid } from '../../values/errors.ts';
import type { Actor } from '../../record/noun.ts';
import type { Mapping } from '../../sources/contract/incoming.ts';

/** A person's mapping of the columns of a table, kept under a name for the next file of its kind. */
export interface SavedMapping {
  id: string;
  name: string;
  mapping: Mapping;
  savedAt: Date;
  savedBy: Actor;
}

interface StoredMapping {
  _id: string;
  name: string;
  /** The name without case. */
  nameKey: string;
  /** Of the columns of the file it was made for. */
  fingerprint: string;
  /** Headings hold dots and dollars, which mean something in a path: as pairs. */
  mapping: Omit<Mapping, 'columns'> & { columns: [string, string | null][] };
  savedAt: Date;
  savedBy: Actor;
}

const model = mongoose.model(
  'importMapping',
  new Schema({ _id: String }, { strict: false, versionKey: false, autoIndex: false, autoCreate: false }),
  'importMappings',
);
model.schema.index({ nameKey: 1 }, { unique: true });
model.schema.index({ fingerprint: 1, savedAt: -1 });
const savedMappings = () => mongoose.connection.collection<StoredMapping>('importMappings');

const mostListed = 500;
export const longestMappingName = 100;

/** The same for files with the same headings, in whatever order. */
const fingerprintOf = (columns: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([...new Set(columns)].toSorted()))
    .digest('hex');

const fromStored = ({ _id, name, mapping, savedAt, savedBy }: StoredMapping): SavedMapping => ({
  id: _id,
  name,
  mapping: { ...mapping, columns: Object.fromEntries(mapping.columns) },
  savedAt,
  savedBy,
});

const isTaken = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && error.code === 11_000;

/**
 * Keeps a mapping under a name; one of that name for the same columns is replaced.
 *
 * @param columns all headings of the file, also those the mapping leaves out
 * @throws {ExpectedError} `invalid` where the name (without case) stands for a file with other columns, is empty or too long
 */
export async function saveMapping(
  name: string,
  mapping: Mapping,
  columns: readonly string[],
  by: Actor,
  at: Date,
): Promise<SavedMapping> {
  const named = name.trim().replaceAll(/\s+/g, ' ');
  if (named === '') throw invalid([{ field: 'saveAs', type: 'any.required' }]);
  if (named.length > longestMappingName)
    throw invalid([{ field: 'saveAs', type: 'string.max', values: { limit: longestMappingName } }]);
  const nameKey = named.toLowerCase();
  const fingerprint = fingerprintOf(columns);
  try {
    const stored = await savedMappings().findOneAndUpdate(
      { nameKey, fingerprint },
      {
        $set: {
          name: named,
          mapping: { ...mapping, columns: Object.entries(mapping.columns) },
          savedAt: at,
          savedBy: by,
        },
        $setOnInsert: { _id: new mongoose.Types.ObjectId().toHexString() },
      },
      { upsert: true, returnDocument: 'after', maxTimeMS: 7_000 },
    );
    return fromStored(stored as StoredMapping);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw invalid([{ field: 'saveAs', type: 'mapping.nameTaken', values: { name: named } }]);
  }
}

/** The saved mappings by name. */
export async function listMappings(): Promise<SavedMapping[]> {
  const stored = await savedMappings()
    .find({}, { maxTimeMS: 7_000 })
    .sort({ nameKey: 1 })
    .limit(mostListed)
    .toArray();
  return stored.map(fromStored);
}

export async function findMapping(id: string): Promise<SavedMapping | null> {
  const stored = await savedMappings().findOne({ _id: id }, { maxTimeMS: 7_000 });
  return stored && fromStored(stored);
}

/** Whether the file has every column that the mapping takes. */
export function fitsColumns({ mapping }: SavedMapping, columns: readonly string[]): boolean {
  const there = new Set(columns);
  return Object.entries(mapping.columns).every(([column, key]) => key === null || there.has(column));
}

/**
 * The mapping for a file with these headings: the latest one made for the very same, else the one that takes the most
 * of those whose columns are all there.
 */
export async function findMappingFor(columns: readonly string[]): Promise<SavedMapping | null> {
  const [same] = await savedMappings()
    .find({ fingerprint: fingerprintOf(columns) }, { maxTimeMS: 7_000 })
    .sort({ savedAt: -1 })
    .limit(1)
    .toArray();
  if (same) return fromStored(same);
  const taken = ({ mapping }: SavedMapping) =>
    Object.values(mapping.columns).filter(key => key !== null).length;
  const fitting = (await listMappings()).filter(one => fitsColumns(one, columns));
  return fitting.toSorted((a, b) => taken(b) - taken(a))[0] ?? null;
}

/** Whether there was one. Imports that used it keep their own copy. */
export async function deleteMapping(id: string): Promise<boolean> {
  const { deletedCount } = await savedMappings().deleteOne({ _id: id }, { maxTimeMS: 7_000 });
  return deletedCount === 1;
}
