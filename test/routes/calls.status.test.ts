import { expect } from 'chai';
import { addDays, todayInBrussels } from '../../models/values/day.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { describeEitherWay } from '../support/eitherWay.ts';
import { link } from '../support/coverage.ts';
import { addCall, addProgramme, addProject, addStrategy, changeAt } from '../support/factories.ts';

const ago = (days: number) => addDays(todayInBrussels(new Date()), -days);
const rounds = (opened: number, closed: number) => [
  { openingOn: ago(opened), deadlines: [{ at: ago(closed) }] },
];

describeEitherWay('The status of a call', () => {
  beforeEach(async () => {
    await addStrategy();
    await addProgramme({ code: 'A' });
  });
  const call = { programme: 'A', deadlineModel: 'singleStage', supports: [link(1)] };

  it('is closed at once when a project of its round is signed, and as before when that is archived', async () => {
    const { id } = await addCall({ ...call, rounds: rounds(200, 100) });
    const api = await apiAs('officer');
    const { get } = await signedIn('reader');
    const statuses = async () => {
      const { body } = await api.get(`/calls/${id}`);
      const [listed] = (await api.get('/calls')).body.items as { status: string }[];
      const found = await api.get(`/calls?status=${body.status}`);
      const page = (await get(`/calls/${id}`)).text;
      const csv = (await get('/calls.csv?headings=keys')).text;
      const { body: matrix } = await api.get('/coverage');
      return {
        statuses: [...new Set([body.status, listed?.status])],
        found: found.body.paginationInfo.totalItems as number,
        isOnPage: page.includes(`mark-${body.status}`),
        isInFile: csv.includes(String(body.status)),
        ahead: matrix.initiatives[0].overall.callsAhead as number,
      };
    };
    const said = { found: 1, isOnPage: true, isInFile: true };
    expect(await statuses()).to.deep.equal({ ...said, statuses: ['underEvaluation'], ahead: 1 });
    const project = { kind: 'grant', scope: 'out', title: 'P', programme: 'A', call: { id } };
    const { body: prepared } = await api.post('/projects').send({ ...project, status: 'PREPARATION' });
    expect(await statuses()).to.deep.equal({ ...said, statuses: ['underEvaluation'], ahead: 1 });
    const signed = { status: 'SIGNED', signedOn: ago(10) };
    await api.patch(`/projects/${prepared.id}`).set('If-Match', '"1"').send(signed).expect(200);
    expect(await statuses()).to.deep.equal({ ...said, statuses: ['closed'], ahead: 0 });
    expect((await api.get(`/calls/${id}?on=${ago(11)}`)).body.status).to.equal('underEvaluation');
    await api
      .post(`/projects/${prepared.id}/archive`)
      .set('If-Match', '"2"')
      .send({ reason: 'Twice.' })
      .expect(200);
    expect(await statuses()).to.deep.equal({ ...said, statuses: ['underEvaluation'], ahead: 1 });
  });

  it('says in a file and by the API whether the results of a closed one are recorded', async () => {
    const { id } = await addCall({ ...call, identifier: 'OLD', rounds: rounds(900, 800) });
    const api = await apiAs('officer');
    const { get } = await signedIn('reader');
    const recorded = async () => {
      const { body } = await api.get('/calls?columns=status&columns=resultsRecorded');
      const [head = '', row = ''] = (await get('/calls.csv?headings=keys')).text.split(/\r?\n/);
      const at = head.replace('\uFEFF', '').split(',').indexOf('resultsRecorded');
      return [body.items[0].status, body.items[0].resultsRecorded, at > 0 && row.split(',')[at]] as unknown[];
    };
    const [status, inApi, inFile] = await recorded();
    expect([status, inApi]).to.deep.equal(['closed', false]);
    await addProject({ programme: 'A', call: id, status: 'SIGNED', signedOn: ago(700) });
    const [statusAfter, inApiAfter, inFileAfter] = await recorded();
    expect([statusAfter, inApiAfter]).to.deep.equal(['closed', true]);
    expect(inFileAfter).to.be.a('string').and.not.equal(inFile);
  });

  it('says how long it took to grant, and of how many that is not known', async () => {
    const { id } = await addCall({ ...call, rounds: rounds(900, 800) });
    const { get } = await signedIn('reader');
    const text = async () => (await get(`/calls/${id}`)).text;
    expect(await text()).not.to.include('Time to grant');
    await addProject({ programme: 'A', call: id, status: 'SIGNED' });
    expect(await text()).to.include('Time to grant unknown');
    for (const days of [559, 531])
      await addProject({ programme: 'A', call: id, status: 'SIGNED', signedOn: ago(days) });
    expect(await text()).to.include(
      'mean 255.0 days, median 255.0 days; 1 of 2 within 245 days. Left out: 1,',
    );
  });

  it('says how long it took to grant by the rounds of the topic that a project names', async () => {
    const { id } = await addCall({ ...call, identifier: 'WHOLE', rounds: [] });
    const [round] = rounds(900, 800);
    const topic = await addCall({
      ...call,
      kind: 'topic',
      identifier: 'PART',
      rounds: [{ ...round, call: id }],
    });
    const signed = { programme: 'A', call: id, status: 'SIGNED', signedOn: ago(559) };
    await addProject({ ...signed, topic: topic.id });
    const { get } = await signedIn('reader');
    for (const page of [id, topic.id])
      expect((await get(`/calls/${page}`)).text, page).to.include(
        'mean 241.0 days, median 241.0 days; 1 of 1',
      );
    await addProject(signed);
    expect((await get(`/calls/${id}`)).text).to.include('Left out: 1,');
  });

  it('was as it was known then', async () => {
    const first = new Date(Date.now() - 86_400_000);
    const { id } = await addCall({ ...call, rounds: rounds(200, 100) }, changeAt(first));
    const project = { programme: 'A', call: id, status: 'SIGNED', signedOn: ago(50) };
    await addProject(project, changeAt(new Date(Date.now() - 3_600_000)));
    const api = await apiAs('reader');
    const then = new Date(Date.now() - 7_200_000).toISOString();
    for (const [knownAt, status] of [
      [then, 'underEvaluation'],
      [new Date(Date.now() - 60_000).toISOString(), 'closed'],
    ] as const) {
      expect((await api.get(`/calls/${id}?knownAt=${knownAt}`)).body.status).to.equal(status);
      const { body } = await api.get(`/calls?knownAt=${knownAt}&status=${status}`);
      expect(body.paginationInfo.totalItems, status).to.equal(1);
    }
  });

  it('says of an old call that only time closed it, and after how many days', async () => {
    const { id } = await addCall({ ...call, rounds: rounds(4_000, 3_900) });
    const api = await apiAs('reader');
    expect((await api.get(`/calls/${id}`)).body.status).to.equal('closed');
    const { get } = await signedIn('reader');
    for (const path of [`/calls/${id}`, '/calls'])
      expect((await get(path)).text, path)
        .to.include('Closed, results not recorded')
        .and.include('day 245');
    const nl = await signedIn('reader', 'nl');
    expect((await nl.get(`/calls/${id}`)).text).to.include('Gesloten, uitslag niet vastgelegd');
    await addProject({ programme: 'A', call: id, signedOn: ago(3_700) });
    expect((await get(`/calls/${id}`)).text).to.not.include('results not recorded');
  });
});
