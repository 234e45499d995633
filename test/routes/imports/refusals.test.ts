import { expect } from 'chai';
import { countRefusals } from '../../../models/imports/rows/refusals.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addImport } from '../../support/imports.ts';
import { attributesOn, valueOn, wordsOn } from '../../support/page.ts';

const where = (row: number) => ({ table: 'list.csv', row });
const lacking = (row: number, programme: string) => ({
  noun: 'project' as const,
  outcome: 'rejected' as const,
  name: `P${row}`,
  problems: [
    {
      where: where(row),
      column: 'programme',
      value: programme,
      problem: { key: 'imports.noProgramme', values: { programme } },
    },
  ],
});
const wrong = (row: number, column: string | null, key: string, values = {}) => ({
  noun: 'project' as const,
  outcome: 'rejected' as const,
  name: `P${row}`,
  problems: [{ where: where(row), column, value: null, problem: { key, values } }],
});

const refused = [
  ...[1, 2, 3].map(row => lacking(row, 'AMIF')),
  lacking(4, 'BMVI'),
  wrong(5, 'Start|date', 'problems.money.ambiguous', { label: 'Start|date' }),
  wrong(6, null, 'importSource.projectNotThere', { id: '123' }),
  wrong(7, null, 'importSource.projectNotThere', { id: '456' }),
  {
    ...wrong(8, 'EU contribution', 'problems.money.ambiguous'),
    problems: [
      ...wrong(8, 'EU contribution', 'problems.money.ambiguous').problems,
      ...wrong(8, 'EU contribution', 'problems.money.ambiguous').problems,
      ...lacking(8, 'AMIF').problems,
    ],
  },
];
const taken = { noun: 'project', outcome: 'created', name: 'Fine' } as const;

describe('What rows of an import are refused for', () => {
  useDatabase();
  it('is counted by reason, and each figure is as many rows as it opens', async () => {
    const { id } = await addImport([...refused, taken]);
    const { listed, others } = await countRefusals(id);
    expect(others).to.equal(0);
    expect(listed.map(({ rows, problem }) => [rows, problem.key])).to.deep.equal([
      [4, 'imports.noProgramme'],
      [2, 'importSource.projectNotThere'],
      [1, 'imports.noProgramme'],
      [1, 'problems.money.ambiguous'],
      [1, 'problems.money.ambiguous'],
    ]);
    const { get } = await apiAs('reader');
    for (const one of listed) {
      const { body } = await get(`/imports/${id}/rows?${new URLSearchParams({ problem: one.id })}`);
      expect(body.paginationInfo.totalItems, one.id).to.equal(one.rows);
    }
    const none = await get(`/imports/${id}/rows?problem=imports.noProgramme|EMFF`);
    expect(none.body.paginationInfo.totalItems).to.equal(0);
  });

  it('is a sentence that leaves open what differs, in the answer of the import too', async () => {
    const { id } = await addImport([...refused, taken]);
    const { body } = await (await apiAs('reader')).get(`/imports/${id}`);
    expect(body.refusals[0]).to.include({ type: 'imports.noProgramme', column: 'programme', rows: 4 });
    expect(body.refusals[0].message).to.match(/^There is no programme AMIF\./);
    expect(JSON.stringify(body.refusals)).not.to.include('123').and.not.to.include('456');
  });

  it('lists twelve, and says how many more there are', async () => {
    const many = Array.from({ length: 15 }, (_, at) => wrong(at, `Column ${at}`, 'problems.money.ambiguous'));
    const { id } = await addImport(many);
    const { listed, others } = await countRefusals(id);
    expect([listed.length, others]).to.deep.equal([12, 3]);
  });

  it('leads to the form of the programme that is missing, filled in, for whoever may add it', async () => {
    const { id } = await addImport([...refused, taken]);
    for (const [role, may] of [
      ['officer', true],
      ['reader', false],
    ] as const) {
      const { get } = await signedIn(role);
      const { text } = await get(`/imports/${id}`);
      expect(wordsOn(text, '.refusals').join(' '))
        .to.include('4 ×')
        .and.include('There is no programme AMIF.');
      const buttons = attributesOn(text, '.refusals a.btn', 'href');
      expect(buttons).to.deep.equal(may ? ['/programmes/new?code=AMIF', '/programmes/new?code=BMVI'] : []);
      if (may) {
        const form = await get('/programmes/new?code=AMIF');
        expect(valueOn(form.text, 'code')).to.equal('AMIF');
      }
    }
  });
});
