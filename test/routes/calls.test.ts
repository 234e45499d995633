import { expect } from 'chai';
import { calls } from '../../models/calls/call.ts';
import { getRecord } from '../../models/lists/list.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { describeEitherWay } from '../support/eitherWay.ts';
import { addCall, addProgramme, edit } from '../support/factories.ts';
import { formFieldsOn } from '../support/forms.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { everything } from '../support/readers.ts';

describe('POST /calls', () => {
  useDatabase();

  it('logs a topic with its rounds; a bare day is 17:00 in Brussels', async () => {
    const { code } = await addProgramme();
    const { post } = await signedIn('officer');
    const answer = await post('/calls', {
      kind: 'topic',
      identifier: 'SU-FCT02',
      programme: code,
      typesOfAction: 'RIA\r\nIA',
      'rounds.0.openingOn': '2019-03-14',
      'rounds.0.deadlines.0.at': '2019-08-22',
      'rounds.0.deadlines.1.at': '',
    });
    expect(answer.status).to.equal(303);
    const call = await getRecord(
      visibleTo(calls, everything),
      String(answer.headers['location']).split('/')[2] ?? '',
    );
    expect(call.typesOfAction).to.deep.equal(['RIA', 'IA']);
    expect(call.rounds[0]?.deadlines.map(({ at }) => at.toISOString())).to.deep.equal([
      '2019-08-22T15:00:00.000Z',
    ]);
  });

  it('refuses a deadline before the opening, at the day of Brussels', async () => {
    const { code: programme } = await addProgramme();
    const { post } = await apiAs('officer');
    const send = async (at: string) => {
      const rounds = [{ openingOn: '2019-03-14', deadlines: [{ at }] }];
      const { status, body } = await post('/calls').send({ kind: 'call', identifier: at, programme, rounds });
      return `${status} ${body.errors?.[0]?.field ?? ''}`;
    };
    expect(await send('2019-03-13 23:59')).to.equal('422 rounds.0.deadlines.0.at');
    expect(await send('2019-03-14 00:00')).to.equal('201 ');
  });

  it('adds a deadline to a round without saving', async () => {
    const { post } = await signedIn('officer');
    const typed = { kind: 'call', 'rounds.0.note': 'Kept', 'rounds.0.deadlines.0.at': '2019-08-22' };
    const { status, text } = await post('/calls', { ...typed, _line: '+rounds.0.deadlines' });
    expect(status).to.equal(200);
    expect(text).to.contain('rounds.0.deadlines.1.at').and.to.contain('Kept');
    expect(await calls.current.countDocuments({})).to.equal(0);
  });

  it('says that the identifier is taken, in any case, of the same kind alone', async () => {
    const { identifier, programme } = await addCall({ identifier: 'SU-fct02' });
    const { post } = await apiAs('officer');
    const again = await post('/calls').send({ kind: 'call', identifier: 'SU-FCT02', programme });
    expect([again.status, again.body.errors[0].field]).to.deep.equal([422, 'identifier']);
    expect((await post('/calls').send({ kind: 'topic', identifier, programme })).status).to.equal(201);
  });
});

describe('POST /calls/:id', () => {
  useDatabase();

  it('changes nothing when an untouched form is saved', async () => {
    const parent = await addCall();
    const rounds = [
      { call: parent.identifier, openingOn: '2019-03', deadlines: [{ at: '2019-08-22', stage: 1 }] },
    ];
    const call = await addCall({
      parent: parent.identifier,
      rounds,
      budget: '1234.50',
      description: 'a\n\nb',
    });
    const { get, post } = await signedIn('officer');
    const { text } = await get(`/calls/${call.id}/edit`);
    expect((await post(`/calls/${call.id}`, formFieldsOn(text))).status).to.equal(303);
    expect((await getRecord(visibleTo(calls, everything), call.id)).version).to.equal(1);
  });
});

describeEitherWay('GET /api/v1/calls', () => {
  it('lists calls by a status that follows from dates', async () => {
    const rounds = [{ openingOn: '2019-03-14', deadlines: [{ at: '2019-08-22' }] }];
    const { identifier } = await addCall({ publishedOn: '2019-01', rounds, deadlineModel: 'singleStage' });
    const { get } = await apiAs('reader');
    const found = async (on: string, status: string) =>
      (await get(`/calls?on=${on}&status=${status}`)).body.items.map(
        (one: { identifier: string }) => one.identifier,
      );
    expect(await found('2019-03-13', 'forthcoming')).to.deep.equal([identifier]);
    expect(await found('2019-08-21', 'open')).to.deep.equal([identifier]);
    expect(await found('2019-08-22', 'underEvaluation')).to.deep.equal([identifier]);
    expect(await found('2019-08-22', 'open')).to.deep.equal([]);
    // Before it was published it was not ahead, and 246 days after its deadline it is closed.
    expect(await found('2018-12-31', 'forthcoming')).to.deep.equal([]);
    expect(await found('2020-04-23', 'underEvaluation')).to.deep.equal([identifier]);
    expect(await found('2020-04-24', 'closed')).to.deep.equal([identifier]);
  });
});

describe('GET /calls/:id', () => {
  useDatabase();

  it('shows a call under its id, also after it was renamed', async () => {
    const call = await addCall({ identifier: 'OLD-1' });
    await edit(calls, call, { identifier: 'NEW-1' });
    const { get } = await signedIn('reader');
    const { status, text } = await get(`/calls/${call.id}`);
    expect(status).to.equal(200);
    expect(text).to.contain('NEW-1').and.to.contain('OLD-1');
  });
});
