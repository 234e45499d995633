import { expect } from 'chai';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProject, addStrategy } from '../../support/factories.ts';
import { attributesOn, wordsOn } from '../../support/page.ts';

type Api = Awaited<ReturnType<typeof apiAs>>;

const archive = (api: Api, path: string, version: number, deed = 'archive', body: object = {}) =>
  api.post(`${path}/${deed}`).set('If-Match', `"${version}"`).send(body);

describe('POST /projects/:id/archive', () => {
  useDatabase();

  it('takes the project out of every figure, and leaves it in what was known before', async () => {
    const api = await apiAs('officer');
    await addStrategy();
    const programme = (await addCall()).programme;
    const supports = [{ initiative: 'S-1.1', significance: 'namedUnrated' }];
    const common = { programme, supports, euContribution: '100.00' };
    await addProject({ title: 'Stays', ...common });
    const gone = await addProject({ title: 'Leaves', ...common });
    const before = new Date().toISOString();
    const figures = async (more = '') => {
      const list = await api.get(`/projects?programme=${programme}&facets=initiative${more}`);
      const coverage = await api.get(`/coverage?strategy=S-1${more}`);
      const drill = await api.get(`/projects?initiative=S-1.1&scope=in${more}`);
      const search = await api.get(`/projects?q=leaves${more}`);
      const file = await api.get(`/projects.json?programme=${programme}${more}`);
      const facet = (list.body.facets.initiative as { value: string; count: number }[]).find(
        ({ value }) => value === 'S-1.1',
      );
      return {
        list: list.body.paginationInfo.totalItems as number,
        facet: facet?.count,
        coverage: (coverage.body.initiatives as { overall: { projects: number } }[])[0]?.overall.projects,
        drill: drill.body.paginationInfo.totalItems as number,
        search: search.body.paginationInfo.totalItems as number,
        file: (JSON.parse(file.text).items as unknown[]).length,
      };
    };
    const all = { list: 2, facet: 2, coverage: 2, drill: 2, search: 1, file: 2 };
    expect(await figures()).to.deep.equal(all);
    const done = await archive(api, `/projects/${gone.id}`, 1, 'archive', { reason: 'Logged twice' });
    expect(done.status, done.text).to.equal(200);
    expect(done.body).to.include({ version: 2, archivedFor: 'Logged twice' });
    expect(done.body.archivedBy.id).to.equal(api.user.id);
    expect(await figures()).to.deep.equal({ list: 1, facet: 1, coverage: 1, drill: 1, search: 0, file: 1 });
    expect(await figures(`&knownAt=${before}`)).to.deep.equal(all);
    expect(await figures('&archived=any')).to.deep.equal(all);
    const only = await api.get('/projects?archived=yes');
    expect((only.body.items as { id: string }[]).map(({ id }) => id)).to.deep.equal([gone.id]);
    const back = await archive(api, `/projects/${gone.id}`, 2, 'restore');
    expect(back.body).to.include({ version: 3, archivedAt: null, archivedFor: null });
    expect(await figures()).to.deep.equal(all);
  });

  it('guards the version, and does nothing twice', async () => {
    const api = await apiAs('officer');
    const { id } = await addProject();
    expect((await api.post(`/projects/${id}/archive`).send({})).status).to.equal(428);
    expect((await archive(api, `/projects/${id}`, 7)).status).to.equal(412);
    expect((await archive(api, `/projects/${id}`, 1)).body.version).to.equal(2);
    expect((await archive(api, `/projects/${id}`, 1)).status).to.equal(412);
    expect((await archive(api, `/projects/${id}`, 2)).body.version).to.equal(2);
  });

  it('is for whoever may write projects', async () => {
    const { id } = await addProject();
    for (const role of ['reader', 'evaluator', 'finance'] as const)
      expect((await archive(await apiAs(role), `/projects/${id}`, 1)).status).to.equal(403);
  });

  it('says on the record’s page by whom and why, with a button that brings it back', async () => {
    const { get, post } = await signedIn('officer');
    const { id } = await addProject({ acronym: 'GONE' });
    const deedsOn = async () => attributesOn((await get(`/projects/${id}`)).text, 'form', 'action');
    expect(await deedsOn()).to.include(`/projects/${id}/archive`);
    const done = await post(`/projects/${id}/archive`, { _version: '1', reason: 'A copy' });
    expect(done.status).to.equal(303);
    const { text } = await get(`/projects/${id}`);
    expect(wordsOn(text, 'main').join(' '))
      .to.match(/Archived by The officer on .{1,50}: in no list/)
      .and.include('A copy');
    expect(await deedsOn()).to.include(`/projects/${id}/restore`);
    expect((await get('/projects')).text).not.to.include('GONE');
    expect((await get('/projects?archived=yes')).text).to.include('GONE');
  });

  it('is not undone by an earlier version made the newest, nor by a form', async () => {
    const api = await apiAs('officer');
    const { id } = await addProject({ title: 'First' });
    await api.patch(`/projects/${id}`).set('If-Match', '"1"').send({ title: 'Second' });
    await archive(api, `/projects/${id}`, 2);
    const restored = await api.post(`/projects/${id}/versions/1/restore`).set('If-Match', '"3"');
    expect(restored.body).to.include({ title: 'First', version: 4 });
    expect(restored.body.archivedAt).to.be.a('string');
    const patched = await api.patch(`/projects/${id}`).set('If-Match', '"4"').send({ archivedAt: null });
    expect([patched.status, patched.body.errors[0].field]).to.deep.equal([422, 'archivedAt']);
  });
});

describe('POST /calls/:id/archive', () => {
  useDatabase();

  it('is refused while a project in use names the call, and a link to an archived one too', async () => {
    const api = await apiAs('officer');
    const call = await addCall({ identifier: 'CALL-A' });
    const project = await addProject({ programme: call.programme, call: call.id });
    const refused = await archive(api, `/calls/${call.id}`, 1);
    expect([refused.status, refused.body.message]).to.deep.equal([
      422,
      'CALL-A cannot be archived: 1 of the records in use name it. Archive those first, or take the link off.',
    ]);
    expect((await api.get('/calls')).body.paginationInfo.totalItems).to.equal(1);
    await archive(api, `/projects/${project.id}`, 1);
    expect((await archive(api, `/calls/${call.id}`, 1)).status).to.equal(200);
    const back = await archive(api, `/projects/${project.id}`, 2, 'restore');
    expect(back.body.errors[0]).to.include({ field: 'call', type: 'reference.archived' });
    const other = { kind: 'grant', scope: 'in', title: 'T', call: 'CALL-A' };
    expect((await api.post('/projects').send(other)).body.errors[0]).to.include({ field: 'call' });
  });

  it('takes its deadlines off the home page', async () => {
    const api = await apiAs('officer');
    const at = new Date(Date.now() + 5 * 86_400_000).toISOString();
    const call = await addCall({ identifier: 'SOON-1', rounds: [{ deadlines: [{ at }] }] });
    const { get } = await signedIn('officer');
    const deadlines = async () =>
      wordsOn((await get('/')).text, `section:has(#deadlines) a[href="/calls/${call.id}"]`);
    expect(await deadlines()).to.deep.equal(['SOON-1']);
    await archive(api, `/calls/${call.id}`, 1);
    expect(await deadlines()).to.deep.equal([]);
  });
});
