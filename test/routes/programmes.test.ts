import { expect } from 'chai';
import { getRecord } from '../../models/lists/list.ts';
import { programmes } from '../../models/programmes/programme.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addProgramme } from '../support/factories.ts';
import { formFieldsOn } from '../support/forms.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { everything } from '../support/readers.ts';

describe('POST /programmes/:id', () => {
  useDatabase();

  it('saves the form under the code it had', async () => {
    const { code } = await addProgramme({ name: 'Old' });
    const { get, post } = await signedIn('officer');
    const form = formFieldsOn((await get(`/programmes/${code}/edit`)).text);
    expect((await post(`/programmes/${code}`, { ...form, name: 'New' })).status).to.equal(303);
    expect(await getRecord(visibleTo(programmes, everything), code)).to.include({
      name: 'New',
      code,
      version: 2,
    });
    const moved = await post(`/programmes/${code}`, { ...form, code: 'OTHER', _version: '2' });
    expect(moved.status).to.equal(422);
    expect(moved.text).to.contain('Code never changes');
  });
});

describe('PATCH /api/v1/programmes/:id', () => {
  useDatabase();

  it('finds a programme by its code in any case, and never changes it', async () => {
    await addProgramme({ code: 'ISF-2021' });
    const { patch } = await apiAs('officer');
    const changed = await patch('/programmes/isf-2021').set('If-Match', '"1"').send({ name: 'Fund' });
    expect([changed.status, changed.body.id]).to.deep.equal([200, 'ISF-2021']);
    const { status, body } = await patch('/programmes/ISF-2021').set('If-Match', '"2"').send({ code: 'ISF' });
    expect([status, body.errors[0].field]).to.deep.equal([422, 'code']);
  });
});

describe('POST /programmes/:id/statements/use', () => {
  useDatabase();

  it('uses one of the budgets that sources state', async () => {
    const budget = { field: 'budget', confidence: 'verified', source: 'A page' };
    const statements = [
      { ...budget, value: '1.003.690.000,00', isUsed: true },
      { ...budget, value: '1004000000.00' },
    ];
    const { code } = await addProgramme({ statements });
    const { post } = await signedIn('officer');
    const answer = await post(`/programmes/${code}/statements/use`, { statement: '1', _version: '1' });
    expect(answer.status).to.equal(303);
    expect((await getRecord(visibleTo(programmes, everything), code)).budget).to.equal(100_400_000_000);
  });
});

describe('a path the API does not know', () => {
  useDatabase();

  it('is answered 404 in JSON, whatever the method', async () => {
    const { get, post } = await apiAs('officer');
    for (const answer of [await get('/nothing'), await post('/nothing').send({})]) {
      expect(answer.status).to.equal(404);
      expect(answer.body.message).to.be.a('string');
      expect(answer.headers['set-cookie']).to.equal(undefined);
    }
  });
});
