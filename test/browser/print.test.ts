import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { loadReference } from '../../models/reference/loadReference.ts';
import { nouns } from '../../models/nouns.ts';
import { signInAs, useBrowser } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addUser, changeAt } from '../support/factories.ts';

/** A4 upright within the margins a browser leaves, in CSS pixels: 210 mm less 10 mm on each side. */
const upright = { width: 718, height: 1047 };
/** Lists ask for a sheet on its side. */
const onItsSide = { width: 1047, height: 718 };

/** By how many pixels a page is wider than the sheet it is printed on, and what sticks out furthest. */
const tooWide = async (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const most = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - width;
    if (most <= 0) return [];
    const widest = [...document.querySelectorAll('main *')]
      .map(one => ({ one, right: one.getBoundingClientRect().right }))
      .toSorted((a, b) => b.right - a.right)[0]?.one;
    return [`${most} px too wide: ${widest?.tagName} ${widest?.className}`];
  });

describe('A page printed on A4', () => {
  useDatabase();
  useBrowser();

  for (const language of ['en', 'nl'] as const) {
    it(`fits upright, and a list on its side, with all of its columns (${language})`, async function () {
      this.timeout(120_000);
      await loadReference(changeAt(new Date('2026-01-05T09:00:00Z'), { source: { kind: 'reference' } }));
      const page = await signInAs(await addUser('administrator'), { size: 'wide', language });
      const [project] = await nouns.project.current
        .find({ 'participants.1': { $exists: true } }, { _id: 1 })
        .lean<{ _id: string }[]>();
      const one = `/projects/${project?._id}`;
      const lists = ['projects', 'calls', 'organisations', 'programmes', 'strategies', 'users'];
      const others = ['projects?on=2021-06-30', 'coverage', 'quality', 'sessions', 'tokens/all', ''];
      const paths = [
        ...[...lists, ...others].map(path => `/${path}`),
        one,
        `${one}/history`,
        '/strategies/COM-2020-607',
      ];
      const wrong: string[] = [];
      for (const path of paths) {
        await page.emulateMedia({ media: 'screen' });
        await page.goto(path);
        const isList = await page.evaluate(() => document.querySelector('.content-list') !== null);
        await page.setViewportSize(isList ? onItsSide : upright);
        await page.emulateMedia({ media: 'print' });
        wrong.push(...(await tooWide(page)).map(one => `${path}: ${one}`));
      }
      expect(wrong).to.deep.equal([]);
      await page.context().close();
    });
  }
});
