import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { findMongod } from '../../../server/database/findMongod.ts';
import { findMongodOn } from '../../../server/database/foundMongod.ts';
import { endProcess } from '../../../server/database/processes.ts';
import { socketUri } from '../../../server/database/socket.ts';
import { createLogger } from '../../../server/logger.ts';
import { mongodSources } from '../../support/database.ts';
import { ask, end, serve, tokenFor, type Served } from '../../support/served.ts';
import { mountSmallDisk, type SmallDisk } from '../../support/smallDisk.ts';
import { expectNothingLost, startWriter, type Writer, type Written } from '../../support/writers.ts';

const backLimitMs = 30_000;
const socketName = 'mongodb-27017.sock';
let disk: SmallDisk;
let program: Served | null = null;
let twin: ChildProcess | null = null;
let writers: Writer[] = [];

const dataDir = () => join(disk.folder, 'data');
const socketOf = (folder: string) => join(disk.outside, folder, 'socket', socketName);
const uri = () => socketUri(socketOf('data'), 'callfolio');

/** The same mongod with nobody who would start it again. */
async function startTwin(): Promise<ChildProcess> {
  const { path } = await findMongod(mongodSources(), createLogger('silent'));
  const [command, ...given] = [...disk.through, path];
  const folder = join(disk.folder, 'twin');
  await mkdir(join(disk.outside, 'twin', 'socket'), { recursive: true, mode: 0o700 });
  const settings = ['--dbpath', folder, '--bind_ip', join(folder, 'socket', socketName)];
  const prefix = ['--unixSocketPrefix', join(folder, 'socket'), '--wiredTigerCacheSizeGB', '0.25'];
  return spawn(command, [...given, ...settings, ...prefix], { stdio: 'ignore' });
}

/** Whether a mongod keeps something there: what it says of itself is believed only when it writes. */
async function isWriting(folder: string): Promise<boolean> {
  const client = new MongoClient(socketUri(socketOf(folder), 'admin'), { serverSelectionTimeoutMS: 300 });
  const notes = client.db('probe').collection('notes');
  const written = notes.insertOne({}, { writeConcern: { w: 1, j: true } }).then(
    () => true,
    () => false,
  );
  return Promise.race([written, pause(2_000, false)]).finally(() => void client.close());
}

/** The milliseconds until that is so, or null when it is not within the limit. */
async function timeUntil(isSo: () => Promise<boolean>, limitMs: number): Promise<number | null> {
  const since = performance.now();
  while (performance.now() - since < limitMs) {
    if (await isSo()) return Math.round(performance.now() - since);
    await pause(100);
  }
  return null;
}

const ready = async () => ask(program?.address ?? '', '/health/ready', {});
const isReady = async () => (await ready()).status === 200;
const isAway = async () => (await ready()).status === 503;

/** Fills the disk and has the data written to it, as it is once a minute anyway. */
async function fillUntilAway(): Promise<void> {
  await disk.fill();
  for (const folder of ['data', 'twin']) {
    const options = { serverSelectionTimeoutMS: 1_000, socketTimeoutMS: 5_000 };
    const client = new MongoClient(socketUri(socketOf(folder), 'admin'), options);
    await client
      .db()
      .command({ fsync: 1 })
      .catch(() => undefined);
    await client.close();
  }
  expect(await timeUntil(isAway, 20_000)).not.to.equal(null);
}

const linesWith = (pattern: RegExp): string[] => (program?.lines ?? []).filter(line => pattern.test(line));

describe('a full disk under the embedded database', function () {
  this.timeout(180_000);
  const all: Written[] = [];
  let token = '';

  before('make a small disk', async () => {
    disk = await mountSmallDisk(900);
    program = await serve({ DATA_DIR: dataDir() }, disk.through);
    token = await tokenFor(program.address);
    twin = await startTwin();
    expect(await timeUntil(async () => isWriting('twin'), 20_000)).not.to.equal(null);
  });
  after(async () => {
    await Promise.all(writers.map(async ({ stop }) => stop()));
    program?.child.kill('SIGKILL');
    twin?.kill('SIGKILL');
    for (const folder of ['data']) {
      const left = await findMongodOn(join(disk.outside, folder));
      if (left) await endProcess(left, 1_000);
    }
    await disk.remove();
  });

  it('is told of, never given up, and over within 30 s of being mended, with nothing lost', async () => {
    const address = program?.address ?? '';
    const turn = () => ({ address, token });
    writers = await Promise.all(['a', 'b', 'c'].map(async name => startWriter(name, turn)));
    await pause(500);
    await fillUntilAway();

    const { data } = await ready();
    const { since } = data as { since: string };
    const told = { status: 'unavailable', since, reason: 'the disk is full' };
    expect(Math.abs(Date.parse(since) - Date.now())).to.be.below(20_000);
    // As many attempts as would once have been all.
    while (linesWith(/Attempt 5 /).length === 0) {
      expect((await ready()).data).to.deep.equal(told);
      expect(await ask(address, '/health/live', {})).to.include({ status: 200 });
      const refused = await ask(address, '/api/v1/projects', { token });
      expect(refused).to.include({ status: 503, retryAfter: '5' });
      await pause(500);
    }
    expect(twin?.exitCode ?? twin?.signalCode, 'the twin has ended too').not.to.equal(null);
    await disk.free();
    const backMs = await timeUntil(isReady, backLimitMs);
    expect(backMs, 'back within 30 s').not.to.equal(null);
    process.stdout.write(`      ready ${backMs} ms after the disk had room again\n`);
    // The control: without a supervisor nothing comes back.
    expect(await timeUntil(async () => isWriting('twin'), 3_000)).to.equal(null);

    const counts = writers.map(({ written }) => written.acknowledged.length);
    const doWrite = async () =>
      writers.every(({ written }, index) => written.acknowledged.length > counts[index]!);
    expect(await timeUntil(doWrite, backLimitMs)).not.to.equal(null);
    all.push(...(await Promise.all(writers.map(async ({ stop }) => stop()))));
    const refusals = all.flatMap(({ replies }) => replies.filter(({ status }) => status !== 200));
    expect(new Set(refusals.map(({ status }) => status))).to.deep.equal(new Set([503]));
    await expectNothingLost(uri(), 'callfolio', all);
    const lost = await expectNothingLost(uri(), 'callfolio', [
      { id: all[0]!.id, acknowledged: ['a-0', 'a text that was never written'], replies: [] },
    ]).catch((error: unknown) => error);
    expect(lost).to.have.property('name', 'AssertionError');
  });

  it('leaves one line for each failure and one for the recovery', () => {
    const failed = linesWith(/Attempt \d+ to start the database again failed: the disk is full/);
    const numbers = failed.map(line => Number(/Attempt (\d+)/.exec(line)?.[1]));
    expect(numbers).to.deep.equal(numbers.map((_one, index) => index + 1));
    const pauses = failed.map(line => Number(/The next is in ([\d.]+) s/.exec(line)?.[1]));
    expect(pauses.slice(0, 5)).to.deep.equal([0.5, 1, 2, 4, 8]);
    expect(linesWith(/The database \(process \d+\) ended by itself, the disk is full/)).to.have.lengthOf(1);
    expect(linesWith(/The database runs again after \d+ s, at attempt \d+/)).to.have.lengthOf(1);
  });

  it('needs no hand where the program was killed too: it starts as soon as there is room', async () => {
    await fillUntilAway();
    if (program) await end(program, 'SIGKILL');
    const refused = await serve({ DATA_DIR: dataDir() }, disk.through).catch((error: Error) => error.message);
    expect(refused).to.match(/^It ended with 1/);
    expect(await findMongodOn(join(disk.outside, 'data')), 'nothing is left running').to.equal(null);
    await disk.free();
    program = await serve({ DATA_DIR: dataDir() }, disk.through);
    expect(await isReady()).to.equal(true);
    await expectNothingLost(uri(), 'callfolio', all);
    expect(await end(program, 'SIGTERM')).to.equal(0);
  });
});
