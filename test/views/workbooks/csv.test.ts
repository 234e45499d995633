import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import type { Format } from '../../../models/values/format.ts';
import { escapeFormula } from '../../../models/values/spreadsheetText.ts';
import { listIds, streamRecords } from '../../../models/lists/list.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { csvOf, jsonOf } from '../../../views/workbooks/csv.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, addStrategy, now } from '../../support/factories.ts';
import { openly, visibleTo } from '../../../models/record/visibleTo.ts';

async function whole(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

/** Reads RFC 4180: the cells of every line. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[(at += 1)] ?? '';
      else isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === ',' || sign === '\n') {
      rows.at(-1)?.push(sign === '\n' ? cell.replace(/\r$/, '') : cell);
      cell = '';
      if (sign === '\n') rows.push([]);
    } else cell += sign;
  }
  return rows.slice(0, -1);
}

async function recordsOf(file: string): Promise<Record<string, string>[]> {
  const [head = [], ...rows] = cellsOf(file.replace(/^\ufeff/, ''));
  return rows.map(row => Object.fromEntries(head.map((key, at) => [key, row[at] ?? ''])));
}

describe('a list as CSV', () => {
  useDatabase();
  const listed = visibleTo(projects, openly);
  const query = (url: object = {}) => parseListQuery(projects, url as Record<string, unknown>, now);
  const csv = (url?: object) =>
    whole(
      csvOf(listed, streamRecords(listed, query(url)), {
        query: query(url),
        format: { language: 'en', locale: 'en-IE' },
        hasKeys: true,
      }),
    );

  it('begins with a byte order mark and the keys of the API, and ends lines with CRLF', async () => {
    await addProject();
    const text = await csv();
    expect(text.startsWith('\ufeffacronym,supports,programme,phase,')).to.equal(true);
    expect(text).to.include(',status,id,version,kind,scope,title,');
    expect(text.endsWith('\r\n')).to.equal(true);
    expect(text.split('\r\n')).to.have.length(3);
  });

  it('holds the records of the list in its order', async () => {
    await addProject({ acronym: 'B', euContribution: '1' });
    await addProject({ acronym: 'A', euContribution: '2' });
    await addProject({ acronym: 'C' });
    for (const url of [{}, { sort: '-euContribution' }, { euContribution: 'none' }]) {
      const rows = await recordsOf(await csv(url));
      expect(rows.map(row => row['id'])).to.deep.equal(await listIds(projects, query(url)));
    }
  });

  it('writes amounts as decimals, days as known, links as identifiers, lists as documented', async () => {
    await addStrategy();
    const { code } = await addProgramme({ code: 'ONE' });
    await addProject({
      programme: code,
      grantAgreement: '0012',
      title: 'Two\nlines, "quoted"',
      startsOn: '2019-01',
      euContribution: '577675.77',
      keywords: ['one', 'two'],
      aliases: ['a;b'],
      supports: [
        { initiative: 'S-1.2', significance: 'principal', shareBp: 5050, justification: 'j' },
        { initiative: 'S-1.3', significance: 'namedUnrated' },
      ],
      participants: [{ name: 'Somebody', euContribution: '1.5' }],
    });
    const [row = {}] = await recordsOf(await csv());
    expect(row).to.include({
      programme: 'ONE',
      grantAgreement: '0012',
      title: 'Two\nlines, "quoted"',
      startsOn: '2019-01',
      endsOn: '',
      euContribution: '577675.77',
      keywords: 'one; two',
      supports: 'S-1.2 principal 50.5%; S-1.3 namedUnrated',
    });
    const participants = JSON.parse(row['participants'] ?? '') as { name: string; euContribution: string }[];
    expect(participants[0]).to.include({ name: 'Somebody', euContribution: '1.50' });
  });

  it('lets a spreadsheet run nothing, and gives the text back to who takes one apostrophe off', async () => {
    for (const text of ['=1+1', '+cmd|x', '-2', ' =1', '@SUM(1)', '\tx', '\rx', "'=1", "''+1"]) {
      expect(escapeFormula(text)).to.equal(`'${text}`);
    }
    for (const text of ['\uff1d1', '\uff0b1', '\uff0d1', '\uff201'])
      expect(escapeFormula(text)).to.equal(`'${text}`);
    for (const text of ["'quoted'", 'a=1', '', "'a"]) expect(escapeFormula(text)).to.equal(text);
    await addProject({ title: '=HYPERLINK("http://evil.example","x")', acronym: '@SUM(1)' });
    const [row = {}] = await recordsOf(await csv());
    expect(row['title']).to.equal(`'=HYPERLINK("http://evil.example","x")`);
    expect(row['acronym']).to.equal("'@SUM(1)");
  });

  it('lets a spreadsheet run nothing either that takes semicolons for the ends of cells', async () => {
    const after = {
      'a;=1+1;b': "a;'=1+1;b",
      'a; @x; -1': "a; '@x; '-1",
      'a\n=1\r\n+2': "a\n'=1\r\n'+2",
      "a;'=1": "a;''=1",
      ';=1': ";'=1",
      'a;b=1\nc-d; e': 'a;b=1\nc-d; e',
    };
    for (const [text, safe] of Object.entries(after)) expect(escapeFormula(text)).to.equal(safe);
    await addProject({ keywords: ['one', '=1+1'], title: "x;=cmd|'/c calc'!A0;" });
    const [row = {}] = await recordsOf(await csv());
    expect(row['keywords']).to.equal("one; '=1+1");
    expect(row['title']).to.equal("x;'=cmd|'/c calc'!A0;");
  });

  it('is written as its reader writes: words, and in Dutch decimal commas and semicolons', async () => {
    await addStrategy();
    const { code } = await addProgramme({ code: 'ONE' });
    await addProject({
      programme: code,
      title: 'Titel; met, tekens',
      startsOn: '2019-01-31',
      endsOn: '2020-06',
      euContribution: '1577675.77',
      supports: [{ initiative: 'S-1.2', significance: 'principal', shareBp: 5050, justification: 'j' }],
    });
    const rowIn = async (format: Format, delimiter: string) => {
      const asked = query();
      const text = await whole(
        csvOf(listed, streamRecords(listed, asked), { query: asked, format, hasKeys: false }),
      );
      const [row] = parse(text, { bom: true, delimiter, columns: true }) as Record<string, string>[];
      return row;
    };
    expect(await rowIn({ language: 'nl', locale: 'nl-NL' }, ';')).to.include({
      Programma: 'ONE',
      Titel: 'Titel; met, tekens',
      'Begint op': '2019-01-31',
      'Eindigt op': '2020-06',
      'EU-bijdrage': '1577675,77',
      Initiatief: 'S-1.2 Hoofddoel 50,5 %',
    });
    expect(await rowIn({ language: 'en', locale: 'en-IE' }, ',')).to.include({
      Programme: 'ONE',
      Title: 'Titel; met, tekens',
      'EU contribution': '1577675.77',
      Initiative: 'S-1.2 Principal 50.5 %',
    });
  });

  it('names no withheld participant, in CSV or JSON', async () => {
    await addProject({
      participants: [{ name: 'Hush Police Unit', country: 'MT', euContribution: '5', isWithheld: true }],
    });
    const records = () => streamRecords(listed, query());
    for (const text of [await csv(), await whole(jsonOf(listed, records(), query()))]) {
      expect(text).to.not.include('Hush');
      expect(text).to.not.include('MT');
      expect(text).to.include('5.00');
    }
  });

  it('is JSON with every item, also without any', async () => {
    const json = async () =>
      JSON.parse(await whole(jsonOf(listed, streamRecords(listed, query()), query()))) as {
        items: { id: string; euContribution: string | null }[];
      };
    expect(await json()).to.deep.equal({ items: [] });
    await addProject({ euContribution: '12.3' });
    await addProject();
    const { items } = await json();
    expect(items.map(({ id }) => id)).to.deep.equal(await listIds(projects, query()));
    expect(items.map(({ euContribution }) => euContribution)).to.have.members(['12.30', null]);
  });
});
