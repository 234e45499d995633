import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';
import { expect } from 'chai';
import express from 'express';
import { createLogger } from '../../server/logger.ts';
import { send } from '../../server/request.tsx';
import { sendFile, type FileLimits } from '../../server/sendFile.ts';

const piece = 'x'.repeat(65_536);

/** A server with one endless file, and what became of it. */
async function serveEndless(limits?: FileLimits) {
  const seen = { isEnded: false, pieces: 0, logged: [] as unknown[] };
  async function* endless() {
    try {
      for (; ; seen.pieces += 1) yield await after(1, piece);
    } finally {
      seen.isEnded = true;
    }
  }
  const app = express();
  app.get('/file', async (request, response) => {
    request.log = createLogger('silent');
    request.log.error = (...said: unknown[]) => void seen.logged.push(said);
    await sendFile(
      request,
      response,
      { kind: 'file', name: 'all.csv', type: 'text/csv', body: endless() },
      limits,
    );
  });
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asking = get({ port: (server.address() as AddressInfo).port, path: '/file', agent: false });
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  answer.on('error', () => undefined);
  return { seen, answer, asking, stop: () => server.close().closeAllConnections() };
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await after(10);
};

describe('a file that is sent as it is made', () => {
  it('is read no further when whoever downloads it stops, and is cut off in the end', async () => {
    const { seen, answer, stop } = await serveEndless({ idleMs: 300, wholeMs: 60_000 });
    answer.pause();
    await until(() => seen.isEnded);
    expect(seen.pieces).to.be.lessThan(1_000);
    expect(JSON.stringify(seen.logged)).to.include('a file was cut off');
    answer.resume();
    await until(() => answer.closed);
    expect(answer.complete).to.equal(false);
    stop();
  });

  it('is cut off when it takes too long', async () => {
    const { seen, answer, stop } = await serveEndless({ idleMs: 60_000, wholeMs: 200 });
    answer.resume();
    await until(() => answer.closed);
    expect(answer.complete).to.equal(false);
    await until(() => seen.isEnded);
    stop();
  });

  it('is not made any more when whoever downloads it goes away, which is no error', async () => {
    const { seen, answer, asking, stop } = await serveEndless();
    await once(answer, 'data');
    asking.destroy();
    await until(() => seen.isEnded);
    expect(seen.logged).to.deep.equal([]);
    stop();
  });

  it('is let go of when its request was answered before it was there', async () => {
    const body = Readable.from([piece]);
    const app = express();
    app.get('/', (request, response) => {
      response.status(503).end();
      send(request, response, { kind: 'file', name: 'all.csv', type: 'text/csv', body });
    });
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(answer.status).to.equal(503);
    expect(body.destroyed).to.equal(true);
    server.close().closeAllConnections();
  });
});
