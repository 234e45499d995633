import { expect } from 'chai';
import { execFile } from 'node:child_process';
import {
  access,
  chown,
  constants,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lockDataDir, prepareDataDir } from '../../../server/database/dataDir.ts';
import { markProcess } from '../../../server/database/processes.ts';
import { StartError } from '../../../server/startError.ts';
import { startProgram } from '../../support/program.ts';
import { mountSmallDisk, type SmallDisk } from '../../support/smallDisk.ts';

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

  it('is made where there is none, for its owner alone, and nothing is left in it', async () => {
    const folder = join(dataDir, 'deep', 'below');
    await prepareDataDir(folder);
    expect((await stat(folder)).mode & 0o777).to.equal(0o700);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is refused in one sentence when it cannot be used, where a look at the rights alone lets some pass', async () => {
    await writeFile(join(dataDir, 'file'), '');
    await symlink(join(dataDir, 'circle'), join(dataDir, 'circle'));
    await symlink('/proc', join(dataDir, 'elsewhere'));
    const another = join(dataDir, 'another');
    await mkdir(another);
    // Nobody but root gives a folder away; to everybody else the root of the system belongs to another.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(another, 12_345, 12_345);
    const unfit: Record<string, RegExp> = {
      '/proc': /the system keeps that folder for itself/,
      '/proc/self/fd': /the system keeps/,
      '/sys/kernel': /the system keeps/,
      '/dev': /the system keeps/,
      [join(dataDir, 'elsewhere')]: /the system keeps/,
      [join(dataDir, 'file')]: /it, or a part of its path, is a file/,
      [join(dataDir, 'file', 'below')]: /it, or a part of its path, is a file/,
      [join(dataDir, 'circle')]: /a circle of links/,
      [join(dataDir, 'x'.repeat(300))]: /its path is too long/,
      [isRoot ? another : '/']: /it belongs to another user \(number \d+\)/,
    };
    for (const [folder, why] of Object.entries(unfit)) {
      const said = await refusalBy(prepareDataDir, folder);
      expect(said, folder).to.match(why);
      expect(said, folder).to.match(/^The folder [^\n]* \(DATA_DIR\) cannot be written: [^\n]*\.$/);
      expect(await refusalBy(lookAtRights, folder), folder).to.equal(null);
    }
  });

  describe('on a disk of its own', () => {
    let disk: SmallDisk;
    before(async () => {
      disk = await mountSmallDisk(1);
    });
    after(async () => disk.remove());

    it('is looked at before anything is written to it, so that a command works beside a program on a full disk', async () => {
      const lock = join(disk.outside, 'app.lock');
      await writeFile(lock, JSON.stringify(markProcess(process.pid)));
      await disk.fill();
      const say = async (mode: string) => {
        const { line, exitCode } = await startProgram(
          { DATA_DIR: disk.folder, MONGODB_URI: '' },
          mode,
          disk.through,
        );
        await exitCode;
        return line;
      };
      // There is no database behind this lock: both came as far as to look for it, and neither complains of the disk.
      expect(await say('share')).to.match(/^Callfolio is just starting or stopping/);
      expect(await say('refuse')).to.match(/^Callfolio already runs on/);
      // The control: without a program there, the disk is what is in the way.
      await rm(lock);
      await disk.fill();
      expect(await say('share')).to.include('its disk is full');
      await disk.free();
    });

    it('ends the start with a sentence and exit code 1 when the disk is full, or read-only', async () => {
      const start = async () => {
        const { line, exitCode } = await startProgram(
          { DATA_DIR: disk.folder, MONGODB_URI: '' },
          'refuse',
          disk.through,
        );
        return [line, await exitCode];
      };
      const refused = (why: string) => [`The folder ${disk.folder} (DATA_DIR) cannot be written: ${why}.`, 1];
      await disk.fill();
      expect(await start()).to.deep.equal(refused('its disk is full; free some space'));
      await disk.free();
      const [command = '', ...given] = disk.through;
      await promisify(execFile)(command, [...given, 'mount', '-o', 'remount,ro', disk.folder]);
      expect(await start()).to.deep.equal(refused('it is read-only; choose another or change its owner'));
    });
  });
});

/** What it says of a folder: null when it takes it, or says anything but a sentence for the person who starts us. */
async function refusalBy(
  prepare: (folder: string) => Promise<unknown>,
  folder: string,
): Promise<string | null> {
  const thrown = await prepare(folder).catch((error: unknown) => error);
  return thrown instanceof StartError ? thrown.message : null;
}

/** The twin: what the system says is allowed. */
async function lookAtRights(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK | constants.X_OK);
}
