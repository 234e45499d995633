import { expect } from 'chai';
import { getRecord } from '../../models/lists/list.ts';
import { strategies } from '../../models/strategies/strategy.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addStrategy } from '../support/factories.ts';
import { formFieldsOn } from '../support/forms.ts';

const everyone = { seesWithheld: true };

describe('GET /api/v1/strategies/:id', () => {
  useDatabase();

  it('gives a strategy under a code that ends like no file', async () => {
    await addStrategy({ code: 'COM-2020-607' });
    const { body } = await (await apiAs('reader')).get('/strategies/COM-2020-607');
    expect(body).to.include({ id: 'COM-2020-607', version: 1 });
    expect(body.initiatives).to.have.length(3);
  });
});

describe('POST /strategies/:id', () => {
  useDatabase();

  it('changes nothing when an untouched form is saved', async () => {
    await addStrategy({
      keyActions: [{ code: '1.1', textEn: 'One\nTwo', dueOn: '2021' }],
      milestones: [{ name: 'First', precision: 'quarter', fromOn: '2021-01', toOn: '2021-03' }],
      passages: [{ what: 'Money', registeredAs: ['A', 'B'] }],
    });
    const { get, post } = await signedIn('administrator');
    const { text } = await get('/strategies/S-1/edit');
    expect((await post('/strategies/S-1', formFieldsOn(text))).status).to.equal(303);
    expect((await getRecord(strategies, 'S-1', everyone)).version).to.equal(1);
  });

  it('refuses numbers twice, key actions of no initiative, and "none expected" without a reason', async () => {
    await addStrategy();
    const { patch } = await apiAs('administrator');
    const one = { number: 1, titleEn: 'One', titleNl: 'Een' };
    const { status, body } = await patch('/strategies/S-1')
      .set('If-Match', '"1"')
      .send({ initiatives: [one, { ...one, isNotExpected: true }], keyActions: [{ code: '9.1' }] });
    expect(status).to.equal(422);
    expect(body.errors.map((error: { field: string }) => error.field)).to.have.members([
      'initiatives.1',
      'keyActions.0.code',
      'initiatives.1.notExpectedReason',
    ]);
  });

  it('is for administrators', async () => {
    await addStrategy();
    const { get } = await signedIn('officer');
    expect((await get('/strategies/S-1/edit')).status).to.equal(403);
  });
});
