import { expect } from 'chai';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launchMongod } from '../../../server/database/mongodProcess.ts';

describe('A mongod that ends at once', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-mongod-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('has failed only when what is written about its start is written: nobody writes to the folder afterwards', async () => {
    const program = join(folder, 'mongod');
    await writeFile(program, '#!/bin/sh\necho "libcurl.so.4 is missing" >&2\nexit 127\n');
    await chmod(program, 0o755);
    let isWritten = false;
    const failure: unknown = await launchMongod({
      program,
      socket: join(folder, 'no.sock'),
      dataDir: join(folder, 'data'),
      cacheGigabytes: 0.25,
      limitMs: 10_000,
      onSpawned: async () => {
        await pause(400);
        isWritten = true;
      },
      onListening: () => Promise.reject(new Error('It listens.')),
    }).catch((error: unknown) => error);
    expect(String(failure)).to.include('The database did not start: libcurl.so.4 is missing.');
    expect(isWritten).to.equal(true);
  });
});
