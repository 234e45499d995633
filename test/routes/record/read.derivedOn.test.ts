import { expect } from 'chai';
import { projects } from '../../../models/projects/projects.ts';
import { apiAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProject, addProgramme, changeAt, edit } from '../../support/factories.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

describe('What is derived on a day', () => {
  useDatabase();

  it('is said of a project: its phase, today or on the day asked, as the filter judges it', async () => {
    const { id } = await addProject({ startsOn: '2019-01-01', endsOn: '2020-12-31' });
    const { get } = await apiAs('reader');
    for (const [query, phase] of [
      ['', 'ended'],
      ['?on=2020-12-31', 'ongoing'],
      ['?on=2018-12-31', 'upcoming'],
    ] as const) {
      expect((await get(`/projects/${id}${query}`)).body, query).to.include({ phase });
      const list = await get(`/projects${query || '?'}&phase=${phase}`);
      expect(list.body.items[0], query).to.include({ id, phase });
    }
  });

  it('is said as known at an instant', async () => {
    const project = await addProject({ startsOn: '2019' }, changeAt(new Date('2026-02-01T10:00:00Z')));
    await edit(projects, project, { endsOn: '2020' }, changeAt(new Date('2026-05-01T10:00:00Z')));
    const { get } = await apiAs('reader');
    for (const [query, phase] of [
      ['', 'ended'],
      ['?knownAt=2026-03-01', 'unknown'],
    ] as const) {
      expect((await get(`/projects/${project.id}${query}`)).body, query).to.include({ phase });
      expect((await get(`/projects${query}`)).body.items[0], query).to.include({ phase });
    }
  });

  it('is said of a call: its status, at this moment and at the end of another day', async () => {
    const rounds = [{ openingOn: '2020-01-01', deadlines: [{ at: inDays(2) }] }];
    const { id } = await addCall({ rounds, deadlineModel: 'singleStage' });
    const { get } = await apiAs('reader');
    for (const [query, status] of [
      ['', 'open'],
      // Nobody says since when it was known: it was not ahead then (docs/domain.md §2).
      ['?on=2019-12-31', 'unknown'],
      [`?on=${inDays(9).slice(0, 10)}`, 'underEvaluation'],
    ] as const) {
      expect((await get(`/calls/${id}${query}`)).body, query).to.include({ status });
      const list = await get(`/calls${query || '?'}&status=${status}`);
      expect(list.body.items[0], query).to.include({ id, status });
    }
  });

  it('is said in the answer to a change too, and is nobody’s to set', async () => {
    const { code } = await addProgramme();
    const { post, patch } = await apiAs('officer');
    const sent = {
      kind: 'grant',
      scope: 'in',
      title: 'One',
      programme: code,
      startsOn: '2019',
      endsOn: '2020',
    };
    const made = await post('/projects').send(sent);
    expect(made.body).to.include({ phase: 'ended' });
    const change = (body: object) => patch(`/projects/${made.body.id}`).set('If-Match', '"1"').send(body);
    const refused = await change({ phase: 'ongoing' });
    expect([refused.status, refused.body.errors[0].field]).to.deep.equal([422, 'phase']);
    expect((await change({ endsOn: '2099' })).body).to.include({ phase: 'ongoing' });
  });

  it('is not in a file, which is read again', async () => {
    await addProject();
    const { get } = await apiAs('reader');
    const { items } = JSON.parse((await get('/projects.json')).text) as { items: object[] };
    expect(items[0]).not.to.have.property('phase');
  });
});
