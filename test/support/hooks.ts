import { stopBrowser } from './browser.ts';
import { stopTestDatabase } from './database.ts';

/** Mocha's root hooks. */
export const mochaHooks = {
  afterAll: [stopBrowser, stopTestDatabase],
};
