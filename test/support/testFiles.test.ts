import { expect } from 'chai';
import { isDisturbed, isSlow, listTestFiles, partTestFiles } from './testFiles.ts';

describe('The files of tests', () => {
  it('are each run once, beside others or alone', () => {
    const paths = listTestFiles();
    const { beside, alone } = partTestFiles(paths);
    expect([...beside, ...alone].toSorted()).to.deep.equal(paths);
    expect(beside.length).to.be.greaterThan(150);
    expect(alone.length).to.be.greaterThan(20);
  });

  it('are run alone where they measure, count what a server counts, are in time or start a program', () => {
    const disturbed = [
      'const began = performance.now();',
      'expect(Date.now() - askedAt).to.be.below(1_000);',
      'const { user } = process.cpuUsage(before);',
      'const { heapUsed } = process.memoryUsage();',
      "import { setTimeout as pause } from 'node:timers/promises';",
      'await db.command({ serverStatus: 1 });',
      "await admin.command({ configureFailPoint: 'failCommand' });",
      "import { spawn } from 'node:child_process';",
      "import { countOpenCursors } from '../../support/openCursors.ts';",
      "import { serve } from '../support/served.ts';",
      "import { addCrowd } from '../../support/crowd.ts';",
      "import { useBrowser } from '../support/browser.ts';",
    ];
    for (const line of disturbed) expect(isDisturbed(line), line).to.equal(true);
    const calm = [
      'new Date(Date.now() - 60_000)',
      "import { visitor } from '../support/app.ts';",
      "import { pause, until } from '../support/pause.ts';",
    ];
    for (const line of calm) expect(isDisturbed(line), line).to.equal(false);
  });

  it('are left out of a quick run where they take longest', () => {
    const slow = [
      'test/browser/phone.test.ts',
      'test/server/serve.crash.test.ts',
      'test/server/database/embedded.test.ts',
      'test/models/coverage/counted.everyQuery.test.ts',
    ];
    for (const path of slow) expect(isSlow(path), path).to.equal(true);
    expect(isSlow('test/models/values/money.test.ts')).to.equal(false);
  });
});
