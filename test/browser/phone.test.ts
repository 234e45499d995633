import { expect } from 'chai';
import { saveMapping } from '../../models/imports/savedMapping.ts';
import { proposeMapping } from '../../models/sources/proposeMapping.ts';
import { signInAs, useBrowser } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addUser, now } from '../support/factories.ts';
import { addImport, expired, previewed, stopped, variedRows } from '../support/imports.ts';

/** Tables that show a part of themselves only; the rows of a file as found have as many columns as the file. */
const cutTables = () =>
  [...document.querySelectorAll('.table-responsive')]
    .filter(one => one.closest('.preview') === null && one.scrollWidth > one.clientWidth)
    .map(one => one.getAttribute('aria-label') ?? one.getAttribute('aria-labelledby'));

describe('The pages of imports on a phone', () => {
  useDatabase();
  useBrowser();

  it('show each table whole, without moving it sideways', async function () {
    this.timeout(60_000);
    const officer = await addUser('officer');
    const mapping = proposeMapping(['acronym', 'title'], 'project');
    const by = { id: officer.id, name: officer.name };
    await saveMapping('The monthly list of the unit', mapping, Object.keys(mapping.columns), by, now);
    const { id } = await addImport(variedRows(), previewed);
    await addImport(variedRows(), stopped());
    await addImport([], expired());
    const page = await signInAs(officer, { size: 'phone', language: 'nl' });
    const cut: Record<string, unknown> = {};
    for (const path of ['', `/${id}`, `/${id}/rows`, `/${id}/mapping`]) {
      await page.goto(`/imports${path}`);
      cut[path.replace(id, 'one')] = await page.evaluate(cutTables);
    }
    await page.context().close();
    expect(cut).to.deep.equal({ '': [], '/one': [], '/one/rows': [], '/one/mapping': [] });
  });
});
