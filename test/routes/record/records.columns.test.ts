import exceljs from 'exceljs';
import { expect } from 'chai';
import { listSheetsOf } from '../../../models/lists/listColumns.ts';
import { nouns } from '../../../models/nouns.ts';
import { allColumnsOf } from '../../../models/record/listColumn.ts';
import type { Listed } from '../../../models/record/noun.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { broken, checker, description, type Json } from '../../support/description.ts';
import { addOneOfEach, addProject } from '../../support/factories.ts';
import { readCsv, type PageUser } from '../../support/outputs.ts';
import { attributesOn, readPage, wordsOn } from '../../support/page.ts';

/** The words over the columns of a list's page, without the unit that files say by the format of their cells. */
function headingsOnPage(html: string): string[] {
  const page = readPage(html);
  page('thead [aria-hidden="true"], thead .unit').remove();
  return wordsOn(page.html(), 'thead th[scope="col"]');
}

/** The headings of a list's page and of its two tables. */
async function headingsOf({ get }: PageUser, path: string, query: string) {
  const page = await get(`/${path}?${query}`);
  const csv = await get(`/${path}.csv?${query}`);
  const xlsx = await get(`/${path}.xlsx?${query}`).responseType('blob');
  const book = new exceljs.Workbook();
  await book.xlsx.load(xlsx.body as never);
  return {
    page: headingsOnPage(page.text),
    csv: readCsv(csv.text)[0] ?? [],
    xlsx: ((book.worksheets[0]?.getRow(1).values ?? []) as unknown[]).slice(1).map(String),
  };
}

/** The files that do not begin with the headings of the page. */
const otherThan = ({ page = [], ...files }: Readonly<Record<string, string[]>>): string[] =>
  Object.entries(files)
    .filter(
      ([, headings]) => page.length === 0 || headings.slice(0, page.length).join('|') !== page.join('|'),
    )
    .map(
      ([name, headings]) => `${name}: ${headings.slice(0, page.length).join('|')} (page: ${page.join('|')})`,
    );

/** Five columns that are not the usual ones, in an order that is not theirs. */
const chosenOf = (noun: Listed): string =>
  [...allColumnsOf(noun).slice(-2), ...allColumnsOf(noun).slice(0, 3)]
    .map(({ key }) => `columns=${key}`)
    .join('&');

describe('the columns of a list', () => {
  useDatabase();

  beforeEach('add one of each', async () => {
    await addOneOfEach();
  });

  for (const language of ['en', 'nl'] as const) {
    it(`are those of its page, in its order and words, at the beginning of every table: ${language}`, async () => {
      const user = await signedIn('administrator', language);
      const wrong: string[] = [];
      for (const { path } of Object.values(nouns)) {
        const found = await headingsOf(user, path, '');
        expect(found.page, path).not.to.be.empty;
        wrong.push(...otherThan(found).map(one => `${path}.${one}`));
      }
      expect(wrong).to.deep.equal([]);
      // A file of the same columns in another order is found out.
      const { project } = nouns;
      const [sheet] = listSheetsOf({ ...project, columns: project.columns.toReversed() });
      const { page } = await headingsOf(user, 'projects', '');
      const xlsx = sheet?.columns.map(({ heading }) => heading[language]) ?? [];
      expect(otherThan({ page, xlsx })).to.have.length(1);
    });

    it(`are those of its address, in its order, in the page and in every table: ${language}`, async () => {
      const user = await signedIn('administrator', language);
      const wrong: string[] = [];
      for (const noun of Object.values(nouns)) {
        const query = chosenOf(noun);
        const found = await headingsOf(user, noun.path, query);
        expect(found.page, noun.path).to.have.length(5);
        wrong.push(...otherThan(found).map(one => `${noun.path}.${one}`));
        // A choice that a file did not follow is found out.
        const { csv, xlsx } = await headingsOf(user, noun.path, '');
        expect(otherThan({ page: found.page, csv, xlsx })).to.have.length(2);
        for (const headings of [found.csv, found.xlsx]) {
          const [id, version, ...more] = headings.slice(5);
          expect([id, version, more], noun.path).to.deep.equal([
            'Id',
            { en: 'Version', nl: 'Versie' }[language],
            [],
          ]);
        }
      }
      expect(wrong).to.deep.equal([]);
    });
  }

  it('are all that the API gives of a list where they are chosen, as it calls them', async () => {
    const { get } = await apiAs('administrator');
    const { answer, file } = checker(await description());
    for (const noun of Object.values(nouns)) {
      const query = chosenOf(noun);
      const wanted = ['id', 'version', ...new URLSearchParams(query).getAll('columns')];
      const whole = (await get(`/${noun.path}`)).body.items[0] as Json;
      const { body } = await get(`/${noun.path}?${query}`);
      const [item] = body.items as Json[];
      expect(Object.keys(item ?? {}), noun.path).to.deep.equal(wanted);
      for (const [key, value] of Object.entries(item ?? {}))
        if (key in whole) expect(value, `${noun.path} ${key}`).to.deep.equal(whole[key]);
      expect(broken(answer(`/${noun.path}`, 'get', '200'), body), noun.path).to.deep.equal([]);
      const inFile = JSON.parse((await get(`/${noun.path}.json?${query}`)).text) as { items: Json[] };
      expect(inFile.items[0], noun.path).to.deep.equal(item);
      expect(broken(file(`/${noun.path}.json`), inFile), noun.path).to.deep.equal([]);
      expect(readCsv((await get(`/${noun.path}.csv?${query}`)).text)[0]).to.deep.equal([
        ...wanted.slice(2),
        'id',
        'version',
      ]);
      // A record of which something else is missing is no answer.
      const { version: _version, ...without } = item ?? {};
      expect(broken(answer(`/${noun.path}`, 'get', '200'), { ...body, items: [without] })).not.to.deep.equal(
        [],
      );
    }
  });

  it('are named by what there is: another is refused, naming it, wherever it is asked for', async () => {
    const { get } = await apiAs('administrator');
    for (const { path } of Object.values(nouns))
      for (const key of ['colour', 'participants', '__proto__', '$where', 'attributions'])
        for (const suffix of ['', '.xlsx', '.csv', '.json']) {
          const { status, body } = await get(`/${path}${suffix}?columns=version&columns=${key}`);
          expect(status, `${path}${suffix} ${key}`).to.equal(400);
          expect(JSON.stringify(body.errors)).to.include('"field":"columns"').and.include(key);
        }
  });

  it('go along with every link and form of the page, and can be chosen there without a script', async () => {
    const { get } = await signedIn('administrator');
    const query = 'columns=phase&columns=title&columns=euContribution&columns=acronym';
    for (let more = 0; more < 30; more += 1) await addProject({ acronym: `P${more}`, scope: 'in' });
    const { text } = await get(`/projects?${query}&programme=ONE&programme=none&pageSize=25`);
    const links = attributesOn(text, 'a', 'href')
      .filter(href => /^\/projects(?:\.\w+)?(?:\?|$)/.test(href))
      .map(href => new URL(href, 'http://host'));
    const carrying = links.filter(({ searchParams }) => searchParams.getAll('columns').length > 0);
    expect(carrying.filter(({ searchParams }) => !searchParams.toString().includes(query))).to.deep.equal([]);
    const kinds = [
      /page=2/,
      /sort=/,
      /pageSize=100/,
      /scope=in/,
      /exclude\./,
      /^\/projects\.xlsx/,
      /^\/projects\.csv/,
      /json/,
    ];
    for (const kind of kinds)
      expect(
        carrying.some(({ pathname, search }) => kind.test(pathname + search)),
        String(kind),
      ).to.equal(true);
    // Those without are the menu, and the way back to the usual columns.
    expect(links.filter(link => !carrying.includes(link)).map(({ search }) => search)).to.have.members([
      '?scope=in',
      '?programme=ONE&programme=none&pageSize=25',
    ]);
    const page = readPage(text);
    const forms = page('form[method="get"][action^="/projects"]').toArray();
    expect(forms.length).to.be.at.least(2);
    const chosen = ['phase', 'title', 'euContribution', 'acronym'];
    for (const form of forms)
      expect(attributesOn(page.html(form), '[name="columns"]', 'value').slice(0, 4)).to.deep.equal(chosen);
    const checked = (html: string) => attributesOn(html, 'input[id^="column-"][checked]', 'value');
    expect(checked(text)).to.deep.equal(chosen);
    expect(checked((await get('/projects')).text)).to.have.length(nouns.project.columns.length);
  });

  it('tell nothing of who is withheld, chosen or not', async () => {
    await addProject({
      acronym: 'SECRET',
      participants: [{ name: 'Hush Police', role: 'coordinator', country: 'MT', isWithheld: true }],
    });
    const [user, api] = [await signedIn('evaluator'), await apiAs('evaluator')];
    const all = allColumnsOf(nouns.project).map(({ key }) => `columns=${key}`);
    for (const query of ['', 'columns=coordinator&columns=acronym', all.join('&')])
      for (const path of ['/projects', '/projects.csv', '/projects.json'])
        for (const { get } of [user, api]) {
          const { status, text } = await get(`${path}?${query}`);
          expect(status).to.equal(200);
          expect(text, `${path}?${query}`).to.include('SECRET').and.not.include('Hush');
        }
    // Who may read it is given it.
    expect((await (await apiAs('reader')).get('/projects')).text).to.include('Hush');
  });
});
