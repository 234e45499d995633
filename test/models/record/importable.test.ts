import { expect } from 'chai';
import mongoose from 'mongoose';
import { importables } from '../../../models/nouns.ts';
import { choice, money, text, type Fields } from '../../../models/record/fields.ts';
import { textAt, textsAt, type Importable } from '../../../models/record/importable.ts';
import { fieldColumns } from '../../../models/record/listColumn.ts';
import { collectionsOf, type Noun, type NounName } from '../../../models/record/noun.ts';
import { reference } from '../../../models/record/referenceFields.ts';
import { proposeMapping } from '../../../models/sources/anyTable/proposeMapping.ts';
import { apiAs, signedIn, testAddress } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProgramme } from '../../support/factories.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { valueOn } from '../../support/page.ts';

const fields = {
  code: text({ en: 'Code', nl: 'Code' }, { required: true }),
  subject: text({ en: 'Subject', nl: 'Betreft' }, { required: true }),
  state: choice(
    { en: 'State', nl: 'Staat' },
    { open: { en: 'Open', nl: 'Open' }, done: { en: 'Done', nl: 'Gedaan' } },
    { required: true },
  ),
  cost: money({ en: 'Cost', nl: 'Kosten' }),
  call: reference({ en: 'Call', nl: 'Oproep' }, 'call'),
} satisfies Fields;

/** A kind of record that callfolio does not have, and what an import asks of it: all that a fourth kind of row takes. */
function memoNoun(): Importable {
  const noun: Noun<typeof fields> = {
    name: 'memo' as NounName,
    path: 'memos',
    label: { one: { en: 'Memo', nl: 'Memo' }, many: { en: 'Memos', nl: "Memo's" } },
    fields,
    columns: fieldColumns(fields, 'code', 'subject'),
    filters: {},
    facets: [],
    sorts: { code: 'code' },
    defaultSort: 'code',
    always: {},
    ...collectionsOf('memo' as NounName, 'memos', fields, {}),
    namedBy: ['subject'],
    identify: ({ subject }) => subject,
    findable: ({ code, subject }) => ({ identifiers: [code], words: [subject] }),
    prepare: async memo => memo,
    check: ({ cost }) => (cost === 0 ? [{ field: 'cost', type: 'any.required' }] : []),
    derive: async () => ({ derived: {}, warnings: [] }),
  };
  return {
    noun,
    keyOf: ({ values }) => textAt(values, 'code').toLowerCase() || null,
    uniqueFields: ['code'],
    matches: all => [{ code: { $in: textsAt(all, 'code') } }],
    keysFor: () => stored => [textAt(stored, 'code').toLowerCase()],
    pick: ({ values }, keyed) => keyed(textAt(values, 'code').toLowerCase())[0] ?? null,
    reportedAs: ['subject'],
    calledBy: ['code'],
    identifying: { ids: ['code'], names: ['subject'] },
    otherNames: { subject: ['regarding'] },
    usuallyFixed: ['state'],
    writeSteps: [{}],
    complete: values => ({ state: 'open', ...values }),
    decidedLater: ['state'],
  };
}

const columns = ['Code', 'Regarding', 'Cost', 'Call'];
const csv = (...rows: string[]): Buffer => Buffer.from([columns.join(';'), ...rows, ''].join('\n'));
const first = csv('M1;Of one call;12.50;CALL-1', 'M2;Of none;0.01;', 'M3;Free;0;');

describe('A kind of record that can be imported', function () {
  this.timeout(30_000);
  useDatabase();
  const registered = importables as Partial<Record<string, Importable>>;
  let memo: Importable;
  before(async () => {
    // What the program says of itself is made without it.
    await testAddress();
    memo = memoNoun();
    registered['memo'] = memo;
    for (const model of [memo.noun.current, memo.noun.versions]) {
      await model.createCollection();
      await model.createIndexes();
    }
  });
  after(async () => {
    delete registered['memo'];
    for (const { modelName, collection } of [memo.noun.current, memo.noun.versions]) {
      await collection.drop();
      mongoose.deleteModel(modelName);
    }
  });

  const stored = async () =>
    memo.noun.current
      .find({})
      .sort({ code: 1 })
      .lean<{ code: string; subject: string; state: string; cost: number; call: { id: string } | null }[]>();

  it('costs what stands beside its noun: a fourth is proposed, checked, applied and undone', async () => {
    await addProgramme({ code: 'ISFP' });
    const call = await addCall({ identifier: 'CALL-1', programme: 'ISFP' });
    const { get, post } = await apiAs('officer');
    const person = await signedIn('officer');
    const send = async (bytes: Buffer) => {
      const { body } = await post('/imports').attach('file', bytes, 'memos.csv');
      await runJobsNow();
      const at = `/imports/${String(body.id)}`;
      expect(valueOn((await person.get(`${at}/mapping`)).text, 'noun')).to.equal('memo');
      const mapping = proposeMapping(columns);
      expect(mapping.columns).to.deep.equal({
        Code: 'code',
        Regarding: 'subject',
        Cost: 'cost',
        Call: 'call',
      });
      await post(`${at}/mapping`).send({ ...mapping, decimal: '.' });
      await runJobsNow();
      return at;
    };
    const counts = async (at: string) => (await get(at)).body.counts.memos;
    const at = await send(first);
    expect(await counts(at)).to.include({ read: 3, created: 2, rejected: 1 });
    expect(await stored()).to.deep.equal([]);
    const page = (await person.get(`${at}/rows?noun=memo`)).text;
    expect(page).to.include('Memo').and.include('Of one call');

    await post(`${at}/apply`);
    await runJobsNow();
    const made = await stored();
    expect(made.map(({ code, state, cost }) => [code, state, cost])).to.deep.equal([
      ['M1', 'open', 1250],
      ['M2', 'open', 1],
    ]);
    expect(made[0]?.call?.id).to.equal(call.id);

    const later = await send(csv('M1;Of one call;12.50;CALL-1', 'm2;Of none any more;0.01;', 'M4;New;4;'));
    expect(await counts(later)).to.include({ read: 3, created: 1, changed: 1, unchanged: 1 });
    await post(`${later}/apply`);
    await runJobsNow();
    const subjects = async () => (await stored()).map(({ subject }) => subject);
    expect(await subjects()).to.deep.equal(['Of one call', 'Of none any more', 'New']);

    await post(`${later}/undo`);
    await runJobsNow();
    expect((await get(later)).body.state).to.equal('undone');
    expect(await subjects()).to.deep.equal(['Of one call', 'Of none']);
  });
});
