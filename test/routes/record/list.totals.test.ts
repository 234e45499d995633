import { expect } from 'chai';
import { apiAs, signedIn } from '../../support/app.ts';
import { describeEitherWay } from '../../support/eitherWay.ts';
import { addCall, addProject } from '../../support/factories.ts';

describeEitherWay('GET /api/v1/projects?totals=', () => {
  beforeEach('add projects', async () => {
    // A total cost of 0 with an EU contribution says "not declared".
    await addProject({ scope: 'in', totalCost: '0.00', euContribution: '577.70' });
    await addProject({ scope: 'in', totalCost: '1000.10', euContribution: '0.07' });
    await addProject({ scope: 'in' });
    await addProject({ scope: 'out', euContribution: '9.99' });
  });

  it('sums the amounts named, over all pages, with how many records state each', async () => {
    const { get } = await apiAs('reader');
    const { body } = await get('/projects?scope=in&pageSize=1&totals=totalCost,euContribution');
    expect(body.items).to.have.length(1);
    expect(body.totals).to.deep.equal({
      totalCost: { amount: '1000.10', stated: 1, records: 3 },
      euContribution: { amount: '577.77', stated: 2, records: 3 },
    });
    const one = await get('/projects?scope=out&totals=euContribution&facets=scope');
    expect(one.body.totals).to.deep.equal({ euContribution: { amount: '9.99', stated: 1, records: 1 } });
    expect(one.body.facets).to.have.property('scope');
  });

  it('says of nothing that nothing states it', async () => {
    const { get } = await apiAs('reader');
    const { body } = await get('/projects?scope=candidate&totals=euContribution');
    expect(body.totals).to.deep.equal({ euContribution: { amount: '0.00', stated: 0, records: 0 } });
  });

  it('are not counted unless they are asked for', async () => {
    const { get } = await apiAs('reader');
    for (const query of ['', '?totals=', '?facets=scope'])
      expect((await get(`/projects${query}`)).body, query).not.to.have.property('totals');
  });

  it('sums budgets of calls', async () => {
    await addCall({ budget: '5.50' });
    const { get } = await apiAs('reader');
    const { body } = await get('/calls?totals=budget');
    expect(body.totals).to.deep.equal({ budget: { amount: '5.50', stated: 1, records: 1 } });
  });

  it('refuses what is no amount of the list, naming it', async () => {
    const { get } = await apiAs('administrator');
    for (const totals of ['1', 'title', 'budget', 'euContribution,$where', 'constructor']) {
      const { status, body } = await get(`/projects?totals=${totals}`);
      expect(status, totals).to.equal(400);
      expect(body.errors[0].field).to.equal('totals');
      expect(body.errors[0].message).to.match(/makes no sense for totals/);
    }
  });

  it('is no key of a list without amounts, nor of its description', async () => {
    const { get } = await apiAs('administrator');
    const document = (await get('/openapi.json')).body as {
      paths: Record<string, { get: { parameters: { $ref?: string }[] } }>;
    };
    const described = (path: string) =>
      document.paths[path]?.get.parameters.some(({ $ref = '' }) => $ref.endsWith('.totals'));
    for (const path of ['/users', '/organisations', '/programmes', '/strategies']) {
      const { status, body } = await get(`${path}?totals=euContribution`);
      expect([status, body.errors[0].message], path).to.deep.equal([
        400,
        'This address takes nothing named “totals”.',
      ]);
      expect(described(path), path).to.equal(false);
    }
    expect(described('/projects')).to.equal(true);
    expect(described('/calls')).to.equal(true);
  });

  it('changes nothing of a page, which has them anyway', async () => {
    const { get } = await signedIn('reader');
    expect((await get('/projects?scope=in&totals=euContribution')).text)
      .to.include('stated for 1 of 3')
      .and.include('stated for 2 of 3');
  });
});
