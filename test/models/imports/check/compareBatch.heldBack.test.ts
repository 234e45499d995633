import { expect } from 'chai';
import type { Import } from '../../../../models/imports/import.ts';
import { decideConflicts } from '../../../../models/imports/rows/rowActions.ts';
import { rowsCollection } from '../../../../models/imports/rows/rows.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { ada, apply, check, projectOf, usual } from '../../../support/cordisImport.ts';
import { grace } from '../../../support/cordis.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme, changeAt, edit } from '../../../support/factories.ts';

const amended = {
  ...usual,
  project: [{ ...grace, title: 'An amended title', acronym: 'GRACE-AMENDED' }],
};

const rowOf = async ({ id }: Import) => rowsCollection().findOne({ importId: id, noun: 'project' });

describe('A conflict that nobody was shown holds a record back', () => {
  useDatabase();
  beforeEach(async () => {
    await addProgramme({ code: 'H2020' });
    await apply(await check({ ...usual, project: [grace] }));
  });

  it('whole, and what the file also stated is taken when it comes again', async () => {
    const checked = await check(amended);
    expect(checked.counts.project).to.include({ read: 1, changed: 1 });
    const before = await projectOf('883341');
    // Somebody edits it after the report was read.
    const by = changeAt(new Date(), { by: ada });
    await edit(projects, { id: before._id, version: before.version }, { acronym: 'OURS' }, by);
    const held = await apply(checked);
    expect(held.counts.project).to.include({ read: 1, conflicts: 1 });
    expect(await projectOf('883341')).to.include({ title: before['title'], acronym: 'OURS' });

    const again = await check(amended);
    expect((await rowOf(again))?.changes.map(({ field }) => field)).to.include('title');
    await decideConflicts(again.id, { rule: 'ours' });
    await apply(again);
    expect(await projectOf('883341')).to.include({ title: 'An amended title', acronym: 'OURS' });
  });
});
