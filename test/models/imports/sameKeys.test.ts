import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { applyImport } from '../../../models/imports/apply.ts';
import { checkFile } from '../../../models/imports/check.ts';
import type { Import } from '../../../models/imports/import.ts';
import { getImport, newImport, requestApply, usualSettings } from '../../../models/imports/imports.ts';
import { importsCollection } from '../../../models/imports/importsCollection.ts';
import { requestUndo, undoImport } from '../../../models/imports/undo.ts';
import { projects } from '../../../models/projects.ts';
import { inTransaction } from '../../../models/record.ts';
import { ownSource } from '../../../models/sources/own.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme } from '../../support/factories.ts';
import { jsonFile } from '../../support/ownFiles.ts';

const ada = { id: 'ada', name: 'Ada Officer' };

/** Checks and applies a file of ours with these projects. */
async function take(items: object[]): Promise<Import> {
  const id = new mongoose.Types.ObjectId().toHexString();
  const file = { name: 'projects.json', bytes: 1, digest: 'x' };
  const made = newImport(id, file, usualSettings, ada, new Date());
  await importsCollection().insertOne({ ...made, state: 'checking', source: 'own' });
  const workFolder = await mkdtemp(join(tmpdir(), 'callfolio-check-'));
  try {
    const given = {
      import: await getImport(id),
      file: jsonFile(JSON.stringify({ items })),
      source: ownSource,
      workFolder,
      keepsPersonalData: false,
    };
    await checkFile(given, inTransaction);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
  await requestApply(id, null, ada);
  await applyImport(id, inTransaction);
  return getImport(id);
}
async function undo({ id }: Import): Promise<void> {
  await requestUndo(id, null, ada);
  await undoImport(id, inTransaction);
}
const project = (grantAgreement: string, more: object = {}) => ({
  id: null,
  version: null,
  programme: 'H2020',
  grantAgreement,
  title: `Project ${grantAgreement}`,
  ...more,
});
const idOf = async (grantAgreement: string): Promise<string> =>
  String((await projects.current.findOne({ grantAgreement }).lean<{ _id: string }>())?._id);
const titles = async () =>
  (await projects.current.find({}).sort({ title: 1 }).lean<{ title: string }[]>()).map(({ title }) => title);

describe('An import of a file of ours', function () {
  this.timeout(30_000);
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
    const versions = await projects.versions
      .find({ recordId: id })
      .sort({ version: 1 })
      .lean<{ version: number; validTo: Date | null }[]>();
    expect(versions.map(({ version }) => version)).to.deep.equal([1, 2]);
    expect(versions.map(({ validTo }) => validTo === null)).to.deep.equal([false, true]);
  });
});
