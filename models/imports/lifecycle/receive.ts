import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import mongoose from 'mongoose';
import { addJob } from '../../process/job.ts';
import type { Actor } from '../../record/noun.ts';
import { inTransaction } from '../../record/record.ts';
import type { Import, ImportSettings } from '../import.ts';
import { getImport, newImport } from '../imports.ts';
import { importsCollection } from '../importsCollection.ts';

/** Where uploaded files wait: the id of a file is that of its import. */
export const uploadsBucket = () => {
  const { db } = mongoose.connection;
  if (!db) throw new Error('There is no connection.');
  return new mongoose.mongo.GridFSBucket(db, { bucketName: 'uploads' });
};

/** A file on this machine's disk. */
export interface ReceivedFile {
  path: string;
  /** As the person named it. */
  name: string;
  bytes: number;
  /** SHA-256, in hexadecimal. */
  digest: string;
}

/** Takes a file in, for any process to check: it is stored, then the import and its job appear together. */
export async function receiveImport(
  { path, name, bytes, digest }: ReceivedFile,
  settings: ImportSettings,
  by: Actor,
  at: Date,
): Promise<Import> {
  const fileId = new mongoose.Types.ObjectId();
  const id = fileId.toHexString();
  const bucket = uploadsBucket();
  const kept = bucket.openUploadStreamWithId(fileId, name, { metadata: { digest } });
  try {
    await pipeline(createReadStream(path), kept);
    await inTransaction(async session => {
      await importsCollection().insertOne(newImport(id, { name, bytes, digest }, settings, by, at), {
        session,
      });
      await addJob('checkImport', id, by.id, session);
    });
  } catch (error) {
    await bucket.delete(fileId).catch(() => undefined);
    throw error;
  }
  return getImport(id);
}
