import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { signInAs, useBrowser } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addCall, addProject, addUser } from '../support/factories.ts';

/** How many rows of a list are seen whole, between its head and its totals, and how high they are; in CSS pixels. */
const rowsSeen = (): { whole: number; highest: number; pageScrolls: boolean } => {
  const box = document.querySelector('.list-box')?.getBoundingClientRect();
  const rows = [...document.querySelectorAll('.list-table tbody tr')].map(row => row.getBoundingClientRect());
  const below = document.querySelector('.list-table thead')?.getBoundingClientRect().bottom ?? 0;
  const above = document.querySelector('.list-table tfoot td')?.getBoundingClientRect().top ?? 0;
  const bottom = Math.min(window.innerHeight, box?.bottom ?? 0, above > 0 ? above : Infinity);
  return {
    whole: rows.filter(row => row.top >= below - 0.5 && row.bottom <= bottom + 0.5).length,
    highest: Math.max(...rows.map(row => row.height)),
    pageScrolls: document.documentElement.scrollHeight > window.innerHeight,
  };
};

/** Where a part of the table stands in the window: its top and its left edge, in CSS pixels. */
const placeOf = async (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate(element => {
      const { top, left } = element.getBoundingClientRect();
      return { top: Math.round(top), left: Math.round(left) };
    });

const title =
  'A title that goes on and on, far beyond what one line of any list on any desk has room for, and further';

describe('A list on a desk', () => {
  useDatabase();
  useBrowser();

  async function openList(path = '/projects'): Promise<Page> {
    for (let at = 0; at < 32; at += 1) {
      const amounts = { euContribution: 1_000_000 + at, totalCost: 2_000_000 + at };
      await addProject({ acronym: at % 2 ? `ACRO-${at}` : null, title, ...amounts });
    }
    const page = await signInAs(await addUser('officer'));
    await page.goto(path);
    return page;
  }

  it('shows 14 whole rows of one line at 1280 × 900 and 20 at 1920 × 1080, and does not scroll itself', async () => {
    const page = await openList();
    const small = await page.evaluate(rowsSeen);
    await page.setViewportSize({ width: 1920, height: 1080 });
    const large = await page.evaluate(rowsSeen);
    await page.context().close();
    expect(small.whole).to.be.at.least(14);
    expect(large.whole).to.be.at.least(20);
    for (const { highest, pageScrolls } of [small, large]) {
      expect(highest).to.be.at.most(36);
      expect(pageScrolls).to.equal(false);
    }
  });

  it('keeps its head, first column and totals where they are while its rows are moved', async () => {
    const page = await openList();
    const parts = ['.list-table thead th', '.list-table tfoot th', '.list-table tbody tr:nth-child(30) th'];
    const places = async () => Promise.all(parts.map(async part => placeOf(page, part)));
    const [head, foot, row] = await places();
    await page.locator('.list-box').evaluate(box => box.scrollTo(400, 300));
    const [headAfter, footAfter, rowAfter] = await places();
    await page.context().close();
    expect(headAfter).to.deep.equal(head);
    expect(footAfter).to.deep.equal(foot);
    expect(rowAfter).to.deep.equal({ left: row?.left, top: (row?.top ?? 0) - 300 });
  });

  it('says how many columns are out of sight, shows them at a press, and says nothing where none is', async () => {
    const page = await openList();
    const sign = page.locator('.list-more');
    const before = Number((await sign.innerText()).replace('+', ''));
    expect(before).to.be.at.least(1);
    expect(await sign.getAttribute('aria-label')).to.equal(`${before} more columns: show them`);
    await sign.click();
    await page.waitForFunction(
      most => Number(document.querySelector('.list-more')?.textContent?.replace('+', '') ?? 0) < most,
      before,
    );
    await page.setViewportSize({ width: 2600, height: 900 });
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.list-more')?.hidden === true);
    await page.context().close();
  });

  it('tells in whole what a line cuts off, and a title once where there is no acronym', async () => {
    const page = await openList();
    const named = page.getByRole('link', { name: 'ACRO-1', exact: true });
    expect(await named.getAttribute('title')).to.equal(`ACRO-1: ${title}`);
    const unnamed = page.getByRole('link', { name: title }).first();
    expect(await unnamed.getAttribute('title')).to.equal(title);
    expect(await unnamed.locator('xpath=..').innerText()).to.equal(title);
    await page.context().close();
  });

  it('has lower rows and folded filters for whoever chose them, on the next page as well', async () => {
    const page = await openList();
    const { whole } = await page.evaluate(rowsSeen);
    await page.getByRole('button', { name: 'Dense rows' }).click();
    await page.locator('.filters-fold > summary').click();
    await page.waitForFunction(() => document.cookie.includes('folded'));
    await page.goto('/calls');
    expect(await page.locator('.filters-fold').getAttribute('open')).to.equal(null);
    await page.goto('/projects');
    expect((await page.evaluate(rowsSeen)).whole).to.be.at.least(whole + 3);
    await page.getByRole('button', { name: 'Dense rows' }).click();
    await page.reload();
    expect((await page.evaluate(rowsSeen)).whole).to.equal(whole);
    await page.context().close();
  });

  it('is copied with its headings, and a total as a sentence that says what it is of', async () => {
    await addProject({
      acronym: 'ONE',
      title: 'A <b>first</b> one',
      scope: 'in',
      euContribution: '1234567.89',
    });
    await addProject({ acronym: '=1+1', scope: 'in' });
    const page = await signInAs(await addUser('officer'));
    await page.goto('/projects?scope=in&phase=unknown&sort=-euContribution');
    await page.evaluate(() => {
      const place = document.createElement('div');
      place.id = 'pasted';
      place.contentEditable = 'true';
      document.body.append(place);
    });
    const pasted = async (button: string) => {
      await page.locator(button).last().click();
      await page.locator('#pasted').evaluate(place => place.replaceChildren());
      await page.locator('#pasted').focus();
      await page.keyboard.press('Control+V');
      return page.locator('#pasted');
    };
    const rows = (await pasted('.list-copy')).locator('tr');
    expect(await rows.count()).to.equal(4);
    const [head, first] = [await rows.nth(0).innerText(), await rows.nth(1).innerText()];
    expect(head.split('\t').map(one => one.trim()))
      .to.include('EU contribution €')
      .and.include('Acronym');
    expect(first).to.include('ONE: A <b>first</b> one').and.include('1,234,567.89');
    expect((await rows.nth(2).innerText()).trim()).to.match(/^'=1\+1/);
    const sentence = (await (await pasted('.list-euContribution .list-say')).innerText()).replaceAll(
      '\u00a0',
      ' ',
    );
    expect(sentence).to.include(
      'EU contribution: €1,234,567.89 (stated for 1 of 2). Projects: Portfolio 2; Phase: Unknown.',
    );
    expect(sentence).to.match(
      /Position of .*, as known on .* Brussels time\. http.*\/projects\?scope=in&phase=unknown&sort=-euContribution$/,
    );
    await page.context().close();
  });

  it('is skipped to, and moved by keyboard', async () => {
    await addCall({});
    const page = await openList();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).to.equal('Skip to the results');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal('results');
    await page.keyboard.press('End');
    await page.waitForFunction(() => (document.querySelector('#results')?.scrollTop ?? 0) > 0);
    await page.context().close();
  });

  it('is printed on its side, with its head on every sheet', async () => {
    const page = await openList('/projects?pageSize=250');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const sheets = [...pdf.matchAll(/\/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)/g)].map(([, wide, high]) => [
      Math.round(Number(wide)),
      Math.round(Number(high)),
    ]);
    await page.emulateMedia({ media: 'print' });
    const head = await page.locator('.list-table thead').evaluate(one => getComputedStyle(one).display);
    await page.context().close();
    expect(sheets).to.have.length.at.least(1);
    for (const sheet of sheets) expect(sheet).to.deep.equal([842, 595]);
    expect(head).to.equal('table-header-group');
  });
});
