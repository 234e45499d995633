import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { nouns } from '../../models/nouns.ts';
import { signInAs, useBrowser } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addProject, addUser } from '../support/factories.ts';

/** Does something, and waits for the page it leads to. */
const leading = async (page: Page, deed: Promise<void>) => Promise.all([page.waitForNavigation(), deed]);
const press = async (target: Locator) => leading(target.page(), target.click());
const heading = async (page: Page): Promise<string> => page.locator('h1').innerText();
const namesIn = async (page: Page): Promise<string[]> =>
  page.locator('.list-main tbody th[scope="row"] > a').allInnerTexts();
const tagsOf = async (id: string): Promise<unknown> => {
  const stored = await nouns.project.current.findById(id).lean();
  return stored?.tags;
};

describe('An officer without JavaScript, on a phone', () => {
  useDatabase();
  useBrowser();

  it('ticks projects, sees what would change, changes them, archives all that match and brings them back', async () => {
    const { id } = await addProject({ acronym: 'FIRST' });
    await addProject({ acronym: 'SECOND' });
    await addProject({ acronym: 'ELSEWHERE', scope: 'out' });
    const page = await signInAs(await addUser('officer'), { javaScriptEnabled: false, size: 'phone' });
    const go = page.locator('.bulk-bar button');
    const deed = page.locator('#bulk-action');

    // Nothing ticked: said so, with the way back to the same filters.
    await page.goto('/projects?scope=in');
    await press(go);
    expect(await page.locator('main [role="alert"]').innerText()).to.include('No record was chosen.');
    await press(page.getByRole('link', { name: 'Back to the list' }));
    expect(new URL(page.url()).search).to.equal('?scope=in');

    // By keyboard: the first row, and Enter in a field changes nothing yet.
    await page.getByRole('checkbox', { name: 'Choose FIRST' }).press('Space');
    await deed.selectOption('tag');
    await leading(page, go.press('Enter'));
    expect(await heading(page)).to.equal('Add tags: 1 chosen');
    await press(page.locator('.form-actions .btn-primary'));
    expect(await page.locator('#problems li').allInnerTexts()).to.deep.equal(['Fill in Tags.']);
    await page.locator('textarea[name="tags"]').fill('Flagship');
    await leading(page, page.locator('input[name="reason"]').press('Enter'));
    expect(await page.locator('#bulk-changed').innerText()).to.equal('Will change (1)');
    expect(await tagsOf(id)).to.deep.equal([]);

    await press(page.getByRole('button', { name: 'Apply to 1 record' }));
    expect(await heading(page)).to.equal('Add tags: 1 of 1 changed');
    expect(await tagsOf(id)).to.deep.equal(['Flagship']);
    await press(page.getByRole('link', { name: 'Back to the list' }));
    expect(await namesIn(page)).to.deep.equal(['FIRST', 'SECOND']);

    // All that match, into the archive and back.
    await page.locator('#bulk-all').check();
    await deed.selectOption('archive');
    await press(go);
    await press(page.getByRole('button', { name: 'Apply to 2 records' }));
    await page.goto('/projects');
    expect(await namesIn(page)).to.deep.equal(['ELSEWHERE']);
    await press(page.getByRole('link', { name: 'Show what is archived' }));
    expect(await namesIn(page)).to.deep.equal(['FIRST', 'SECOND']);
    await page.locator('#bulk-all').check();
    await press(go);
    await press(page.getByRole('button', { name: 'Apply to 2 records' }));
    expect(await heading(page)).to.equal('Restore from the archive: 2 of 2 changed');
    await page.context().close();
  });
});
