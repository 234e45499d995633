import { expect } from 'chai';
import { cordisZip } from '../../bench/cordisZip.ts';
import { apiAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme } from '../../support/factories.ts';
import { runJobsNow } from '../../support/jobs.ts';

/** What an import of a file comes to, and its first rows. */
async function check(file: Buffer, isLarge: boolean) {
  const { get, post } = await apiAs('officer');
  const { body } = await post('/imports').attach('file', file, 'cordis.zip');
  await runJobsNow(isLarge ? { threadFromBytes: 1 } : {});
  const one = (await get(`/imports/${body.id}`)).body;
  const { state, source, counts, warnings, problems, progress } = one;
  const { items, paginationInfo } = (await get(`/imports/${body.id}/rows?pageSize=100`)).body;
  const rows = (items as Record<string, unknown>[]).map(({ id: _id, ...row }) => row);
  const { rows: read, ofRows, bytes } = progress;
  return {
    state,
    source,
    counts,
    warnings,
    problems,
    read,
    ofRows,
    bytes,
    rows,
    all: paginationInfo.totalItems,
  };
}

describe('A large file, read by a thread of its own', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('comes to the same report as it does without', async () => {
    const file = cordisZip({ projects: 250 }).zip;
    const large = await check(file, true);
    expect(large).to.deep.include({ state: 'checked', source: 'cordis', problems: [], bytes: file.length });
    expect(large.counts.projects.created).to.be.above(200);
    expect(large).to.deep.equal(await check(file, false));
  });
});
