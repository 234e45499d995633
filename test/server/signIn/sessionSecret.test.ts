import { expect } from 'chai';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSessionSecret } from '../../../server/signIn/sessionSecret.ts';
import { StartError } from '../../../server/startError.ts';

let dataDir: string;

describe('loadSessionSecret', () => {
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'callfolio-secret-'));
  });
  afterEach(async () => rm(dataDir, { recursive: true }));

  it('takes the one that is set', async () => {
    expect(await loadSessionSecret({ sessionSecret: 'x'.repeat(32), dataDir })).to.equal('x'.repeat(32));
  });

  it('makes one of 32 random bytes and keeps it for its owner alone', async () => {
    const made = await loadSessionSecret({ sessionSecret: null, dataDir });
    expect(made).to.match(/^[0-9a-f]{64}$/);
    await chmod(join(dataDir, 'session-secret'), 0o644);
    expect(await loadSessionSecret({ sessionSecret: null, dataDir })).to.equal(made);
    expect((await stat(join(dataDir, 'session-secret'))).mode & 0o777).to.equal(0o600);
  });

  it('makes the same one for two that start at once', async () => {
    const both = [1, 2].map(async () => loadSessionSecret({ sessionSecret: null, dataDir }));
    expect(new Set(await Promise.all(both)).size).to.equal(1);
  });

  it('refuses a damaged one in one sentence', async () => {
    await writeFile(join(dataDir, 'session-secret'), 'short\n');
    const error = await loadSessionSecret({ sessionSecret: null, dataDir }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(StartError);
    expect((error as StartError).message).to.match(
      /is damaged: delete the file, and everybody signs in again\.$/,
    );
  });
});
