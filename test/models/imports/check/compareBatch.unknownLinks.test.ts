import { expect } from 'chai';
import { rowsCollection } from '../../../../models/imports/rows/rows.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import { apply, checkOf } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProject, addStrategy } from '../../../support/factories.ts';
import { jsonFile } from '../../../support/ownFiles.ts';

describe('A file that supports what no strategy has', () => {
  useDatabase();
  beforeEach(async () => {
    await addStrategy({ keyActions: [{ code: '1.1', textEn: 'An action', textNl: 'Een actie' }] });
  });

  /** What the dry run says of a project with that support, and what becomes of it. */
  const outcomesOf = async (initiative: string, keyAction: string | null = null) => {
    const grant = { grantAgreement: initiative, title: 'A title' };
    const { id, version } = await addProject(grant);
    const supports = [{ initiative, keyAction, significance: 'principal', justification: 'It says so.' }];
    const checked = await checkOf(
      jsonFile(JSON.stringify({ items: [{ id, version, ...grant, supports }] })),
      ownSource,
    );
    const row = async () => rowsCollection().findOne({ importId: checked.id });
    const said = await row();
    await apply(checked);
    return [said?.outcome, (await row())?.outcome, said?.problems[0]?.problem.values?.['field']];
  };

  it('is refused by the dry run, as it would be by applying it', async () => {
    const refused = ['rejected', 'rejected'];
    expect(await outcomesOf('S-1.9')).to.deep.equal([...refused, 'supports.0.initiative']);
    expect(await outcomesOf('s-1.1')).to.deep.equal([...refused, 'supports.0.initiative']);
    expect(await outcomesOf('S-1.1', '1.9')).to.deep.equal([...refused, 'supports.0.keyAction']);
  });

  it('is taken where a strategy has it', async () => {
    expect(await outcomesOf('S-1.1', '1.1')).to.deep.equal(['changed', 'changed', undefined]);
    expect(await outcomesOf('S-1.2')).to.deep.equal(['changed', 'changed', undefined]);
  });
});
