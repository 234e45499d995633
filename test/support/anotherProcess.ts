import mongoose from 'mongoose';
import { calls } from '../../models/calls/call.ts';
import { projects } from '../../models/projects/projects.ts';
import type { Stored } from '../../models/record/noun.ts';

/**
 * As another program writes: a record changed, and the version before it closed, in a transaction of which this one hears
 * by the stream alone; null removes it. @returns what it was
 */
async function writeAsAnother(id: string, values: object | null): Promise<Stored | null> {
  return mongoose.connection.transaction(async session => {
    const before = await projects.current.findById(id).session(session).lean<Stored>();
    if (!before) return null;
    const { _id: recordId, versionId, ...kept } = before;
    const at = new Date();
    await projects.versions.collection.insertOne(
      { ...kept, _id: versionId, recordId, validTo: at },
      { session },
    );
    const after = { ...before, ...values, ...nextVersion(before, at) };
    if (values) await projects.current.collection.replaceOne({ _id: id }, after, { session });
    else await projects.current.collection.deleteOne({ _id: id }, { session });
    return before;
  });
}

const nextVersion = ({ version }: Stored, at: Date) => ({
  version: version + 1,
  validFrom: at,
  versionId: new mongoose.Types.ObjectId(),
});

/** Changes, a removal, and a record that is removed and put back, as an undo does. */
export async function changeAsAnother(turn: number): Promise<void> {
  const some = await projects.current
    .find({}, { _id: 1 })
    .sort({ _id: -1 })
    .limit(6)
    .lean<{ _id: string }[]>();
  const [removed, restored, ...changed] = some.map(({ _id }) => _id);
  for (const id of changed)
    await writeAsAnother(id, { programme: `P${turn}`, tags: [`t${turn}`], phraseText: ` word${turn} new ` });
  await writeAsAnother(removed ?? '', null);
  const before = await writeAsAnother(restored ?? '', null);
  if (before)
    await projects.current.collection.insertOne({
      ...before,
      title: 'Put back',
      ...nextVersion(before, new Date()),
    });
  await calls.current.collection.updateMany({}, { $set: { tags: [`t${turn}`] } });
}

export async function changeAsAnotherUntil(signal: AbortSignal): Promise<void> {
  const some = await projects.current.find({}, { _id: 1 }).limit(5).lean<{ _id: string }[]>();
  for (let turn = 0; !signal.aborted; turn += 1)
    await writeAsAnother(some[turn % some.length]?._id ?? '', {
      actionTypeCode: `A${turn % 5}`,
      programme: `Q${turn}`,
      phraseText: ` word${turn} `,
    }).catch(() => null);
}

/** As a restore does. */
export async function replaceCollection(name: string): Promise<void> {
  const { db } = mongoose.connection;
  await db
    ?.collection(name)
    .aggregate([{ $match: { programme: { $ne: 'ALPHA' } } }, { $out: 'restoring.copy' }])
    .toArray();
  await db?.collection('restoring.copy').rename(name, { dropTarget: true });
}
