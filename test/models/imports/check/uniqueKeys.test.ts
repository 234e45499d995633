import { expect } from 'chai';
import type { Import, ImportRow } from '../../../../models/imports/import.ts';
import { listImportRows, parseRowQuery } from '../../../../models/imports/rows/importRows.ts';
import { getImport } from '../../../../models/imports/imports.ts';
import { excludeRows } from '../../../../models/imports/rows/rowActions.ts';
import { organisations } from '../../../../models/organisations/organisation.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import { apply, check, checkOf, sumsUp, usual } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { add, addCall, addProgramme, addProject } from '../../../support/factories.ts';
import { jsonFile, project } from '../../../support/ownFiles.ts';

const checkOwn = async (items: readonly object[]): Promise<Import> =>
  checkOf(jsonFile(JSON.stringify({ items })), ownSource);

const rowsOf = async ({ id }: Import): Promise<ImportRow[]> =>
  (await listImportRows(id, parseRowQuery({}))).items;

const says = (rows: readonly ImportRow[]) =>
  rows.map(({ outcome, problems: [first] }) => [outcome, first?.problem.key ?? null, first?.column ?? null]);

const taken = ['rejected', 'problems.duplicate', 'grantAgreement'];

/** Applied, it is as the dry run said. */
async function staysSo(checked: Import): Promise<void> {
  const applied = await apply(checked);
  expect(applied).to.include({ state: 'applied' });
  expect(applied.counts).to.deep.equal(checked.counts);
  expect(sumsUp(applied)).to.equal(true);
}

describe('The dry run foretells a number that only one record may have', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('which another record has', async () => {
    const { id, version } = await addProject({ programme: 'H2020', grantAgreement: '101' });
    await addProject({ programme: 'H2020', grantAgreement: '102' });
    const checked = await checkOwn([
      { id, version, programme: 'H2020', grantAgreement: '102', title: 'Wrong' },
      project('103'),
    ]);
    expect(says(await rowsOf(checked))).to.deep.equal([taken, ['created', null, null]]);
    expect(checked.counts.project).to.include({ read: 2, created: 1, rejected: 1 });
    await staysSo(checked);
  });

  it('also where it is written in other signs', async () => {
    await addProject({ programme: 'H2020', grantAgreement: '101' });
    const checked = await checkOwn([project('１０１'), project('103')]);
    expect(says(await rowsOf(checked))).to.deep.equal([taken, ['created', null, null]]);
    await staysSo(checked);
  });

  it('also where only the file’s side of an open conflict has it', async () => {
    const { id } = await addProject({ programme: 'H2020', grantAgreement: '101', acronym: 'ONE' });
    await addProject({ programme: 'H2020', grantAgreement: '102' });
    const old = { id, version: 99, programme: 'H2020', title: 'A project' };
    const checked = await checkOwn([{ ...old, grantAgreement: '102' }]);
    expect(says(await rowsOf(checked))).to.deep.equal([taken]);
  });

  it('of an organisation, and the identifier of a call', async () => {
    await add(organisations, { name: 'Another', pic: '111111111' });
    const mine = await add(organisations, { name: 'Mine', pic: '222222222' });
    const byPic = await checkOwn([{ id: mine.id, version: mine.version, name: 'Mine', pic: '111111111' }]);
    expect(says(await rowsOf(byPic))).to.deep.equal([['rejected', 'problems.duplicate', 'pic']]);
    await staysSo(byPic);
    const call = { kind: 'topic', title: 'A topic', programme: 'H2020' };
    await addCall({ ...call, identifier: 'T-1' });
    const other = await addCall({ ...call, identifier: 'T-2' });
    const byName = await checkOwn([{ ...call, id: other.id, version: other.version, identifier: 'T-1' }]);
    expect(says(await rowsOf(byName))).to.deep.equal([['rejected', 'problems.duplicate', 'identifier']]);
    await staysSo(byName);
  });

  it('which two rows of a file would have', async () => {
    const checked = await checkOwn([project('101'), project('１０１'), project('103')]);
    const twice = ['rejected', 'imports.twice', null];
    expect(says(await rowsOf(checked))).to.deep.equal([
      ['created', null, null],
      twice,
      ['created', null, null],
    ]);
    await staysSo(checked);
  });

  it('and two rows that mean one record', async () => {
    const { id, version } = await addProject({ programme: 'H2020', grantAgreement: '101' });
    const checked = await checkOwn([
      { id, version, programme: 'H2020', grantAgreement: '102', title: 'Another number' },
      project('101', { title: 'Its old number' }),
    ]);
    expect(says(await rowsOf(checked))).to.deep.equal([
      ['changed', null, null],
      ['rejected', 'imports.twice', null],
    ]);
    await staysSo(checked);
  });
});

describe('The counts of an import', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('add up with rows that were left out, before and after it is applied', async () => {
    const checked = await checkOwn([project('101'), project('102'), project('103')]);
    const [first] = await rowsOf(checked);
    await excludeRows(checked.id, { ids: [first?.id ?? ''] }, true);
    const left = await getImport(checked.id);
    expect(left.counts.project).to.include({ read: 3, created: 2, leftOut: 1 });
    await staysSo(left);
  });

  it('have lines of lists whose project is not in the file apart from the projects', async () => {
    const basis = { legalBasis: 'H2020-EU.3.7.', title: 'Secure societies', uniqueProgrammePart: 'true' };
    const legalBasis = [
      { ...basis, projectID: '883341' },
      { ...basis, projectID: '999999' },
    ];
    const euroSciVoc = [
      { projectID: '999999', euroSciVocCode: '/29', euroSciVocPath: '/a/b', euroSciVocTitle: 'robotics' },
    ];
    const checked = await check({ ...usual, legalBasis, euroSciVoc });
    expect(checked.counts.project).to.include({ read: 2, created: 2, rejected: 0 });
    expect(checked.counts.detail).to.include({ read: 2, rejected: 2 });
    expect(sumsUp(checked)).to.equal(true);
    const { items } = await listImportRows(checked.id, parseRowQuery({ noun: 'detail' }));
    expect(items.map(({ problems: [first] }) => first?.problem.key)).to.deep.equal([
      'importSource.projectUnknown',
      'importSource.projectUnknown',
    ]);
    const applied = await apply(checked);
    expect(applied.counts).to.deep.equal(checked.counts);
  });
});
