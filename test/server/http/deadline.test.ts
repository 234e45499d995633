import { expect } from 'chai';
import express, { type Express, type RequestHandler } from 'express';
import session, { MemoryStore } from 'express-session';
import { once } from 'node:events';
import { Agent, request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answerInTime, inTime } from '../../../server/http/deadline.ts';
import { errorHandler } from '../../../server/http/errorHandler.tsx';
import { createLogger } from '../../../server/logger.ts';
import { noteOn } from '../../../server/http/noted.ts';
import { pinoHttp } from 'pino-http';
import { useDatabase } from '../../support/database.ts';

const log = createLogger('silent');
const limits = { answerMs: 100, longAnswerMs: 600, askAgainMs: 50 };
let server: Server;
/** How long each request had waited for its turn. */
let waitedMs = 0;

/** Serves what a test adds, with the deadline before it and the errors said as in the program. */
async function serve(...handlers: RequestHandler[]): Promise<void> {
  const app: Express = express();
  const answerError = errorHandler(log);
  const asApi: RequestHandler = (_request, response, next) => {
    noteOn(response).isApi = true;
    // As admission notes it.
    if (waitedMs > 0) noteOn(response).arrivedAt = Date.now() - waitedMs;
    next();
  };
  app.use(pinoHttp({ logger: log }), asApi, answerInTime(answerError, limits), ...handlers, answerError);
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function get(
  path = '/',
  {
    method = 'GET',
    agent,
    body,
  }: { method?: string; agent?: Agent; body?: () => AsyncIterable<string> } = {},
) {
  const { port } = server.address() as AddressInfo;
  const sent = ask({ host: '127.0.0.1', port, path, method, ...(agent && { agent }) });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  for await (const part of body?.() ?? []) sent.write(part);
  sent.end();
  const [answer] = await answered;
  const { localPort } = answer.socket;
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += String(part);
  return { status: answer.statusCode, headers: answer.headers, text, localPort };
}

describe('The deadline of a request', () => {
  useDatabase();
  afterEach(() => {
    waitedMs = 0;
    server.closeAllConnections();
    server.close();
  });

  it('gives 503, a sentence and when to come again, in place of an answer that does not come', async () => {
    await serve(() => undefined);
    const { status, headers, text } = await get();
    expect(status).to.equal(503);
    expect(headers['retry-after']).to.equal('5');
    expect(text).to.contain('This took too long and was given up. Nothing was changed.');
  });

  it('counts from when the request came, and not from its turn', async () => {
    await serve(async (_request, response) => {
      await pause(60);
      if (!response.headersSent) response.end('in time');
    });
    waitedMs = 5_000;
    expect((await get()).status).to.equal(503);
  });

  it('says of a write that nobody knows', async () => {
    await serve(() => undefined);
    expect((await get('/', { method: 'POST' })).text).to.contain('not certain whether this was saved');
  });

  it('drops what the late one answers or throws, and the connection goes on', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let isLate: (() => void) | undefined;
    const late = new Promise<void>(resolve => (isLate = resolve));
    await serve(async (request, response) => {
      if (request.path === '/soon') {
        response.json({});
        return;
      }
      await pause(200);
      isLate?.();
      response.status(200).json({ late: true });
    });
    const first = await get('/', { agent });
    await late;
    await pause(20);
    const second = await get('/soon', { agent });
    agent.destroy();
    expect([first.status, second.status]).to.deep.equal([503, 200]);
    expect(second.localPort).to.equal(first.localPort);
  });

  it('lets what takes long go on as long as the database answers, up to a limit of its own', async () => {
    const takes =
      (ms: number): RequestHandler =>
      async (_request, response) => {
        noteOn(response).takesLong = true;
        await pause(ms);
        if (!response.headersSent) response.json({});
      };
    await serve(takes(300));
    expect((await get()).status).to.equal(200);
    server.close();
    await serve(takes(2_000));
    expect((await get()).status).to.equal(503);
  });

  it('does not count while a body is on its way', async () => {
    await serve(
      express.text(),
      (request, response) => void response.json({ length: String(request.body).length }),
    );
    const slowly = async function* () {
      for (let part = 0; part < 8; part += 1) {
        yield 'x'.repeat(1_000);
        await pause(30);
      }
    };
    expect((await get('/', { method: 'POST', body: slowly })).status).to.equal(200);
  });

  it('answers without the session when the session cannot be written', async () => {
    const store = new MemoryStore();
    // A store whose database hangs: it never calls back.
    store.set = () => undefined;
    await serve(
      session({ secret: 'a secret', resave: false, saveUninitialized: true, store }),
      () => undefined,
    );
    const { status, text } = await get();
    expect(status).to.equal(503);
    expect(JSON.parse(text)).to.have.property('message');
  });
});

describe('A store of sessions in time', () => {
  it('gives an error when reading or writing takes too long, once', async () => {
    const store = new MemoryStore();
    const read = store.get.bind(store);
    store.get = (sid, callback) => void setTimeout(() => read(sid, callback), 3_200);
    store.set = () => undefined;
    store.destroy = () => undefined;
    const answers: unknown[] = [];
    const sessions = inTime(store);
    sessions.get('a', error => answers.push(error));
    sessions.set('a', {} as session.SessionData, error => answers.push(error));
    sessions.destroy('a', error => answers.push(error));
    await pause(3_500);
    expect(answers.map(String)).to.deep.equal(Array(3).fill('ExpectedError: unavailable: unavailable'));
  });

  it('keeps nobody waiting for the note that a session was used', done => {
    const store = new MemoryStore();
    store.touch = () => undefined;
    inTime(store).touch?.('a', {} as session.SessionData, done);
  });
});
