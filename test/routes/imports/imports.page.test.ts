import { expect } from 'chai';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { now } from '../../support/factories.ts';
import { addImport } from '../../support/imports.ts';
import { holds } from '../../support/page.ts';

describe('The page of an import', () => {
  useDatabase();

  it('says nothing was recognised of a file that cannot be opened, and checks no such file again', async () => {
    const file = { name: 'letter.pdf', bytes: 39, digest: 'ab', container: null, encoding: null };
    const failure = { key: 'importFile.otherKind', values: { name: 'letter.pdf', kind: 'PDF' } };
    const closed = await addImport([], { state: 'failed', failure, file });
    const { get } = await signedIn('officer');
    const { text } = await get(`/imports/${closed.id}`);
    const offered = ['#recognised', '[action$="/source"]'];
    expect(text).to.include('is a PDF file');
    expect(offered.map(one => holds(text, one))).to.deep.equal([false, false]);
    const opened = await addImport([], { state: 'failed', failure });
    const page = (await get(`/imports/${opened.id}`)).text;
    expect(offered.map(one => holds(page, one))).to.deep.equal([true, true]);
  });

  it('says why a column was not taken', async () => {
    const unused = [
      { table: 'list.csv', column: 'Money' },
      { table: 'list.csv', column: 'E-mail', why: 'contactPerson' as const },
    ];
    const { get } = await signedIn('officer');
    const pageOf = async (source: 'cordis' | 'table') =>
      (await get(`/imports/${(await addImport([], { source, unused })).id}`)).text;
    expect(await pageOf('cordis'))
      .to.include('column Money – callfolio has no field for this.')
      .and.include('column E-mail – contact persons, which callfolio never stores.');
    expect(await pageOf('table'))
      .to.include('column Money – no field was chosen for this.')
      .and.include('Change which column is which');
  });

  it('says why what was asked of it was not done, and what can be', async () => {
    const { id } = await addImport([], { state: 'undone', appliedAt: now, undoneAt: now });
    const form = await signedIn('officer');
    const { status, text } = await form.post(`/imports/${id}/undo`, {});
    expect(status).to.equal(409);
    expect(holds(text, '[role="alert"]')).to.equal(true);
    expect(text).to.include('The import was undone.').and.include('/imports/new');
    const byApi = await (await apiAs('officer')).post(`/imports/${id}/undo`);
    expect([byApi.status, byApi.body.message]).to.deep.equal([
      409,
      'The import was undone. Upload the file again to apply it.',
    ]);
  });
});

describe('The file of its rows', () => {
  useDatabase();

  it('is named after the file that was imported', async () => {
    const { get } = await apiAs('reader');
    const nameOf = async (name: string) => {
      const { id } = await addImport([], {
        file: { name, bytes: 1, digest: 'ab', container: 'csv', encoding: null },
      });
      const { headers } = await get(`/imports/${id}/rows.csv`);
      return /filename="([^"]+)"/.exec(headers['content-disposition'] as string)?.[1]?.replace(id, 'ID');
    };
    expect(await nameOf('cordis-h2020projects-csv.zip')).to.equal(
      'callfolio-import-cordis-h2020projects-csv.csv',
    );
    expect(await nameOf('Übersicht: "Q3"/2026.xlsx')).to.equal('callfolio-import-Ubersicht-Q3-2026.csv');
    expect(await nameOf('表.csv')).to.equal('callfolio-import-ID.csv');
  });
});
