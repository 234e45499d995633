import { expect } from 'chai';
import fc from 'fast-check';
import { findColumns, followIndex } from '../../../../models/index/indexFollower.ts';
import { getImport, requestApply } from '../../../../models/imports/imports.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { findVersions } from '../../../../models/record/versions.ts';
import { grace, lead, locard, partner } from '../../../support/cordis.ts';
import { ada, apply, check, projectOf, sumsUp, usual, versionsIn } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme } from '../../../support/factories.ts';
import { runJobsNow } from '../../../support/jobs.ts';

const isApplied = async (id: string): Promise<boolean> => (await getImport(id)).state === 'applied';

describe('Imports', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('of one file that two processes apply at once come to the data of one', async () => {
    const both = await Promise.all([check(usual), check(usual)]);
    await Promise.all(both.map(({ id }) => requestApply(id, null, ada)));
    for (let tries = 0; tries < 100; tries += 1) {
      await Promise.all([runJobsNow(), runJobsNow()]);
      if ((await Promise.all(both.map(({ id }) => isApplied(id)))).every(Boolean)) break;
    }
    const created = await Promise.all(
      both.map(async ({ id }) => (await getImport(id)).counts.project.created),
    );
    expect(created.toSorted((a, b) => a - b)).to.deep.equal([0, 2]);
    expect(await projects.current.countDocuments({ version: 1 })).to.equal(2);
    expect(await projects.versions.countDocuments({})).to.equal(0);
    const before = await versionsIn();
    await apply(await check(usual));
    expect(await versionsIn()).to.equal(before);
  });

  it('are seen by coverage at once, created and changed', async () => {
    const follower = followIndex([projects]);
    await follower.ready;
    const versionOf = async (id: string) => {
      const rows = (await findColumns(projects))?.versions;
      return rows?.version[rows.newest.get(id) ?? 0];
    };
    await apply(await check(usual));
    const { _id } = await projectOf('883341');
    expect(await versionOf(_id)).to.equal(1);
    await apply(await check({ ...usual, project: [{ ...grace, title: 'Amended' }, locard] }));
    expect(await versionOf(_id)).to.equal(2);
    follower.stop();
    const written = [
      ...(await findVersions(projects, (await projects.current.distinct('_id')).map(String))).values(),
    ];
    const ids = written.flat().map(version => version['_id'] as { getTimestamp: () => Date });
    expect(ids).to.have.length(3);
    for (const id of ids) expect(id.getTimestamp().getTime()).to.be.greaterThan(Date.now() - 60_000);
  });

  it('count every row once, whatever the file holds', async () => {
    const row = fc.record({
      id: fc.constantFrom('883341', '832735', '1', ''),
      startDate: fc.constantFrom('2020-06-01', '2025-01-01', 'soon'),
      title: fc.constantFrom('One', 'Two', ''),
    });
    const file = fc.array(row, { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(file, async rows => {
        const project = rows.map(over => ({ ...grace, ...over }));
        const checked = await check({ project, organization: [lead, partner] });
        expect(sumsUp(checked)).to.equal(true);
        expect(sumsUp(await apply(checked))).to.equal(true);
      }),
      { numRuns: 8 },
    );
  });
});
