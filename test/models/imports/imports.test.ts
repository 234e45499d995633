import { expect } from 'chai';
import mongoose from 'mongoose';
import type { StoredModel } from '../../../models/record/noun.ts';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calls } from '../../../models/calls/call.ts';
import { getImport, requestApply } from '../../../models/imports/imports.ts';
import { importsCollection } from '../../../models/imports/importsCollection.ts';
import { receiveImport } from '../../../models/imports/lifecycle/receive.ts';
import { rowsCollection } from '../../../models/imports/rows/rows.ts';
import { requestUndo } from '../../../models/imports/undo/undo.ts';
import { refuseUnderWay } from '../../../models/record/underway.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { emptyRecord } from '../../../models/record/fields.ts';
import { inTransaction, writeRecord } from '../../../models/record/record.ts';
import { writeRecords } from '../../../models/record/records.ts';
import { grace, lead, locard, partner } from '../../support/cordis.ts';
import { ada, apply, check, projectOf, sumsUp, undo, usual, versionsIn } from '../../support/cordisImport.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, changeAt, edit } from '../../support/factories.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { usualSettings } from '../../support/imports.ts';

describe('An import', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('says first what it would do, writes nothing, and then does just that', async () => {
    const checked = await check(usual);
    expect(checked.state).to.equal('checked');
    expect(checked.counts.project).to.include({ read: 2, created: 2 });
    expect(checked.counts.organisation).to.include({ read: 2, created: 2 });
    expect(await projects.current.countDocuments({})).to.equal(0);
    const applied = await apply(checked);
    expect(applied).to.include({ state: 'applied' });
    expect(applied.counts).to.deep.equal(checked.counts);
    expect(sumsUp(applied)).to.equal(true);
    const { _id: _, ...project } = await projectOf('883341');
    expect(project).to.include({ scope: 'candidate', euContribution: 682_351_250, version: 1 });
    const versions = await projects.current.find({}).lean<{ validFrom: Date }[]>();
    expect(versions.map(({ validFrom }) => validFrom.getTime())).to.deep.equal(
      [1, 2].map(() => applied.appliedAt?.getTime()),
    );
  });

  it('of the same file changes nothing and makes no version', async () => {
    await apply(await check(usual));
    const before = await versionsIn();
    const again = await apply(await check(usual));
    expect(again.counts.project).to.include({ read: 2, unchanged: 2 });
    expect(again.counts.organisation).to.include({ unchanged: 2 });
    expect(again.counts.call.unchanged).to.equal(again.counts.call.read);
    expect(await versionsIn()).to.equal(before);
  });

  it('checked twice at once and applied twice comes to the same end', async () => {
    const [one, two] = [await check(usual), await check(usual)];
    await apply(one);
    const before = await versionsIn();
    const late = await apply(two);
    expect(late.counts.project).to.include({ created: 0, unchanged: 2 });
    expect(await versionsIn()).to.equal(before);
  });

  it('takes an amendment, and leaves a value that a person edited as a conflict with both', async () => {
    await apply(await check(usual));
    const known = await projectOf('883341');
    await edit(projects, { id: known._id, version: known.version }, { title: 'Our title' });
    const changed = { ...grace, endDate: '2024-05-31', title: 'Their new title' };
    const checked = await check({ ...usual, project: [changed, locard] });
    expect(checked.counts.project).to.include({ conflicts: 1, unchanged: 1 });
    await apply(checked);
    expect(await projectOf('883341')).to.deep.include({
      title: 'Our title',
      endsOn: { value: '2024-05-31', from: '2024-05-31', to: '2024-05-31' },
    });
    const row = await rowsCollection().findOne({ importId: checked.id, outcome: 'conflict' });
    expect(row?.conflicts[0]).to.include({ field: 'title', ours: 'Our title', theirs: 'Their new title' });
  });

  it('takes theirs where that is the rule, and keeps ours quietly where the source did not change', async () => {
    await apply(await check(usual));
    const known = await projectOf('883341');
    await edit(projects, { id: known._id, version: known.version }, { title: 'Our title' });
    expect((await check(usual)).counts.project).to.include({ unchanged: 2 });
    const project = [{ ...grace, title: 'Theirs' }, locard];
    await apply(await check({ ...usual, project }, { conflictRule: 'theirs' }));
    expect(await projectOf('883341')).to.include({ title: 'Theirs' });
  });

  it('refuses a bad row with its reason and takes the others', async () => {
    const project = [grace, { ...locard, startDate: '2021-06-01', endDate: '2020-01-01' }, locard];
    const applied = await apply(await check({ ...usual, project }));
    expect(applied.counts.project.rejected).to.be.at.least(1);
    expect(sumsUp(applied)).to.equal(true);
    expect(await projectOf('883341')).to.not.equal(null);
    const rejected = await rowsCollection().find({ importId: applied.id, outcome: 'rejected' }).toArray();
    expect(rejected.every(({ problems }) => problems.length > 0)).to.equal(true);
  });

  it('undone takes back what it made and changed, and leaves no base behind', async () => {
    await apply(await check({ project: [grace], organization: [lead] }));
    const before = await projectOf('883341');
    const changed = { ...grace, title: 'Amended' };
    const second = await apply(await check({ project: [changed, locard], organization: [lead, partner] }));
    expect((await undo(second)).state).to.equal('undone');
    const after = await projectOf('883341');
    expect(after).to.deep.include({
      title: before['title'],
      participants: before['participants'],
      version: 3,
    });
    expect(await projectOf('832735')).to.equal(null);
    expect(await projects.current.countDocuments({ grantAgreement: '832735' })).to.equal(0);
    expect((await check({ project: [grace], organization: [lead] })).counts.project.unchanged).to.equal(1);
  });

  it('is not undone once a person touched one of its records', async () => {
    const applied = await apply(await check(usual));
    const known = await projectOf('883341');
    await edit(projects, { id: known._id, version: known.version }, { title: 'Ours' }, changeAt(new Date()));
    const refused = await requestUndo(applied.id, null, ada).catch((error: unknown) => error);
    expect(refused).to.include({ kind: 'conflict', key: 'imports.touched' });
  });

  it('makes calls that projects name, known only from them until their data arrives', async () => {
    await apply(await check(usual));
    const topic = await calls.current.findOne({ identifier: 'SU-FCT02-2018-2019-2020' }).lean();
    expect(topic).to.include({ knownFrom: 'projects' });
    const { _id, version } = topic as unknown as { _id: string; version: number };
    expect(await edit(calls, { id: _id, version }, { title: 'A title' })).to.include({ knownFrom: null });
    const asItWas = { title: null, knownFrom: 'projects' };
    expect(await edit(calls, { id: _id, version: version + 1 }, asItWas)).to.include(asItWas);
  });

  it('takes only what was chosen, with what that names', async () => {
    const selection = { ...usualSettings.selection, identifiers: ['GRACE'] };
    const checked = await check(usual, { selection });
    expect(checked.counts.project.read).to.equal(1);
    expect(checked.counts.organisation.read).to.equal(2);
  });

  it('refuses an instant at which it is half written', async () => {
    const { id } = await check(usual);
    await importsCollection().updateOne({ _id: id }, { $set: { state: 'applying', appliedAt: new Date() } });
    const refused = await refuseUnderWay(new Date(Date.now() + 1)).catch((error: unknown) => error);
    expect(refused).to.include({ kind: 'unavailable', key: 'imports.underWay' });
    await refuseUnderWay(new Date(Date.now() - 60_000));
  });

  it('goes from the upload to the records by jobs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callfolio-upload-'));
    const path = join(folder, 'project.csv');
    const line = (cells: readonly string[]) => cells.map(cell => `"${cell}"`).join(';');
    await writeFile(path, [line(Object.keys(grace)), line(Object.values(grace))].join('\n'));
    const digest = createHash('sha256').update('x').digest('hex');
    const { id } = await receiveImport(
      { path, name: 'project.csv', bytes: 9, digest },
      usualSettings,
      ada,
      new Date(),
    );
    await runJobsNow();
    expect(await getImport(id)).to.include({ state: 'checked', source: 'cordis' });
    await requestApply(id, null, ada);
    await runJobsNow();
    expect(await getImport(id)).to.include({ state: 'applied' });
    expect(await projectOf('883341')).to.include({ acronym: 'GRACE' });
    await rm(folder, { recursive: true, force: true });
  });
});

describe('The door for many records', () => {
  useDatabase();

  it('leaves the documents that writing them one by one leaves', async () => {
    const person = {
      pic: null,
      country: 'NL',
      role: null,
      activityType: null,
      euContribution: 5,
      startsOn: null,
      endsOn: null,
      note: null,
    };
    const valuesOf = (name: string, at: number) => ({
      ...emptyRecord(projects.fields),
      kind: 'grant',
      scope: 'in',
      title: `${name} ${at}`,
      participants: [{ ...person, organisation: null, name: `${name} ${at % 2}`, isWithheld: at === 1 }],
    });
    const write = (name: string, at: number) => ({ id: null, version: null, values: valuesOf(name, at) });
    const change = changeAt();
    await inTransaction(async session => {
      await writeRecords(
        projects,
        [0, 1, 2].map(at => write('Many', at)),
        change,
        session,
      );
      for (const at of [0, 1, 2]) await writeRecord(projects, write('Each', at), change, session);
    });
    const plain = (value: unknown, name: string) =>
      JSON.parse(
        JSON.stringify(value)
          .replaceAll(new RegExp(name, 'gi'), 'x')
          .replaceAll(/"[0-9a-f]{24}"/g, '""'),
      );
    const kept = async ({ collection }: StoredModel, name: string) => {
      const found = await mongoose.connection
        .collection(collection.collectionName)
        .find({ $or: [{ title: new RegExp(name) }, { name: new RegExp(name) }] })
        .sort({ _id: 1 })
        .project({ terms: 0 })
        .toArray();
      return plain(found, name);
    };
    expect(await kept(projects.current, 'Many')).to.deep.equal(await kept(projects.current, 'Each'));
    expect(await kept(organisations.current, 'Many')).to.deep.equal(
      await kept(organisations.current, 'Each'),
    );
    expect(await kept(projects.versions, 'Many')).to.deep.equal(await kept(projects.versions, 'Each'));
  });
});
