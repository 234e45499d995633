import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTestFiles } from './testProcess.ts';

describe('A process of tests', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-process-test-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const file = async (source: string): Promise<string> => {
    const path = join(folder, 'some.test.mjs');
    await writeFile(path, source);
    return path;
  };
  const run = async (source: string, limitMs?: number) => runTestFiles([await file(source)], limitMs);

  it('tells how many passed, and its tree', async () => {
    const said = await run("describe('Two', () => { it('pass', () => {}); it('pass too', () => {}); });");
    expect(said).to.include({ passed: 2, failed: 0, skipped: 0, failures: '' });
    expect(said.tree).to.match(/^Two\n.*pass\n.*pass too\n\n$/);
  });

  it('tells what failed apart from its tree', async () => {
    const said = await run(
      "it('holds', () => {}); it('breaks', () => { throw new Error('Not so at all.'); });",
    );
    expect(said).to.include({ passed: 1, failed: 1 });
    expect(said.failures).to.match(/1\) breaks:[\s\S]*Not so at all\.[\s\S]*some\.test\.mjs/);
    expect(said.tree).to.include('1) breaks').and.not.include('Not so at all.');
  });

  it('has failed where it dies before its totals', async () => {
    const said = await run("it('dies', () => process.kill(process.pid, 'SIGKILL'));");
    expect(said).to.include({ passed: 0, failed: 1 });
    expect(said.failures).to.match(/^Ended with SIGKILL: .*some\.test\.mjs\n$/m);
  });

  it('has failed where all passes and it does not end well', async () => {
    const dying = "process.on('exit', () => process.kill(process.pid, 'SIGKILL'));";
    const said = await run(`${dying} it('passes', () => {});`);
    expect(said).to.include({ passed: 1, failed: 1 });
    expect(said.failures).to.match(/^Ended with SIGKILL: .*some\.test\.mjs\n$/);
  });

  it('has failed where it hangs', async () => {
    const said = await run("it('passes', () => {}); setInterval(() => {}, 1_000);", 4_000);
    expect(said).to.include({ failed: 1 });
    expect(said.failures).to.include('Hung, and was ended: ');
  });

  it('is over although a program that it began holds its output open', async () => {
    const said = await run(`
      import { spawn } from 'node:child_process';
      import { writeFileSync } from 'node:fs';
      it('leaves one behind', () => {
        const child = spawn('sleep', ['300'], { detached: true, stdio: 'inherit' });
        child.unref();
        writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(child.pid));
      });`);
    process.kill(Number(await readFile(join(folder, 'pid'), 'utf8')), 'SIGKILL');
    expect(said).to.include({ passed: 1, failed: 0 });
  });
});
