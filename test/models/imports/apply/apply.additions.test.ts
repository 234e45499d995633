import { expect } from 'chai';
import type { Import } from '../../../../models/imports/import.ts';
import { listImportRows, parseRowQuery } from '../../../../models/imports/rows/importRows.ts';
import { apply, check, projectOf } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { addCall, addProgramme, addProject } from '../../../support/factories.ts';

const topic = 'SU-FCT02-2018-2019-2020';
const tables = { topics: [{ projectID: '883341', topic, title: 'A topic' }] };

const changesOf = async ({ id }: Import) =>
  (await listImportRows(id, parseRowQuery({ noun: ['project'] }))).items.map(({ outcome, changes }) => [
    outcome,
    ...changes.map(({ field }) => field),
  ]);

/** Applied, it is as the dry run said. */
async function staysSo(checked: Import): Promise<void> {
  const said = await changesOf(checked);
  const applied = await apply(checked);
  expect(applied.counts).to.deep.equal(checked.counts);
  expect(await changesOf(applied)).to.deep.equal(said);
}

describe('Topics that a file names for projects it does not have', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));
  const add = async (over = {}) => addProject({ programme: 'H2020', grantAgreement: '883341', ...over });

  it('are kept as printed where nobody has logged them, and the dry run says so', async () => {
    await add();
    const checked = await check(tables);
    expect(await changesOf(checked)).to.deep.equal([['changed', 'printedTopic']]);
    await staysSo(checked);
    expect(await projectOf('883341')).to.include({ topic: null, printedTopic: topic, version: 2 });
  });

  it('are no change where they were printed already', async () => {
    await add({ printedTopic: topic.toLowerCase() });
    const checked = await check(tables);
    expect(await changesOf(checked)).to.deep.equal([['unchanged']]);
    await staysSo(checked);
    expect(await projectOf('883341')).to.include({ printedTopic: topic.toLowerCase(), version: 1 });
  });

  it('are linked where they are logged', async () => {
    await addCall({ kind: 'topic', identifier: topic, programme: 'H2020' });
    await add();
    const checked = await check(tables);
    expect(await changesOf(checked)).to.deep.equal([['changed', 'topic']]);
    await staysSo(checked);
    expect((await projectOf('883341'))['topic']).to.include({ identifier: topic });
  });
});
