import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Language } from '../../models/values/format.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import { testAddress } from './app.ts';
import { stopAtEnd } from './atEnd.ts';
import { password } from './factories.ts';

export const sizes = {
  wide: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
export type Size = keyof typeof sizes;

type Running = Readonly<{ browser: Browser; folder: string }>;
let starting: Promise<Running> | null = null;
let running: Running | null = null;

/** Called inside a `describe`, after `useDatabase`: its tests have a real Chromium, one for the whole run. */
export function useBrowser(): void {
  before('start the browser', async function () {
    // The browser is inflated from its npm package first.
    this.timeout(120_000);
    await (starting ??= start());
  });
}

async function stopBrowser(): Promise<void> {
  if (!running) return;
  const { browser, folder } = running;
  running = null;
  process.off('exit', removeAtExit);
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}

async function start(): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-browser-'));
  process.on('exit', removeAtExit);
  running = { browser: await launch(folder), folder };
  stopAtEnd(stopBrowser);
  return running;
}

async function launch(folder: string): Promise<Browser> {
  const executablePath = await inflateChromium(folder);
  await findFontsIn(folder);
  return chromium.launch({
    // Playwright would end the whole run at a signal that a test of the shutdown sends to itself.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    executablePath,
    args: ['--font-render-hinting=none'],
    env: {
      ...process.env,
      // The libraries and fonts of the package: a bare machine has none of its own.
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
      HOME: folder,
    },
  });
}

/**
 * The package inflates into the temp folder of its process, and brings its libraries along only where it takes the
 * machine for Amazon's: so a process of its own is told both.
 */
async function inflateChromium(folder: string): Promise<string> {
  const program = `import('@sparticuz/chromium').then(async ({ default: it }) => console.log(await it.executablePath()))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], {
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x', NODE_OPTIONS: '' },
  });
  return stdout.trim();
}

/** The package's fonts lie where it inflated them; its settings look for them in /tmp alone, and without any it crashes. */
async function findFontsIn(folder: string): Promise<void> {
  const path = join(folder, 'fonts', 'fonts.conf');
  const settings = await readFile(path, 'utf8');
  await writeFile(path, settings.replaceAll('/tmp/fonts', join(folder, 'fonts')));
}

/** An interrupted run runs no hooks. */
function removeAtExit(): void {
  if (running) rmSync(running.folder, { recursive: true, force: true });
}

export interface VisitOptions {
  size?: Size;
  language?: Language;
  javaScriptEnabled?: boolean;
}

const locales: Readonly<Record<Language, string>> = { en: 'en-IE', nl: 'nl-NL' };

/** A person's browser of its own, with nobody signed in; closed by the caller. */
export async function openContext(options: VisitOptions = {}): Promise<BrowserContext> {
  if (!running) throw new Error('Call useBrowser() in the describe first.');
  const { size = 'wide', language = 'en', javaScriptEnabled = true } = options;
  return running.browser.newContext({
    baseURL: await testAddress(),
    viewport: sizes[size],
    locale: locales[language],
    timezoneId: 'Europe/Brussels',
    javaScriptEnabled,
    acceptDownloads: true,
  });
}

/** Signs in through the form, as a person does. */
export async function signInAs(user: KeptUser, options: VisitOptions = {}): Promise<Page> {
  const page = await (await openContext(options)).newPage();
  await page.goto('/sign-in');
  await page.locator('input[name="email"]').fill(user.email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('main button').click();
  await page.waitForURL(url => url.pathname !== '/sign-in');
  return page;
}
