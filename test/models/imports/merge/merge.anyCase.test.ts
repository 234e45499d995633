import { expect } from 'chai';
import type { Import } from '../../../../models/imports/import.ts';
import { rowsCollection } from '../../../../models/imports/rows/rows.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { tableSource } from '../../../../models/sources/anyTable/anyTable.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import type { Mapping } from '../../../../models/sources/contract/incoming.ts';
import { apply, checkOf, versionsIn } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { addCall, addProgramme, addProject } from '../../../support/factories.ts';
import { jsonFile } from '../../../support/ownFiles.ts';
import { sourceFileOf, tableOf } from '../../../support/sourceFile.ts';

type Texts = Readonly<Record<string, string>>;

async function checkTable(noun: Mapping['noun'], texts: Texts): Promise<Import> {
  const keys = Object.keys(texts);
  const columns = Object.fromEntries(keys.map(key => [key, key]));
  const mapping: Mapping = { noun, columns, fixed: {}, decimal: '.', dayOrder: 'dayFirst' };
  const table = tableOf('list.csv', [keys, Object.values(texts)]);
  return checkOf(sourceFileOf([table], 'csv'), tableSource, { mapping });
}

/** What the dry run says of the only row, and what becomes of it. */
async function outcomesOf(checked: Import) {
  const outcome = async () => (await rowsCollection().findOne({ importId: checked.id }))?.outcome;
  const said = await outcome();
  await apply(checked);
  return { said, became: await outcome() };
}

const unchanged = { said: 'unchanged', became: 'unchanged' };

describe('A code in a file in other case than ours', () => {
  useDatabase();
  beforeEach(async () => {
    await addProgramme({ code: 'ISFP' });
  });

  it('is no change of a programme, which we write as it does itself', async () => {
    const { id, version } = await addProject({ programme: 'ISFP', grantAgreement: 'AB-1', title: 'A title' });
    await addCall({ programme: 'ISFP', identifier: 'ISFP-2020', kind: 'call', title: 'A call' });
    const before = await versionsIn();
    const grant = { programme: 'isfp', grantAgreement: 'AB-1', title: 'A title' };
    const call = { programme: 'isfp', identifier: 'ISFP-2020', kind: 'call', title: 'A call' };
    expect(await outcomesOf(await checkTable('project', grant))).to.deep.equal(unchanged);
    expect(await outcomesOf(await checkTable('call', call))).to.deep.equal(unchanged);
    const own = JSON.stringify({ items: [{ id, version, ...grant }] });
    expect(await outcomesOf(await checkOf(jsonFile(own), ownSource))).to.deep.equal(unchanged);
    expect(await versionsIn()).to.equal(before);
  });

  it('is a change of what is ours to spell', async () => {
    const { id, version } = await addProject({ programme: 'ISFP', grantAgreement: 'AB-1', title: 'A title' });
    const own = JSON.stringify({ items: [{ id, version, grantAgreement: 'ab-1', title: 'A title' }] });
    const changed = { said: 'changed', became: 'changed' };
    expect(await outcomesOf(await checkOf(jsonFile(own), ownSource))).to.deep.equal(changed);
    expect(await projects.current.findOne({ _id: id })).to.include({ grantAgreement: 'ab-1' });
  });
});
