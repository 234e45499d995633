import { expect } from 'chai';
import exceljs from 'exceljs';
import type { Fields } from '../../../models/record/fields.ts';
import { calls } from '../../../models/calls/call.ts';
import { countRecords, listIds, streamRecords } from '../../../models/lists/list.ts';
import { columnsOf } from '../../../models/record/listColumn.ts';
import type { Noun } from '../../../models/record/noun.ts';
import { nouns } from '../../../models/nouns.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { mostRowsWithTables, writeBook } from '../../../views/workbooks/book.ts';
import { listBook } from '../../../views/workbooks/listBook.ts';
import { takenFor } from '../../../views/workbooks/list.ts';
import { useDatabase } from '../../support/database.ts';
import {
  add,
  addCall,
  addOrganisation,
  addProgramme,
  addProject,
  addStrategy,
  now,
} from '../../support/factories.ts';
import { headingsOf, partsOf, readBook, rowsOf } from './parts.ts';
import { openly, visibleTo } from '../../../models/record/visibleTo.ts';

async function makeList<F extends Fields, D>(of: Noun<F, D>, url: object = {}, language: 'en' | 'nl' = 'en') {
  const noun = visibleTo(of, openly);
  const query = parseListQuery(noun, url as Record<string, unknown>, now);
  const totalItems = await countRecords(noun, query);
  const file = await writeBook(
    await listBook(
      {
        noun,
        totalItems,
        query,
        format: { language, locale: language === 'en' ? 'en-IE' : 'nl-NL' },
        baseUrl: 'https://callfolio.example.org',
        madeBy: 'The reader',
        now,
        readAt: now,
        underWay: null,
      },
      list => streamRecords(noun, query, takenFor(noun, list)),
    ),
  );
  return { query, totalItems, file, book: await readBook(file) };
}

describe('the workbook of a list', () => {
  useDatabase();

  it('has the columns of the page first, then the id and the other fields, and the rows of the list in order', async () => {
    await addProgramme({ code: 'ONE' });
    await addProject({ acronym: 'B', programme: 'ONE', euContribution: '2.50', startsOn: '2026-01-01' });
    await addProject({
      acronym: 'A',
      euContribution: '1',
      participants: [{ name: 'X', role: 'coordinator' }],
    });
    await addProject({ acronym: 'C', startsOn: '2019-01' });
    for (const url of [{}, { sort: '-euContribution' }, { programme: 'ONE' }]) {
      const { book, query } = await makeList(projects, url);
      expect(book.names.join('|')).to.equal(
        'Projects|Participants|Supported initiatives|Amendments|Documents|Stated values|Read me',
      );
      const sheet = book.sheet('Projects');
      const headings = headingsOf(sheet);
      const shown = columnsOf(projects, { columns: [] }, 'en').map(({ heading }) => heading.en);
      expect(headings.slice(0, shown.length + 2)).to.deep.equal([...shown, 'Id', 'Version']);
      const ids = await listIds(projects, query);
      const idAt = headings.indexOf('Id') + 1;
      expect(rowsOf(sheet, ids.length).map(row => row.getCell(idAt).value)).to.deep.equal(ids);
    }
    const { book } = await makeList(projects);
    const sheet = book.sheet('Projects');
    const headings = headingsOf(sheet);
    const [a, b, c] = rowsOf(sheet, 3).map(
      row => (heading: string) => row.getCell(headings.indexOf(heading) + 1).value,
    );
    expect(a?.('Coordinator')).to.equal('X');
    expect(b?.('EU contribution')).to.equal(2.5);
    expect(b?.('Starts on')).to.deep.equal(new Date('2026-01-01T00:00:00Z'));
    expect(c?.('Starts on')).to.equal('2019-01');
    expect(c?.('EU contribution')).to.equal(null);
    expect(headings, 'what no page shows').to.include.members(['Title', 'Tags', 'Objective']);
  });

  it('is made for every noun, in both languages, without two columns of one name', async () => {
    await addStrategy();
    await addCall();
    await addOrganisation();
    await addProject();
    for (const noun of Object.values(nouns) as unknown as Noun[]) {
      for (const language of ['en', 'nl'] as const) {
        const { book, totalItems } = await makeList(noun, {}, language);
        const sheet = book.sheet(noun.label.many[language]);
        const headings = headingsOf(sheet).map(heading => heading.toLowerCase());
        expect(new Set(headings).size, noun.name).to.equal(headings.length);
        expect(sheet.rowCount, noun.name).to.be.at.least(totalItems + 1);
      }
    }
  });

  it('gives the status of a call and its last deadline in Brussels', async () => {
    const { id } = await addCall({ identifier: 'CALL-X' });
    await add(calls, {
      kind: 'topic',
      identifier: 'TOPIC-X',
      programme: (await addProgramme()).code,
      parent: id,
      deadlineModel: 'singleStage',
      rounds: [{ openingOn: '2026-11-01', deadlines: [{ at: '2026-12-01' }] }],
    });
    const { book } = await makeList(calls);
    const sheet = book.sheet('Calls and topics');
    const headings = headingsOf(sheet);
    const topic = rowsOf(sheet, 2).find(row => row.getCell(1).value === 'TOPIC-X');
    expect(topic?.getCell(headings.indexOf('Status') + 1).value).to.equal('Open');
    expect(topic?.getCell(headings.indexOf('Last deadline') + 1).value).to.deep.equal(
      new Date('2026-12-01T17:00:00Z'),
    );
  });

  it('holds no formula, no link and no withheld name', async () => {
    await addOrganisation({ name: '=1+1', website: 'https://example.org/' });
    const made = await makeList(organisations);
    const sheet = made.book.sheet('Organisations');
    expect(sheet.getCell('A2').value).to.equal('=1+1');
    sheet.eachRow(row =>
      row.eachCell(cell => {
        expect(cell.type).to.not.equal(exceljs.ValueType.Formula);
        expect(cell.type).to.not.equal(exceljs.ValueType.Hyperlink);
      }),
    );
    await addProject({ participants: [{ name: 'Hush Police', role: 'coordinator', isWithheld: true }] });
    for (const noun of [projects, organisations] as unknown as Noun[]) {
      const { file } = await makeList(noun);
      for (const part of partsOf(file).values()) expect(part).to.not.include('Hush');
    }
  });

  it('says how many rows there are, how many match, and by which filters', async () => {
    const { id } = await addCall({ identifier: 'CALL-Y' });
    await addProject({ call: id });
    await addProject();
    const { book } = await makeList(projects, { call: id });
    const said = new Map<string, string>();
    book.sheet('Read me').eachRow(row => said.set(row.getCell(1).text, row.getCell(2).text));
    expect(said.get('Filters')).to.equal('Call: CALL-Y');
    expect(said.get('Rows in file / matching')).to.equal('1 / 1');
  });

  it('asks to be imported again where the program reads it back, and nowhere else', async () => {
    const asked: string[] = [];
    for (const noun of Object.values(nouns) as unknown as Noun[]) {
      const { book } = await makeList(noun);
      const said: string[] = [];
      book.sheet('Read me').eachRow(row => said.push(row.getCell(2).text));
      if (said.some(text => text.includes('import the file'))) asked.push(noun.name);
    }
    expect(asked.toSorted()).to.deep.equal(['call', 'organisation', 'project']);
  });

  it('is never cut: more rows than tables hold are streamed', async () => {
    const count = mostRowsWithTables + 1;
    const file = await writeBook({
      readMe: () => ({ name: 'Read me', title: 'Many', subtitle: '', lines: [['Rows', count]] }),
      readMeAt: 'last',
      sheets: [
        {
          name: 'Rows',
          table: 'Rows',
          columns: [
            { heading: 'Number', width: 10 },
            { heading: 'Text', width: 20 },
          ],
          rows: Array.from({ length: count }, (_, at) => [at, `=${at}`]),
          empty: '',
        },
      ],
      printed: { title: 'Many', subtitle: '', page: 'Page' },
      madeAt: now,
      isLarge: true,
    });
    const book = await readBook(file);
    const sheet = book.sheet('Rows');
    expect(sheet.actualRowCount).to.equal(count + 1);
    expect(sheet.getCell(`A${count + 1}`).value).to.equal(count - 1);
    expect(sheet.getCell('B2').value).to.equal('=0');
    expect(partsOf(file).get('xl/tables/table1.xml')).to.include(`<autoFilter ref="A1:B${count + 1}"/>`);
    expect(sheet.views[0]?.state).to.equal('frozen');
    expect(partsOf(file).get('xl/worksheets/sheet1.xml')).to.include('fitToPage="1"');
    expect(book.sheet('Read me').getCell('B4').value).to.equal(count);
  });
});
