import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startEmbedded, type Embedded } from '../../../server/database/embedded.ts';
import { findMongod } from '../../../server/database/findMongod.ts';
import { findMongodOn } from '../../../server/database/foundMongod.ts';
import { isRunning, markProcess, sendSignal, waitForEnd } from '../../../server/database/processes.ts';
import { socketUri } from '../../../server/database/socket.ts';
import { createLogger } from '../../../server/logger.ts';
import { StartError } from '../../../server/startError.ts';
import { killMongod, mongodSources } from '../../support/database.ts';
import { endProgram, killAtSpawn, startProgram, type Program } from '../../support/program.ts';

const log = createLogger('silent');
let folder: string;
let dataDir: string;
let programs: ChildProcess[];

describe('the embedded database', () => {
  before('fetch mongod where there is none yet', async function () {
    this.timeout(300_000);
    const first = await mkdtemp(join(tmpdir(), 'callfolio-embedded-'));
    await (await start(first)).stop();
    await rm(first, { recursive: true });
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-embedded-'));
    dataDir = join(folder, 'data');
    programs = [];
  });
  afterEach(async () => {
    for (const program of programs) program.kill('SIGKILL');
    const left = await findMongodOn(dataDir);
    if (left) {
      sendSignal(left, 'SIGKILL');
      await waitForEnd(left, 5_000);
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('listens on a socket in a folder of mode 0700 and on no TCP port, until it is stopped', async () => {
    const embedded = await start(dataDir);
    const mark = embedded.findProcess();
    expect((await stat(dirname(embedded.socket))).mode & 0o777).to.equal(0o700);
    expect(await listTcpSockets(mark.pid)).to.deep.equal([]);
    await embedded.stop();
    expect(isRunning(mark)).to.equal(false);
  });

  it('starts mongod again when it was killed, and keeps what was written', async () => {
    const embedded = await start(dataDir);
    const first = embedded.findProcess();
    await withClient(embedded, async client => client.db('test').collection('a').insertOne({ a: 1 }));
    await killMongod(embedded);
    while (embedded.findProcess().pid === first.pid) await new Promise(resolve => setTimeout(resolve, 50));
    await withClient(embedded, async client => {
      expect(await client.db('test').collection('a').countDocuments()).to.equal(1);
    });
    await embedded.stop();
  });

  it('runs transactions, and keeps its data when the folder moves', async () => {
    const before = await start(dataDir);
    await withClient(before, insertInTransaction);
    await before.stop();
    await rename(dataDir, `${dataDir}-moved`);
    dataDir = `${dataDir}-moved`;
    const after = await start(dataDir);
    await withClient(after, async client => {
      expect(await client.db('test').collection('a').countDocuments()).to.equal(1);
    });
    await after.stop();
  });

  it('puts the socket under the temp folder, still private, when the path is too long', async () => {
    dataDir = join(folder, 'a-rather-long-name-of-a-folder/'.repeat(4));
    const embedded = await start(dataDir);
    expect(embedded.socket.startsWith(tmpdir())).to.equal(true);
    expect(embedded.socket.startsWith(dataDir)).to.equal(false);
    expect((await stat(dirname(embedded.socket))).mode & 0o777).to.equal(0o700);
    await embedded.stop();
    await rm(dirname(embedded.socket), { recursive: true });
  });

  it('has to do ten seconds again at most after a crash, where a mongod left to itself has to do a minute', async () => {
    const embedded = await start(dataDir);
    const { path } = await findMongod(mongodSources(), log);
    const twin = join(folder, 'twin');
    await mkdir(twin);
    const settings = ['--dbpath', twin, '--bind_ip', join(twin, 'a.sock'), '--unixSocketPrefix', twin];
    const child = spawn(path, settings, { stdio: 'ignore' });
    programs.push(child);
    const secondsBetweenCheckpoints = async (socket: string): Promise<number> => {
      const client = new MongoClient(socketUri(socket, 'admin'), { serverSelectionTimeoutMS: 20_000 });
      const { syncdelay } = await client.db().command({ getParameter: 1, syncdelay: 1 });
      await client.close();
      return Number(syncdelay);
    };
    expect(await secondsBetweenCheckpoints(embedded.socket)).to.be.at.most(10);
    expect(await secondsBetweenCheckpoints(join(twin, 'a.sock'))).to.be.above(10);
    await embedded.stop();
  });

  it('refuses data of another major version in one sentence', async () => {
    const embedded = await start(dataDir);
    await embedded.stop();
    const memory = join(dataDir, 'mongod.json');
    await writeFile(
      memory,
      (await readFile(memory, 'utf8')).replace(/"version":"[^"]+"/, '"version":"5.0.9"'),
    );
    const message = await refusal(dataDir);
    expect(message).to.match(/was written by MongoDB 5\.0\.9 and .* set MONGOD_BINARY to a MongoDB 5\.0\.$/);
  });

  it("says mongod's last words when it does not start", async () => {
    const broken = join(folder, 'mongod');
    await writeFile(
      broken,
      '#!/bin/sh\n[ "$1" = --version ] && echo "db version v6.0.5" && exit 0\necho "libcurl.so.4 is missing" >&2\nexit 127\n',
    );
    await chmod(broken, 0o755);
    const message = await refusal(dataDir, { ...mongodSources(), mongodBinary: broken });
    expect(message).to.equal('The database did not start: libcurl.so.4 is missing.');
  });

  it('refuses a socket folder that others may enter', async () => {
    await (await start(dataDir)).stop();
    await chmod(join(dataDir, 'socket'), 0o755);
    expect(await refusal(dataDir)).to.match(/with mode 0700\.$/);
  });

  it('is adopted when the program dies as soon as it has begun it', async () => {
    await (await start(dataDir)).stop();
    await killAtSpawn({ DATA_DIR: dataDir, MONGODB_URI: '' });
    const { pid } = JSON.parse(await readFile(join(dataDir, 'mongod.json'), 'utf8')) as { pid: number };
    const embedded = await start(dataDir);
    expect(embedded.findProcess().pid).to.equal(pid);
    await embedded.stop();
    expect(isRunning(markProcess(pid))).to.equal(false);
  });

  describe('under a program', () => {
    const run = async (mode?: 'share'): Promise<Program> => {
      const program = await startProgram({ DATA_DIR: dataDir, MONGODB_URI: '' }, mode);
      programs.push(program.child);
      return program;
    };

    it('is adopted after kill -9 of the program', async () => {
      const first = await run();
      await endProgram(first, 'SIGKILL');
      const second = await run();
      expect(second.answer).to.include({ starts: 2, mongod: first.answer.mongod });
      await endProgram(second, 'SIGTERM');
    });

    it('starts anew after kill -9 of both, with everything written', async () => {
      const first = await run();
      await endProgram(first, 'SIGKILL');
      const mongod = markProcess(first.answer.mongod);
      sendSignal(mongod, 'SIGKILL');
      await waitForEnd(mongod, 5_000);
      const second = await run();
      expect(second.answer.starts).to.equal(2);
      expect(second.answer.mongod).not.to.equal(first.answer.mongod);
      await endProgram(second, 'SIGTERM');
    });

    it('refuses a second program in one sentence, lets a command share, and ends with the program', async () => {
      const first = await run();
      const mongod = markProcess(first.answer.mongod);
      const refused = await run();
      expect(refused.line).to.match(
        /^Callfolio already runs on .*: stop it first, or set another DATA_DIR\.$/,
      );
      expect(await refused.exitCode).to.equal(1);

      const command = await run('share');
      expect(command.answer).to.include({ starts: 2, mongod: mongod.pid, kind: 'embedded' });
      await endProgram(command, 'SIGTERM');
      expect(isRunning(mongod)).to.equal(true);

      expect(await endProgram(first, 'SIGTERM')).to.equal(0);
      expect(isRunning(mongod)).to.equal(false);
      expect(await readdir(dataDir)).not.to.include('app.lock');
    });
  });
});

async function start(onDataDir: string, sources = mongodSources()): Promise<Embedded> {
  await mkdir(onDataDir, { recursive: true });
  return startEmbedded({ dataDir: onDataDir, sources, log, cacheGigabytes: 0.25 });
}

async function refusal(onDataDir: string, sources = mongodSources()): Promise<string> {
  try {
    await (await start(onDataDir, sources)).stop();
  } catch (error) {
    expect(error).to.be.instanceOf(StartError);
    return (error as StartError).message;
  }
  throw new Error('It started.');
}

async function withClient(
  embedded: Embedded,
  work: (client: MongoClient) => Promise<unknown>,
): Promise<void> {
  const client = new MongoClient(socketUri(embedded.socket, 'test'), {
    writeConcern: { w: 'majority', j: true },
  });
  try {
    await work(client);
  } finally {
    await client.close();
  }
}

async function insertInTransaction(client: MongoClient): Promise<void> {
  await client.withSession(async session =>
    session.withTransaction(async () => {
      await client.db('test').collection('a').insertOne({ a: 1 }, { session });
      await client.db('test').collection('b').insertOne({ b: 1 }, { session });
    }),
  );
}

/** The rows of /proc/net/tcp that belong to the process. */
async function listTcpSockets(pid: number): Promise<string[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(
    descriptors.map(async fd => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  );
  const inodes = targets.flatMap(target => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
  expect(inodes).not.to.be.empty;
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map(async name => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  return tables
    .flatMap(table => table.split('\n'))
    .filter(row => inodes.includes(row.trim().split(/\s+/)[9] ?? ''));
}
