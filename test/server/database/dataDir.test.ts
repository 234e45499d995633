import { expect } from 'chai';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDir, prepareDataDir } from '../../../server/database/dataDir.ts';
import { markProcess } from '../../../server/database/processes.ts';
import { StartError } from '../../../server/startError.ts';

let dataDir: string;

describe('DATA_DIR', () => {
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'callfolio-lock-'));
  });
  afterEach(async () => rm(dataDir, { recursive: true }));

  it('is locked by one program at a time', async () => {
    const unlock = await lockDataDir(dataDir);
    expect(await lockDataDir(dataDir)).to.equal(null);
    await unlock!();
    expect(await lockDataDir(dataDir)).to.be.a('function');
  });

  it('goes to one alone of many that try at once', async () => {
    await writeFile(join(dataDir, 'app.lock'), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: null }));
    const unlocks = await Promise.all(Array.from({ length: 20 }, async () => lockDataDir(dataDir)));
    expect(unlocks.filter(unlock => unlock !== null)).to.have.lengthOf(1);
    expect(await readdir(dataDir)).to.deep.equal(['app.lock']);
  });

  it('is taken over from a process that has ended and whose number somebody else has now', async () => {
    const somebody = { ...markProcess(process.pid), startedAt: 'another boot:1' };
    await writeFile(join(dataDir, 'app.lock'), JSON.stringify(somebody));
    expect(await lockDataDir(dataDir)).to.be.a('function');
  });

  it('is taken over when the lock is damaged', async () => {
    await writeFile(join(dataDir, 'app.lock'), '{"pid"');
    expect(await lockDataDir(dataDir)).to.be.a('function');
  });

  it('is refused in one sentence when it cannot be written', async () => {
    await writeFile(join(dataDir, 'file'), '');
    const error = await prepareDataDir(join(dataDir, 'file', 'below')).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(StartError);
    expect((error as StartError).message).to.match(/^The folder .* \(DATA_DIR\) cannot be written: .*\.$/);
  });
});
