import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { signInAs, useBrowser } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addProject, addStrategy, addUser } from '../support/factories.ts';

const titlesIn = async (page: Page): Promise<string[]> =>
  page.locator('.list-main tbody th[scope="row"] > a').allInnerTexts();

describe('An officer with a keyboard alone', () => {
  useDatabase();
  useBrowser();

  /** Presses Tab until the focus is where the selector says. */
  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let presses = 0; presses < 150; presses += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(wanted => document.activeElement?.matches(wanted) === true, selector)) return;
    }
    throw new Error(`Tab never came to ${selector}.`);
  }
  const enter = async (page: Page) => Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);

  it('skips to the content, goes by the menu, filters and searches', async () => {
    await addStrategy();
    await addProject({
      title: 'One that is linked',
      supports: [{ initiative: 'S-1.2', significance: 'namedUnrated', source: 'Footnote' }],
    });
    await addProject({ title: 'One that is not' });
    const page = await signInAs(await addUser('officer'));
    await page.goto('/calls');

    await page.keyboard.press('Tab');
    const skip = page.locator(':focus');
    expect(await skip.getAttribute('class')).to.equal('skip-link');
    expect((await skip.boundingBox())?.y).to.be.at.least(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal('content');

    await page.goto('/calls');
    await tabTo(page, '.site-menu a[href="/projects?scope=in"]');
    const outline = await page.locator(':focus').evaluate(element => getComputedStyle(element).outlineStyle);
    expect(outline).to.not.equal('none');
    await enter(page);
    expect(new URL(page.url()).pathname).to.equal('/projects');

    await tabTo(page, 'a.facet-value[href*="initiative=S-1.2"]');
    await enter(page);
    expect(await titlesIn(page)).to.deep.equal(['One that is linked']);

    await tabTo(page, 'input[name="q"]');
    await page.keyboard.type('nothing like it');
    await enter(page);
    expect(new URL(page.url()).searchParams.get('q')).to.equal('nothing like it');
    expect(await titlesIn(page)).to.deep.equal([]);
    await page.context().close();
  });
});
