import { expect } from 'chai';
import { rowsCollection } from '../../../../models/imports/rows/rows.ts';
import type { Import } from '../../../../models/imports/import.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { tableSource } from '../../../../models/sources/anyTable/anyTable.ts';
import type { Mapping } from '../../../../models/sources/contract/incoming.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import { apply, checkOf, versionsIn } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme, addProject } from '../../../support/factories.ts';
import { jsonFile } from '../../../support/ownFiles.ts';
import { sourceFileOf, tableOf } from '../../../support/sourceFile.ts';

const mapping: Mapping = {
  noun: 'project',
  columns: { Short: 'acronym', Name: 'title', Money: 'euContribution' },
  fixed: { programme: 'ISFP' },
  decimal: '.',
  dayOrder: 'dayFirst',
};
const checkTable = async (...rows: string[][]): Promise<Import> =>
  checkOf(sourceFileOf([tableOf('list.csv', [['Short', 'Name', 'Money'], ...rows])], 'csv'), tableSource, {
    mapping,
  });
const one = ['SAFE', 'Safer cities, together', '100.00'];
const two = ['', 'A study', '200.00'];

describe('A row of a project without a grant agreement number', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'ISFP' }));

  it('is known again by programme, acronym and title: the same table again changes nothing', async () => {
    const first = await apply(await checkTable(one, two));
    expect(first.counts.project).to.include({ read: 2, created: 2 });
    const before = await versionsIn();
    const again = await checkTable(one, two);
    expect(again.counts.project).to.include({ read: 2, unchanged: 2 });
    await apply(again);
    expect(await versionsIn()).to.equal(before);
    const changed = await apply(await checkTable(['Safe', 'SAFER cities – together', '150.00'], two));
    expect(changed.counts.project).to.include({ read: 2, unchanged: 1 });
    expect(changed.counts.project.created).to.equal(0);
    expect(await projects.current.countDocuments({})).to.equal(2);
  });

  it('is known by them also in a file of callfolio without ids, and where a number was added since', async () => {
    const own = async (items: object[]) => checkOf(jsonFile(JSON.stringify({ items })), ownSource);
    const item = { id: null, version: null, programme: 'ISFP', acronym: 'SAFE', title: 'Safer cities' };
    await addProject({ programme: 'ISFP', acronym: 'SAFE', title: 'Safer cities', grantAgreement: '7' });
    expect((await own([item])).counts.project).to.include({ unchanged: 1 });
    // An acronym more or less is another project, and so is one of another programme.
    await addProgramme({ code: 'AMIF' });
    const others = await own([
      { ...item, acronym: null },
      { ...item, programme: 'AMIF' },
    ]);
    expect(others.counts.project).to.include({ created: 2 });
  });

  it('is refused where several records have them, also if they come to have them later', async () => {
    const same = { programme: 'ISFP', acronym: 'SAFE', title: 'Safer cities, together' };
    await addProject({ ...same, grantAgreement: '1' });
    const checked = await checkTable(one, two);
    expect(checked.counts.project).to.include({ rejected: 0, created: 1 });
    const edited = await checkTable(['SAFE', 'Safer cities, together', '900.00'], two);
    await addProject({ ...same, grantAgreement: '2' });
    const refused = await checkTable(one, two);
    expect(refused.counts.project).to.include({ read: 2, created: 1, rejected: 1 });
    const problem = async ({ id }: Import) =>
      (await rowsCollection().findOne({ importId: id, outcome: 'rejected' }))?.problems[0]?.problem.key;
    expect(await problem(refused)).to.equal('imports.numberNeeded');
    const applied = await apply(edited);
    expect(applied.counts.project).to.include({ read: 2, created: 1, rejected: 1 });
    expect(await problem(applied)).to.equal('imports.numberNeeded');
    expect(await projects.current.countDocuments({ acronym: 'SAFE' })).to.equal(2);
  });

  it('is refused where its title alone is known and its money or days are others', async () => {
    await apply(await checkTable(one, two));
    const other = await apply(await checkTable(['', 'A study', '201.00'], ['', 'Another study', '1.00']));
    expect(other.counts.project).to.include({ read: 2, created: 1, rejected: 1 });
    const row = await rowsCollection().findOne({ importId: other.id, outcome: 'rejected' });
    expect(row?.problems[0]).to.deep.include({ column: 'euContribution' });
    expect(row?.problems[0]?.problem.key).to.equal('imports.titleInDoubt');
    expect(
      (await projects.current.findOne({ title: 'A study' }).lean<{ euContribution: number }>())
        ?.euContribution,
    ).to.equal(20_000);
    // With an acronym it is known by both, and an amount that changed in the list is a change.
    const changed = await apply(await checkTable(['SAFE', 'Safer cities, together', '101.00']));
    expect(changed.counts.project).to.include({ read: 1, changed: 1 });
  });
});

describe('A row with a number and no title', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  const columns = { No: 'grantAgreement', Money: 'euContribution', End: 'endsOn' };
  const byNumber = async (...rows: string[][]) =>
    checkOf(sourceFileOf([tableOf('list.csv', [Object.keys(columns), ...rows])], 'csv'), tableSource, {
      mapping: { ...mapping, columns, fixed: { programme: 'H2020' } },
    });

  it('changes the project that has the number, in these fields alone; another is refused', async () => {
    await addProject({
      programme: 'H2020',
      grantAgreement: '832735',
      acronym: 'LOCARD',
      title: 'Lawful evidence',
    });
    const applied = await apply(await byNumber(['832735', '700.00', '2022-07-31'], ['999999', '1.00', '']));
    expect(applied.counts.project).to.include({ read: 2, changed: 1, rejected: 1 });
    const locard = await projects.current.findOne({ grantAgreement: '832735' }).lean<object>();
    expect(locard).to.deep.include({ title: 'Lawful evidence', acronym: 'LOCARD', euContribution: 70_000 });
    const row = await rowsCollection().findOne({ importId: applied.id, outcome: 'rejected' });
    expect(row?.problems.map(({ column, problem }) => [column, problem.key])).to.deep.equal([
      ['title', 'problems.any.required'],
    ]);
  });
});
