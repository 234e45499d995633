import { expect } from 'chai';
import supertest from 'supertest';
import { listIds } from '../../models/lists/list.ts';
import { projects } from '../../models/projects/projects.ts';
import { parseListQuery } from '../support/listQuery.ts';
import { apiAs, signedInAs, testAddress } from '../support/app.ts';
import { describeEitherWay } from '../support/eitherWay.ts';
import { addProgramme, addProject, addStrategy } from '../support/factories.ts';
import { readBook, rowsOf } from '../views/workbooks/parts.ts';

describeEitherWay('GET /portfolio.xlsx', () => {
  it('is the workbook of the very projects the filters give, on both mounts', async () => {
    await addStrategy();
    await addProgramme({ code: 'ONE' });
    await addProject({ acronym: 'B', programme: 'ONE' });
    await addProject({ acronym: 'A', programme: 'ONE' });
    await addProject({ acronym: 'C' });
    const api = await apiAs('reader');
    const { get } = await signedInAs(api.user);
    const ids = await listIds(projects, parseListQuery(projects, { programme: 'ONE' }, new Date()));
    for (const read of [get, api.get]) {
      const answer = await read('/portfolio.xlsx?programme=ONE').responseType('blob').expect(200);
      expect(answer.headers['content-disposition']).to.match(/callfolio-portfolio-\d{4}-\d\d-\d\d\.xlsx/);
      expect(answer.headers['x-rows']).to.equal('2/2');
      const book = await readBook(answer.body as Buffer);
      const links = rowsOf(book.sheet('Projects'), 2).map(row => row.getCell(22).hyperlink);
      expect(links.map(link => link.split('/').at(-1))).to.deep.equal(ids);
    }
  });

  it('is refused to nobody in particular, and for a filter that does not exist', async () => {
    await addStrategy();
    await supertest(await testAddress())
      .get('/api/v1/portfolio.xlsx')
      .expect(401);
    const api = await apiAs('reader');
    const { body } = await api.get('/portfolio.xlsx?colour=red&basis=gold').expect(400);
    expect((body.errors as { field: string }[]).map(({ field }) => field)).to.have.members([
      'colour',
      'basis',
    ]);
  });
});

describeEitherWay('GET /api/v1/portfolio/summary', () => {
  beforeEach('add projects', async () => {
    await addProgramme({ code: 'ONE' });
    const ended = { programme: 'ONE', startsOn: '2019', endsOn: '2020' };
    await addProject({ ...ended, scope: 'in', euContribution: '100.10' });
    await addProject({ ...ended, scope: 'in', endsOn: '2099' });
    await addProject({ scope: 'in', euContribution: '0.05' });
    await addProject({ scope: 'in', kind: 'nationalProgramme', euContribution: '7.00' });
    await addProject({ ...ended, scope: 'out', euContribution: '9.99' });
  });

  it('adds up what is in scope by programme and kind, as the home page, national programmes apart', async () => {
    const { get, user } = await apiAs('finance');
    const { status, body } = await get('/portfolio/summary');
    expect(status).to.equal(200);
    const phases = { ongoing: 0, ended: 0, upcoming: 0, unknown: 0, undated: 0 };
    const one = { programme: 'ONE', kind: 'grant', isApart: false };
    const none = { ...one, programme: null };
    const national = { ...none, kind: 'nationalProgramme', isApart: true };
    const sums = {
      one: { ...phases, projects: 2, ongoing: 1, ended: 1, euContribution: '100.10', stated: 1 },
      none: { ...phases, projects: 1, unknown: 1, undated: 1, euContribution: '0.05', stated: 1 },
      apart: { ...phases, projects: 1, unknown: 1, undated: 1, euContribution: '7.00', stated: 1 },
    };
    expect(body.rows).to.deep.equal([
      { ...one, ...sums.one },
      { ...none, ...sums.none },
      { ...national, ...sums.apart },
    ]);
    const totals = { projects: 3, ongoing: 1, ended: 1, upcoming: 0, unknown: 1, undated: 1 };
    expect(body.totals).to.deep.equal({ ...totals, euContribution: '100.15', stated: 2 });
    expect(body.apart).to.deep.equal(sums.apart);
    expect((await (await signedInAs(user)).get('/')).text).to.include('100.15');
  });

  it('takes the filters, the day and the instant of the list of projects', async () => {
    const { get } = await apiAs('reader');
    const then = (await get('/portfolio/summary?programme=ONE&on=2020-06-30')).body;
    expect(then).to.deep.include({ on: '2020-06-30', knownAt: null });
    expect(then.totals).to.include({ projects: 2, ongoing: 2, ended: 0 });
    expect((await get('/portfolio/summary?scope=out')).body.totals).to.include({ euContribution: '9.99' });
    const before = (await get('/portfolio/summary?knownAt=2020-01-01')).body;
    expect(before.rows).to.deep.equal([]);
    expect(before.totals).to.include({ projects: 0, euContribution: '0.00', stated: 0 });
    const refused = await get('/portfolio/summary?basis=totalCost');
    expect([refused.status, refused.body.errors[0].field]).to.deep.equal([400, 'basis']);
  });
});
