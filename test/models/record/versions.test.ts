import { expect } from 'chai';
import { aggregateFound } from '../../../models/lists/asKnown.ts';
import { listVersions } from '../../../models/lists/history.ts';
import { countRecords, databaseSourceOf, findRecord, listIds } from '../../../models/lists/list.ts';
import { nouns } from '../../../models/nouns.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { inTransaction } from '../../../models/record/record.ts';
import { removeRecords, writeRecords } from '../../../models/record/records.ts';
import { validAt } from '../../../models/record/versions.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, changeAt, edit, now } from '../../support/factories.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { pause } from '../../support/pause.ts';
import { everything } from '../../support/readers.ts';

const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const asKnown = (at: Date) => parseListQuery(projects, { knownAt: at.toISOString() }, new Date('2027-01-01'));
const titleAt = async (id: string, at: Date) =>
  (await findRecord(visibleTo(projects, everything), id, at))?.title;

/** Records found at an instant, in both parts; a record that is in both comes twice. */
async function idsValidAt(at: Date): Promise<string[]> {
  const { current, closed } = validAt(at);
  const found = await projects.current.find(current, { _id: 1 }).lean();
  const others = await projects.versions.find(closed, { recordId: 1 }).lean<{ recordId: string }[]>();
  return [...found.map(({ _id }) => String(_id)), ...others.map(({ recordId }) => recordId)].toSorted();
}

describe('Versions', () => {
  useDatabase();

  it('have nothing of their own under a name that a field has', () => {
    const marks = [
      'versionId',
      'validFrom',
      'validTo',
      'source',
      'reason',
      'statedOn',
      'recordId',
      'tombstone',
    ];
    for (const { fields } of Object.values(nouns)) expect(fields).not.to.have.any.keys(marks);
  });

  it('follow each other without a gap or an overlap, also of edits in the same millisecond', async () => {
    const [one, other] = [await addProject({ title: 'a' }), await addProject({ title: 'a' })];
    let record = one;
    for (const title of ['b', 'c', 'd']) record = await edit(projects, record, { title }, changeAt(now));
    const titles = await Promise.all([-1, 0, 1, 2, 3, 9].map(async ms => titleAt(one.id, later(ms))));
    expect(titles).to.deep.equal([undefined, 'a', 'b', 'c', 'd', 'd']);
    for (const ms of [0, 1, 2, 3, 9]) {
      const ids = [one.id, other.id].toSorted();
      expect(await idsValidAt(later(ms))).to.deep.equal(ids);
      expect((await listIds(projects, asKnown(later(ms)))).toSorted()).to.deep.equal(ids);
      expect(await countRecords(projects, asKnown(later(ms)))).to.equal(2);
    }
  });

  it('of a record that is made anew in the instant in which it was taken away are at no instant two', async () => {
    const project = await addProject();
    await inTransaction(async session => removeRecords(projects, [project], changeAt(), session));
    const anew = {
      id: project.id,
      version: null,
      isNew: true as const,
      values: { ...project, title: 'Anew' },
    };
    await inTransaction(async session => writeRecords(projects, [anew], changeAt(), session));
    for (const ms of [0, 1, 2]) expect(await idsValidAt(later(ms))).to.deep.equal([project.id]);
    const entries = await listVersions(visibleTo(projects, everything), project.id);
    expect(entries.map(({ version, validTo }) => [version, validTo])).to.deep.equal([
      [2, null],
      [1, later(1)],
    ]);
    // The same detector at a version that began before the one before it ended.
    await projects.current.updateOne({ _id: project.id }, { $set: { validFrom: now } });
    expect(await idsValidAt(now)).to.deep.equal([project.id, project.id]);
  });

  it('as known at an instant are read of one instant, however long that takes', async () => {
    const records = await Promise.all(Array.from({ length: 30 }, async () => addProject()));
    const found = await databaseSourceOf(projects, asKnown(now));
    const body = 'function () { sleep(10); return true; }';
    const slowly = () => [{ $match: { $expr: { $function: { body, args: [], lang: 'js' } } } }] as never[];
    const only = [{ $project: { _id: 1 } }];
    const whileEdited = async (reading: Promise<unknown[]>): Promise<number> => {
      await pause(100);
      for (const [at, record] of records.entries())
        records[at] = await edit(projects, record, { title: `${record.version}` }, changeAt(later(5)));
      return (await reading).length;
    };
    expect(await whileEdited(aggregateFound(found, only, slowly).exec())).to.equal(records.length);
    const all = await projects.current.find({}).lean();
    for (const { _id } of all) await projects.current.updateOne({ _id }, { $set: { validFrom: now } });
    await projects.versions.deleteMany({});
    // The same detector at the same pipeline, which the database reads as it comes.
    const { model, match, closed } = found;
    const pipeline = [{ $match: closed?.match ?? {} }, { $set: { _id: '$recordId' } }];
    const coll = projects.versions.collection.name;
    const stages = [{ $match: match }, ...slowly(), { $unionWith: { coll, pipeline } }, ...only];
    expect(await whileEdited(model.aggregate(stages).exec())).to.be.above(records.length);
  });
});
