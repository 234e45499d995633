import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ExpectedError } from '../../../../models/values/errors.ts';
import type { Read, ReadOptions, Source } from '../../../../models/sources/contract/incoming.ts';
import { inThread } from '../../../../models/sources/register/readInWorker.ts';
import { openSource } from '../../../../models/sources/files/openSource.ts';
import type { FromReader, ToReader } from '../../../../models/sources/register/readMessages.ts';
import { findSource } from '../../../../models/sources/register/register.ts';
import { startWorker } from '../../../../models/process/startWorker.ts';
import { pause, until } from '../../../support/pause.ts';
import { workFolder } from '../../../support/sourceFile.ts';
import { cordisZip } from '../../../bench/cordisZip.ts';

/** Threads of this process that read files. */
const threads = () => process.getActiveResourcesInfo().filter(kind => kind === 'MessagePort').length;

const failure = async (deed: Promise<unknown>): Promise<unknown> =>
  deed.then(
    () => null,
    (error: unknown) => error,
  );

const mapping = {
  noun: 'project' as const,
  columns: { Number: 'grantAgreement', Name: 'acronym', Said: 'objective' },
  fixed: { programme: 'H2020' },
  decimal: null,
  dayOrder: 'dayFirst' as const,
};
const lines = (count: number) =>
  ['Number;Name;Said', ...Array.from({ length: count }, (_none, at) => `${100_000 + at};P${at};x`)].join(
    '\n',
  );

describe('Reading a file in a thread of its own', () => {
  let folder: string;
  beforeEach(() => {
    folder = workFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const upload = (content: string | Buffer): string => {
    const path = join(folder, 'upload');
    writeFileSync(path, content);
    return path;
  };
  const options = (over: Partial<ReadOptions> = {}): ReadOptions => ({
    workFolder: folder,
    keepsPersonalData: false,
    ...over,
  });
  const thread = (path: string, source: Source['name'], limits = {}) =>
    inThread({ path, name: 'upload', limits, encoding: null, source });
  const all = async (reading: AsyncIterable<Read>): Promise<Read[]> => {
    const read: Read[] = [];
    for await (const one of reading) read.push(one);
    return read;
  };
  async function here(path: string, name: Source['name'], over: Partial<ReadOptions>) {
    const file = await openSource(path, 'upload');
    try {
      return await all(findSource(name).read(file, options(over)));
    } finally {
      await file.close();
    }
  }

  it('gives every record and every refused row as reading it here does, and says how many to expect', async () => {
    const path = upload(cordisZip({ projects: 300 }).zip);
    const heard: Record<'here' | 'thread', number[]> = { here: [], thread: [] };
    const read = await here(path, 'cordis', { expectRows: rows => heard.here.push(rows) });
    const expectRows = (rows: number) => heard.thread.push(rows);
    expect(await all(thread(path, 'cordis').read(options({ expectRows })))).to.deep.equal(read);
    expect(read.filter(one => 'rejected' in one)).not.to.deep.equal([]);
    expect(read.length).to.be.above(300);
    expect(heard.thread).to.deep.equal(heard.here);
    expect(heard.here).not.to.deep.equal([]);
  });

  it('reads any table with the mapping of a person', async () => {
    const path = upload(lines(250));
    const read = await all(thread(path, 'table').read(options({ mapping })));
    expect(read).to.deep.equal(await here(path, 'table', { mapping }));
    expect(read).to.have.length(250);
  });

  it('refuses what the guard refuses, in the same words', async () => {
    const path = upload(lines(10));
    const error = await failure(all(thread(path, 'table', { packedBytes: 20 }).read(options({ mapping }))));
    expect(error).to.be.instanceOf(ExpectedError);
    expect(error).to.deep.include({ kind: 'invalid', key: 'importFile.tooLarge', values: { most: 0 } });
  });

  it('fails where the file is gone, and not as if it held nothing', async () => {
    const missing = thread(join(folder, 'missing'), 'table').read(options({ mapping }));
    expect(await failure(all(missing)))
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(/ENOENT/);
  });

  it('reads no further ahead than somebody takes its records', async () => {
    const file = { path: upload(lines(1_000)), name: 'upload', limits: {}, encoding: null, source: 'table' };
    const workerData = { ...file, options: options({ mapping }) };
    const reader = startWorker(import.meta.url, '../../../../models/sources/register/reader', { workerData });
    try {
      let messages = 0;
      reader.on('message', (message: FromReader) => {
        if ('read' in message) messages += 1;
      });
      await until(() => messages === 4);
      await pause(300);
      expect(messages).to.equal(4);
      reader.postMessage('taken' satisfies ToReader, []);
      await until(() => messages === 5);
    } finally {
      await reader.terminate();
    }
  });

  it('ends with whoever takes them', async () => {
    const path = upload(lines(5_000));
    const before = threads();
    for await (const one of thread(path, 'table').read(options({ mapping }))) {
      expect(one).to.include({ noun: 'project' });
      expect(threads()).to.equal(before + 1);
      break;
    }
    expect(threads()).to.equal(before);
  });
});
