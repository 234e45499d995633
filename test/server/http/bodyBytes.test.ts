import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import { once } from 'node:events';
import { request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { pinoHttp } from 'pino-http';
import { leaveRest, readBytes, type ByteLimits } from '../../../server/http/bodyBytes.ts';
import { errorHandler } from '../../../server/http/errorHandler.tsx';
import { createLogger } from '../../../server/logger.ts';
import { noteOn } from '../../../server/http/noted.ts';
import { createStartingServer } from '../../../server/starting.ts';
import { apiAs, testAddress } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { openRaw, pour } from '../../support/rawSocket.ts';

const mega = 1024 * 1024;
/** What the network between the two may hold besides what was read. */
const inNetwork = 16 * mega;
const plenty = 80 * mega;

/** An app that reads with these limits at `/read`, and answers at `/unread` without reading. */
async function serve(limits: ByteLimits): Promise<number> {
  const app = express();
  const log = createLogger('silent');
  const asApi: RequestHandler = (_request, response, next) => {
    noteOn(response).isApi = true;
    next();
  };
  app.use(leaveRest, pinoHttp({ logger: log }), asApi);
  app.post('/read', async (request, response) => {
    const bytes = await readBytes(request, response, limits);
    response.json({ bytes: bytes.length, text: bytes.toString().slice(0, 20) });
  });
  app.post('/unread', (_request, response) => void response.status(401).json({}));
  app.use(errorHandler(log));
  const { server, admit } = createStartingServer();
  admit((request, response) => void app(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return (server.address() as AddressInfo).port;
}

const post = (path: string, how: string, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\n${more}${how}\r\n\r\n`;
const chunked = 'Transfer-Encoding: chunked';
const form = 'Content-Type: application/x-www-form-urlencoded\r\n';

describe('The bytes of a body', () => {
  const limits = { bytes: 1000, idleMs: 300, wholeMs: 600 };

  it('are read whole, in whatever pieces they come', async () => {
    const port = await serve(limits);
    const send = async (parts: readonly string[], headers = {}) => {
      const sent = ask({ port, host: '127.0.0.1', path: '/read', method: 'POST', agent: false, headers });
      for (const part of parts) sent.write(part);
      sent.end();
      const [answer] = (await once(sent, 'response')) as [NodeJS.ReadableStream & { statusCode: number }];
      return { status: answer.statusCode, body: await text(answer) };
    };
    const whole = { status: 200, body: '{"bytes":1000,"text":"abababababababababab"}' };
    expect(await send(['ab'.repeat(500)], { 'Content-Length': 1000 })).to.deep.equal(whole);
    expect(await send('ab'.repeat(500).split(''))).to.deep.equal(whole);
    expect((await send(['ab'.repeat(500), 'a'])).status).to.equal(413);
    expect((await send(['a'.repeat(1001)], { 'Content-Length': 1001 })).status).to.equal(413);
  });

  it('are given up when none come for a while, or not all of them in time; the connection is closed', async () => {
    const never = 60_000;
    const idle = openRaw(await serve({ ...limits, wholeMs: never }));
    idle.socket.write(`${post('/read', 'Content-Length: 100')}ab`);
    const slow = openRaw(await serve({ ...limits, idleMs: never }));
    slow.socket.write(post('/read', 'Content-Length: 100'));
    const drip = setInterval(() => slow.socket.write('a'), 100);
    await Promise.all([idle.closed, slow.closed]);
    clearInterval(drip);
    for (const { answer } of [idle, slow]) expect(answer()).to.match(/^HTTP\/1\.1 408 /);
  });

  it('are waited for where nothing gives up: the detector cries out there', async () => {
    const app = express()
      .use(express.text({ type: () => true }))
      .set('env', 'test');
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { socket, answer } = openRaw((server.address() as AddressInfo).port);
    socket.write(`${post('/', 'Content-Length: 100')}ab`);
    await pause(2000);
    expect([socket.destroyed, answer()]).to.deep.equal([false, '']);
    socket.destroy();
    server.close();
  });

  it('that break off are nobody’s', async () => {
    const port = await serve(limits);
    const { socket, closed } = openRaw(port);
    socket.write(`${post('/read', 'Content-Length: 100')}ab`);
    await pause(50);
    socket.destroy();
    await closed;
    const next = openRaw(port);
    next.socket.write(`${post('/read', 'Content-Length: 2')}ab`);
    while (!next.answer().includes('"bytes":2')) await pause(10);
    next.socket.destroy();
  });

  it('of a short body that nobody reads go by, and the connection takes the next request', async () => {
    const port = await serve(limits);
    const { socket, answer } = openRaw(port);
    const body = 'x'.repeat(200_000);
    socket.write(`${post('/unread', `Content-Length: ${body.length}`)}${body}`);
    while (!answer().includes('{}')) await pause(10);
    socket.write(`${post('/read', 'Content-Length: 2')}ab`);
    while (!answer().includes('"bytes":2')) await pause(10);
    expect(answer()).to.match(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });

  it('of a long body are read whole, and the connection takes the next request', async () => {
    const port = await serve({ ...limits, bytes: 2 * mega, wholeMs: 10_000 });
    const { socket, answer } = openRaw(port);
    for (const length of [2 * mega, 2 * mega - 1, 2]) {
      socket.write(`${post('/read', `Content-Length: ${length}`)}${'x'.repeat(length)}`);
      while (!answer().includes(`"bytes":${length},`)) await pause(10);
    }
    socket.destroy();
  });

  it('that are too many for the connection to go on are answered with `Connection: close`, no others', async () => {
    const large = 2 * mega;
    const port = await serve({ ...limits, bytes: large, wholeMs: 10_000 });
    const bare = express().post('/unread', (_request, response) => void response.status(401).json({}));
    const server = bare.listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.unref();
    const said = async (to: number, path: string, how: string, body = ''): Promise<string> => {
      const { socket, answer } = openRaw(to);
      socket.write(`${post(path, how)}${body}`);
      while (!answer().includes('}')) await pause(10);
      socket.destroy();
      return /^Connection: (\S+)/im.exec(answer())?.[1] ?? '';
    };
    const whole = 'x'.repeat(large);
    expect(await said(port, '/unread', `Content-Length: ${large}`)).to.equal('close');
    expect(await said(port, '/unread', chunked)).to.equal('close');
    expect(await said(port, '/read', `Content-Length: ${large + 1}`)).to.equal('close');
    expect(await said(port, '/unread', 'Content-Length: 100')).not.to.equal('close');
    expect(await said(port, '/read', `Content-Length: ${large}`, whole)).not.to.equal('close');
    expect(await said(port, '/read', chunked, '2\r\nab\r\n0\r\n\r\n')).not.to.equal('close');
    // Express alone lets whoever sends believe that it goes on.
    const to = (server.address() as AddressInfo).port;
    expect(await said(to, '/unread', `Content-Length: ${large}`)).not.to.equal('close');
  });

  it('are refused in such a way that whoever looks for an answer only later finds it', async () => {
    const port = await serve(limits);
    const { socket, closed, answer } = openRaw(port);
    socket.pause();
    socket.write(post('/unread', `Content-Length: ${plenty}`));
    socket.write(Buffer.alloc(plenty));
    await pause(200);
    socket.resume();
    await closed;
    expect(answer()).to.match(/^HTTP\/1\.1 401 /);
  });

  it('are not sent by whoever waits to be told so, where they are refused', async () => {
    const port = await serve(limits);
    const waiting = 'Expect: 100-continue\r\n';
    const answers = [];
    for (const head of [
      post('/read', 'Content-Length: 100000', waiting),
      post('/unread', 'Content-Length: 100', waiting),
      post('/read', 'Content-Length: 2', waiting),
    ]) {
      const { socket, answer } = openRaw(port);
      socket.write(head);
      while (answer() === '') await pause(10);
      answers.push(answer().slice(0, 'HTTP/1.1 413'.length));
      socket.destroy();
    }
    expect(answers).to.deep.equal(['HTTP/1.1 413', 'HTTP/1.1 401', 'HTTP/1.1 100']);
  });
});

describe('A body without an end', () => {
  useDatabase();

  const portOf = (address: string) => Number(new URL(address).port);

  it('is not read on, wherever it is sent by nobody; the connection is closed', async () => {
    const port = portOf(await testAddress());
    const json = 'Content-Type: application/json\r\n';
    const addresses: Readonly<Record<string, [more: string, status: number]>> = {
      '/sign-in': [form, 413],
      '/language': [form, 413],
      '/invitations/x': [form, 413],
      '/projects': [form, 401],
      '/no-such-page': [form, 404],
      '/imports': ['Content-Type: multipart/form-data; boundary=b\r\n', 401],
      '/assets/app.css': [form, 405],
      '/health/live': [form, 405],
      '/api/v1/projects': [json, 401],
      '/api/v1/tokens': [json, 401],
      '/api/v1/no-such-thing': [json, 404],
      // Nor is anything else that would be read as such.
      '/': ['Content-Type: text/plain\r\n', 405],
    };
    const found = await Promise.all(
      Object.entries(addresses).map(async ([path, [more, status]]) => {
        const { socket, closed, answer } = openRaw(port);
        socket.write(post(path, chunked, more));
        const taken = await pour(socket, plenty);
        await Promise.race([closed, pause(5000)]);
        return {
          path,
          status: answer().slice(9, 12),
          isClosed: socket.destroyed,
          isRead: taken > inNetwork,
          as: status,
        };
      }),
    );
    const wrong = found.filter(one => one.status !== String(one.as) || !one.isClosed || one.isRead);
    expect(wrong).to.deep.equal([]);
  });

  it('is not read on by whoever is signed in either', async () => {
    const port = portOf(await testAddress());
    const { token } = await apiAs('officer');
    const { socket, closed, answer } = openRaw(port);
    const more = `Content-Type: application/json\r\nAuthorization: Bearer ${token}\r\n`;
    socket.write(post('/api/v1/projects', chunked, more));
    expect(await pour(socket, plenty)).to.be.below(inNetwork);
    await closed;
    expect(answer()).to.match(/^HTTP\/1\.1 413 /);
  });

  it('is read for ever by bare Express, refused or not: the detector cries out there', async () => {
    const app = express()
      .use(express.json(), (_request, response) => void response.sendStatus(404))
      .set('env', 'test');
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = (server.address() as AddressInfo).port;
    for (const more of [form, 'Content-Type: application/json\r\n']) {
      const { socket } = openRaw(port);
      socket.write(post('/', chunked, more));
      expect(await pour(socket, plenty)).to.be.above(inNetwork);
      socket.destroy();
    }
    server.close();
  });
});
