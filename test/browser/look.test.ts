import { expect } from 'chai';
import { openContext, useBrowser } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { listenTo, lookAt } from './look.ts';

/** A page with nothing wrong. */
const page = (body: string, lang = 'en') =>
  `<!DOCTYPE html><html lang="${lang}"><head><title>A page</title></head><body><main><h1>A page</h1>${body}</main></body></html>`;

const faults: Readonly<Record<string, [html: string, cry: RegExp]>> = {
  'another language': [page('', 'nl'), /^lang is nl$/],
  'two first headings': [page('<h1>Another</h1>'), /^2 h1$/],
  'a list with nothing in it': [page('<ul></ul>'), /^1 empty lists$/],
  'a table wider than the screen': [page('<pre>' + 'wide '.repeat(200) + '</pre>'), /^\d+ px too wide$/],
  'links too small to be hit': [
    page('<p style="font-size:10px;line-height:10px"><br><a href="#a">one</a><br><a href="#b">two</a></p>'),
    /^target-size at /,
  ],
};

describe('The eye that looks at every page', () => {
  useDatabase();
  useBrowser();

  it('sees each fault, and none where there is none', async () => {
    const context = await openContext();
    const shown = await context.newPage();
    const heard = listenTo(shown, '127.0.0.1');
    const seen = async (html: string) => {
      await shown.setContent(html);
      return lookAt(shown, 'en', heard);
    };
    expect(await seen(page('<ul><li>one</li></ul>'))).to.deep.equal([]);
    for (const [fault, [html, cry]] of Object.entries(faults))
      expect(
        (await seen(html)).some(one => cry.test(one)),
        fault,
      ).to.equal(true);
    await context.close();
  });
});
