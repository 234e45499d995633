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

  const rowsOfExcel = (count: number) =>
    ['Organisation\tPIC\tCountry\tRole\tEU contribution']
      .concat(
        Array.from({ length: count }, (_none, at) =>
          [
            `Partner ${at}`,
            999_900_000 + at,
            'NL',
            at === 0 ? 'Coordinator' : 'Participant (beneficiary)',
            '1.234,50',
          ].join('\t'),
        ),
      )
      .join('\r\n');

  it('takes rows copied from Excel, says what they are, and gives back what was there', async () => {
    const { id } = await addProject({ euContribution: '3703.50' });
    await addOrganisation({ name: 'Partner 0', pic: '999900000', country: 'NL' });
    const page = await signInAs(await addUser('officer'));
    await openForm(page, id);
    await at(page, 0, 'name').fill('Typed before');
    await at(page, 0, 'role').selectOption('associatedPartner');
    await at(page, 1, 'name').focus();
    const paste = async (text: string) =>
      page.evaluate(pasted => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        document.activeElement?.dispatchEvent(event);
      }, text);
    await paste(rowsOfExcel(3));
    const done = page.locator('[data-done]');
    await done.waitFor();
    expect(await done.innerText()).to.include('3 rows read: 1 known, 2 new, 0 refused');
    expect(await at(page, 0, 'name').inputValue()).to.equal('Typed before');
    expect(await at(page, 3, 'euContribution').inputValue()).to.equal('1,234.50');
    expect(await page.locator('#participants-foot').innerText()).to.include('adds up to the cent');
    await page.getByRole('button', { name: 'Undo' }).click();
    await done.waitFor({ state: 'detached' });
    expect(await at(page, 1, 'name').inputValue()).to.equal('');
    expect(await at(page, 0, 'name').inputValue()).to.equal('Typed before');
    // What cannot be read stays, marked.
    await at(page, 1, 'name').focus();
    await paste('Somebody\t12\tNL\tParticipant (beneficiary)\t1.234');
    await done.waitFor();
    expect(await done.innerText()).to.include('1 row read: 0 known, 0 new, 1 refused');
    expect(await at(page, 1, 'euContribution').inputValue()).to.equal('1.234');
    expect(await at(page, 1, 'euContribution').getAttribute('aria-invalid')).to.equal('true');
    await page.context().close();
  });

  it('takes them as text without a script, and no saving loses what was not read yet', async () => {
    const { id } = await addProject();
    const page = await signInAs(await addUser('officer'), { javaScriptEnabled: false });
    await openForm(page, id);
    await page.locator('#paste-participants > summary').click();
    await page.locator('[name="_paste"]').fill(rowsOfExcel(2));
    await page.locator('.form-actions button').click();
    await page.locator('[data-done]').waitFor();
    expect(await at(page, 1, 'name').inputValue()).to.equal('Partner 1');
    expect(await page.locator('[name="_paste"]').inputValue()).to.equal('');
    await page.locator('.form-actions button').click();
    await page.waitForURL(url => url.pathname === `/projects/${id}`);
    const saved = await projects.current.findById(id).lean<{ participants: { pic: string }[] }>();
    expect(saved?.participants.map(({ pic }) => pic)).to.deep.equal(['999900000', '999900001']);
    await page.context().close();
  });

  it('are looked up while a name is typed, by keyboard, and what is new is said to be', async () => {
    const { id } = await addProject();
    const known = { name: 'University of Leon', pic: '999453372', country: 'ES' };
    await addOrganisation({ ...known, aliases: ['Universidad de León'] });
    const page = await signInAs(await addUser('officer'));
    await openForm(page, id);
    const name = at(page, 0, 'name');
    await name.focus();
    await page.keyboard.type('Universidad de Leon');
    await page.locator('.look [role="option"]', { hasText: 'University of Leon' }).waitFor();
    expect(await page.locator('.look').innerText()).to.include('looks like what you typed');
    expect(await name.getAttribute('aria-expanded')).to.equal('true');
    await page.keyboard.press('ArrowDown');
    expect(await name.getAttribute('aria-activedescendant')).to.equal('look-0');
    await page.keyboard.press('Enter');
    expect(await focused(page)).to.equal('participants.0.name');
    expect([
      await name.inputValue(),
      await at(page, 0, 'pic').inputValue(),
      await at(page, 0, 'country').inputValue(),
    ]).to.deep.equal([known.name, known.pic, known.country]);
    await page.locator('#participants-0-state', { hasText: 'known' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Nobody knows it');
    await page.locator('.look-new').waitFor();
    expect(await page.locator('#look-says').innerText()).to.include('New organisation “Nobody knows it”');
    await page.keyboard.press('Escape');
    expect(await page.locator('.look').count()).to.equal(0);
    expect(await at(page, 1, 'name').inputValue()).to.equal('Nobody knows it');
    await page.context().close();
  });

  it('make a project with 12 of them in at most 40 clicks and one load of its form', async function () {
    this.timeout(120_000);
    for (let number = 0; number < 12; number += 1)
      await addOrganisation({
        name: `Beneficiary ${number}`,
        pic: String(999_000_100 + number),
        country: 'FR',
      });
    const page = await signInAs(await addUser('officer'));
    let [clicks, loads] = [0, 0];
    page.on('load', () => (loads += 1));
    await page.goto('/projects/new');
    const click = async (selector: string) => {
      clicks += 1;
      await page.locator(selector).click();
    };
    await click('#field-title');
    await page.keyboard.type('Twelve of them');
    await click('#field-participants-0-name');
    for (let number = 0; number < 12; number += 1) {
      await page.keyboard.type(`Beneficiary ${number}`);
      clicks += 1;
      await page.locator('.look [role="option"]').first().click();
      await click(`[name="participants.${number}.euContribution"]`);
      await page.keyboard.type('1000');
      await at(page, number + 1, 'name').focus();
    }
    await click('.form-actions button');
    await page.waitForURL(url => /^\/projects\/[0-9a-f]{24}$/.test(url.pathname));
    const [saved] = await projects.current.find().lean<{ participants: { pic: string }[] }[]>();
    expect(saved?.participants.map(({ pic }) => pic))
      .to.have.length(12)
      .and.to.include('999000111');
    // The form itself, and the page of the record that it leads to.
    expect(loads).to.equal(2);
    expect(clicks).to.be.at.most(40);
    await page.context().close();
  });
});
