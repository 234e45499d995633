import { expect } from 'chai';
import exceljs from 'exceljs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource } from '../../../models/sources/files/openSource.ts';
import { ownSource } from '../../../models/sources/callfolioFile/callfolioFile.ts';
import { recogniseSource } from '../../../models/sources/register/register.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { askFor } from '../../support/imports.ts';
import { addProgramme, addStrategy } from '../../support/factories.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { readOwn } from '../../support/ownFiles.ts';
import { headingsOf, partsOf, readBook } from '../../views/workbooks/parts.ts';

type Filled = Record<string, Record<string, string | number | Date>[]>;

/** The workbook with these rows under its headings. */
async function fill(file: Buffer, filled: Filled): Promise<Buffer> {
  const book = new exceljs.Workbook();
  await book.xlsx.load(file as unknown as Parameters<typeof book.xlsx.load>[0]);
  for (const [name, rows] of Object.entries(filled)) {
    const sheet = book.getWorksheet(name);
    if (!sheet) throw new Error(`There is no sheet ${name}.`);
    const headings = headingsOf(sheet);
    rows.forEach((row, at) => {
      for (const [heading, value] of Object.entries(row)) {
        const column = headings.indexOf(heading) + 1;
        if (column === 0) throw new Error(`There is no column ${heading}.`);
        const cell = sheet.getCell(at + 2, column);
        cell.value = value;
        // As a spreadsheet has it where a date is pasted.
        if (value instanceof Date) cell.numFmt = 'dd/mm/yyyy';
      }
    });
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** What is read of a file once it is uploaded. */
async function opened(file: Buffer) {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-template-'));
  try {
    const path = join(folder, 'upload');
    await writeFile(path, file);
    const source = await openSource(path, 'filled.xlsx');
    try {
      const found = await recogniseSource(source);
      return {
        name: found?.name,
        unused: ownSource.unused(source, { keepsPersonalData: true }),
        ...(await readOwn(source)),
      };
    } finally {
      await source.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function template(noun: string, language: 'en' | 'nl' = 'en'): Promise<Buffer> {
  const { get } = await signedIn('officer', language);
  const { status, body } = await get(`/imports/templates/${noun}.xlsx`).responseType('blob');
  expect(status).to.equal(200);
  return body as Buffer;
}

describe('GET /imports/templates/:noun', () => {
  useDatabase();

  it('is an empty workbook that is recognised, with every column explained', async () => {
    await addProgramme({ code: 'ISF' });
    await addStrategy();
    for (const noun of ['project', 'call', 'organisation']) {
      for (const language of ['en', 'nl'] as const) {
        const file = await template(noun, language);
        const { name, unused, read, rejected } = await opened(file);
        expect({ name, unused, read: read.length, rejected }, `${noun} ${language}`).to.deep.equal({
          name: 'own',
          unused: [],
          read: 0,
          rejected: [],
        });
        const book = await readBook(file);
        const guide = book.sheet(language === 'en' ? 'Guide' : 'Uitleg');
        const explained = new Set<string>();
        guide.eachRow(row => explained.add(`${row.getCell(1).text}: ${row.getCell(2).text}`));
        // Quotes of print alone: a prompt puts several headings between them.
        guide.eachRow(row => row.eachCell(({ text }) => expect(text).to.not.match(/["']/)));
        for (const sheet of book.names.slice(0, -2))
          for (const heading of headingsOf(book.sheet(sheet)))
            expect(explained).to.include(`${sheet}: ${heading}`);
      }
    }
  });

  it('drops down lists of what can be chosen here', async () => {
    await addProgramme({ code: 'ISF' });
    const parts = partsOf(await template('project'));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    const lists = [...sheet.matchAll(/<dataValidation type="list"[^>]*sqref="([A-Z]+)2:\1\d+"/g)];
    expect(lists).to.have.length(4);
    const book = await readBook(await template('project'));
    const choices = book.sheet('Choices');
    const under = (heading: string) => choices.getCell(2, headingsOf(choices).indexOf(heading) + 1).value;
    expect([under('Programme'), under('Status'), under('Country')]).to.deep.equal([
      'ISF',
      'In preparation',
      'Afghanistan · AF',
    ]);
    // No notes, no tables: Excel repairs what has both.
    expect([...parts.keys()].filter(name => /comment|table/.test(name))).to.deep.equal([]);
  });

  it('is imported once it is filled in, with its participants and links', async () => {
    await addProgramme({ code: 'ISF' });
    await addStrategy();
    const filled = await fill(await template('project', 'nl'), {
      Projecten: [
        {
          Acroniem: 'GRACE',
          Titel: 'Global Response',
          Programma: 'ISF',
          Subsidieovereenkomst: '0012',
          Status: 'Ondertekend',
          'Begint op': '2020-06',
          'Eindigt op': new Date('2023-05-31T00:00:00Z'),
          'EU-bijdrage': 577675.77,
        },
        { Titel: 'Without number' },
      ],
      Deelnemers: [
        { Project: '0012', Naam: 'Police of X', Land: 'Griekenland · GR (EL)', Rol: 'Coördinator' },
        { Project: 'Without number', Naam: 'A firm', PIC: '012345678' },
      ],
      'Ondersteunde initiatieven': [
        { Project: 'GRACE', Initiatief: 'S-1.2', Belang: 'Hoofddoel', Aandeel: 0.5, Motivering: 'p. 3' },
      ],
    });
    const { rejected, own } = await opened(filled);
    expect(rejected).to.deep.equal([]);
    expect(own.map(({ warnings }) => warnings)).to.deep.equal([[], []]);
    const { get, post } = await apiAs('officer');
    const { body } = await post('/imports').attach('file', filled, 'filled.xlsx');
    await runJobsNow();
    const checked = (await get(`/imports/${body.id}`)).body;
    expect(checked).to.include({ state: 'checked', source: 'own' });
    expect(checked.counts.projects).to.include({ read: 2, created: 2, rejected: 0 });
    await askFor({ get, post }, body.id, 'apply');
    await runJobsNow();
    const { items } = (await get('/projects?scope=candidate&programme=ISF')).body;
    expect(items[0]).to.deep.include({
      acronym: 'GRACE',
      grantAgreement: '0012',
      status: 'SIGNED',
      startsOn: '2020-06',
      endsOn: '2023-05-31',
      euContribution: '577675.77',
    });
    expect(items[0].participants[0]).to.include({ country: 'GR', role: 'coordinator' });
    expect(items[0].supports[0]).to.include({ initiative: 'S-1.2', shareBp: 5000 });
  });

  it('has rounds for calls, of several lines each', async () => {
    await addProgramme({ code: 'ISF' });
    const { rejected, own } = await opened(
      await fill(await template('call'), {
        'Calls and topics': [
          { Kind: 'Topic', Identifier: 'TOPIC-1', Programme: 'ISF', 'Deadline model': 'Two stages' },
        ],
        Rounds: [
          {
            'Call or topic': 'TOPIC-1',
            'No.': 1,
            'Opens on': '2018-03-15',
            'Deadline (Brussels time)': '2018-08-23',
            Stage: 1,
          },
          {
            'Call or topic': 'TOPIC-1',
            'No.': 1,
            'Opens on': '2018-03-15',
            'Deadline (Brussels time)': '2019-01-08',
            Stage: 2,
          },
        ],
      }),
    );
    expect(rejected).to.deep.equal([]);
    const rounds = own[0]?.values['rounds'] as { deadlines: object[] }[];
    expect(rounds.map(({ deadlines }) => deadlines.length)).to.deep.equal([2]);
  });

  it('is there for whoever imports, and for these nouns only', async () => {
    const { get } = await signedIn('officer');
    expect((await get('/imports/templates/user.xlsx')).status).to.equal(404);
    expect((await get('/imports/new')).text).to.include('/imports/templates/project.xlsx');
    expect((await (await signedIn('reader')).get('/imports/templates/project.xlsx')).status).to.equal(403);
  });
});
