import { tmpdir } from 'node:os';

/** With what an app is made in tests. */
export const appSettings = {
  config: {
    baseUrl: null,
    trustProxy: 0,
    importLimitMb: 8,
    importKeptDays: 30,
    filesDir: tmpdir(),
    filesLimitMb: 512,
  },
  sessionSecret: 'only for tests, and long enough for them',
};
