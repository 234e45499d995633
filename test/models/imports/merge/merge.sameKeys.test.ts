import { expect } from 'chai';
import mongoose from 'mongoose';
import type { Import } from '../../../../models/imports/import.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { findVersions } from '../../../../models/record/versions.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import { apply, checkOf, undo } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme } from '../../../support/factories.ts';
import { jsonFile, project } from '../../../support/ownFiles.ts';

/** Checks and applies a file of ours with these projects. */
const take = async (items: object[]): Promise<Import> =>
  apply(await checkOf(jsonFile(JSON.stringify({ items })), ownSource));

const idOf = async (grantAgreement: string): Promise<string> =>
  String((await projects.current.findOne({ grantAgreement }).lean<{ _id: string }>())?._id);
const titles = async () =>
  (await projects.current.find({}).sort({ title: 1 }).lean<{ title: string }[]>()).map(({ title }) => title);

describe('An import of a file of ours', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('refuses the row that gives a record the number of another, and takes the others', async () => {
    await take([project('101'), project('102')]);
    const id = await idOf('101');
    const applied = await take([
      { id, version: 1, programme: 'H2020', grantAgreement: '102', title: 'Wrong' },
      project('103'),
    ]);
    expect(applied.state).to.equal('applied');
    expect(applied.counts.project).to.include({ read: 2, created: 1, rejected: 1 });
    expect(await titles()).to.deep.equal(['Project 101', 'Project 102', 'Project 103']);
  });

  it('makes a record anew that an undone import had made under the same id', async () => {
    const id = new mongoose.Types.ObjectId().toHexString();
    const items = [project('101', { id, version: 1 })];
    await undo(await take(items));
    const again = await take(items);
    expect(again.counts.project).to.include({ created: 1 });
    expect(await idOf('101')).to.equal(id);
    const versions = (await findVersions(projects, [id])).get(id) ?? [];
    expect(versions.map(({ version }) => version)).to.deep.equal([1, 2]);
    expect(versions.map(({ validTo }) => validTo === null)).to.deep.equal([false, true]);
  });
});
