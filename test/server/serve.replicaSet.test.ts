import { expect } from 'chai';
import { startReplicaSet, type ReplicaSet } from '../support/replicaSet.ts';
import { tokenFor, sessionFor, ask, end, serve, type Reply, type Served } from '../support/served.ts';
import { expectNothingLost, startWriter, type Writer, type Written } from '../support/writers.ts';

const dbName = 'callfolio';
let set: ReplicaSet;
let programs: Served[];
let token: string;
let writers: Writer[] = [];

const pause = async (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const slowest = (replies: readonly Reply[]) => Math.max(...replies.map(({ tookMs }) => tookMs));
const say = (line: string) => void process.stdout.write(`      ${line}\n`);

/** Writers that go to one program and the other by turns, as through a proxy. */
async function startWriters(count: number, name: string): Promise<void> {
  let turns = 0;
  const turn = () => ({ address: programs[(turns += 1) % programs.length]!.address, token });
  writers = await Promise.all(
    Array.from({ length: count }, async (_one, index) => startWriter(`${name}${index}`, turn)),
  );
}

const stopAll = async (): Promise<Written[]> => Promise.all(writers.map(async ({ stop }) => stop()));

/** Makes commands of the programs fail or wait, as MongoDB's own tests do; null ends it. */
const failing = async (data: object | null) =>
  set.command({
    configureFailPoint: 'failCommand',
    mode: data ? 'alwaysOn' : 'off',
    ...(data && { data: { appName: 'callfolio', ...data } }),
  });

describe('two programs on one replica set of three', function () {
  this.timeout(180_000);

  before(async () => {
    set = await startReplicaSet(dbName);
    const settings = { MONGODB_URI: set.uri, LOG_LEVEL: 'info' };
    // One after the other, as they are rolled out: the first loads the reference data.
    programs = [await serve(settings)];
    programs.push(await serve(settings));
    token = await tokenFor(programs[0]!.address);
  });
  // One that failed left its writers at work.
  afterEach(stopAll);
  after(async () => {
    set.continueAll();
    for (const program of programs ?? []) await end(program, 'SIGKILL');
    await set.stop();
  });

  it('fail no request when the primary steps down under ten writers, and the slowest takes 3 s at most', async () => {
    await startWriters(10, 'step');
    await pause(1_000);
    await set.stepDown();
    await pause(3_000);
    const all = await stopAll();
    const replies = all.flatMap(one => one.replies);
    say(`step-down: ${replies.length} requests, slowest ${slowest(replies)} ms`);
    expect(replies.filter(({ status }) => status !== 200)).to.deep.equal([]);
    expect(slowest(replies)).to.be.at.most(3_000);
    await expectNothingLost(set.uri, dbName, all);
  });

  it('write again 15 s after the primary was killed; until then it is saved once, or 503 with Retry-After', async () => {
    await startWriters(10, 'kill');
    await pause(500);
    const killedAt = performance.now();
    const startAgain = await set.killPrimary();
    const counts = writers.map(({ written }) => written.acknowledged.length);
    // A request that was under way may still have been acknowledged just before: two more say that it writes again.
    while (writers.some(({ written }, index) => written.acknowledged.length < counts[index]! + 2)) {
      expect(performance.now() - killedAt).to.be.at.most(15_000);
      await pause(50);
    }
    const backMs = Math.round(performance.now() - killedAt);
    await pause(500);
    const all = await stopAll();
    await startAgain();
    const replies = all.flatMap(one => one.replies);
    const failed = replies.filter(({ status }) => status !== 200 && status !== 412);
    say(
      `primary killed: all ten write again after ${backMs} ms, ${failed.length} of ${replies.length} were 503`,
    );
    for (const { status, retryAfter } of failed) {
      expect(status).to.equal(503);
      expect(Number(retryAfter)).to.be.above(0);
    }
    // What was said to be uncertain may turn out to be saved after the version was read again; a new primary may for a
    // moment know of it before a majority does.
    for (const one of all) {
      const changes = one.replies.filter(({ method }) => method === 'PATCH');
      changes.forEach(({ status }, index) => {
        if (status === 412) expect(changes.slice(0, index).map(before => before.status)).to.include(503);
      });
    }
    expect(slowest(replies)).to.be.at.most(10_000);
    await expectNothingLost(set.uri, dbName, all);
  });

  it('answer 503 with a sentence within 10 s when a query does not end', async () => {
    await failing({
      failCommands: ['aggregate', 'count', 'find'],
      blockConnection: true,
      blockTimeMS: 9_500,
    });
    const { status, tookMs, retryAfter, data } = await ask(programs[0]!.address, '/api/v1/projects', {
      token,
    });
    await failing(null);
    say(`slow query: ${status} after ${tookMs} ms, ${String(data?.['message'])}`);
    expect(status).to.equal(503);
    expect(tookMs).to.be.at.most(10_000);
    expect(Number(retryAfter)).to.be.above(0);
    expect(data?.['message']).to.match(/Try again shortly\.$/);
  });

  it('say that a write is uncertain when its commit is not confirmed, and do not make it twice', async () => {
    const { address } = programs[0]!;
    const made = await ask(address, '/api/v1/projects', {
      token,
      method: 'POST',
      body: { kind: 'grant', scope: 'in', title: 'unsure-0' },
    });
    const path = `/api/v1/projects/${String(made.data?.['id'])}`;
    const change = { token, method: 'PATCH', body: { title: 'unsure-1' }, headers: { 'If-Match': '"1"' } };
    await failing({ failCommands: ['commitTransaction'], blockConnection: true, blockTimeMS: 9_500 });
    const unsure = await ask(address, path, change);
    await failing(null);
    say(`commit not confirmed: ${unsure.status} after ${unsure.tookMs} ms`);
    expect(unsure.status).to.equal(503);
    expect(unsure.tookMs).to.be.at.most(10_000);
    expect(unsure.data?.['message']).to.contain('it is not certain whether this was saved');
    const again = await ask(address, path, change);
    expect(again.status).to.be.oneOf([200, 412]);
    const written = { id: String(made.data?.['id']), acknowledged: ['unsure-0', 'unsure-1'], replies: [] };
    await expectNothingLost(set.uri, dbName, [written]);
    expect((await ask(address, path, { token })).data).to.include({ title: 'unsure-1', version: 2 });
  });

  it('answer every request within 10 s while all members are paused, and as usual 10 s later at most', async () => {
    const form = { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
    const cookie = await sessionFor(programs[0]!.address);
    const requests: [string, Parameters<typeof ask>[2]][] = [
      ['/api/v1/projects', { token }],
      ['/api/v1/projects.xlsx', { token }],
      ['/api/v1/projects', { token, method: 'POST', body: { kind: 'grant', scope: 'in', title: 'Paused' } }],
      ['/portfolio.xlsx', { headers: { cookie } }],
      ['/sign-in', { headers: { cookie } }],
      ['/', { headers: { cookie } }],
      ['/sign-in', { ...form, headers: { ...form.headers, cookie } }],
      ['/health/ready', {}],
      // Who has no session needs no database to be asked to sign in.
      ['/sign-in', {}],
    ];
    const expected = requests.map(([path, more]) =>
      path === '/sign-in' && !more.headers ? `${path} 200` : `${path} 503`,
    );
    const round = async (): Promise<Reply[]> =>
      Promise.all(
        programs.flatMap(({ address }) => requests.map(async ([path, more]) => ask(address, path, more))),
      );
    await round();
    await set.pauseAll();
    const pausedFor: Reply[][] = [];
    // At once, when nobody has noticed; and later, when connections are gone.
    for (let turn = 0; turn < 2; turn += 1) {
      const asked = round();
      const live = await ask(programs[0]!.address, '/health/live', {});
      expect(live).to.include({ status: 200 });
      pausedFor.push(await asked);
    }
    set.continueAll();
    const continuedAt = performance.now();
    say(`paused: slowest answer ${slowest(pausedFor.flat())} ms`);
    expect(slowest(pausedFor.flat())).to.be.at.most(10_000);
    for (const answers of pausedFor) {
      const statuses = answers.map(
        ({ status }, index) => `${requests[index % requests.length]![0]} ${status}`,
      );
      expect(statuses).to.deep.equal([...expected, ...expected]);
    }
    const isNormal = async () => {
      const answers = await Promise.all(
        programs.flatMap(({ address }) => [
          ask(address, '/health/ready', {}),
          ask(address, '/api/v1/projects', { token }),
          ask(address, '/', { headers: { cookie } }),
          ask(address, '/api/v1/projects', {
            token,
            method: 'POST',
            body: { kind: 'grant', scope: 'in', title: 'As usual' },
          }),
        ]),
      );
      return answers.every(({ status }) => status === 200 || status === 201);
    };
    while (!(await isNormal())) {
      expect(performance.now() - continuedAt).to.be.at.most(10_000);
      await pause(100);
    }
    say(`continued: as usual after ${Math.round(performance.now() - continuedAt)} ms`);
  });
});
