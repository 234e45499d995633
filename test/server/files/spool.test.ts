import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { isRunning, markProcess } from '../../../server/database/processes.ts';
import { openSpool, sweepSpool, type SpoolPlace } from '../../../server/files/spool.ts';
import { mountSmallDisk } from '../../support/smallDisk.ts';

describe('the spool of a file', () => {
  let place: SpoolPlace;
  beforeEach(async () => {
    place = { folder: await mkdtemp(join(tmpdir(), 'callfolio-spool-')), mostBytes: 1_000_000 };
  });
  afterEach(async () => rm(place.folder, { recursive: true }));

  it('is read while it is written, whole and in order', async () => {
    const spool = await openSpool(place);
    const read = buffer(spool.read());
    const parts = Array.from({ length: 40 }, (_one, at) => Buffer.alloc(10_000, at));
    for (const part of parts) await spool.write(part);
    spool.end();
    expect((await read).equals(Buffer.concat(parts))).to.equal(true);
    expect([spool.size(), spool.isWhole()]).to.deep.equal([400_000, true]);
    await spool.remove();
    expect(await readdir(place.folder)).to.deep.equal([]);
  });

  it('tells its reader what its writer failed with', async () => {
    const spool = await openSpool(place);
    const read = buffer(spool.read()).catch((error: unknown) => error);
    await spool.write(Buffer.alloc(10));
    spool.end(new Error('The cursor is gone.'));
    expect(String(await read)).to.include('The cursor is gone.');
    await spool.remove();
    expect(String(await spool.write(Buffer.alloc(1)).catch((error: unknown) => error))).to.include(
      'not wanted',
    );
  });

  it('takes no more than all of them may have together, until one is gone', async () => {
    const spools = [await openSpool(place), await openSpool(place)] as const;
    await spools[0].write(Buffer.alloc(900_000));
    const refused: unknown = await spools[1].write(Buffer.alloc(200_000)).catch((error: unknown) => error);
    expect(refused).to.include({ kind: 'full', key: 'filesFull' });
    await spools[0].remove();
    await spools[1].write(Buffer.alloc(200_000));
    await spools[1].remove();
  });

  it('says in one way that the disk is full, and gives back what it took', async () => {
    const disk = await mountSmallDisk(1);
    try {
      const small = { folder: disk.outside, mostBytes: 1_150_000 };
      const piece = Buffer.alloc(65_536);
      const fill = async (write: (bytes: Buffer) => Promise<unknown>): Promise<unknown> => {
        for (let at = 0; at < 20; at += 1) {
          const failure: unknown = await write(piece).then(
            () => null,
            (error: unknown) => error,
          );
          if (failure) return failure;
        }
        return null;
      };
      // The bound is little more than the disk: what was counted of one that failed is given back, or it would be met first.
      for (let at = 0; at < 4; at += 1) {
        const spool = await openSpool(small);
        const failure = await fill(async bytes => spool.write(bytes));
        expect(failure).to.include({ kind: 'full', key: 'filesFull' });
        expect((failure as Error).cause).to.include({ code: 'ENOSPC' });
        expect(spool.size()).to.be.at.most(1024 * 1024);
        await spool.remove();
        expect(await readdir(disk.outside)).to.deep.equal([]);
      }
      const bare = await open(join(disk.outside, 'bare'), 'w');
      const failure = await fill(async bytes => bare.writeFile(bytes));
      await bare.close();
      expect(failure, 'without the spool').to.include({ code: 'ENOSPC' }).and.not.have.property('kind');
    } finally {
      await disk.remove();
    }
  });

  it('says so too where the disk takes no further file', async () => {
    const disk = await mountSmallDisk(1, 3);
    try {
      const small = { folder: disk.outside, mostBytes: 1_000_000 };
      const spools = [await openSpool(small), await openSpool(small)];
      const failure: unknown = await openSpool(small).catch((error: unknown) => error);
      expect(failure).to.include({ kind: 'full', key: 'filesFull' });
      const bare: unknown = await open(join(disk.outside, 'bare'), 'w').catch((error: unknown) => error);
      expect(bare, 'without the spool').to.include({ code: 'ENOSPC' }).and.not.have.property('kind');
      for (const spool of spools) await spool.remove();
      await (await openSpool(small)).remove();
    } finally {
      await disk.remove();
    }
  });

  it('leaves nothing of a process that was killed, and everything that is somebody else’s', async () => {
    const living = await openSpool(place);
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const { pid, startedAt } = markProcess(child.pid ?? 0);
    const [own = ''] = await readdir(place.folder);
    const [first = '', machine = ''] = own.split('.');
    const name = (where: string, id: number, start: string) =>
      `${first}.${where}.${id}.${start}.${'a'.repeat(8)}`;
    const left = name(machine, pid, startedAt ?? '');
    const reused = name(machine, process.pid, 'boot:1');
    const elsewhere = name('another', 1, 'boot:2');
    const old = name('another', 2, 'boot:3');
    const foreign = ['notes.txt', 'callfolio-file', 'callfolio-upload-1.2.3.4.5'];
    for (const file of [left, reused, elsewhere, old, ...foreign])
      await writeFile(join(place.folder, file), '');
    const longAgo = Date.now() / 1000 - 2 * 3600;
    await utimes(join(place.folder, old), longAgo, longAgo);
    expect(await sweepSpool(place.folder), 'while its process runs').to.equal(2);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isRunning({ pid, startedAt })).to.equal(false);
    expect(await sweepSpool(place.folder)).to.equal(1);
    expect((await readdir(place.folder)).toSorted()).to.deep.equal([...foreign, elsewhere, own].toSorted());
    await living.remove();
  });
});
