import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { signInAs, useBrowser } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addProject, addStrategy, addUser } from '../support/factories.ts';

/** Counts the pages that are loaded from here on. */
function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('load', () => (loads += 1));
  return () => loads;
}

describe('Buttons that fill in a form further', () => {
  useDatabase();
  useBrowser();

  it('add and remove a line where one is, with nothing loaded anew and nothing typed lost', async () => {
    const page = await signInAs(await addUser('officer'));
    await page.goto('/calls/new');
    const loads = countLoads(page);
    await page.locator('#field-title').fill('Typed before');
    const add = page.getByRole('button', { name: 'Add a line: Rounds' });
    await add.scrollIntoViewIfNeeded();
    const scrolled = await page.evaluate(() => window.scrollY);
    await add.click();
    await page.locator('[name="rounds.1.openingOn"]').fill('2026-01-15');
    await page.getByRole('button', { name: 'Add a line: Rounds' }).click();
    await page.locator('[name="rounds.2.openingOn"]').waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('.form-line')?.id)).to.equal(
      'field-rounds-2',
    );
    expect(await page.locator('#field-title').inputValue()).to.equal('Typed before');
    await page.getByRole('button', { name: 'Remove line 1 of Rounds' }).click();
    await page.locator('[name="rounds.2.openingOn"]').waitFor({ state: 'detached' });
    expect(await page.locator('[name="rounds.0.openingOn"]').inputValue()).to.equal('2026-01-15');
    expect(scrolled).to.be.greaterThan(0);
    expect(await page.evaluate(() => window.scrollY)).to.be.greaterThan(0);
    expect([loads(), new URL(page.url()).pathname]).to.deep.equal([0, '/calls/new']);
    await page.context().close();
  });

  it('give the whole and split equally, and what was done is asked about before it is left', async () => {
    await addStrategy();
    const { id } = await addProject();
    const page = await signInAs(await addUser('officer'));
    await page.goto(`/projects/${id}/supports`);
    const loads = countLoads(page);
    const shareOf = (at: number) => page.locator(`[name="supports.${at}.shareBp"]`);
    for (const at of [0, 1])
      await page.locator(`[name="supports.${at}.significance"]`).selectOption('principal');
    await page.getByRole('button', { name: 'Split equally' }).first().click();
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[name="supports.1.shareBp"]')?.value === '50',
    );
    await page.locator('button[name="_whole"]').nth(1).click();
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[name="supports.1.shareBp"]')?.value === '100',
    );
    expect(await shareOf(0).inputValue()).to.equal('');
    expect(await page.locator('[data-share-total]').first().innerText()).to.include('100');
    // The total still follows what is typed in the fields that came instead.
    await shareOf(1).fill('40');
    expect(await page.locator('[data-share-total]').first().innerText()).to.include('40');
    expect(loads()).to.equal(0);
    const asked: string[] = [];
    page.on('dialog', dialog => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.goto('/projects');
    expect(asked).to.deep.equal(['beforeunload']);
    await page.context().close();
  });

  it('do it with a page more when the session is over meanwhile', async () => {
    const page = await signInAs(await addUser('officer'));
    await page.goto('/calls/new');
    await page.locator('#field-title').fill('Typed before');
    await page.context().clearCookies({ name: 'callfolio' });
    await page.getByRole('button', { name: 'Add a line: Rounds' }).click();
    await page.waitForURL(url => url.pathname === '/sign-in');
    await page.context().close();
  });
});
