import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { projects } from '../../models/projects/projects.ts';
import { signInAs, useBrowser } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addOrganisation, addProject, addUser } from '../support/factories.ts';

const at = (page: Page, index: number, key: string) => page.locator(`[name="participants.${index}.${key}"]`);
const focused = async (page: Page) =>
  page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name);

async function openForm(page: Page, id: string): Promise<void> {
  await page.goto(`/projects/${id}/edit`);
}

describe('Participants as a table of one line each', () => {
  useDatabase();
  useBrowser();

  it('is gone through by keyboard, makes new lines, and adds up while one types', async () => {
    const { id } = await addProject({ euContribution: '3841875.50' });
    const page = await signInAs(await addUser('officer'));
    await openForm(page, id);
    await at(page, 0, 'name').focus();
    await page.keyboard.type('Cyprus Police');
    for (const key of ['pic', 'country', 'role', 'euContribution']) {
      await page.keyboard.press('Tab');
      expect(await focused(page)).to.equal(`participants.0.${key}`);
    }
    await page.keyboard.type('140.562,50');
    await page.keyboard.press('Enter');
    expect(await focused(page)).to.equal('participants.1.euContribution');
    await page.locator('#participants-foot', { hasText: '3,701,313.00' }).waitFor();
    // Left, it stands as it was read.
    expect(await at(page, 0, 'euContribution').inputValue()).to.equal('140,562.50');
    expect(await page.locator('#participants-bar').innerText()).to.include('still to enter');
    await page.keyboard.type('3701313');
    await page.locator('#participants-foot', { hasText: 'adds up to the cent' }).waitFor();
    await at(page, 1, 'role').selectOption('associatedPartner');
    await page.locator('#participants-foot', { hasText: '1 partner that receives no EU money' }).waitFor();
    // As many lines as one needs.
    const before = await page.locator('.line-table tbody tr').count();
    await at(page, before - 1, 'name').fill('The last one');
    await at(page, before, 'name').waitFor();
    await at(page, before - 1, 'name').press('Enter');
    expect(await focused(page)).to.equal(`participants.${before}.name`);
    await at(page, before - 1, 'name').fill('');
    await at(page, 1, 'name').fill('Second');
    await page.locator('.form-actions button').click();
    await page.waitForURL(url => url.pathname === `/projects/${id}`);
    const saved = await projects.current.findById(id).lean<{ participants: { name: string }[] }>();
    expect(saved?.participants.map(({ name }) => name)).to.deep.equal(['Cyprus Police', 'Second']);
    await page.context().close();
  });

  it('says which organisations are known, which are new, and what is no amount', async () => {
    const { id } = await addProject({ euContribution: '100' });
    const page = await signInAs(await addUser('officer'));
    const known = { name: 'University of Twente', pic: '999900000', country: 'NL' };
    await addOrganisation(known);
    await openForm(page, id);
    await at(page, 0, 'name').fill('University of Twente');
    await at(page, 0, 'country').selectOption('NL');
    await page.locator('#participants-0-state', { hasText: 'known' }).waitFor();
    await at(page, 1, 'name').fill('Nobody knows it');
    await at(page, 1, 'euContribution').fill('a million');
    await page.locator('#participants-1-state', { hasText: 'EU contribution' }).waitFor();
    await at(page, 1, 'euContribution').fill('');
    await page.locator('#participants-1-state', { hasText: 'new' }).waitFor();
    await page.context().close();
  });
});
