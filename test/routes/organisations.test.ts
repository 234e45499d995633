import { expect } from 'chai';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addOrganisation, addProject } from '../support/factories.ts';

describe('GET /organisations/:id', () => {
  useDatabase();

  it('shows the projects an organisation takes part in', async () => {
    const { participants } = await addProject({
      acronym: 'GRACE',
      participants: [{ name: 'Open University' }],
    });
    const { get } = await signedIn('evaluator');
    const { status, text } = await get(`/organisations/${participants[0]?.organisation?.id}`);
    expect(status).to.equal(200);
    expect(text).to.contain('Open University').and.to.contain('GRACE');
  });

  it('does not know one that is withheld everywhere, for whom may not see it', async () => {
    const { participants } = await addProject({ participants: [{ name: 'Quiet Police', isWithheld: true }] });
    const id = participants[0]?.organisation?.id ?? '';
    const evaluator = await apiAs('evaluator');
    for (const path of ['', '/history'])
      expect((await evaluator.get(`/organisations/${id}${path}`)).status, path).to.equal(404);
    expect((await evaluator.get('/organisations?q=quiet')).body.items).to.deep.equal([]);
    expect((await (await apiAs('finance')).get(`/organisations/${id}`)).body.name).to.equal('Quiet Police');
  });
});

describe('POST /api/v1/organisations', () => {
  useDatabase();

  it('refuses a PIC that is none, or another’s', async () => {
    await addOrganisation({ pic: '999999999' });
    const { post } = await apiAs('officer');
    for (const pic of ['12345678', '99999999a', '999999999']) {
      const { status, body } = await post('/organisations').send({ name: 'A', pic });
      expect([status, body.errors[0].field], pic).to.deep.equal([422, 'pic']);
    }
  });
});
