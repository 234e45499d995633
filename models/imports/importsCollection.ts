import mongoose, { Schema } from 'mongoose';
import { importsCollectionName } from '../record/underway.ts';
import type { Import } from './import.ts';

/** An import as it is stored. */
export type StoredImport = Omit<Import, 'id'> & { _id: string };

const model = mongoose.model(
  'import',
  new Schema({ _id: String }, { strict: false, versionKey: false, autoIndex: false, autoCreate: false }),
  importsCollectionName,
);
model.schema.index({ createdAt: -1, _id: -1 });
model.schema.index({ state: 1 });

/** The collection of imports: read and written without mongoose, whose casting has nothing to add. */
export const importsCollection = () => mongoose.connection.collection<StoredImport>(importsCollectionName);
