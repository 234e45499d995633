import { expect } from 'chai';
import { projects } from '../../../models/projects/projects.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { grace, lead, locard, partner } from '../../support/cordis.ts';
import { cordisZip } from '../../support/cordisZip.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme } from '../../support/factories.ts';
import { addImport, askFor } from '../../support/imports.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { tokenOn, valueOn, wordsOn } from '../../support/page.ts';
import { pause } from '../../support/pause.ts';

const shifted = { ...locard, id: '773772', startDate: '2018-13-45' };
const zip = () => cordisZip({ project: [grace, locard, shifted], organization: [lead, partner] });
const none = { created: 0, changed: 0, unchanged: 0, conflicts: 0, rejected: 0, leftOut: 0 };

describe('An import from beginning to end', () => {
  useDatabase();

  it('by API: sent, checked, applied; again without a change; undone', async () => {
    await addProgramme({ code: 'H2020' });
    const { get, post } = await apiAs('officer');
    const send = async () => {
      const { body } = await post('/imports').attach('file', zip(), 'cordis-h2020projects-csv.zip');
      await runJobsNow();
      return (await get(`/imports/${body.id}`)).body;
    };
    const checked = await send();
    expect(checked.problems).to.deep.equal([]);
    expect(checked).to.include({ state: 'checked', source: 'cordis' });
    expect(checked.file).to.include({ kind: 'zip', encoding: 'utf-8' });
    expect(checked.counts.projects).to.deep.equal({ ...none, read: 3, created: 2, rejected: 1 });
    expect(await projects.current.countDocuments()).to.equal(0);
    const [refused] = (await get(`/imports/${checked.id}/rows?outcome=rejected`)).body.items;
    expect(refused.problems[0]).to.include({ column: 'startDate', value: '2018-13-45' });
    expect(refused.problems[0].message).to.match(/\w+ .*\./);

    expect((await askFor({ get, post }, checked.id, 'apply')).status).to.equal(202);
    await runJobsNow();
    const applied = (await get(`/imports/${checked.id}`)).body;
    expect(applied.state).to.equal('applied');
    expect((await get('/projects?scope=candidate')).body.paginationInfo.totalItems).to.equal(2);

    const again = await send();
    expect(again.counts.projects).to.deep.equal({ ...none, read: 3, unchanged: 2, rejected: 1 });

    expect((await askFor({ get, post }, checked.id, 'undo')).status).to.equal(202);
    await runJobsNow();
    expect((await get(`/imports/${checked.id}`)).body.state).to.equal('undone');
    expect((await get('/projects?scope=candidate')).body.paginationInfo.totalItems).to.equal(0);
  });

  it('on the pages: each says one next step', async () => {
    await addProgramme({ code: 'H2020' });
    const { agent, get, post } = await signedIn('officer');
    const _csrf = tokenOn((await get('/imports/new')).text);
    const sent = await agent.post('/imports').field('_csrf', _csrf).attach('file', zip(), 'cordis.zip');
    const path = sent.headers['location'] as string;
    expect((await get(path)).text).to.include('will be read in a moment');
    await runJobsNow();
    const report = (await get(path)).text;
    expect(report)
      .to.include('Applying it makes')
      .and.include('CORDIS, since 2022')
      .and.include('csv/project.csv: the first 3 rows');
    expect((await get(`${path}/rows`)).text).to.include('2018-13-45');
    await post(`${path}/apply`, { _version: valueOn(report, '_version') ?? '' });
    expect(wordsOn((await get(path)).text, 'progress')).to.have.length(1);
    await runJobsNow();
    expect((await get(path)).text).to.include('Undo this import');
    expect((await get('/projects?scope=candidate')).text).to.include('GRACE');
  });

  it('of a table that nobody knows: its columns are named, then it is checked like any other', async () => {
    await addProgramme({ code: 'H2020' });
    const { get, post } = await apiAs('officer');
    const table = Buffer.from('Short;What it is called;Money\nONE;The first;1.234,50\nTWO;The second;5,25\n');
    const { body } = await post('/imports').attach('file', table, 'ours.csv');
    await runJobsNow();
    expect((await get(`/imports/${body.id}`)).body).to.include({ needsMapping: true, state: 'queued' });
    const mapping = {
      noun: 'project',
      columns: { Short: 'acronym', 'What it is called': 'title', Money: 'euContribution' },
      fixed: { programme: 'H2020' },
      decimal: ',',
    };
    expect((await post(`/imports/${body.id}/mapping`).send(mapping)).status).to.equal(202);
    await runJobsNow();
    const checked = (await get(`/imports/${body.id}`)).body;
    expect(checked).to.include({ state: 'checked', source: 'table', needsMapping: false });
    expect(checked.counts.projects).to.deep.equal({ ...none, read: 2, created: 2 });
    await askFor({ get, post }, body.id, 'apply');
    await runJobsNow();
    const { items } = (await get('/projects?scope=candidate&sort=-euContribution')).body;
    expect(
      items.map((one: Record<string, string>) => `${one['acronym']} ${one['euContribution']}`),
    ).to.deep.equal(['ONE 1234.50', 'TWO 5.25']);
  });

  it('is told of on every list and matrix while it writes, and on no other page', async () => {
    const { id } = await addImport([], { state: 'applying', appliedAt: new Date() });
    const { get } = await signedIn('reader');
    // What a process knows of it is a second old at most.
    await pause(1_100);
    for (const path of ['/projects', '/calls', '/organisations', '/coverage'])
      expect((await get(path)).text, path).to.include(`/imports/${id}`);
    expect((await get('/account')).text).not.to.include(`/imports/${id}`);
    const { status, headers } = await get(`/projects?knownAt=${new Date().toISOString()}`);
    expect([status, headers['retry-after']]).to.deep.equal([503, '5']);
  });

  it('makes a conflict of what a person wrote, and takes the side that was decided', async () => {
    await addProgramme({ code: 'H2020' });
    const { get, post, patch } = await apiAs('officer');
    const send = async (title: string) => {
      const file = cordisZip({ project: [{ ...grace, title }] });
      const { body } = await post('/imports').attach('file', file, 'cordis.zip');
      await runJobsNow();
      return body.id as string;
    };
    const first = await send('First title');
    await askFor({ get, post }, first, 'apply');
    await runJobsNow();
    const [{ id }] = (await get('/projects?scope=candidate')).body.items;
    await patch(`/projects/${id}`).set('If-Match', '"1"').send({ title: 'A person wrote this' });
    const second = await send('Another title');
    const [row] = (await get(`/imports/${second}/rows?outcome=conflict`)).body.items;
    expect(row.conflicts).to.deep.equal([
      { field: 'title', ours: 'A person wrote this', theirs: 'Another title', decision: null },
    ]);
    const decisions = [{ row: row.id, field: 'title', decision: 'theirs' }];
    expect((await post(`/imports/${second}/decisions`).send({ decisions })).status).to.equal(200);
    await askFor({ get, post }, second, 'apply');
    await runJobsNow();
    expect((await get(`/projects/${id}`)).body.title).to.equal('Another title');
  });
});
