import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRunningSocket } from '../../server/database/embedded.ts';
import { findMongodOn } from '../../server/database/foundMongod.ts';
import { sendSignal, waitForEnd } from '../../server/database/processes.ts';
import { socketUri } from '../../server/database/socket.ts';
import { tokenFor, end, serve, type Served } from '../support/served.ts';
import { expectNothingLost, startWriter, type Writer, type Written } from '../support/writers.ts';

const rounds = 10;
const pause = async (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
let dataDir: string;
let program: Served | null;
let writers: Writer[] = [];

async function killMongod(): Promise<void> {
  const mongod = await findMongodOn(dataDir);
  if (!mongod) return;
  sendSignal(mongod, 'SIGKILL');
  await waitForEnd(mongod, 5_000);
}

/** Until each has written once more. */
async function untilAllWrite(writers: readonly Writer[]): Promise<void> {
  const counts = writers.map(({ written }) => written.acknowledged.length);
  const deadline = Date.now() + 30_000;
  while (writers.some(({ written }, index) => written.acknowledged.length <= counts[index]!)) {
    if (Date.now() > deadline) throw new Error('Nobody writes any more.');
    await pause(20);
  }
}

describe('kill -9 during writes', function () {
  this.timeout(300_000);

  before(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'callfolio-crash-')), 'data');
    program = null;
  });
  after(async () => {
    program?.child.kill('SIGKILL');
    await Promise.all(writers.map(async ({ stop }) => stop()));
    await killMongod();
    await rm(join(dataDir, '..'), { recursive: true, force: true });
  });

  it(`of the database and then of the program, ${rounds} times each, loses nothing that was acknowledged`, async () => {
    const all: Written[] = [];
    let token: string | null = null;
    for (let round = 1; round <= rounds; round += 1) {
      const { address } = (program = await serve({ DATA_DIR: dataDir }));
      token ??= await tokenFor(address);
      const socket = await findRunningSocket(dataDir);
      await expectNothingLost(socketUri(socket ?? '', 'callfolio'), 'callfolio', all);

      const turn = () => ({ address, token: token ?? '' });
      const names = ['a', 'b', 'c', 'd'].map(name => `round ${round} ${name}`);
      writers = await Promise.all(names.map(async name => startWriter(name, turn)));
      await untilAllWrite(writers);
      await pause(Math.random() * 300);
      await killMongod();
      await untilAllWrite(writers);
      const failed = writers.flatMap(({ written }) => written.replies.filter(({ status }) => status !== 200));
      const unforeseen = failed.filter(({ status }) => status !== 503);
      const errors = program.lines.filter(line => line.includes('unexpected error'));
      expect(unforeseen, errors.join('\n')).to.deep.equal([]);
      await pause(Math.random() * 200);
      await end(program, 'SIGKILL');
      all.push(...(await Promise.all(writers.map(async ({ stop }) => stop()))));
    }
    program = await serve({ DATA_DIR: dataDir });
    const socket = await findRunningSocket(dataDir);
    await expectNothingLost(socketUri(socket ?? '', 'callfolio'), 'callfolio', all);
    const acknowledged = all.reduce((sum, one) => sum + one.acknowledged.length, 0);
    process.stdout.write(`      ${acknowledged} writes were acknowledged, and all are there\n`);
    expect(await end(program, 'SIGTERM')).to.equal(0);
  });
});
