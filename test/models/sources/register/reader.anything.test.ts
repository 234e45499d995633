import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { cordis } from '../../../../models/sources/cordis/cordis.ts';
import { cordisOld } from '../../../../models/sources/cordis/cordisOld.ts';
import { home } from '../../../../models/sources/home/home.ts';
import type { Source } from '../../../../models/sources/contract/incoming.ts';
import { portal } from '../../../../models/sources/portal/portal.ts';
import type { SourceTable } from '../../../../models/sources/contract/table.ts';
import { grace, lead } from '../../../support/cordis.ts';
import { misfitsOf, readAll, recordsTable, sourceFileOf, valuesTable } from '../../../support/sourceFile.ts';

type Row = Readonly<Record<string, string>>;
const sample = (name: string) =>
  JSON.parse(readFileSync(`test/models/sources/samples/${name}.json`, 'utf8')) as unknown;

const nasty = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '',
    ' ',
    ';',
    ';;a; ;a',
    '0',
    '-1',
    '1.234',
    '1e9',
    '9'.repeat(40),
    'NA',
    'true',
    '2021-02-30',
    '2021-06-01 10:00:00',
    '=1+1',
    '<script>',
    '\u0000\u001a',
    '\ud800',
    'x'.repeat(130),
    'x'.repeat(600),
    `${'a;'.repeat(700)}b`,
    'x'.repeat(40_000),
    'http://',
    'javascript:alert(1)',
    'coordinator',
    'H2020',
    'constructor',
    'toString',
    '__proto__',
  ),
);

/** The row with some of its cells replaced by anything. */
const spoilt = (row: Row): fc.Arbitrary<Row> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...Object.keys(row)), nasty), {
      maxLength: 3,
      selector: ([key]) => key,
    })
    .map(cells => ({ ...row, ...Object.fromEntries(cells) }));

/** Whatever stands in a file: what is taken fits the fields, and each row is taken or refused. */
async function expectFit(source: Source, tables: readonly SourceTable[], rows: number): Promise<void> {
  const { projects, calls, organisations, rejected } = await readAll(source, sourceFileOf(tables));
  expect([...projects, ...calls, ...organisations].flatMap(misfitsOf)).to.deep.equal([]);
  const refused = rejected.filter(({ noun }) => noun === 'project');
  expect(projects.length + refused.length).to.equal(rows);
  expect(rejected.every(one => one.rejected.length > 0)).to.equal(true);
}

describe('Whatever stands in a file', () => {
  const check = async (arbitrary: fc.Arbitrary<Row[]>, read: (rows: Row[]) => Promise<void>) =>
    fc.assert(fc.asyncProperty(arbitrary, read), { numRuns: 150 });

  it('of CORDIS since 2022 fits the fields or is refused', async () => {
    await check(
      fc.tuple(spoilt(grace), spoilt(lead)).map(rows => [...rows]),
      async ([project, organisation]) =>
        expectFit(
          cordis,
          [recordsTable('project.csv', [project!]), recordsTable('organization.csv', [organisation!])],
          1,
        ),
    );
  });

  it('of CORDIS until 2021 fits the fields or is refused', async () => {
    const row = {
      ...(sample('cordis-2021-shifted-row') as Row),
      totalCost: '1',
      ecMaxContribution: '1',
      call: 'H2020-SFS-2017-2',
      fundingScheme: '/RIA',
      coordinator: 'INRA',
      coordinatorCountry: 'FR',
      participants: 'SRUC',
      participantCountries: 'UK;FR',
    };
    await check(
      spoilt(row).map(one => [one]),
      async rows => expectFit(cordisOld, [recordsTable('projects.csv', rows)], 1),
    );
  });

  it('of DG HOME fits the fields or is refused', async () => {
    await check(
      spoilt(sample('dg-home-row') as Row).map(one => [one]),
      async rows => expectFit(home, [recordsTable('Projects', rows)], 1),
    );
  });

  it('of the portal fits the fields or is refused', async () => {
    const { results } = sample('portal-search-page') as { results: { metadata: Record<string, unknown> }[] };
    const [first] = results;
    const { metadata = {} } = first ?? {};
    const anything = fc.oneof(nasty, fc.jsonValue(), fc.array(nasty, { maxLength: 3 }));
    const keys = Object.keys({ ...metadata, budgetOverview: '', keywords: '', descriptionByte: '' });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), anything, async (key, value) => {
        const record = { ...first, metadata: { ...metadata, [key]: value } };
        const { calls, rejected } = await readAll(portal, sourceFileOf([valuesTable('answer', [record])]));
        expect(calls.flatMap(misfitsOf)).to.deep.equal([]);
        expect(calls.length + rejected.length).to.be.greaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
