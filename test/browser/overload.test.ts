import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { languages } from '../../models/values/format.ts';
import { refuseOverload } from '../../server/http/overloadAnswer.tsx';
import { createLogger } from '../../server/logger.ts';
import { openContext, sizes, useBrowser, type Size } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { listenTo, lookAt } from './look.ts';

describe('The page of whoever comes when too much is asked', () => {
  useDatabase();
  useBrowser();
  let server: Server;
  let address = '';
  let asked: string[] = [];
  let refusedAtFirst = Infinity;

  before('serve it, and what comes afterwards', async () => {
    const refuse = refuseOverload(createLogger('silent'), { isSecure: false, trustProxy: 0 });
    server = createServer((request, response) => {
      if (request.url?.startsWith('/assets') === true) {
        response.writeHead(200, { 'Content-Type': 'image/svg+xml' });
        response.end('<svg xmlns="http://www.w3.org/2000/svg"/>');
        return;
      }
      asked.push(`${request.method} ${request.url}`);
      if (asked.length <= refusedAtFirst)
        refuse(request, response, request.method === 'GET' ? 'read' : 'write');
      else response.setHeader('Content-Type', 'text/html').end('<title>Projects</title>');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  async function visit(refused: number, javaScriptEnabled = true) {
    asked = [];
    refusedAtFirst = refused;
    const context = await openContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${address}/projects?programme=H2020`);
    return { page, close: async () => context.close() };
  }

  it('comes again by itself, without JavaScript too, and is then the page that was asked for', async () => {
    const { page, close } = await visit(1, false);
    expect(await page.title()).to.contain('Very busy');
    await page
      .waitForFunction('document.title === "Projects"', null, { timeout: 10_000 })
      .catch(() => undefined);
    const title = await page.title();
    await close();
    expect(title).to.equal('Projects');
    expect(asked).to.deep.equal(Array(2).fill('GET /projects?programme=H2020'));
  });

  it('comes again once and not a second time', async () => {
    const { page, close } = await visit(Infinity);
    await page.getByText('still').waitFor({ timeout: 10_000 });
    await page.waitForTimeout(4_000);
    const link = await page.locator('main a').getAttribute('href');
    await close();
    expect(asked).to.deep.equal(Array(2).fill('GET /projects?programme=H2020'));
    expect(link).to.equal('');
  });

  for (const language of languages)
    for (const size of Object.keys(sizes) as Size[])
      it(`has nothing wrong on a ${size} screen in ${language === 'en' ? 'English' : 'Dutch'}`, async () => {
        refusedAtFirst = Infinity;
        const context = await openContext({ language, size });
        // One that came again already stands still while it is looked at.
        await context.addCookies([{ name: 'callfolio-retried', value: '1', url: address }]);
        const page = await context.newPage();
        const heard = listenTo(page, new URL(address).host);
        await page.goto(`${address}/`);
        const found = await lookAt(page, language, heard);
        await context.close();
        expect(found).to.deep.equal([]);
      });
});
