import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import mongoose from 'mongoose';
import { projects } from '../../../models/projects/projects.ts';
import { mostBuilt, placesTaken, takeBuildPlace, takePersonPlace } from '../../../server/files/filePlaces.ts';
import { countRunning } from '../../../server/files/running.ts';
import { apiAs, serveApp } from '../../support/app.ts';
import { addCrowd } from '../../support/crowd.ts';
import { useDatabase } from '../../support/database.ts';
import { until } from '../../support/files.ts';
import { countOpenCursors, findOpenCursors } from '../../support/openCursors.ts';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const aborts = 200;
const refusals = 20;
const mostKept = 50 * 1024 * 1024;

const collect = (): void => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
};

/** What this process holds, in bytes, without what could be collected. */
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Sessions of the driver that nobody has ended. */
const countSessions = (): number =>
  (mongoose.connection.getClient() as unknown as { s: { activeSessions: Set<unknown> } }).s.activeSessions
    .size;

/** Asks for a file and goes away after a while, however far it came. */
async function abandon(url: string, token: string, afterMs: number): Promise<void> {
  await new Promise<void>(resolve => {
    const asking = get(url, { agent: false, headers: { Authorization: `Bearer ${token}` } }, answer => {
      answer.on('error', () => undefined);
      answer.resume();
    });
    asking.on('error', () => undefined);
    asking.once('close', resolve);
    setTimeout(() => asking.destroy(), afterMs);
  });
}

describe('A file that is broken off, or refused', () => {
  useDatabase();
  let address = '';
  let folder = '';
  let token = '';
  let userId = '';
  let importId = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-aborts-'));
  });
  after(async () => rm(folder, { recursive: true }));
  beforeEach(async () => {
    ({ importId } = await addCrowd());
    address = await serveApp({ filesDir: folder });
    const api = await apiAs('officer');
    token = api.token;
    userId = api.user.id;
  });

  /** Waits until nothing is left, or says what is. */
  const becomesQuiet = async (): Promise<void> => {
    let left: Record<string, number> = {};
    const isQuiet = async (): Promise<boolean> => {
      const { built, people } = placesTaken();
      const files = (await readdir(folder)).length;
      const cursors = await countOpenCursors();
      left = { built, people, running: countRunning(userId), files, sessions: countSessions(), cursors };
      return Object.values(left).every(count => count === 0);
    };
    await until(isQuiet).catch(async () => {
      const open = (await findOpenCursors()).map(({ ns, cursor }) => ({ ns, ...cursor }));
      expect(left, JSON.stringify({ ...left, open }).slice(0, 4_000)).to.equal(null);
    });
  };

  const kinds: Readonly<Record<string, () => string>> = {
    'projects.csv': () => '/projects.csv?sort=title',
    'projects.json': () => '/projects.json?sort=title',
    'projects.xlsx': () => '/projects.xlsx?sort=title',
    'portfolio.xlsx': () => '/portfolio.xlsx',
    'rows.csv': () => `/imports/${importId}/rows.csv`,
    'rows.xlsx': () => `/imports/${importId}/rows.xlsx`,
  };

  it('leaves no cursor, session, place, file or memory behind, of any kind', async function () {
    this.timeout(300_000);
    for (const [kind, path] of Object.entries(kinds)) {
      const url = `${address}/api/v1${path()}`;
      const whole = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
      expect(whole.status, kind).to.equal(200);
      await whole.arrayBuffer();
      await becomesQuiet();
      const before = held();
      // Two at a time, as a person may; however far each of them had come.
      for (let at = 0; at < aborts; at += 2)
        await Promise.all([abandon(url, token, (at * 7) % 60), abandon(url, token, (at * 11) % 90)]);
      await becomesQuiet();
      const leave = [takePersonPlace(userId), takePersonPlace(userId)];
      for (let at = 0; at < refusals; at += 1) {
        const refused = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
        expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).to.deep.equal([429, true]);
        expect(((await refused.json()) as { message: string }).message).to.include('2 files are already');
      }
      for (const one of leave) one();
      await becomesQuiet();
      // What is garbage outside of the heap is given back when the collector comes to it, not when it is told to.
      await until(() => held() - before < mostKept).catch(() =>
        expect(held() - before, kind).to.be.below(mostKept),
      );
    }
  });

  it('would leave a cursor and its batch behind, with a cursor of mongoose in `for await`', async () => {
    const before = await countOpenCursors();
    const opened: { close(): Promise<unknown> }[] = [];
    for (let at = 0; at < 20; at += 1) {
      const cursor = projects.current.aggregate([]).option({ batchSize: 200 }).cursor();
      opened.push(cursor);
      for await (const one of cursor) if (one) break;
    }
    expect(await countOpenCursors()).to.equal(before + 20);
    for (const one of opened) await one.close();
  });

  it('would leave its session behind where nobody ends it', async () => {
    const session = mongoose.connection.getClient().startSession({ snapshot: true });
    expect(countSessions()).to.equal(1);
    await session.endSession();
    expect(countSessions()).to.equal(0);
  });

  it('is refused to a third person while every processor builds, of whatever kind, and then made', async () => {
    const leave = [];
    for (let at = 0; at < mostBuilt; at += 1) leave.push(await takeBuildPlace());
    const ask = async (path: string) =>
      fetch(`${address}/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } });
    const refused = await Promise.all([ask('/calls.csv'), ask('/organisations.json')]);
    for (const one of refused) {
      expect([one.status, one.headers.get('retry-after')]).to.deep.equal([429, '5']);
      expect(((await one.json()) as { message: string }).message).to.include('as there is room for');
    }
    const late = ask('/calls.csv');
    await pause(300);
    for (const one of leave) one();
    const made = await late;
    expect(made.status).to.equal(200);
    await made.arrayBuffer();
    await becomesQuiet();
  });
});
