import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { tableSource } from '../../../../models/sources/anyTable/anyTable.ts';
import { cordis } from '../../../../models/sources/cordis/cordis.ts';
import { home } from '../../../../models/sources/home/home.ts';
import type { Mapping, Source } from '../../../../models/sources/contract/incoming.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import type { CellMark, SourceTable } from '../../../../models/sources/contract/table.ts';
import { grace, lead } from '../../../support/cordis.ts';
import { readAll, recordsTable, sourceFileOf, tableOf, valuesTable } from '../../../support/sourceFile.ts';

type Row = Record<string, string>;
const homeRow = JSON.parse(readFileSync('test/models/sources/samples/dg-home-row.json', 'utf8')) as Row;
const mapping: Mapping = {
  noun: 'project',
  columns: { No: 'grantAgreement', Name: 'title', EU: 'euContribution' },
  fixed: { programme: 'ISFP' },
  decimal: ',',
  dayOrder: 'dayFirst',
};

/** The same table, with what is known of the cells of a column besides their text. */
const marked = (table: SourceTable, column: string, mark: CellMark | null): SourceTable => ({
  ...table,
  async *rows() {
    const at = table.columns.indexOf(column);
    for await (const row of table.rows())
      yield {
        ...row,
        ...(mark && { marks: table.columns.map((_none, place) => (place === at ? mark : null)) }),
      };
  },
});

/** A file of each source whose amount is this text, in a cell of which this is known, with a column beside it. */
const sources: readonly {
  name: string;
  source: Source;
  column: string;
  tables: (amount: string, beside: Row) => SourceTable[];
  field?: string;
}[] = [
  {
    name: 'any table',
    source: tableSource,
    column: 'EU',
    tables: (EU, beside) => [recordsTable('list.csv', [{ No: 'N1', Name: 'One', EU, ...beside }])],
  },
  {
    name: 'CORDIS',
    source: cordis,
    column: 'ecMaxContribution',
    tables: (ecMaxContribution, beside) => [
      recordsTable('project', [{ ...grace, ecMaxContribution, ...beside }]),
      recordsTable('organization', [lead]),
    ],
  },
  {
    name: 'DG HOME',
    source: home,
    column: 'Project Requested EU Contrib',
    tables: (amount, beside) => [
      recordsTable('Projects', [
        {
          ...homeRow,
          'Project Call Id': 'ISFP-2017-AG-CYBER',
          'Project Requested EU Contrib': amount,
          ...beside,
        },
      ]),
    ],
  },
  {
    name: 'a file of callfolio',
    source: ownSource,
    column: 'EU contribution',
    tables: (amount, beside) => [
      recordsTable('Projects', [
        { Id: '', Version: '', Programme: 'ISFP', Title: 'One', 'EU contribution': amount, ...beside },
      ]),
    ],
  },
];

describe('Amounts of every source', () => {
  for (const { name, source, column, tables } of sources) {
    const read = async (amount: string, mark: CellMark | null, beside: Row = {}) => {
      const all = tables(amount, beside).map(table =>
        table.columns.includes(column) ? marked(table, column, mark) : table,
      );
      const { projects, rejected } = await readAll(source, sourceFileOf(all, 'xlsx'), { mapping });
      const project = projects.find(one => !one.isNamedOnly);
      return {
        cents: project?.values['euContribution'],
        warned: project?.warnings.filter(one => one.column === column).map(({ problem }) => problem.key),
        refused: rejected.flatMap(one => one.rejected.map(({ problem }) => problem.key)),
      };
    };

    it(`in ${name}: a number has no notation, and is rounded with a word`, async () => {
      expect(await read('500.125', { isNumber: true })).to.deep.equal({
        cents: 50_013,
        warned: ['importAmount.rounded'],
        refused: [],
      });
      // The twin: as text nobody knows what it means, or a person said it.
      const text = await read('500.125', null);
      expect(text.cents === 50_013).to.equal(false);
    });

    it(`in ${name}: another currency is refused, by format, text and the column beside`, async () => {
      const number = { isNumber: true } as const;
      for (const mark of [
        { ...number, currency: '£' },
        { ...number, unit: 'k€' },
        { ...number, isPercent: true as const },
      ]) {
        const { cents, refused } = await read('500', mark);
        expect(cents).to.equal(undefined);
        expect(refused.some(key => key.startsWith('importAmount.cell'))).to.equal(true);
      }
      expect((await read('£ 500', null)).refused).to.include('importAmount.cellCurrency');
      expect((await read('500', number, { Valuta: 'GBP' })).refused).to.include(
        'importAmount.columnCurrency',
      );
      // The twin: the same amount in euro.
      for (const beside of [{}, { Valuta: 'EUR' }])
        expect(await read('500', number, beside)).to.deep.equal({ cents: 50_000, warned: [], refused: [] });
    });
  }

  it('of a JSON file of callfolio are rounded too, also within its lists', async () => {
    const record = {
      id: null,
      version: null,
      programme: 'ISFP',
      title: 'One',
      euContribution: 500.125,
      participants: [{ name: 'Police', euContribution: 12.345 }],
    };
    const read = async (over: object) => {
      const file = sourceFileOf([valuesTable('projects.json', [{ ...record, ...over }])], 'json');
      const { projects, rejected } = await readAll(ownSource, file);
      return { values: projects[0]?.values, warnings: projects[0]?.warnings ?? [], rejected };
    };
    const { values, warnings } = await read({});
    expect(values?.['euContribution']).to.equal(50_013);
    const participants = (values?.['participants'] ?? []) as { euContribution: number }[];
    expect(participants.map(one => one.euContribution)).to.deep.equal([1_235]);
    expect(warnings.map(({ column, problem }) => [column, problem.key])).to.deep.equal([
      ['euContribution', 'importAmount.rounded'],
      ['participants', 'importAmount.rounded'],
    ]);
    const foreign = await read({ currency: 'GBP' });
    expect(foreign.rejected[0]?.rejected[0]?.problem.key).to.equal('importAmount.columnCurrency');
    expect((await read({ currency: 'EUR' })).rejected).to.deep.equal([]);
  });

  it('of a file of callfolio are in no row that a spreadsheet added up', async () => {
    const names = [
      ['Id', 'Version', 'Name', 'Country'],
      ['', '', 'Police', 'BE'],
      ['', '', 'Total', ''],
    ];
    const { organisations, rejected } = await readAll(
      ownSource,
      sourceFileOf([tableOf('Organisations', names)], 'xlsx'),
    );
    expect(organisations.map(({ values }) => values['name'])).to.deep.equal(['Police']);
    expect(rejected[0]?.rejected[0]?.problem.key).to.equal('importTable.totalsRow');
  });
});
