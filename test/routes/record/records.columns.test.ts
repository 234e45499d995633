import exceljs from 'exceljs';
import { expect } from 'chai';
import { listSheetsOf } from '../../../models/lists/listColumns.ts';
import { nouns } from '../../../models/nouns.ts';
import { signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addOrganisation, addProgramme, addProject, addStrategy } from '../../support/factories.ts';
import { readCsv, type PageUser } from '../../support/outputs.ts';

/** The words over the columns of a list's page. */
function headingsOnPage(html: string): string[] {
  const [, head = ''] = /<thead>(.*?)<\/thead>/s.exec(html) ?? [];
  return [...head.matchAll(/<th [^>]*scope="col"[^>]*>(.*?)<\/th>/gs)].map(([, inner = '']) =>
    inner
      .replaceAll(/<span aria-hidden="true">.*?<\/span>/g, '')
      .replaceAll(/<[^>]*>/g, '')
      .trim(),
  );
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

describe('the columns of a list', () => {
  useDatabase();

  beforeEach('add one of each', async () => {
    await addStrategy();
    await addProgramme({ code: 'ONE' });
    await addOrganisation();
    await addProject({ call: (await addCall({ identifier: 'CALL-X' })).id, programme: 'ONE' });
  });

  for (const language of ['en', 'nl'] as const) {
    it(`are those of its page, in its order and words, at the beginning of every table: ${language}`, async () => {
      const user = await signedIn('administrator', language);
      const wrong: string[] = [];
      for (const { path } of Object.values(nouns)) {
        const found = await headingsOf(user, path, '');
        expect(found.page, path).to.have.length.above(3);
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
  }
});
