import mongoose from 'mongoose';
import { dayInMilliseconds } from '../../values/day.ts';
import { importsCollection } from '../importsCollection.ts';
import { uploadsBucket } from './receive.ts';

/** Removes the uploaded file of an import; one that is gone already is no mistake. */
export const forgetUpload = async (id: string): Promise<void> =>
  uploadsBucket()
    .delete(new mongoose.Types.ObjectId(id))
    .catch((error: unknown) => {
      const isGone = error instanceof Error && error.message.startsWith('File not found');
      if (!isGone) throw error;
    });

/**
 * Removes what nobody will read any more: files of imports that were applied or expired, and what a process left that
 * died while it received a file. A file has the id of its import, which tells when it began to come: within a day of
 * that it may still be coming.
 */
export async function removeLeftUploads(now: Date, signal?: AbortSignal): Promise<void> {
  const files = await uploadsBucket()
    .find({}, { projection: { _id: 1 } })
    .toArray();
  const imports = await importsCollection()
    .find(
      { _id: { $in: files.map(({ _id }) => _id.toHexString()) } },
      { projection: { state: 1, appliedAt: 1 } },
    )
    .toArray();
  const isRead = new Map(
    imports.map(({ _id, state, appliedAt }) => [_id, appliedAt === null && state !== 'expired']),
  );
  for (const { _id } of files) {
    if (signal?.aborted) return;
    const id = _id.toHexString();
    if (!(isRead.get(id) ?? !isOld(_id, now))) await forgetUpload(id);
  }
  await removeLeftChunks(now);
}

/** Pieces of files of which the last piece never came. */
async function removeLeftChunks(now: Date): Promise<void> {
  const chunks = mongoose.connection.collection('uploads.chunks');
  const ids = (await chunks.distinct('files_id')) as mongoose.mongo.ObjectId[];
  const whole = await mongoose.connection.collection('uploads.files').distinct('_id', { _id: { $in: ids } });
  const isWhole = new Set(whole.map(String));
  for (const id of ids)
    if (!isWhole.has(String(id)) && isOld(id, now)) await chunks.deleteMany({ files_id: id });
}

const isOld = (id: mongoose.mongo.ObjectId, now: Date): boolean =>
  now.getTime() - id.getTimestamp().getTime() > dayInMilliseconds;
