import { expect } from 'chai';
import { saveMapping } from '../../models/imports/check/savedMapping.ts';
import { makeToken } from '../../models/accounts/token.ts';
import { proposeMapping } from '../../models/sources/anyTable/proposeMapping.ts';
import { signInAs, useBrowser } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addUser, now } from '../support/factories.ts';
import { addImport, expired, previewed, stopped, variedRows } from '../support/imports.ts';

/** Tables that show a part of themselves only; the rows of a file as found have as many columns as the file. */
const cutTables = () =>
  [...document.querySelectorAll('.table-responsive')]
    .filter(one => one.closest('.preview') === null && one.scrollWidth > one.clientWidth)
    .map(one => one.getAttribute('aria-label') ?? one.getAttribute('aria-labelledby'));

describe('The tables of a page on a phone', () => {
  useDatabase();
  useBrowser();

  it('are whole without moving them sideways, on the pages of imports', async () => {
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

  it('are whole on the pages of sessions and access tokens', async () => {
    const administrator = await addUser('administrator', { name: 'Anna-Maria van den Administrator-Heuvel' });
    await makeToken(administrator, { name: 'the nightly import', access: 'full', endsOn: null }, new Date());
    await (await signInAs(administrator)).context().close();
    const page = await signInAs(administrator, { size: 'phone', language: 'nl' });
    const cut: Record<string, unknown> = {};
    for (const path of ['/sessions', '/tokens', '/tokens/all']) {
      await page.goto(path);
      cut[path] = await page.evaluate(cutTables);
    }
    await page.evaluate(() => document.querySelector('.list-main')?.classList.remove('list-main'));
    cut['without cards'] = await page.evaluate(cutTables);
    await page.context().close();
    expect(cut).to.deep.equal({
      '/sessions': [],
      '/tokens': [],
      '/tokens/all': [],
      'without cards': ['Toegangstokens'],
    });
  });
});
