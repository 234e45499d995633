import { expect } from 'chai';
import mongoose from 'mongoose';
import { readProjectRows } from '../../models/coverageRows.ts';
import { findRowAt, rowOf, type RowStore } from '../../models/coverageStore.ts';
import { projects } from '../../models/projects.ts';
import { useDatabase } from '../support/database.ts';
import { addProject, changeAt, edit } from '../support/factories.ts';

/** The numbers of a project's versions, the oldest first. */
function versionsOf(rows: RowStore, newest: number): (number | undefined)[] {
  return newest === 0 ? [] : [...versionsOf(rows, rows.before[newest] ?? 0), rows.version[newest]];
}

const versionsRead = async () => {
  const rows = await readProjectRows();
  return [...rows.newest.values()].map(newest => versionsOf(rows, newest).join(' ')).toSorted();
};

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
    const [kept] = await projects.versions.find({ recordId: { $ne: lost.id } }).lean();
    await projects.versions.deleteMany({});
    const old = new mongoose.Types.ObjectId('5f00000000000000000000aa');
    await projects.versions.collection.insertMany([
      { ...kept, _id: old, recordId: 'restored' },
      { ...kept, _id: new mongoose.Types.ObjectId('5f00000000000000000000ab'), recordId: 'another' },
    ]);
    expect([...(await readProjectRows()).newest.keys()].toSorted()).to.deep.equal(['another', 'restored']);
    await projects.versions.collection.insertOne({
      ...kept,
      _id: new mongoose.Types.ObjectId('5f00000000000000000000ac'),
      recordId: 'third',
    });
    expect((await readProjectRows()).newest.has('third')).to.equal(true);
  });

  it('gives the version of an instant, none before the first, and the newest now', async () => {
    const [march, may] = [new Date('2026-03-01T10:00:00Z'), new Date('2026-05-01T10:00:00Z')];
    const project = await addProject({ euContribution: '10' }, changeAt(march));
    await edit(projects, project, { euContribution: '20.50' }, changeAt(may));
    const rows = await readProjectRows();
    const rowAt = (at: number | null) => findRowAt(rows, rows.newest.get(project.id) ?? 0, at);
    const amountAt = (at: number | null) => rowOf(rows, rowAt(at)).euContribution;
    expect(rowAt(march.getTime() - 1)).to.equal(0);
    expect(amountAt(march.getTime())).to.equal(1000);
    expect(amountAt(may.getTime() - 1)).to.equal(1000);
    expect(amountAt(may.getTime())).to.equal(2050);
    expect(amountAt(null)).to.equal(2050);
  });
});
