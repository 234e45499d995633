import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Language } from '../../models/values/format.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  rule: string;
  target: string;
}

/** Notes what a page does besides showing itself; read and cleared by `lookAt`. */
export function listenTo(page: Page, host: string): string[] {
  const heard: string[] = [];
  page.on('console', message => {
    // That the page itself is a 404 or 422 is what the test asked for.
    const isOwnStatus =
      message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    if (message.type() === 'error' && !isOwnStatus) heard.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => heard.push(`script: ${error.message}`));
  page.on('request', request => {
    const { protocol, host: asked } = new URL(request.url());
    if (protocol !== 'data:' && asked !== host) heard.push(`request to another host: ${request.url()}`);
  });
  page.on('response', response => {
    if (response.status() >= 400 && !response.request().isNavigationRequest())
      heard.push(`${response.status()} for ${response.url()}`);
  });
  return heard;
}

/** What is wrong with the page now shown: accessibility, language, headings, empty lists, width, and what was heard of it. */
export async function lookAt(page: Page, language: Language, heard: string[]): Promise<string[]> {
  const found = heard.splice(0);
  const { lang, headings, emptyLists, tooWide } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    emptyLists: document.querySelectorAll(':is(ul, ol, dl):not(:has(*))').length,
    tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  if (lang !== language) found.push(`lang is ${lang}`);
  if (headings !== 1) found.push(`${headings} h1`);
  if (emptyLists > 0) found.push(`${emptyLists} empty lists`);
  if (tooWide > 0) found.push(`${tooWide} px too wide`);
  for (const { rule, target } of await findViolations(page)) found.push(`${rule} at ${target}`);
  return found;
}

async function findViolations(page: Page): Promise<Violation[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return violations.map(({ id, nodes }) => ({
      rule: id,
      target: nodes
        .slice(0, 3)
        .map(node => node.target.join(' '))
        .join(' | '),
    }));
  });
}
