import { expect } from 'chai';
import express from 'express';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { createLogger } from '../../../server/logger.ts';
import { answerUnreadable } from '../../../server/http/oddRequest.ts';
import { apiAs, serveApp, testAddress } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';

/** What a server at that address says to bytes that no client of HTTP would send. */
async function say(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

const captured = () => {
  const lines: Record<string, unknown>[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  });
  return { lines, log: createLogger('info', output as unknown as NodeJS.WriteStream) };
};

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const repeated = (text: string, times: number) => Array.from({ length: times }, () => text).join(',');

describe('a request that no program of ours would send', () => {
  useDatabase();

  describe('by API', () => {
    it('is refused as too large where its body is deeper than any record, also with an Idempotency-Key', async () => {
      const { post } = await apiAs('officer');
      const body = `{"kind":"grant","scope":"in","title":${nested(50_000)}}`;
      const send = () => post('/projects').type('json');
      expect((await send().send(body)).status).to.equal(413);
      const { status, text } = await send().set('Idempotency-Key', 'deep').send(body);
      expect(status).to.equal(413);
      expect(text).to.include('What was sent is too large.');
    });

    it('is refused as too large where its body has more values than any record', async () => {
      const { post } = await apiAs('officer');
      const keys = Array.from({ length: 150_000 }, (_none, at) => `"k${at}":1`).join(',');
      const items = `"participants":[${repeated('{}', 600_000)}]`;
      for (const more of [keys, items]) {
        const answer = await post('/projects')
          .type('json')
          .send(`{"kind":"grant","scope":"in","title":"T",${more}}`);
        expect(answer.status).to.equal(413);
      }
    });

    it('is refused with at most a hundred of its mistakes', async () => {
      const { post } = await apiAs('reader');
      const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_none, at) => [`k${at}`, 1]));
      const { status, body } = await post('/account').send({ name: 'Ada', ...unknown });
      expect(status).to.equal(422);
      expect(body.message).to.include('5,000');
      expect(body.errors).to.have.length(100);
    });

    it('is refused with some of its mistakes where each of very many items has several', async () => {
      const { post } = await apiAs('officer');
      const wrong = { name: [], country: 'Atlantis', pic: 'none' };
      const send = async (count: number) =>
        post('/projects').send({
          kind: 'grant',
          scope: 'in',
          title: 'T',
          participants: Array.from({ length: count }, () => wrong),
        });
      const few = await send(100);
      expect(few.status).to.equal(422);
      expect(few.body.message).to.match(/: \d{3} fields need a change\.$/);
      const { status, body } = await send(1500);
      expect(status).to.equal(422);
      expect(body.message).to.include('more than 100 fields need a change');
      expect(body.errors).to.have.length(100);
      expect(body.errors[0].field).to.match(/^participants\.\d+\.(?:name|country|pic)$/);
    });

    it('is refused for a list of too many items before its items are looked at', async () => {
      const { post } = await apiAs('officer');
      const participants = Array.from({ length: 2001 }, () => ({}));
      const { status, body } = await post('/projects').send({
        kind: 'grant',
        scope: 'in',
        title: 'T',
        participants,
      });
      expect(status).to.equal(422);
      expect(body.errors.map((one: { field: string; type: string }) => [one.field, one.type])).to.deep.equal([
        ['participants', 'array.max'],
      ]);
    });

    it('is refused for half of a pair of characters, which the database would keep as another text', async () => {
      const { post } = await apiAs('officer');
      const send = (values: object) =>
        post('/projects').send({ kind: 'grant', scope: 'in', title: 'T', ...values });
      for (const values of [{ title: 'T\ud800' }, { tags: ['\udc00x'] }, { objective: 'a\ud83db' }]) {
        const { status, body } = await send(values);
        expect(status, JSON.stringify(values)).to.equal(422);
        expect(body.errors[0].field).to.equal(Object.keys(values)[0]);
      }
      expect((await send({ title: 'Whole: \u{1f6f0}' })).status).to.equal(201);
    });
  });

  it('is refused, and no fault of ours, where its target is no path', async () => {
    const address = await testAddress();
    for (const method of ['OPTIONS', 'GET']) {
      const answer = await say(address, `${method} * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer).to.match(/^HTTP\/1\.1 400 /);
      expect(answer).to.include('What was sent cannot be read.');
    }
  });

  it('is refused where it names two hosts, or says twice whose it is or what it brings', async () => {
    const address = await testAddress();
    const { token } = await apiAs('reader');
    const twice = {
      'Host, on a page': 'GET /sign-in HTTP/1.1\r\nHost: x\r\nHost: y\r\n',
      'the same Host': 'GET /sign-in HTTP/1.1\r\nHost: x\r\nhost: x\r\n',
      'Host, of an asset': 'GET /assets/app.css HTTP/1.1\r\nHost: x\r\nHost: y\r\n',
      'Host, of health': 'GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n',
      'Host, by API': `GET /api/v1/projects HTTP/1.1\r\nHost: x\r\nHost: y\r\nAuthorization: Bearer ${token}\r\n`,
      'a token': `GET /api/v1/projects HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nAuthorization: Bearer ${token}\r\n`,
      'a kind of body':
        'POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Type: text/xml\r\nContent-Length: 0\r\n',
    };
    const isRefused = async (at: string, head: string) =>
      (await say(at, `${head}Connection: close\r\n\r\n`)).startsWith('HTTP/1.1 400 ');
    for (const [what, head] of Object.entries(twice))
      expect(await isRefused(address, head), what).to.equal(true);
    expect(await isRefused(address, 'GET /sign-in HTTP/1.1\r\nHost: x\r\n')).to.equal(false);

    // The detector cries out where Node and Express alone decide: one of the two counts.
    const server = express()
      .use((request, response) => void response.send(request.headers.host))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.unref();
    const bare = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await isRefused(bare, twice['Host, on a page'])).to.equal(false);
  });

  it('is answered by the app, with its headers, where Node would refuse it by itself', async () => {
    const address = await testAddress();
    const bytes = {
      'an expectation nobody knows': 'GET /sign-in HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n',
      'no host': 'GET /sign-in HTTP/1.1\r\n',
    };
    const statuses: string[] = [];
    for (const [what, head] of Object.entries(bytes)) {
      const answer = await say(address, `${head}Connection: close\r\n\r\n`);
      expect(answer, what).to.match(/content-security-policy: default-src 'none';script-src 'nonce-/i);
      expect(answer, what).to.match(/x-content-type-options: nosniff/i);
      statuses.push(answer.slice(0, 'HTTP/1.1 400'.length));
    }
    expect(statuses).to.deep.equal(['HTTP/1.1 200', 'HTTP/1.1 400']);
  });

  it('leaves the token of a one-time link out of the log, in any case of its path', async () => {
    const { lines, log } = captured();
    const address = await serveApp({}, log);
    await fetch(`${address}/INVITATIONS/a-secret-token`);
    expect(lines.length).to.be.at.least(1);
    expect(JSON.stringify(lines)).not.to.include('a-secret-token');
  });

  describe('that is no HTTP', () => {
    async function serve() {
      const { lines, log } = captured();
      const server = createServer((_request, response) => void response.end('ok'));
      answerUnreadable(server, log);
      await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
      server.unref();
      return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines };
    }

    it('is answered with the headers of every answer, and a line in the log', async () => {
      const { address, lines } = await serve();
      const answer = await say(address, 'no HTTP at all\r\n\r\n');
      expect(answer).to.match(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(answer)
        .to.include("Content-Security-Policy: default-src 'none'")
        .and.include('X-Content-Type-Options: nosniff')
        .and.include('Cache-Control: no-store');
      expect(lines).to.have.length(1);
      expect(lines[0]).to.include({ msg: 'refused', kind: 'unreadable', address: '127.0.0.1' });
    });

    it('is answered with what was too long about it', async () => {
      const { address } = await serve();
      const long = `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`;
      expect(await say(address, long)).to.match(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    });
  });
});
