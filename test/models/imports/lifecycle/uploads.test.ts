import { expect } from 'chai';
import mongoose from 'mongoose';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Import } from '../../../../models/imports/import.ts';
import { uploadsBucket } from '../../../../models/imports/lifecycle/receive.ts';
import { removeLeftUploads } from '../../../../models/imports/lifecycle/uploads.ts';
import { useDatabase } from '../../../support/database.ts';
import { addImport } from '../../../support/imports.ts';

const now = new Date('2027-03-01T12:00:00Z');
const begunHoursAgo = (hours: number) =>
  mongoose.mongo.ObjectId.createFromTime(Math.floor(now.getTime() / 1000) - hours * 3600);
const chunks = () => mongoose.connection.collection('uploads.chunks');

async function store(id: mongoose.mongo.ObjectId): Promise<void> {
  const kept = uploadsBucket().openUploadStreamWithId(id, 'a.csv');
  await pipeline(Readable.from([Buffer.from('id;acronym\n')]), kept);
}
const isThere = async (id: mongoose.mongo.ObjectId | string): Promise<boolean> =>
  (await chunks().countDocuments({ files_id: new mongoose.mongo.ObjectId(id) })) > 0;

describe('An uploaded file', () => {
  useDatabase();

  const uploadOf = async (over: Partial<Import>): Promise<string> => {
    const { id } = await addImport([], over);
    await store(new mongoose.mongo.ObjectId(id));
    return id;
  };

  it('goes when its import was applied or expired, whoever died before he could remove it', async () => {
    const gone = [
      await uploadOf({ state: 'applied', appliedAt: now }),
      await uploadOf({ state: 'undone', appliedAt: now }),
      await uploadOf({ state: 'expired' }),
    ];
    const kept = [
      await uploadOf({ state: 'queued' }),
      await uploadOf({ state: 'checked' }),
      await uploadOf({ state: 'failed' }),
    ];
    await removeLeftUploads(now);
    for (const id of gone) expect(await isThere(id)).to.equal(false);
    for (const id of kept) {
      const stored = await buffer(uploadsBucket().openDownloadStream(new mongoose.mongo.ObjectId(id)));
      expect(stored.toString()).to.equal('id;acronym\n');
    }
  });

  it('without an import goes after a day, whole or in pieces; until then it may still be coming', async () => {
    const [oldFile, newFile] = [begunHoursAgo(25), begunHoursAgo(23)];
    const [oldPiece, newPiece] = [begunHoursAgo(26), begunHoursAgo(1)];
    await store(oldFile);
    await store(newFile);
    for (const files_id of [oldPiece, newPiece])
      await chunks().insertOne({ files_id, n: 0, data: new mongoose.mongo.Binary(Buffer.from('id')) });
    await removeLeftUploads(now);
    const left = await Promise.all([oldFile, newFile, oldPiece, newPiece].map(isThere));
    expect(left).to.deep.equal([false, true, false, true]);
  });
});
