import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isMet, tableOf } from './figures.ts';
import { hostileQuestions, realisticQuestions } from './questions.ts';
import { fill } from './program.ts';
import { measure, sectionNames } from './sections.ts';
import { percentile } from './timing.ts';

describe('The bench', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-bench-test-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('measures every section on a small portfolio', async function () {
    this.timeout(240_000);
    await promisify(execFile)('npm', ['run', '-s', 'build']);
    await fill(folder, 40);
    const how = { seconds: 1, turns: 1, repeats: 8, questions: 24, projects: 40 };
    const figures = await measure(folder, sectionNames, how, () => undefined);
    expect(figures.filter(({ target }) => target).length).to.be.at.least(12);
    for (const { what, measured } of figures) expect(measured, what).to.be.greaterThan(0);
  });

  it('tells what is met and what is missed', () => {
    const slow = { what: 'a page', measured: 301, unit: 'ms', target: { atMost: 300 } } as const;
    const quick = { what: 'a ratio', measured: 0.61, unit: '×', target: { atLeast: 0.6 } } as const;
    expect([slow, quick].map(isMet)).to.deep.equal([false, true]);
    expect(tableOf([slow, quick])).to.match(/a page +301 ms +≤ 300 ms +MISSED\n.*0\.61 × +≥ 0\.60 × +met/);
  });

  it('takes a percentile among what was measured', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect([0.5, 0.95, 0.99, 1].map(share => percentile(hundred, share))).to.deep.equal([50, 95, 99, 100]);
  });

  it('asks a hundred realistic and a hundred hostile questions', () => {
    expect(new Set(realisticQuestions()).size).to.be.greaterThan(80);
    expect(hostileQuestions()).to.have.lengthOf(100);
  });
});
