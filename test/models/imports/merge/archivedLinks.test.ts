import { expect } from 'chai';
import { setArchived } from '../../../../models/curation/archive.ts';
import { calls } from '../../../../models/calls/call.ts';
import { listImportRows, parseRowQuery } from '../../../../models/imports/rows/importRows.ts';
import { apiAs } from '../../../support/app.ts';
import { apply, check, projectOf, usual } from '../../../support/cordisImport.ts';
import { grace } from '../../../support/cordis.ts';
import { useDatabase } from '../../../support/database.ts';
import { addCall, addProgramme, changeAt } from '../../../support/factories.ts';

const topic = 'SU-FCT02-2018-2019-2020';

describe('A project of a file that names an archived topic', () => {
  useDatabase();
  beforeEach(async () => {
    await addProgramme({ code: 'H2020' });
    const { id, version } = await addCall({ kind: 'topic', identifier: topic, programme: 'H2020' });
    await setArchived(calls, { id, version }, true, changeAt());
  });

  it('is stored with it, and the dry run warns about the topic', async () => {
    const checked = await check({ ...usual, project: [{ ...grace, topics: topic }] });
    expect(checked.counts.project).to.include({ read: 1, created: 1, rejected: 0 });
    expect(checked.warnings).to.equal(1);
    const { items } = await listImportRows(checked.id, parseRowQuery({ severity: 'warning' }));
    const [said] = items.flatMap(({ warnings }) => warnings);
    expect(said).to.deep.include({ column: 'topic', value: topic });
    expect(said?.problem.key).to.equal('imports.archivedLink');
    const applied = await apply(checked);
    expect(applied.counts).to.deep.equal(checked.counts);
    expect((await projectOf('883341'))['topic']).to.include({ identifier: topic });
    const again = await check({ ...usual, project: [{ ...grace, topics: topic }] });
    expect(again.counts.project).to.include({ unchanged: 1 });
    expect(again.warnings).to.equal(0);
  });

  it('can be edited after that; only a new link to what is archived is refused', async () => {
    await apply(await check({ ...usual, project: [{ ...grace, topics: topic }] }));
    const { _id: id, version } = await projectOf('883341');
    const { patch, post } = await apiAs('officer');
    const edited = await patch(`/projects/${id}`)
      .set('If-Match', `"${version}"`)
      .send({ acronym: 'GRACE 2' });
    expect(edited.status, JSON.stringify(edited.body)).to.equal(200);
    const other = { kind: 'grant', scope: 'in', title: 'T', topic };
    expect((await post('/projects').send(other)).body.errors[0]).to.include({
      field: 'topic',
      type: 'reference.archived',
    });
  });
});
