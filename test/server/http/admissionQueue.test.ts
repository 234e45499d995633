import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import { AsyncLocalStorage } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import {
  Agent,
  createServer,
  get,
  request as ask,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { laneLimits } from '../../../server/http/admission.ts';
import { admission, type Admission, type LaneFigures } from '../../../server/http/admissionQueue.ts';
import { noteOn } from '../../../server/http/noted.ts';

const servers: Server[] = [];

type Wrap = (app: RequestListener) => RequestListener;
const unqueued: Wrap = app => app;

/** Serves what a test adds, behind a queue or without. */
async function serve(wrap: Wrap, handler: RequestHandler): Promise<number> {
  const app = express();
  app.use(handler);
  const server = createServer(wrap(app)).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A queue, and what it tells of reading once it is served. */
function queue(delays = { readMs: 8_000, writeMs: 8_000 }) {
  let made: Admission | undefined;
  const wrap: Wrap = app => {
    made = admission(app, {
      limits: laneLimits(delays),
      refuse: (_request, response) => void response.writeHead(503).end(),
    });
    return made.listener;
  };
  return { wrap, reading: (): LaneFigures => made?.figures().read ?? { waiting: 0, inHand: 0, refused: 0 } };
}

/** Holds the event loop. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

async function statusOf(port: number, path: string, method = 'GET'): Promise<number> {
  const sent = get({ port, path, method, agent: new Agent() });
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode ?? 0;
}

/** Connections that stand already: they are accepted one a turn, and only these can ask in the same one. */
async function standing(port: number, count: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  const askAll = async (methodOf: (at: number) => string) =>
    Promise.all(
      Array.from({ length: count }, async (_one, at) => {
        const sent = ask({ port, path: '/', method: methodOf(at), agent }).end();
        const [answer] = (await once(sent, 'response')) as [IncomingMessage];
        await once(answer.resume(), 'end');
      }),
    );
  await askAll(() => 'GET');
  return { askAll, agent };
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_one, at) => `/${at}`);

describe('The queue of admission', () => {
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** The most answers begun in one turn of the event loop, of thirty asked for at once. */
  async function mostInOneTurn(wrap: Wrap): Promise<number> {
    const begun: number[] = [];
    let turn = 0;
    let isOver = false;
    const count = () => {
      turn += 1;
      if (!isOver) setImmediate(count);
    };
    const port = await serve(wrap, (_request, response) => {
      begun[turn] = (begun[turn] ?? 0) + 1;
      response.end();
    });
    count();
    const { askAll, agent } = await standing(port, 30);
    begun.length = 0;
    await askAll(() => 'GET');
    isOver = true;
    agent.destroy();
    return Math.max(...Object.values(begun));
  }

  it('begins one answer in a turn of the event loop; without it many are begun in one', async () => {
    expect(await mostInOneTurn(queue().wrap)).to.equal(1);
    expect(await mostInOneTurn(unqueued)).to.be.above(5);
  });

  it('begins those of a lane in the order in which they came, and lets the lanes take turns', async () => {
    let came = 0;
    const begun: string[] = [];
    const port = await serve(
      app => {
        const queued = queue().wrap(app);
        return (request, response) => {
          came += 1;
          noteOn(response).requestId = String(came);
          queued(request, response);
        };
      },
      (request, response) => {
        begun.push(`${request.method} ${noteOn(response).requestId ?? ''}`);
        work(5);
        response.end();
      },
    );
    const { askAll, agent } = await standing(port, 18);
    came = 0;
    begun.length = 0;
    await askAll(at => (at < 12 ? 'GET' : 'DELETE'));
    agent.destroy();
    const numbersOf = (method: string) =>
      begun.filter(one => one.startsWith(method)).map(one => Number(one.split(' ')[1]));
    for (const method of ['GET', 'DELETE'])
      expect(numbersOf(method)).to.deep.equal(numbersOf(method).toSorted((a, b) => a - b));
    expect(begun).to.have.length(18);
    // Six changes that came last of all wait for six reads or so, not for twelve.
    expect(begun.findLastIndex(one => one.startsWith('DELETE'))).to.be.below(15);
  });

  it('forgets whoever goes away while waiting', async () => {
    const begun: string[] = [];
    const admitted = queue();
    const port = await serve(admitted.wrap, (request, response) => {
      begun.push(request.method);
      work(30);
      response.end();
    });
    const { askAll, agent } = await standing(port, 12);
    const own = await standing(port, 1);
    begun.length = 0;
    const others = askAll(() => 'GET');
    const leaving = ask({ port, path: '/', method: 'OPTIONS', agent: own.agent });
    leaving.on('error', () => undefined).end();
    const signal = AbortSignal.timeout(10_000);
    while (!signal.aborted && !(begun.length > 0 && admitted.reading().waiting > 6)) await pause(1);
    leaving.destroy();
    await others;
    await pause(50);
    agent.destroy();
    expect(begun).to.deep.equal(Array(12).fill('GET'));
    expect(admitted.reading()).to.deep.equal({ waiting: 0, inHand: 0, refused: 0 });
  });

  it('refuses at once who would wait too long, and takes everybody again afterwards', async () => {
    const admitted = queue({ readMs: 100, writeMs: 8_000 });
    const port = await serve(admitted.wrap, async (_request, response) => {
      work(5);
      await pause(100);
      response.end();
    });
    const statuses = await Promise.all(numbered(40).map(async path => statusOf(port, path)));
    const writes = await Promise.all(numbered(20).map(async path => statusOf(port, path, 'POST')));
    expect(statuses.filter(status => status === 200).length).to.be.within(8, 30);
    expect(new Set(statuses)).to.deep.equal(new Set([200, 503]));
    expect(new Set(writes)).to.deep.equal(new Set([200]));
    expect(admitted.reading().refused).to.equal(statuses.filter(status => status === 503).length);
    expect(await statusOf(port, '/')).to.equal(200);
  });

  it('lets files and reading wait apart: neither is refused for the other', async () => {
    const admitted = queue({ readMs: 100, writeMs: 8_000 });
    const port = await serve(admitted.wrap, async (_request, response) => {
      await pause(100);
      response.end();
    });
    for (const [many, few] of [
      ['/projects.xlsx', '/projects'],
      ['/projects', '/projects.xlsx'],
    ] as const) {
      const asked = Array.from({ length: 40 }, async () => statusOf(port, many));
      await pause(30);
      const beside = await Promise.all([statusOf(port, few), statusOf(port, few)]);
      expect(beside, `${few} beside ${many}`).to.deep.equal([200, 200]);
      expect(new Set(await Promise.all(asked)), many).to.deep.equal(new Set([200, 503]));
    }
  });

  it('holds back the refusal of whoever asks again at once, on the same connection and as the same person', async () => {
    const port = await serve(queue({ readMs: 50, writeMs: 50 }).wrap, () => undefined);
    const connections = new Agent();
    for (let at = 0; at < 8; at += 1) get({ port, agent: connections }).on('error', () => undefined);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const timeOf = async (cookie: string): Promise<number> => {
      const began = performance.now();
      const [answer] = (await once(get({ port, agent, headers: { cookie } }), 'response')) as [
        IncomingMessage,
      ];
      await once(answer.resume(), 'end');
      expect(answer.statusCode).to.equal(503);
      return performance.now() - began;
    };
    await pause(50);
    expect(await timeOf('a')).to.be.below(300);
    expect(await timeOf('a')).to.be.within(400, 2_000);
    expect(await timeOf('b')).to.be.below(300);
    agent.destroy();
    connections.destroy();
  });

  it('counts nobody who takes long, is still sending, or is being answered already', async () => {
    const admitted = queue({ readMs: 50, writeMs: 50 });
    const port = await serve(admitted.wrap, (request, response) => {
      if (request.path === '/begun') response.write('x');
      else if (request.path !== '/')
        noteOn(response)[request.path === '/long' ? 'takesLong' : 'isReceiving'] = true;
      else response.end();
    });
    const agent = new Agent();
    for (const path of ['/begun', '/long', '/sending'])
      for (let at = 0; at < 10; at += 1) get({ port, path, agent }).on('error', () => undefined);
    while (admitted.reading().waiting > 0 || admitted.reading().inHand > 0) await pause(5);
    await pause(50);
    expect(await statusOf(port, '/')).to.equal(200);
    agent.destroy();
  });

  it('notes when each came, from which its deadline counts', async () => {
    const port = await serve(queue().wrap, (_request, response) => {
      response.writeHead(Date.now() - (noteOn(response).arrivedAt ?? 0) < 5_000 ? 200 : 500).end();
    });
    expect(await statusOf(port, '/')).to.equal(200);
  });

  it('keeps each request in the context in which it came', async () => {
    const storage = new AsyncLocalStorage<unknown>();
    const wrong: unknown[] = [];
    const port = await serve(
      app => {
        const queued = queue().wrap(app);
        return (request, response) => storage.run(response, () => queued(request, response));
      },
      async (_request, response) => {
        if (storage.getStore() !== response) wrong.push(response);
        await pause(5);
        response.end();
      },
    );
    const { askAll, agent } = await standing(port, 20);
    await askAll(() => 'GET');
    agent.destroy();
    expect(wrong).to.have.length(0);
  });

  /** How many answers twenty busy ones were given until fifty new connections were accepted, and had their answers. */
  async function answersBesideNew(wrap: Wrap): Promise<{ accepted: number; answered: number }> {
    let busy = 0;
    let connections = 0;
    let [before, accepted] = [0, 0];
    const port = await serve(wrap, (request, response) => {
      if (request.path === '/busy') busy += 1;
      work(2);
      response.end();
    });
    servers.at(-1)?.on('connection', () => {
      connections += 1;
      if (connections === 21) before = busy;
      if (connections === 70) accepted = busy - before;
    });
    const given = ['--import=tsx', 'test/support/newConnections.ts', String(port)];
    const { stdout } = await promisify(execFile)(process.execPath, given);
    expect(JSON.parse(stdout)).to.deep.equal({ answered: 50 });
    return { accepted, answered: busy };
  }

  it('lets fifty new connections in at once beside twenty busy ones; without it, after hundreds of answers', async () => {
    const withQueue = await answersBesideNew(queue().wrap);
    const without = await answersBesideNew(unqueued);
    // One a turn, and for 25 ms no answer is begun where there may be more of them.
    expect(withQueue.accepted).to.be.below(25);
    expect(without.accepted).to.be.above(200);
    expect(without.answered).to.be.above(2 * withQueue.answered);
  }).timeout(20_000);
});
