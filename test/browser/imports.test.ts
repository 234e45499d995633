import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { projects } from '../../models/projects/projects.ts';
import { startRunner, type Runner } from '../../server/jobs/runner.ts';
import { createLogger } from '../../server/logger.ts';
import { signInAs, useBrowser } from '../support/browser.ts';
import { grace, lead, locard, partner } from '../support/cordis.ts';
import { cordisZip } from '../support/cordisZip.ts';
import { useDatabase } from '../support/database.ts';
import { addProgramme, addUser } from '../support/factories.ts';

const press = async (target: Locator): Promise<void> => {
  await Promise.all([target.page().waitForNavigation(), target.first().click()]);
};
const textOf = async (page: Page): Promise<string> =>
  (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');

/** Waits until a page says it: by its script, or by a person who presses what looks again. */
async function waitFor(page: Page, words: string, javaScriptEnabled: boolean): Promise<void> {
  const said = page.getByText(words).first();
  if (javaScriptEnabled) {
    await said.waitFor({ timeout: 20_000 });
    return;
  }
  while (!(await said.isVisible())) {
    await press(page.getByRole('link', { name: 'Show how far it is now' }));
    await setTimeout(200);
  }
}

for (const javaScriptEnabled of [false, true]) {
  describe(`Importing a programme ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    useDatabase();
    useBrowser();
    let runner: Runner | null = null;
    let folder = '';
    beforeEach('a running callfolio does its jobs', async () => {
      folder = await mkdtemp(join(tmpdir(), 'callfolio-journey-'));
      runner = startRunner(
        { keepsPersonalData: false, importLimitMb: 8, importKeptDays: 30 },
        createLogger('error'),
      );
    });
    afterEach(async () => {
      await runner?.stop();
      await rm(folder, { recursive: true });
    });

    it('goes from the file to the report, is applied, and is undone', async function () {
      this.timeout(120_000);
      await addProgramme({ code: 'H2020' });
      const shifted = { ...locard, id: '773772', startDate: '2018-13-45' };
      const file = join(folder, 'cordis-h2020projects-csv.zip');
      await writeFile(file, cordisZip({ project: [grace, locard, shifted], organization: [lead, partner] }));

      const page = await signInAs(await addUser('officer'), { javaScriptEnabled });
      await page.goto('/imports');
      await press(page.getByRole('link', { name: 'Import a file' }));
      await page.locator('input[type="file"]').setInputFiles(file);
      await press(page.getByRole('button', { name: 'Check the file' }));
      await waitFor(page, 'Apply this import', javaScriptEnabled);
      expect(await textOf(page))
        .to.include('CORDIS, since 2022')
        .and.include('One row was refused.')
        .and.include('Nothing has been written yet.');
      expect(await projects.current.countDocuments()).to.equal(0);

      // Why a row was refused, and one that is left out.
      await press(page.getByRole('link', { name: 'What is wrong with it' }));
      expect(await textOf(page)).to.include('2018-13-45');
      await page.goBack();
      await press(page.getByRole('link', { name: 'See the rows' }));
      await page.getByRole('checkbox', { name: 'LOCARD' }).check();
      await press(page.getByRole('button', { name: 'Leave out the ticked rows' }));
      expect(await page.locator('.alert-success').innerText()).to.equal('One row is left out.');
      await press(page.getByRole('link', { name: 'Back to the import' }));

      await press(page.getByRole('button', { name: 'Apply this import' }));
      await waitFor(page, 'Undo this import', javaScriptEnabled);
      const stored = await projects.current.find().lean();
      expect(stored.map(one => one['acronym'])).to.deep.equal(['GRACE']);

      await page.locator('summary', { hasText: 'Undo this import' }).click();
      await press(page.getByRole('button', { name: 'Confirm' }));
      await waitFor(page, 'The file can be imported again.', javaScriptEnabled);
      await page.goto('/projects?scope=candidate');
      expect(await textOf(page)).not.to.include('GRACE');
      await page.context().close();
    });

    it('asks by itself for the columns of a table that it does not know', async function () {
      this.timeout(120_000);
      const file = join(folder, 'list of the unit.csv');
      await writeFile(file, 'Short;Long\nGRACE;Global Response\n');
      const page = await signInAs(await addUser('officer'), { javaScriptEnabled });
      await page.goto('/imports/new');
      await page.locator('input[type="file"]').setInputFiles(file);
      await press(page.getByRole('button', { name: 'Check the file' }));
      await waitFor(page, 'Name the columns', javaScriptEnabled);
      await page.context().close();
    });
  });
}
