import { expect } from 'chai';
import { getRecord } from '../../models/lists/list.ts';
import { strategies } from '../../models/strategies/strategy.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { link } from '../support/coverage.ts';
import { addProject, addStrategy } from '../support/factories.ts';
import { formFieldsOn } from '../support/forms.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { everything } from '../support/readers.ts';
import { attributesOn, wordsOn } from '../support/page.ts';

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
    expect((await getRecord(visibleTo(strategies, everything), 'S-1')).version).to.equal(1);
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

  it('refuses two thresholds of one day, and one of no project', async () => {
    await addStrategy();
    const { patch } = await apiAs('administrator');
    const twice = [
      { fromOn: '2026', coveredFrom: 3 },
      { fromOn: '2026-01-01', coveredFrom: 4 },
    ];
    for (const [thresholds, field] of [
      [twice, 'thresholds.1'],
      [[{ coveredFrom: 0 }], 'thresholds.0.coveredFrom'],
      [[{ fromOn: '2026' }], 'thresholds.0.coveredFrom'],
    ] as const) {
      const { status, body } = await patch('/strategies/S-1').set('If-Match', '"1"').send({ thresholds });
      expect([status, body.errors[0].field]).to.deep.equal([422, field]);
    }
  });

  it('states thresholds on the page, which the matrix then takes and names, in both languages', async () => {
    await addStrategy();
    for (let one = 0; one < 2; one += 1)
      await addProject({ startsOn: '2020', endsOn: '2040', supports: [link(1)] });
    const { get, post } = await signedIn('administrator');
    const stateOf = async () => attributesOn((await get('/coverage')).text, '.mark', 'class')[0];
    expect(await stateOf()).to.equal('mark mark-covered');
    expect((await get('/coverage')).text).to.include('The strategy states no threshold for that day');
    const form = formFieldsOn((await get('/strategies/S-1/edit')).text);
    const saved = await post('/strategies/S-1', {
      ...form,
      'thresholds.0.fromOn': '2026-02',
      'thresholds.0.coveredFrom': '3',
    });
    expect(saved.status).to.equal(303);
    expect(await stateOf()).to.equal('mark mark-thin');
    const { text } = await get('/coverage');
    expect(text).to.include('Covered: 3 or more ongoing projects').and.include('from February 2026 on');
    const [thresholds] = wordsOn((await get('/strategies/S-1')).text, 'section:has(#thresholds)');
    expect(thresholds).to.include('February 2026').and.include('Ongoing projects that cover an initiative');
    const { body } = await (await apiAs('reader')).get('/coverage?on=2025-12-31');
    expect(body.thresholds).to.deep.equal({ coveredFrom: 2, fromOn: null, isStated: false });
    expect(body.initiatives[0].overall.state).to.equal('covered');
  });

  it('is for administrators', async () => {
    await addStrategy();
    const { get } = await signedIn('officer');
    expect((await get('/strategies/S-1/edit')).status).to.equal(403);
  });
});
