import { expect } from 'chai';
import { apiAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme } from '../../support/factories.ts';
import { textRow, workbookOf } from '../../support/hostileFiles/workbook.ts';
import { askFor } from '../../support/imports.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { importTable, outcomesOf } from '../../support/tableImport.ts';

const columns = { No: 'grantAgreement', Name: 'title', EU: 'euContribution' };
const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
const numberFormats = ['#,##0.00', '[$£-809]#,##0.00', '[$€-2] #,##0.00', '0.00%'];
const styles = `<numFmts>${numberFormats
  .map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`)
  .join('')}</numFmts><cellXfs>${['0', '164', '165', '166', '167']
  .map(id => `<xf numFmtId="${id}"/>`)
  .join('')}</cellXfs>`;
/** A workbook of a number, a name and a cell of an amount each row. */
const workbook = (cells: readonly ((at: string) => string)[]) => ({
  name: 'grants.xlsx',
  bytes: workbookOf({
    styles,
    sheets: [
      {
        rows: [
          textRow(1, ['No', 'Name', 'EU']),
          ...cells.map((cell, at) => {
            const row = at + 2;
            return `<row r="${row}">${text(`A${row}`, `N${row}`)}${text(`B${row}`, `Project ${row}`)}${cell(`C${row}`)}</row>`;
          }),
        ].join(''),
      },
    ],
  }),
});
const number =
  (value: string, style = 0) =>
  (at: string) =>
    `<c r="${at}" s="${style}"><v>${value}</v></c>`;

describe('Amounts of a table, by API', () => {
  useDatabase();

  async function stored(get: Awaited<ReturnType<typeof apiAs>>['get']): Promise<string[]> {
    const { items } = (await get('/projects?scope=candidate&sort=grantAgreement')).body;
    return items.map((one: Record<string, string>) => `${one['grantAgreement']} ${one['euContribution']}`);
  }

  it('that are numbers are read whatever decimal sign was chosen, and rounded with a word', async () => {
    await addProgramme({ code: 'ISFP' });
    const api = await apiAs('officer');
    const file = workbook([
      number('500.125'),
      number('2888913.333333333', 1),
      number('1.0000000000000001E+6', 3),
      // The twin: the same figures as text are what the decimal comma makes of them.
      at => text(at, '500.125'),
    ]);
    const { id, projects } = await importTable(api, file, columns, { decimal: ',' });
    expect(outcomesOf(projects)).to.deep.equal([
      '2 created importAmount.rounded',
      '3 created importAmount.rounded',
      '4 created',
      '5 created',
    ]);
    expect(projects[0]?.warnings[0]).to.include({ column: 'EU', value: '500.125' });
    expect(projects[0]?.warnings[0]?.message).to.include('500.13');
    await askFor(api, id, 'apply');
    await runJobsNow();
    expect(await stored(api.get)).to.deep.equal([
      'N2 500.13',
      'N3 2888913.33',
      'N4 1000000.00',
      'N5 500125.00',
    ]);
  });

  it('that are JSON numbers are read the same', async () => {
    await addProgramme({ code: 'ISFP' });
    const api = await apiAs('officer');
    const json =
      '[{"No":"N1","Name":"A","EU":500.125},{"No":832735.0,"Name":"B","EU":1e6},{"No":"N3","Name":"C","EU":2888913.3333333335}]';
    const { id, projects } = await importTable(api, { name: 'a.json', bytes: Buffer.from(json) }, columns, {
      decimal: ',',
    });
    expect(outcomesOf(projects)).to.deep.equal([
      '1 created importAmount.rounded',
      '2 created',
      '3 created importAmount.rounded',
    ]);
    await askFor(api, id, 'apply');
    await runJobsNow();
    expect(await stored(api.get)).to.deep.equal(['832735 1000000.00', 'N1 500.13', 'N3 2888913.33']);
  });

  it('in another currency are refused, by their format, their text or a column beside them', async () => {
    await addProgramme({ code: 'ISFP' });
    const api = await apiAs('officer');
    const file = workbook([
      number('500000', 2),
      at => text(at, '£30,000'),
      number('0.5', 4),
      // The twin: the same number in euro.
      number('500000', 3),
    ]);
    const { projects } = await importTable(api, file, columns);
    expect(outcomesOf(projects)).to.deep.equal([
      '2 rejected importAmount.cellCurrency',
      '3 rejected importAmount.cellCurrency',
      '4 rejected importAmount.cellUnit',
      '5 created',
    ]);
    expect(projects[0]?.problems[0]?.message).to.match(/another currency \(£\)/);
    const csv = 'No;Name;EU;Währung\nA1;One;1000;EUR\nA2;Two;1000;GBP\nA3;Three;;SEK\nA4;Four;1000;\n';
    const beside = await importTable(api, { name: 'a.csv', bytes: Buffer.from(csv) }, columns);
    expect(outcomesOf(beside.projects)).to.deep.equal([
      '2 created',
      '3 rejected importAmount.columnCurrency',
      '4 created',
      '5 created',
    ]);
  });

  it('that are formulas without a result are refused, not taken for empty', async () => {
    await addProgramme({ code: 'ISFP' });
    const api = await apiAs('officer');
    const file = workbook([
      at => `<c r="${at}"><f>600+400</f><v></v></c>`,
      at => `<c r="${at}"><f>600+400</f></c>`,
      // The twin: an empty cell is an unknown amount.
      at => `<c r="${at}"/>`,
      at => `<c r="${at}"><f>600+400</f><v>1000</v></c>`,
    ]);
    const { projects } = await importTable(api, file, columns);
    expect(outcomesOf(projects)).to.deep.equal([
      '2 rejected importFile.noResult',
      '3 rejected importFile.noResult',
      '4 created',
      '5 created',
    ]);
    expect(projects[0]?.problems[0]?.message).to.match(
      /formula without a result.*save it, and send it again/,
    );
  });

  it('in a row that adds up others make no project', async () => {
    await addProgramme({ code: 'ISFP' });
    const api = await apiAs('officer');
    const rows = (total: string) => [
      textRow(1, ['No', 'Name', 'EU']),
      `<row r="2">${text('A2', 'T1')}${text('B2', 'First')}<c r="C2"><v>1000</v></c></row>`,
      `<row r="3">${text('A3', 'T2')}${text('B3', 'Second')}<c r="C3"><v>2000</v></c></row>`,
      `<row r="4">${total}<c r="C4"><v>3000</v></c></row>`,
    ];
    const send = async (total: string) => {
      const bytes = workbookOf({ sheets: [{ rows: rows(total).join('') }] });
      return importTable(api, { name: 'total.xlsx', bytes }, columns);
    };
    const { id, projects } = await send(text('B4', 'Total'));
    expect(outcomesOf(projects)).to.deep.equal([
      '2 created',
      '3 created',
      '4 rejected importTable.totalsRow',
    ]);
    await askFor(api, id, 'apply');
    await runJobsNow();
    expect(await stored(api.get)).to.deep.equal(['T1 1000.00', 'T2 2000.00']);
    // The twin: the same row with a number is a project.
    const counted = await send(text('A4', '2') + text('B4', 'Total'));
    expect(outcomesOf(counted.projects).at(-1)).to.equal('4 rejected importTable.totalsRow');
    const numbered = await send(text('A4', 'T3') + text('B4', 'Total'));
    expect(outcomesOf(numbered.projects).at(-1)).to.equal('4 created');
  });

  it('under a heading of another currency, or of millions, are refused and not proposed', async () => {
    await addProgramme({ code: 'ISFP' });
    const api = await apiAs('officer');
    for (const [heading, type] of [
      ['Total Budget (Million Euro)', 'importAmount.headingUnit'],
      ['Total budget (GBP)', 'importAmount.headingCurrency'],
    ] as const) {
      const bytes = Buffer.from(`No;Name;${heading}\nQ1;In millions;1.5\n`);
      const mapped = { No: 'grantAgreement', Name: 'title', [heading]: 'totalCost' };
      const { projects } = await importTable(api, { name: 'a.csv', bytes }, mapped);
      expect(outcomesOf(projects)).to.deep.equal([`2 rejected ${type}`]);
    }
    // The twin: the same amount under a heading that says nothing of it.
    const bytes = Buffer.from('No;Name;Total budget\nQ1;In euro;1.5\n');
    const plain = { No: 'grantAgreement', Name: 'title', 'Total budget': 'totalCost' };
    const { projects } = await importTable(api, { name: 'a.csv', bytes }, plain);
    expect(outcomesOf(projects)).to.deep.equal(['2 created']);
  });
});
