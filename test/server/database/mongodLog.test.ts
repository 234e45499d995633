import { expect } from 'chai';
import { mkdtemp, open, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limitLog } from '../../../server/database/mongodLog.ts';

const line = `${'x'.repeat(99)}\n`;
let dataDir: string;

/** Writes so much as mongod does, has the log limited, and writes a last line. @returns what the log holds then */
async function writeAndLimit(flags: 'a' | 'w', bytes: number): Promise<string> {
  const log = await open(join(dataDir, 'mongod.log'), flags);
  await log.write(line.repeat(bytes / line.length));
  await limitLog(dataDir);
  await log.write('the last line\n');
  await log.close();
  return readFile(join(dataDir, 'mongod.log'), 'latin1');
}

describe('the log of a running mongod', () => {
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'callfolio-log-'));
  });
  afterEach(async () => rm(dataDir, { recursive: true }));

  it('is begun anew when it is big, with the one before beside it', async () => {
    expect(await writeAndLimit('a', 11_000_000)).to.equal('the last line\n');
    expect((await stat(join(dataDir, 'mongod.log.1'))).size).to.equal(11_000_000);
    await writeAndLimit('a', 12_000_000);
    expect(await readdir(dataDir)).to.have.members(['mongod.log', 'mongod.log.1']);
  });

  it('keeps its size where a twin does not append, but writes on where it was', async () => {
    const log = await writeAndLimit('w', 11_000_000);
    expect(log).to.have.lengthOf(11_000_000 + 'the last line\n'.length);
  });

  it('is left alone as long as it is small, or is not there', async () => {
    await limitLog(dataDir);
    expect(await writeAndLimit('a', 1_000)).to.have.lengthOf(1_000 + 'the last line\n'.length);
    expect(await readdir(dataDir)).to.deep.equal(['mongod.log']);
  });
});
