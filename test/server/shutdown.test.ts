import { expect } from 'chai';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import {
  createServer,
  get,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../server/logger.ts';
import { stopOnSignals } from '../../server/shutdown.ts';
import { tokenFor, ask as askProgram, serve } from '../support/served.ts';

const log = createLogger('silent');
let server: Server;
let waiting: ServerResponse[];
let codes: number[];
let listeners: NodeJS.SignalsListener[];

describe('stopOnSignals', () => {
  beforeEach(async () => {
    waiting = [];
    codes = [];
    listeners = process.listeners('SIGTERM').concat(process.listeners('SIGINT'));
    server = createServer((_request, response) => waiting.push(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      for (const listener of process.listeners(signal)) {
        if (!listeners.includes(listener)) process.off(signal, listener);
      }
    }
    server.closeAllConnections();
    server.close();
  });

  it('lets a request under way end, then closes what the program runs, then exits with 0', async () => {
    const deeds: string[] = [];
    const stop = stopOnSignals({ server, log, close: async () => void deeds.push('closed'), exit });
    const answer = ask();
    await until(() => waiting.length === 1);
    const stopped = stop();
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(deeds).to.deep.equal([]);
    waiting[0]!.end('done');
    expect(await answer).to.equal('done');
    await stopped;
    expect(deeds).to.deep.equal(['closed']);
    expect(codes).to.deep.equal([0]);
  });

  it('cuts off a request that does not end within the limit', async () => {
    const stop = stopOnSignals({ server, log, close: async () => undefined, exit, requestLimitMs: 100 });
    const answer = ask();
    await until(() => waiting.length === 1);
    await stop();
    expect(await answer).to.equal('cut off');
    expect(codes).to.deep.equal([0]);
  });

  it('exits with 1 when closing fails or takes too long', async () => {
    const fail = async (): Promise<void> => Promise.reject(new Error('stuck'));
    await stopOnSignals({ server, log, close: fail, exit })();
    expect(codes).to.deep.equal([1]);
    const never = async (): Promise<void> => new Promise(() => undefined);
    void stopOnSignals({ server, log, close: never, exit, limitMs: 50 })();
    await until(() => codes.length === 2);
    expect(codes).to.deep.equal([1, 1]);
  });

  it('takes the same signal twice at once, as npm sends it, for one', async () => {
    stopOnSignals({ server, log, close: async () => undefined, exit });
    process.emit('SIGINT');
    process.emit('SIGINT');
    await until(() => codes.length > 0);
    expect(codes).to.deep.equal([0]);
  });
});

describe('SIGTERM', () => {
  it('lets a request under way end, refuses new ones, and ends the program with 0 within 10 s', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callfolio-stop-'));
    const program = await serve({ DATA_DIR: join(folder, 'data') });
    const { address } = program;
    const token = await tokenFor(address);
    const body = JSON.stringify({ kind: 'grant', scope: 'in', title: 'Under way' });
    const underWay = request(`${address}/api/v1/projects`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
      },
    });
    const answered = once(underWay, 'response') as Promise<[IncomingMessage]>;
    underWay.write(body.slice(0, 10));
    // It has begun for the program once it has read the first part.
    await new Promise(resolve => setTimeout(resolve, 300));
    const stoppedAt = Date.now();
    program.child.kill('SIGTERM');
    await until(() => program.lines.some(line => line.includes('SIGTERM: stopping.')));
    expect(await askProgram(address, '/health/live', {})).to.include({ status: 0 });
    underWay.end(body.slice(10));
    const [answer] = await answered;
    answer.resume();
    expect(answer.statusCode).to.equal(201);
    expect(await program.exitCode).to.equal(0);
    expect(Date.now() - stoppedAt).to.be.below(10_000);
    await rm(folder, { recursive: true });
  });
});

function exit(code: number): void {
  codes.push(code);
}

async function ask(): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise(resolve => {
    get({ host: '127.0.0.1', port }, response => {
      response.setEncoding('utf8').once('data', resolve);
    }).on('error', () => resolve('cut off'));
  });
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise(resolve => setTimeout(resolve, 5));
}
