import { expect } from 'chai';
import mongoose from 'mongoose';
import type { Stored } from '../../../models/record/noun.ts';
import { readProjectRows, rowsReader } from '../../../models/coverage/coverageRows.ts';
import { findRowAt, type VersionRows } from '../../../models/index/versionRows.ts';
import { rowOf } from '../../../models/projects/projectVersions.ts';
import { projects } from '../../../models/projects/projects.ts';
import { inTransaction } from '../../../models/record/record.ts';
import { removeRecords, writeRecords } from '../../../models/record/records.ts';
import { closedVersion } from '../../../models/record/versions.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, changeAt, edit } from '../../support/factories.ts';

/** The numbers of a project's versions, the oldest first. */
function versionsOf(rows: VersionRows, newest: number): (number | undefined)[] {
  return newest === 0 ? [] : [...versionsOf(rows, rows.before[newest] ?? 0), rows.version[newest]];
}

const versionsRead = async () => {
  const rows = await readProjectRows();
  return [...rows.newest.values()].map(newest => versionsOf(rows, newest).join(' ')).toSorted();
};

const [march, may, june] = ['03', '05', '06'].map(month => new Date(`2026-${month}-01T10:00:00Z`)) as [
  Date,
  Date,
  Date,
];

type KeptProject = Awaited<ReturnType<typeof addProject>>;

const remove = async (project: KeptProject, at = may) =>
  inTransaction(async session => removeRecords(projects, [project], changeAt(at), session));

/** The rows as a process reads them that begins now. */
const coldRows = async (): Promise<VersionRows> => rowsReader()();

/** The contribution of a project at instants, as the rows have it; undefined where it was not. */
function amountsAt(rows: VersionRows, id: string, instants: readonly (Date | null)[]) {
  return instants.map(at => {
    const row = findRowAt(rows, rows.newest.get(id) ?? 0, at && at.getTime());
    return row === 0 ? undefined : rowOf(rows, row).amounts.euContribution;
  });
}

const idEnding = (last: string) => new mongoose.Types.ObjectId(`5f00000000000000000000${last}`);

const just = (before: Date) => new Date(before.getTime() - 1);

describe('readProjectRows', () => {
  useDatabase();

  it('has each version that was committed before it was asked, also when many ask at once', async () => {
    const project = await addProject();
    expect(await versionsRead()).to.deep.equal(['1']);
    const seen = await Promise.all(
      [1, 2, 3, 4, 5].map(async number => {
        const added = await addProject({ title: `Project ${number}` });
        return (await readProjectRows()).newest.has(added.id);
      }),
    );
    expect(seen).to.deep.equal([true, true, true, true, true]);
    await edit(projects, project, { scope: 'candidate' });
    expect(await versionsRead()).to.deep.equal(['1', '1', '1', '1', '1', '1 2']);
  });

  it('sees that data were restored: other versions, with ids of long ago', async () => {
    await addProject();
    const lost = await addProject();
    await readProjectRows();
    const [kept] = await projects.current.find({ _id: { $ne: lost.id } }).lean<Stored[]>();
    await projects.current.deleteMany({});
    const restored = (id: string, last: string) => ({ ...kept!, _id: id, versionId: idEnding(last) });
    await projects.current.collection.insertMany([restored('restored', 'aa'), restored('another', 'ab')]);
    expect([...(await readProjectRows()).newest.keys()].toSorted()).to.deep.equal(['another', 'restored']);
    await projects.current.collection.insertOne(restored('third', 'ac'));
    expect((await readProjectRows()).newest.has('third')).to.equal(true);
    // And a version of before, closed, that came with an id of long ago.
    const closed = closedVersion(restored('gone', 'ad'), may);
    await projects.versions.collection.insertOne(closed);
    expect((await readProjectRows()).newest.has('gone')).to.equal(true);
  });

  it('gives the version of an instant, none before the first, and the newest now', async () => {
    const project = await addProject({ euContribution: '10' }, changeAt(march));
    await edit(projects, project, { euContribution: '20.50' }, changeAt(may));
    const rows = await readProjectRows();
    const rowAt = (at: number | null) => findRowAt(rows, rows.newest.get(project.id) ?? 0, at);
    const amountAt = (at: number | null) => rowOf(rows, rowAt(at)).amounts.euContribution;
    expect(rowAt(march.getTime() - 1)).to.equal(0);
    expect(amountAt(march.getTime())).to.equal(1000);
    expect(amountAt(may.getTime() - 1)).to.equal(1000);
    expect(amountAt(may.getTime())).to.equal(2050);
    expect(amountAt(null)).to.equal(2050);
  });

  it('has no row of a removed project from then on, and what it was before, also in a process that begins', async () => {
    const project = await addProject({ euContribution: '10' }, changeAt(march));
    await readProjectRows();
    await remove(project);
    for (const rows of [await readProjectRows(), await coldRows()]) {
      const found = amountsAt(rows, project.id, [just(march), march, just(may), may, null]);
      expect(found).to.deep.equal([undefined, 1000, 1000, undefined, undefined]);
    }
  });

  it('has a project again that is made anew under its id, and the time between without it', async () => {
    const project = await addProject({ euContribution: '10' }, changeAt(march));
    await readProjectRows();
    await remove(project);
    const values = { ...project, euContribution: 2_000 };
    const anew = { id: project.id, version: null, isNew: true as const, values };
    await inTransaction(async session => writeRecords(projects, [anew], changeAt(june), session));
    for (const rows of [await readProjectRows(), await coldRows()]) {
      const found = amountsAt(rows, project.id, [just(may), may, just(june), june, null]);
      expect(found).to.deep.equal([1000, undefined, undefined, 2000, 2000]);
    }
  });

  it('hears of a removal long ago by a clock far behind, and of one that an earlier callfolio left', async () => {
    const [one, other, kept] = [await addProject(), await addProject(), await addProject()];
    await readProjectRows();
    await remove(one);
    await readProjectRows();
    // As a process writes it whose clock is years behind.
    const stored = await projects.current.findOne({ _id: other.id }).lean<Stored>();
    await projects.versions.collection.insertOne(closedVersion(stored!, may, idEnding('aa')));
    await projects.current.deleteOne({ _id: other.id });
    const now = (rows: VersionRows) => [one, other, kept].map(({ id }) => amountsAt(rows, id, [null])[0]);
    expect(now(await readProjectRows())).to.deep.equal([undefined, undefined, null]);
    // Before there were tombstones a version was closed, and that was all.
    await projects.versions.collection.updateMany({}, { $unset: { tombstone: 1 } });
    expect(now(await coldRows())).to.deep.equal([undefined, undefined, null]);
  });
});
