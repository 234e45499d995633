import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startEmbedded, type Embedded } from '../../../server/database/embedded.ts';
import { findMongod } from '../../../server/database/findMongod.ts';
import { findMongodOn } from '../../../server/database/foundMongod.ts';
import { endProcess, isRunning, markProcess, type ProcessMark } from '../../../server/database/processes.ts';
import { isAnswering, socketUri } from '../../../server/database/socket.ts';
import { createLogger } from '../../../server/logger.ts';
import { mongodSources } from '../../support/database.ts';
import { startProgram } from '../../support/program.ts';
import { stopProcess } from '../../support/stopped.ts';

const log = createLogger('silent');
let folder: string;
let dataDir: string;

const start = async (): Promise<Embedded> =>
  startEmbedded({ dataDir, sources: mongodSources(), log, cacheGigabytes: 0.25 });

/** Leaves a mongod behind as a killed program does, with one note in it. */
async function leaveBehind(): Promise<ProcessMark> {
  const { child, answer, exitCode } = await startProgram({ DATA_DIR: dataDir, MONGODB_URI: '' });
  child.kill('SIGKILL');
  await exitCode;
  return markProcess(answer.mongod);
}

/** What the programs before have noted of their starts. */
async function countNotes({ socket }: Embedded): Promise<number> {
  const client = new MongoClient(socketUri(socket, 'callfolio'));
  return client
    .db()
    .collection('starts')
    .countDocuments()
    .finally(() => void client.close());
}

/** The twin: believes the lock and what is remembered, and looks no further. */
async function findByPapers(): Promise<number | null> {
  const locked = Number(await readFile(join(dataDir, 'mongodb', 'mongod.lock'), 'utf8').catch(() => ''));
  const remembered = await readFile(join(dataDir, 'mongod.json'), 'utf8').catch(() => '{}');
  const { pid = 0 } = JSON.parse(remembered) as { pid?: number };
  return [locked, pid].find(one => one > 0) ?? null;
}

/** Whether a mongod is on the folder within two seconds: one just begun has not locked it yet. */
async function isThereOne(): Promise<boolean> {
  const deadline = performance.now() + 2_000;
  while (performance.now() < deadline) {
    if (await findMongodOn(dataDir)) return true;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return false;
}

describe('a mongod that is found on the folder', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-found-'));
    dataDir = join(folder, 'data');
    await mkdir(dataDir);
  });
  afterEach(async () => {
    const left = await findMongodOn(dataDir);
    if (left) await endProcess(left, 1_000);
    await rm(folder, { recursive: true, force: true });
  });

  it('is adopted when nothing is written of it anywhere, where a twin that reads what is written finds none', async () => {
    const left = await leaveBehind();
    await rm(join(dataDir, 'mongod.json'));
    await truncate(join(dataDir, 'mongodb', 'mongod.lock'));
    expect(await findByPapers()).to.equal(null);
    const embedded = await start();
    expect(embedded.findProcess().pid).to.equal(left.pid);
    expect(await countNotes(embedded)).to.equal(1);
    await embedded.stop();
    expect(isRunning(left)).to.equal(false);
  });

  it('is ended when it hangs, though a connection to it succeeds, and another starts with all that was kept', async () => {
    const left = await leaveBehind();
    await stopProcess(left.pid);
    // The twin would adopt it: the system takes connections for a process that does not run.
    expect(await isAnswering(join(dataDir, 'socket', 'mongodb-27017.sock'))).to.equal(true);
    const began = performance.now();
    const embedded = await start();
    expect(performance.now() - began).to.be.below(25_000);
    expect(isRunning(left)).to.equal(false);
    expect(embedded.findProcess().pid).not.to.equal(left.pid);
    expect(await countNotes(embedded)).to.equal(1);
    await embedded.stop();
  });

  it('is ended when its socket has gone with the name of the folder', async () => {
    const left = await leaveBehind();
    await rename(dataDir, `${dataDir}-moved`);
    dataDir = `${dataDir}-moved`;
    await rm(join(dataDir, 'mongod.json'));
    const embedded = await start();
    expect(isRunning(left)).to.equal(false);
    expect(await countNotes(embedded)).to.equal(1);
    await embedded.stop();
  });

  it('is ended when somebody else began it in another way, and left alone on another folder', async () => {
    const { path } = await findMongod(mongodSources(), log);
    const begin = async (name: string): Promise<ProcessMark> => {
      await mkdir(join(folder, name, 'mongodb'), { recursive: true });
      const socket = join(folder, `${name}.sock`);
      const settings = ['--dbpath', join(folder, name, 'mongodb'), '--bind_ip', socket];
      const { pid } = spawn(path, [...settings, '--unixSocketPrefix', folder], { stdio: 'ignore' });
      while (!(await isAnswering(socket))) await new Promise(resolve => setTimeout(resolve, 50));
      return markProcess(pid ?? 0);
    };
    const [found, another] = [await begin('data'), await begin('another')];
    const embedded = await start().finally(() => expect(isRunning(another)).to.equal(true));
    expect(isRunning(found)).to.equal(false);
    await embedded.stop();
    expect(isRunning(another)).to.equal(true);
    await endProcess(another, 1_000);
  });

  it('is no other process that has the number of one that ended', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'mongodb', 'mongod.lock'), `${process.pid}\n`);
    expect(await findByPapers()).to.equal(process.pid);
    expect(await findMongodOn(dataDir, process.pid)).to.equal(null);
  });

  it('is ended by whoever launched it and cannot write down that he did, where a twin leaves it running', async () => {
    // A folder of that name stands in the way of the file.
    await mkdir(join(dataDir, 'mongod.json', 'in the way'), { recursive: true });
    const why = await start().catch((error: unknown) => error);
    expect(why).to.be.instanceOf(Error);
    expect(await isThereOne()).to.equal(false);

    const { path } = await findMongod(mongodSources(), log);
    const settings = ['--dbpath', join(dataDir, 'mongodb'), '--bind_ip', join(folder, 'twin.sock')];
    spawn(path, [...settings, '--unixSocketPrefix', folder], { stdio: 'ignore' });
    expect(await isThereOne()).to.equal(true);
  });
});
