import { expect } from 'chai';
import { getRecord } from '../../../models/lists/list.ts';
import { projects } from '../../../models/projects/projects.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { grace, locard } from '../../support/cordis.ts';
import { apply, check, projectOf, usual } from '../../support/cordisImport.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, changeAt, edit } from '../../support/factories.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

const later = changeAt(new Date('2020-03-02T10:00:00Z'), {
  by: { id: 'bob', name: 'Bob' },
  reason: 'Amended',
});
const earlier = changeAt(new Date('2020-03-01T10:00:00Z'));

describe('GET /projects/:id/history', () => {
  useDatabase();

  it('says on which day the file of an import stated each of its versions', async () => {
    await addProgramme({ code: 'H2020' });
    await apply(await check(usual));
    const amended = { ...grace, endDate: '2024-05-31', contentUpdateDate: '2024-03-01 09:00:00' };
    await apply(await check({ ...usual, project: [amended, locard] }));
    const { _id } = await projectOf('883341');
    const { get } = await apiAs('reader');
    const { body } = await get(`/projects/${_id}/history`);
    const days = body.items.map((one: { statedOn: string }) => one.statedOn);
    expect(days).to.deep.equal(['2024-03-01', '2024-02-09']);
    const page = await (await signedIn('reader')).get(`/projects/${_id}/history`);
    for (const day of ['1 Mar 2024', '9 Feb 2024']) expect(page.text).to.contain(`as stated there on ${day}`);
  });

  it('says who changed what, when, from where and why', async () => {
    const project = await addProject({ title: 'Old', euContribution: '1.50' }, earlier);
    await edit(projects, project, { title: 'New', euContribution: null }, later);
    const { get } = await apiAs('reader');
    const { body } = await get(`/projects/${project.id}/history`);
    expect(body.items.map((one: { version: number }) => one.version)).to.deep.equal([2, 1]);
    expect(body.items[0]).to.deep.include({ channel: 'form', reason: 'Amended', validTo: null });
    expect(body.items[0].changes).to.deep.equal([
      { field: 'title', before: 'Old', after: 'New' },
      { field: 'euContribution', before: '1.50', after: null },
    ]);
    const page = await (await signedIn('reader')).get(`/projects/${project.id}/history`);
    for (const text of ['Bob', 'Amended', 'Old', 'New']) expect(page.text).to.contain(text);
  });

  it('names nobody withheld to whom may not see it, in no version', async () => {
    const open = { name: 'Quiet Police', pic: '912345678' };
    const project = await addProject({ participants: [open] }, earlier);
    await edit(projects, project, { participants: [{ ...open, isWithheld: true }] }, later);
    const { get } = await apiAs('evaluator');
    const knownAt = encodeURIComponent(earlier.at.toISOString());
    for (const path of [
      `/projects/${project.id}/history`,
      `/projects/${project.id}?knownAt=${knownAt}`,
      '/projects',
    ]) {
      const { status, text } = await get(path);
      expect(status).to.equal(200);
      expect(text).not.to.match(/Quiet|912345678/);
    }
    const seen = await (await apiAs('reader')).get(`/projects/${project.id}/history`);
    expect(seen.text).to.contain('Quiet Police');
  });
});

describe('POST /projects/:id/versions/:version/restore', () => {
  useDatabase();

  it('makes an earlier version the newest one', async () => {
    const project = await addProject({ title: 'Old', acronym: 'A' }, earlier);
    await edit(projects, project, { title: 'New', acronym: null }, later);
    const { post } = await signedIn('officer');
    const answer = await post(`/projects/${project.id}/versions/1/restore`, { _version: '2' });
    expect(answer.status).to.equal(303);
    expect(await getRecord(visibleTo(projects, everything), project.id)).to.include({
      title: 'Old',
      acronym: 'A',
      version: 3,
    });
  });

  it('refuses versions that never were, stale ones, and whoever only reads', async () => {
    const { id } = await addProject({}, earlier);
    const { post } = await apiAs('officer');
    const restore = async (version: string, match: string) =>
      (await post(`/projects/${id}/versions/${version}/restore`).set('If-Match', match).send({})).status;
    for (const odd of ['9', 'abc', '0', '-1', '1.5', '1e400'])
      expect(await restore(odd, '"1"'), odd).to.equal(404);
    expect(await restore('1', '"4"')).to.equal(412);
    expect((await post(`/projects/${id}/versions/1/restore`).send({})).status).to.equal(428);
    const reader = await apiAs('reader');
    expect((await reader.post(`/projects/${id}/versions/1/restore`).send({})).status).to.equal(403);
  });
});
