import { expect } from 'chai';
import exceljs from 'exceljs';
import type { Locator, Page } from 'playwright-core';
import { nouns } from '../../models/nouns.ts';
import { loadReference } from '../../models/reference/loadReference.ts';
import { signInAs, useBrowser } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addProgramme, addProject, addStrategy, addUser, changeAt } from '../support/factories.ts';

const byForms = { javaScriptEnabled: false };

/** Presses, and waits for the page it leads to. */
async function press(target: Locator): Promise<void> {
  const page = target.page();
  await Promise.all([page.waitForNavigation(), target.first().click()]);
}
const save = async (page: Page) => press(page.locator('main .form-actions button', { hasText: 'Save' }));
const field = (page: Page, name: string): Locator =>
  page.locator(
    `main form:not([role="search"]) :is(input:not([type="hidden"]), select, textarea)[name="${name}"]`,
  );

/** Types into fields and chooses in lists, by the names of the form. */
async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const control = field(page, name);
    const tag = await control.evaluate(element => element.tagName);
    await (tag === 'SELECT' ? control.selectOption(value) : control.fill(value));
  }
}

async function valuesOf(page: Page, names: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of names) found[name] = await field(page, name).inputValue();
  return found;
}

const textOf = async (page: Page): Promise<string> =>
  (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
const titlesIn = async (page: Page): Promise<string[]> =>
  page.locator('.list-main tbody th[scope="row"] > a').allInnerTexts();

describe('A programme officer without JavaScript', () => {
  useDatabase();
  useBrowser();

  const call = {
    kind: 'call',
    identifier: 'H2020-TEST-2026',
    title: 'Traces of explosives',
    programme: 'H2020',
    budget: '4500000',
    'rounds.0.openingOn': '2026-01-15',
    'rounds.0.deadlines.0.at': '2026-12-31 17:00',
  };
  const project = {
    title: 'Finding traces of explosives in water',
    acronym: 'AQUATRACE',
    grantAgreement: '101000001',
    status: 'SIGNED',
    startsOn: '2026-02-01',
    endsOn: '2028-12-31',
    euContribution: '1.234.567,89',
    objective: 'To find traces,\nbefore they find us.',
  };

  /** Of initiative 4 and a programme: the figure of the matrix, as the link it is; null where there is none. */
  async function findCell(page: Page, programme: string): Promise<Locator> {
    await page.goto('/coverage');
    const headings = await page.locator('table.coverage thead th').allInnerTexts();
    const at = headings.findIndex(heading => heading.trim() === programme);
    return page
      .locator('table.coverage tbody tr')
      .nth(3)
      .locator('td')
      .nth(at - 1);
  }
  const countIn = (text: string): number => Number(/(\d+) projects?/.exec(text)?.[1] ?? 0);

  it('logs a call and a project, links it, finds it, exports it, and takes a change back', async function () {
    this.timeout(120_000);
    await loadReference(changeAt(new Date('2026-01-05T09:00:00Z'), { source: { kind: 'reference' } }));
    const page = await signInAs(await addUser('officer', { name: 'Ada Officer' }), byForms);
    const before = countIn(await (await findCell(page, 'H2020')).innerText());

    // A call with a round and its deadline.
    await page.goto('/calls');
    await press(page.locator('a[href="/calls/new"]'));
    await fill(page, call);
    await save(page);
    expect(new URL(page.url()).pathname).to.match(/^\/calls\/\w+$/);
    expect(await textOf(page))
      .to.include('Traces of explosives')
      .and.to.include('17:00');

    // A project of that call: programme and call are filled in already.
    await press(page.locator('a[href^="/projects/new?"]'));
    expect(await valuesOf(page, ['programme', 'call'])).to.deep.equal({
      programme: 'H2020',
      call: 'H2020-TEST-2026',
    });
    await fill(page, project);
    await save(page);
    const path = new URL(page.url()).pathname;
    expect(path).to.match(/^\/projects\/\w+$/);
    expect(await page.locator('.alert-success').innerText()).to.include('has been saved');
    expect(await textOf(page)).to.include('1,234,567.89');

    // Its link to initiative 4, the whole of it.
    await press(page.getByRole('link', { name: 'Link to initiatives' }));
    const line = 'supports.3';
    expect(await page.locator(`input[name="${line}.initiative"]`).getAttribute('value')).to.equal(
      'COM-2020-607.4',
    );
    const link = {
      [`${line}.significance`]: 'principal',
      [`${line}.justification`]: 'Its call names the agenda.',
    };
    await fill(page, link);
    await press(page.getByRole('button', { name: 'Give 100 % to initiative 4' }));
    expect(await valuesOf(page, [...Object.keys(link), `${line}.shareBp`])).to.deep.equal({
      ...link,
      [`${line}.shareBp`]: '100',
    });
    await save(page);
    expect(await page.locator('.alert-success').innerText()).to.include('links have been saved');

    // In the list, by the facet of the initiative.
    await page.goto('/projects?scope=in');
    await press(page.locator('.facet a.facet-value[href*="initiative=COM-2020-607.4"]'));
    expect(await titlesIn(page)).to.include('AQUATRACE');
    expect(await page.locator('.chips').innerText()).to.include('Initiative');

    // The matrix counts it, and its cell opens exactly what it counts.
    const cell = await findCell(page, 'H2020');
    const counted = countIn(await cell.innerText());
    expect(counted).to.equal(before + 1);
    await press(cell.locator('a.cell-projects'));
    const opened = await titlesIn(page);
    expect(opened).to.have.length(counted).and.to.include('AQUATRACE');

    // In the workbook of the list now shown: the same projects.
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('a[href^="/portfolio.xlsx"]').click(),
    ]);
    const book = new exceljs.Workbook();
    await book.xlsx.readFile(await download.path());
    const sheet = book.getWorksheet('Projects');
    const acronyms: string[] = [];
    sheet?.eachRow(row => row.eachCell(({ text }) => void (opened.includes(text) && acronyms.push(text))));
    expect([...new Set(acronyms)].toSorted()).to.deep.equal([...new Set(opened)].toSorted());

    // What changed, and back.
    await page.goto(path);
    await press(page.getByRole('link', { name: 'History' }));
    const latest = page.locator('ol.history > li').first();
    expect(await latest.innerText())
      .to.include('Version 2')
      .and.to.include('Ada Officer');
    expect(await latest.innerText())
      .to.include('Supported initiatives')
      .and.to.include('Its call names the agenda.');
    await press(page.locator('ol.history > li').nth(1).getByRole('button', { name: 'Restore this version' }));
    expect(await textOf(page)).to.include('Version 1 has been restored');
    await page.goto(path);
    expect(await textOf(page))
      .to.include('Not linked to any initiative yet.')
      .and.to.include('Version 3');
    await page.context().close();
  });

  it('keeps all that was typed when a form is refused', async () => {
    await addProgramme({ code: 'H2020', label: 'H2020', name: 'Horizon 2020' });
    const page = await signInAs(await addUser('officer'), byForms);
    await page.goto('/projects/new?programme=H2020');
    await press(page.getByRole('button', { name: 'Add a line: Participants' }));
    const typed = {
      ...project,
      euContribution: 'a million',
      endsOn: '2025-13-45',
      programme: 'H2020',
      'participants.0.name': 'University of  Twente',
      'participants.0.country': 'NL',
      'participants.0.pic': '12',
      'participants.0.euContribution': '1,5',
    };
    await fill(page, typed);
    const [answer] = await Promise.all([
      page.waitForResponse(response => response.request().method() === 'POST'),
      page.locator('main .form-actions button').click(),
    ]);
    expect(answer.status()).to.equal(422);
    expect(await valuesOf(page, Object.keys(typed))).to.deep.equal(typed);
    expect(await page.locator('#problems li').count()).to.be.greaterThan(2);
    expect(await field(page, 'euContribution').getAttribute('aria-invalid')).to.equal('true');
    expect(await nouns.project.current.countDocuments()).to.equal(0);
    await page.context().close();
  });

  it('sees both texts when a colleague was faster, and loses nothing', async () => {
    const { id } = await addProject({ title: 'As it was', acronym: 'OLD', objective: 'First words' });
    const [ada, ben] = [
      await signInAs(await addUser('officer', { name: 'Ada' }), byForms),
      await signInAs(await addUser('officer', { name: 'Ben' }), byForms),
    ];
    for (const page of [ada, ben]) await page.goto(`/projects/${id}/edit`);
    await fill(ada, { title: 'As Ada has it', acronym: 'ADAS', note: 'Ada was here' });
    await save(ada);
    await fill(ben, { title: 'As Ben has it', objective: 'Long words\nthat Ben typed' });
    await save(ben);
    const both = await textOf(ben);
    for (const text of ['Ada', 'As Ada has it', 'As Ben has it', 'that Ben typed', 'First words'])
      expect(both).to.include(text);
    await press(ben.locator('main form button'));
    expect(await nouns.project.current.findById(id).lean()).to.deep.include({
      title: 'As Ben has it',
      acronym: 'ADAS',
      objective: 'Long words\nthat Ben typed',
      note: 'Ada was here',
    });
    expect(await textOf(ben))
      .to.include('As Ben has it')
      .and.to.include('that Ben typed')
      .and.to.include('Version 3');
    for (const page of [ada, ben]) await page.context().close();
  });
});

describe('A programme officer with JavaScript', () => {
  useDatabase();
  useBrowser();

  it('sees the running total of the shares while typing', async () => {
    await addStrategy();
    const { id } = await addProject();
    const page = await signInAs(await addUser('officer'));
    await page.goto(`/projects/${id}/supports`);
    const total = page.locator('[data-share-total]');
    await field(page, 'supports.0.shareBp').pressSequentially('33.34');
    expect(await total.innerText()).to.match(/33[.,]34.*66[.,]66/);
    await field(page, 'supports.1.shareBp').pressSequentially('80');
    expect(await total.innerText()).to.match(/113[.,]34/);
    expect(await total.getAttribute('class')).to.include('is-above');
    await field(page, 'supports.1.shareBp').fill('66,66');
    expect(await total.innerText()).to.match(/\b100\b.*\b0\b/);
    await page.context().close();
  });
});
