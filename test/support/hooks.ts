import { stopTestDatabase } from './database.ts';

/** Mocha's root hooks. */
export const mochaHooks = {
  afterAll: stopTestDatabase,
};
