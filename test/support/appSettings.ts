import { tmpdir } from 'node:os';

/** With what an app is made in tests. */
export const appSettings = {
  config: {
    baseUrl: null,
    trustProxy: 0,
    importLimitMb: 8,
    importKeptDays: 30,
    evaluationDays: 245,
    filesDir: tmpdir(),
    filesLimitMb: 512,
    longestDelay: { readMs: 600, writeMs: 5_000 },
    // Tests ask faster than people do; what is shipped is held by test/server/config.test.ts.
    answerRate: { perSecond: 100_000, burst: 100_000 },
  },
  sessionSecret: 'only for tests, and long enough for them',
};
