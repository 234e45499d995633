import { stopAll } from './atEnd.ts';

/** Mocha's root hooks. They load nothing of the program: a file that needs no database starts at once. */
export const mochaHooks = {
  afterAll: stopAll,
};
