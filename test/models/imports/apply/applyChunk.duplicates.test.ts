import { expect } from 'chai';
import { importsCollection } from '../../../../models/imports/importsCollection.ts';
import { rowsCollection } from '../../../../models/imports/rows/rows.ts';
import type { FencedTransaction } from '../../../../models/imports/fencedTransaction.ts';
import { organisations } from '../../../../models/organisations/organisation.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { inTransaction } from '../../../../models/record/record.ts';
import { apply, check, projectOf, sumsUp, usual } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { add, addProgramme, addProject } from '../../../support/factories.ts';

/** Transactions in which something happens after they began and before they do anything, once. */
function stepWith(meanwhile: () => Promise<unknown>, isTheTime: () => Promise<boolean>): FencedTransaction {
  let isDone = false;
  return async deed =>
    inTransaction(async session => {
      // From here on the transaction sees nothing new.
      await projects.current.findOne({}).session(session).lean();
      if (!isDone && (await isTheTime())) {
        isDone = true;
        await meanwhile();
      }
      return deed(session);
    }, 20_000);
}

describe('A key that somebody else takes while an import is applied', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('of a project is met by merging the row into that project', async () => {
    const checked = await check(usual);
    const isApplying = async () =>
      (await importsCollection().findOne({ _id: checked.id }))?.appliedAt !== null;
    const step = stepWith(
      () => addProject({ programme: 'H2020', grantAgreement: '883341', title: 'Made by hand' }),
      async () => (await isApplying()) && (await organisations.current.countDocuments({})) > 0,
    );
    const applied = await apply(checked, step);
    expect(applied).to.include({ state: 'applied' });
    expect(sumsUp(applied)).to.equal(true);
    expect(applied.counts.project).to.include({ read: 2, created: 1, conflicts: 1 });
    expect(await projectOf('883341')).to.include({ title: 'Made by hand' });
    expect(await projectOf('832735')).to.include({ acronym: 'LOCARD' });
  });

  it('refuses the row of a file of our own that gives a record the key of another, and takes the rest', async () => {
    const checked = await check(usual);
    const other = await addProject({ programme: 'H2020', grantAgreement: '1' });
    await addProject({ programme: 'H2020', grantAgreement: '832735' });
    // As from a workbook in which somebody typed another project's number over this one's.
    const how = { statedOn: null, own: { id: other.id, version: other.version } };
    await rowsCollection().updateOne({ importId: checked.id, name: 'LOCARD' }, { $set: { how } });
    await importsCollection().updateOne({ _id: checked.id }, { $set: { source: 'own' } });
    const applied = await apply(checked);
    expect(applied).to.include({ state: 'applied' });
    expect(applied.counts.project).to.include({ read: 2, created: 1, rejected: 1 });
    expect(await projectOf('883341')).to.include({ acronym: 'GRACE' });
    expect(await projectOf('1')).to.include({ version: 1 });
    const row = await rowsCollection().findOne({ importId: checked.id, name: 'LOCARD' });
    expect(row?.problems[0]).to.deep.include({ column: 'grantAgreement', value: '832735' });
    expect(row?.problems[0]?.problem.key).to.equal('problems.duplicate');
  });

  it('is found among many rows', async () => {
    await add(organisations, { name: 'Another', pic: '111111111' });
    const mine = await add(organisations, { name: 'Mine', pic: '222222222' });
    const checked = await check(usual);
    const [row] = await rowsCollection().find({ importId: checked.id, noun: 'organisation' }).toArray();
    if (!row) throw new Error('no row of an organisation');
    const many = Array.from({ length: 30 }, (_none, at) => ({
      ...row,
      _id: `${row._id}-${at}`,
      seq: 1_000 + at,
      name: `Many ${at}`,
      stated: { ...row.stated, name: `Many ${at}`, pic: at === 17 ? '111111111' : `3333333${10 + at}` },
      how: { statedOn: null, ...(at === 17 && { own: { id: mine.id, version: 1 } }) },
    }));
    await rowsCollection().insertMany(many);
    await importsCollection().updateOne({ _id: checked.id }, { $set: { source: 'own' } });
    const applied = await apply(checked);
    const { read, created, rejected } = applied.counts.organisation;
    expect([read, created, rejected]).to.deep.equal([32, 31, 1]);
    expect(await rowsCollection().findOne({ importId: checked.id, outcome: 'rejected' })).to.include({
      name: 'Many 17',
    });
  });
});
