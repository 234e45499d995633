import { expect } from 'chai';
import { importsCollection } from '../../../models/imports/importsCollection.ts';
import { findImportUnderWay } from '../../../models/record/underway.ts';
import { apiAs, signedInAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, addStrategy } from '../../support/factories.ts';
import { addImport } from '../../support/imports.ts';
import { until } from '../../support/pause.ts';
import { readBook } from '../../views/workbooks/parts.ts';

/** The database is asked once a second. */
async function untilKnown(id: string | null): Promise<void> {
  await until(async () => ((await findImportUnderWay())?.id ?? null) === id);
}

async function linesOf(file: unknown): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  const sheet = (await readBook(file as Buffer)).sheet('Read me');
  sheet.eachRow(row => said.set(row.getCell(1).text, row.getCell(2).text));
  return said;
}

describe('A list read while an import is being written', () => {
  useDatabase();

  const header = 'x-import-under-way';
  const began = new Date('2026-03-02T09:30:00Z');

  it('says so in a header, also with every file, until the import has ended', async () => {
    await addProject();
    const { id } = await addImport([], { state: 'applying', appliedAt: began });
    await untilKnown(id);
    const { get } = await apiAs('reader');
    for (const path of ['/projects', '/projects.csv', '/projects.json', '/projects.xlsx'])
      expect((await get(path).expect(200)).headers[header], path).to.equal(id);
    await importsCollection().updateOne({ _id: id }, { $set: { state: 'applied' } });
    await untilKnown(null);
    expect((await get('/projects.csv').expect(200)).headers).not.to.have.property(header);
  });

  it('says so in the sheet on how a workbook was made, unless it shows an instant before', async () => {
    await addStrategy();
    await addProgramme({ code: 'ONE' });
    await addProject({ programme: 'ONE' });
    const { id, file } = await addImport([], { state: 'undoing', undoneAt: began });
    await untilKnown(id);
    const api = await apiAs('reader');
    const { get } = await signedInAs(api.user);
    for (const path of ['/projects.xlsx', '/portfolio.xlsx']) {
      const { body } = await get(path).responseType('blob').expect(200);
      const said = (await linesOf(body)).get('Import under way');
      expect(said, path).to.include(file.name).and.include('others not yet').and.include('2 Mar');
    }
    const past = await get('/projects.xlsx?knownAt=2026-03-01').responseType('blob').expect(200);
    expect((await linesOf(past.body)).has('Import under way')).to.equal(false);
  });
});
