import { expect } from 'chai';
import supertest from 'supertest';
import { listIds } from '../../models/list.ts';
import { projects } from '../../models/projects.ts';
import { parseListQuery } from '../../models/query.ts';
import { apiAs, signedInAs, testAddress } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addProgramme, addProject, addStrategy } from '../support/factories.ts';
import { readBook, rowsOf } from '../views/workbooks/parts.ts';

describe('GET /portfolio.xlsx', () => {
  useDatabase();

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
