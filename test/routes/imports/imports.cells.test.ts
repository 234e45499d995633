import { expect } from 'chai';
import { apiAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme } from '../../support/factories.ts';
import { textRow, workbookOf } from '../../support/hostileFiles/workbook.ts';
import { askFor } from '../../support/imports.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { importTable, outcomesOf } from '../../support/tableImport.ts';

const columns = { No: 'grantAgreement', Name: 'title', EU: 'euContribution' };
const csv = (text: string) => ({ name: 'list.csv', bytes: Buffer.from(text) });

describe('Cells of a table, by API', () => {
  useDatabase();
  beforeEach(async () => {
    await addProgramme({ code: 'ISFP' });
  });

  it('that nobody takes refuse no row, and one that is taken does', async () => {
    const api = await apiAs('officer');
    const text =
      'No;Name;EU;Remark\nX1;First;1000;fine\nX2;Second;2000;Marie\u0005 Sk\u0007odowska\nX3;Th\u0005ird;3000;\n';
    const { projects } = await importTable(api, csv(text), columns);
    expect(outcomesOf(projects)).to.deep.equal([
      '2 created',
      '3 created',
      '4 rejected importFile.controlCharacter',
    ]);
    // Two wrong cells: the second one is not forgotten for the first.
    const cells = [
      textRow(1, ['No', 'Name', 'Sum', 'EU']),
      '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c><c r="C2"><f>1+1</f></c><c r="D2"><v>5</v></c></row>',
      '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><v>4</v></c><c r="C3"><f>1+1</f></c><c r="D3" t="e"><v>#REF!</v></c></row>',
    ];
    const bytes = workbookOf({ sheets: [{ rows: cells.join('') }] });
    const book = await importTable(api, { name: 'a.xlsx', bytes }, columns);
    expect(outcomesOf(book.projects)).to.deep.equal(['2 created', '3 rejected importFile.cellError']);
  });

  it('with a mark for nothing are unknown, which is said once of each column', async () => {
    const api = await apiAs('officer');
    const text =
      'No;Name;EU;Start;Partner;Country\nM1;Dash;-;2020-01-01;Org A;NA\nM2;Not available;n/a;2020-01-01;-;-\n' +
      'M3;R;NA;NA;n.v.t.;\nM4;German;k.A.;2020-01-01;;\nM5;Wrong;about 5;2020-01-01;;\n';
    const mapped = {
      ...columns,
      Start: 'startsOn',
      Partner: 'participants.name',
      Country: 'participants.country',
    };
    const { id, projects } = await importTable(api, csv(text), mapped);
    expect(outcomesOf(projects)).to.deep.equal([
      '2 created importTable.emptyMark',
      '3 created importTable.emptyMark importTable.emptyMark',
      '4 created importTable.emptyMark',
      '5 created',
      '6 rejected problems.money.notANumber',
    ]);
    await askFor(api, id, 'apply');
    await runJobsNow();
    const { items } = (await api.get('/projects?scope=candidate&sort=grantAgreement')).body;
    expect(items.map((one: Record<string, unknown>) => one['euContribution'])).to.deep.equal([
      null,
      null,
      null,
      null,
    ]);
    const { body } = await api.get(`/projects/${items[0].id}`);
    // NA is Namibia where a country is asked for.
    expect(body.participants[0]).to.include({ name: 'Org A', country: 'NA' });
  });

  it('with the number of a project are that number, or refused where a spreadsheet shortened it', async () => {
    const api = await apiAs('officer');
    const text = 'No;Name;EU\n832735.0;One;1\n1.01E+08;Two;2\n5E+3;Three;3\n';
    const { id, projects } = await importTable(api, csv(text), columns);
    expect(outcomesOf(projects)).to.deep.equal([
      '2 created',
      '3 rejected importTable.shortened',
      '4 rejected importTable.shortened',
    ]);
    await askFor(api, id, 'apply');
    await runJobsNow();
    const { items } = (await api.get('/projects?scope=candidate')).body;
    expect(items.map((one: Record<string, string>) => one['grantAgreement'])).to.deep.equal(['832735']);
    // The same number as a number cell: it is found again.
    const cell =
      '<row r="2"><c r="A2"><v>8.32735E5</v></c><c r="B2"><v>2020</v></c><c r="C2"><v>1</v></c></row>';
    const bytes = workbookOf({ sheets: [{ rows: textRow(1, ['No', 'Name', 'EU']) + cell }] });
    const book = await importTable(api, { name: 'a.xlsx', bytes }, columns);
    expect(outcomesOf(book.projects)).to.deep.equal(['2 changed']);
  });

  it('under no heading are listed among what is not taken', async () => {
    const api = await apiAs('officer');
    const { found } = await importTable(api, csv('No;Name;;EU\nW1;First;a value;1000\n'), columns);
    expect(found.unused).to.deep.equal([{ table: 'list.csv', column: '(C)', why: null }]);
  });
});
