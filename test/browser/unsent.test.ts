import { expect } from 'chai';
import mongoose from 'mongoose';
import type { Page } from 'playwright-core';
import { projects } from '../../models/projects/projects.ts';
import { signInAs, sizes, useBrowser, type Size } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addProject, addUser, password } from '../support/factories.ts';
import { listenTo, lookAt } from './look.ts';

const minutes = (count: number) => count * 60_000;
const warning = (page: Page) => page.locator('.session-end');
const titleOf = async (id: string) => (await projects.current.findById(id).lean())?.title;

describe('What is typed into a form', () => {
  useDatabase();
  useBrowser();

  async function editing(language: 'en' | 'nl' = 'en', size: Size = 'wide') {
    const { id } = await addProject({ title: 'As it was' });
    const user = await addUser('officer');
    const page = await signInAs(user, { language, size });
    const heard = listenTo(page, new URL(page.url()).host);
    await page.clock.install();
    await page.goto(`/projects/${id}/edit`);
    await page.locator('#field-title').fill('Typed with care');
    return { page, id, heard, user };
  }

  for (const size of Object.keys(sizes) as Size[])
    for (const language of ['en', 'nl'] as const)
      it(`is told of five minutes before the session is over (${language}, ${size})`, async () => {
        const { page, heard } = await editing(language, size);
        await page.clock.runFor(minutes(24));
        expect(await warning(page).isVisible()).to.equal(false);
        await page.clock.runFor(minutes(1.5));
        expect(await warning(page).isVisible()).to.equal(true);
        expect(await lookAt(page, language, heard)).to.deep.equal([]);
        await warning(page).getByRole('button').click();
        await warning(page).waitFor({ state: 'hidden' });
        await page.clock.runFor(minutes(24));
        expect(await warning(page).isVisible()).to.equal(false);
        await page.context().close();
      });

  it('is there again after signing in, and saved', async () => {
    const { page, id, user } = await editing();
    await mongoose.connection
      .collection('sessions')
      .updateMany({}, { $set: { expires: new Date(Date.now() - 1_000) } });
    await page.clock.runFor(minutes(31));
    expect(await warning(page).innerText()).to.include('Your session has ended.');
    expect(await warning(page).getByRole('button').isVisible()).to.equal(false);
    await page.locator('.form-actions button').click();
    await page.waitForURL(/\/sign-in\?/);
    expect(await page.locator('main').innerText()).to.include('What you typed is kept for an hour');
    await page.locator('input[name="email"]').fill(user.email);
    await page.locator('input[name="password"]').fill(password);
    await page.locator('main button').click();
    await page.waitForURL(/\/edit\?unsent=/);
    expect(await page.locator('#field-title').inputValue()).to.equal('Typed with care');
    expect(await titleOf(id)).to.equal('As it was');
    await page.locator('.form-actions button').click();
    await page.waitForURL(url => url.pathname === `/projects/${id}`);
    expect(await titleOf(id)).to.equal('Typed with care');
    await page.context().close();
  });

  it('is not left without a question, and is saved without one', async () => {
    const { page, id } = await editing();
    const asked: string[] = [];
    page.on('dialog', async dialog => {
      asked.push(dialog.type());
      await dialog.dismiss();
    });
    await page.locator('.brand').click();
    await page.waitForTimeout(300);
    expect(asked).to.deep.equal(['beforeunload']);
    expect(await page.locator('#field-title').inputValue()).to.equal('Typed with care');
    await page.locator('.form-actions button').click();
    await page.waitForURL(url => url.pathname === `/projects/${id}`);
    expect(asked).to.have.length(1);
    await page.context().close();
  });
});
