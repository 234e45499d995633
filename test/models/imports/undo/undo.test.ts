import { expect } from 'chai';
import type { Import } from '../../../../models/imports/import.ts';
import { getImport } from '../../../../models/imports/imports.ts';
import type { FencedTransaction } from '../../../../models/imports/fencedTransaction.ts';
import { requestUndo, undoImport } from '../../../../models/imports/undo/undo.ts';
import { rowsCollection } from '../../../../models/imports/rows/rows.ts';
import { organisations } from '../../../../models/organisations/organisation.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { inTransaction } from '../../../../models/record/record.ts';
import { grace, lead, locard, partner } from '../../../support/cordis.ts';
import { ada, anyStep, apply, check, projectOf, undo, usual } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { add, addProgramme, addProject, edit } from '../../../support/factories.ts';

/** As in a file that tells of organisations only where they take part. */
async function checkWithoutOrganisations(): Promise<Import> {
  const checked = await check(usual);
  const filter = { importId: checked.id, noun: 'organisation' } as const;
  await rowsCollection().updateMany(filter, { $set: { isExcluded: true } });
  return checked;
}
const names = async (): Promise<string[]> => {
  const found = await organisations.current.find({}).sort({ name: 1 }).lean<{ name: string }[]>();
  return found.map(({ name }) => name);
};
const rowNamed = async ({ id }: Import, name: string, noun: 'project' | 'organisation' = 'project') =>
  rowsCollection().findOne({ importId: id, noun, name });
const saidOf = async (one: Import, name: string, noun?: 'project' | 'organisation') =>
  (await rowNamed(one, name, noun))?.warnings.map(({ problem }) => problem.key);
const participation = {
  name: partner.name,
  pic: partner.organisationID,
  country: 'EL',
  activityType: 'HES',
};

describe('An undone import', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('leaves no organisation that only its projects brought', async () => {
    const applied = await apply(await checkWithoutOrganisations());
    expect(await names()).to.have.length(2);
    await undo(applied);
    expect(await names()).to.deep.equal([]);
    expect(await organisations.current.countDocuments({})).to.equal(0);
  });

  it('empties again what its projects filled in of an organisation that was there', async () => {
    const before = await add(organisations, { name: partner.name, country: 'EL' });
    const applied = await apply(await checkWithoutOrganisations());
    const filled = await organisations.current.findOne({ _id: before.id }).lean();
    expect(filled).to.include({ pic: partner.organisationID, activityType: 'HES' });
    await undo(applied);
    const after = await organisations.current.findOne({ _id: before.id }).lean();
    expect(after).to.include({ name: partner.name, country: 'GR', pic: null, activityType: null });
    expect(await names()).to.deep.equal([partner.name]);
  });

  it('keeps an organisation that the project of a person names as well', async () => {
    const applied = await apply(await checkWithoutOrganisations());
    await addProject({ participants: [participation] });
    await undo(applied);
    expect(await names()).to.deep.equal([partner.name]);
  });

  it('is not begun when a person changed an organisation that its projects brought', async () => {
    const applied = await apply(await checkWithoutOrganisations());
    const found = await organisations.current.findOne({ name: partner.name }).lean<{ _id: string }>();
    await edit(organisations, { id: found?._id ?? '', version: 1 }, { shortName: 'UOC' });
    const refused = await requestUndo(applied.id, null, ada).catch((error: unknown) => error);
    expect(refused).to.include({ kind: 'conflict', key: 'imports.touched' });
    expect(refused).to.have.nested.property('values.names', partner.name);
  });

  it('leaves a record changed after the asking as it is, and its row says so', async () => {
    const applied = await apply(await check(usual));
    const { _id, version } = await projectOf('883341');
    const undone = await undo(applied, () => edit(projects, { id: _id, version }, { title: 'Ours' }));
    expect(undone).to.include({ state: 'undone' });
    expect(await projectOf('883341')).to.include({ title: 'Ours', version: 2 });
    expect(await projectOf('832735')).to.equal(null);
    expect(await rowNamed(applied, 'GRACE')).to.include({ isUndone: false });
    expect(await saidOf(applied, 'GRACE')).to.include('imports.leftTouched');
    expect(await rowNamed(applied, 'LOCARD')).to.include({ isUndone: true });
    expect(undone.warnings).to.be.greaterThan(applied.warnings);
  });

  it('leaves what that record names, too', async () => {
    const applied = await apply(await check(usual));
    const { _id, version } = await projectOf('883341');
    await undo(applied, () => edit(projects, { id: _id, version }, { title: 'Ours' }));
    expect(await names()).to.have.length(2);
    const row = await rowsCollection().findOne({ importId: applied.id, noun: 'organisation' });
    expect(row?.warnings.map(({ problem }) => problem.key)).to.deep.equal(['imports.leftNamed']);
    expect(await projectOf('883341')).to.have.nested.property('topic.identifier', grace.topics);
  });

  it('keeps an organisation that a person names after the asking', async () => {
    const applied = await apply(await check(usual));
    await undo(applied, () => addProject({ participants: [participation] }));
    expect(await names()).to.deep.equal([partner.name]);
    const rows = await rowsCollection().find({ importId: applied.id, isUndone: false }).toArray();
    expect(rows.flatMap(({ warnings }) => warnings.map(({ problem }) => problem.key))).to.include(
      'imports.leftNamed',
    );
  });

  it('does not take what a later import of a file of the same name wrote for its own', async () => {
    const first = await apply(await check({ project: [grace, locard], organization: [lead] }));
    await apply(await check({ project: [{ ...grace, title: 'Amended' }], organization: [lead] }));
    const refused = await requestUndo(first.id, null, ada).catch((error: unknown) => error);
    expect(refused).to.include({ kind: 'conflict', key: 'imports.touched' });
    expect(refused).to.have.nested.property('values.names', 'GRACE');
  });

  it('says of earlier values that are refused today that they were not put back', async () => {
    await apply(await check({ project: [grace], organization: [lead] }));
    const other = { ...grace, title: 'Amended', startDate: '2020-07-01' };
    const second = await apply(await check({ project: [other, locard], organization: [lead] }));
    const { _id } = await projectOf('883341');
    // A rule that came later: an old version ends before it begins.
    const endsOn = { value: '2019-01-01', from: '2019-01-01', to: '2019-01-01' };
    await projects.versions.updateOne({ recordId: _id, version: 1 }, { $set: { endsOn } });
    await undo(second);
    expect(await projectOf('883341')).to.include({ title: 'Amended', version: 2 });
    expect(await projectOf('832735')).to.equal(null);
    expect(await saidOf(second, 'GRACE')).to.include('imports.leftRefused');
  });

  it('hides an organisation again that only its projects showed', async () => {
    const participants = [{ name: lead.name, pic: lead.organisationID, country: 'IT', isWithheld: true }];
    await addProject({ participants });
    const isWithheld = async () =>
      (await organisations.current.findOne({ pic: lead.organisationID }))?.isWithheld;
    expect(await isWithheld()).to.equal(true);
    const applied = await apply(await check(usual));
    expect(await isWithheld()).to.equal(false);
    await undo(applied);
    expect(await isWithheld()).to.equal(true);
  });

  it('that was cut off goes on counting where it was', async () => {
    const { id } = await apply(await check(usual));
    await requestUndo(id, null, ada);
    let steps = 0;
    const cut: FencedTransaction = async deed => {
      steps += 1;
      if (steps > 2) throw new Error('cut off');
      return inTransaction(deed);
    };
    await undoImport(id, cut).catch(() => undefined);
    const { rows: before, ofRows } = (await getImport(id)).progress;
    expect(before).to.equal(2);
    await undoImport(id, anyStep);
    const { state, progress } = await getImport(id);
    expect(state).to.equal('undone');
    expect(progress.rows).to.equal(ofRows).and.to.be.above(before);
  });
});
