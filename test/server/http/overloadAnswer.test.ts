import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import type { Lane } from '../../../server/http/admission.ts';
import { refuseOverload } from '../../../server/http/overloadAnswer.tsx';
import { createLogger } from '../../../server/logger.ts';

const servers: Server[] = [];

/** Refuses everything, as admission would. */
async function serveRefusal(lane: Lane, isSecure = false): Promise<string> {
  const refuse = refuseOverload(createLogger('silent'), { isSecure, trustProxy: 0 });
  const server = createServer((request, response) => refuse(request, response, lane));
  server.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('The answer to whoever comes when too much is asked', () => {
  after(() => {
    for (const server of servers) server.close();
  });

  it('is a page of its own that comes again by itself, once', async () => {
    const agent = supertest.agent(await serveRefusal('read'));
    const first = await agent
      .get('/projects?programme=H2020')
      .set({ 'Accept-Language': 'en', Connection: 'keep-alive' })
      .expect(503);
    expect(first.headers).to.include({ 'retry-after': '2', refresh: '2', 'cache-control': 'no-store' });
    expect(first.headers['connection']).not.to.equal('close');
    expect(first.headers['content-security-policy']).to.match(/default-src 'none'; style-src 'sha256-/);
    expect(first.text).to.contain('This page tries again by itself in two seconds.');
    const second = await agent.get('/projects?programme=H2020').expect(503);
    expect(second.headers).to.have.property('retry-after', '2');
    expect(second.headers).not.to.have.any.keys('refresh', 'set-cookie');
    expect(second.text).to.contain('Try again in a few moments').and.to.contain('Try again</a>');
  });

  it('is in the language of the browser', async () => {
    const address = await serveRefusal('read');
    const { text } = await supertest(address).get('/').set('Accept-Language', 'nl-BE,nl;q=0.9').expect(503);
    expect(text).to.contain('<html lang="nl">').and.to.contain('over twee seconden vanzelf opnieuw');
  });

  it('is JSON for the API and for what the program of a page reads', async () => {
    const address = await serveRefusal('read');
    for (const path of ['/api/v1/projects', '/imports/1.json?x=1']) {
      const { body, headers } = await supertest(address).get(path).expect(503).expect('Retry-After', '2');
      expect(body).to.deep.include({ errors: [], requestId: headers['x-request-id'] });
      expect(body).to.have.property('message').that.contains('Try again in two seconds');
      expect(headers).not.to.have.any.keys('refresh', 'set-cookie');
    }
  });

  it('says of what was sent that nothing was done with it, and comes again by itself with nothing', async () => {
    const { text, headers } = await supertest(await serveRefusal('write'))
      .post('/projects')
      .set('Accept-Language', 'en')
      .type('form')
      .send({ title: 'x' })
      .expect(503);
    expect(text).to.contain('nothing was done with what you sent');
    expect(headers).not.to.have.any.keys('refresh', 'set-cookie');
  });

  it('is 429 to whoever asks for a file, which comes again by nothing of itself', async () => {
    const agent = supertest(await serveRefusal('file'));
    const page = await agent.get('/projects.xlsx').set('Accept-Language', 'nl').expect(429);
    expect(page.headers).to.include({ 'retry-after': '5' }).and.not.to.have.any.keys('refresh', 'set-cookie');
    expect(page.text)
      .to.contain('meer bestanden gevraagd dan er plaats is')
      .and.to.match(/<a href[^>]*>/);
    const data = await agent.get('/api/v1/projects.csv').set('Accept-Language', 'en').expect(429);
    expect(data.headers).to.include({ 'retry-after': '5' });
    expect(data.body.message).to.equal(
      'More files are asked for at this moment than there is room for. Try again in five seconds.',
    );
  });

  it('marks a browser behind TLS with a cookie that no other host can set', async () => {
    const { headers } = await supertest(await serveRefusal('write', true))
      .get('/sign-in')
      .expect(503);
    expect(headers['set-cookie']?.[0]).to.match(/^__Host-callfolio-retried=1; Path=\/; .*; Secure$/);
  });

  for (const kilobytes of [4, 400, 4_000]) {
    it(`reaches who is still sending ${kilobytes} kB, and closes the connection`, async () => {
      const { port } = new URL(await serveRefusal('write'));
      const body = 'x'.repeat(kilobytes * 1_000);
      const sending = ask({
        port,
        path: '/api/v1/imports',
        method: 'POST',
        headers: { 'Content-Length': body.length },
      });
      sending.on('error', () => undefined);
      sending.write(body.slice(0, body.length / 2));
      const [answer] = (await once(sending, 'response')) as [IncomingMessage];
      expect(answer.statusCode).to.equal(503);
      expect(answer.headers).to.include({ connection: 'close', 'retry-after': '2' });
      sending.destroy();
    });
  }
});
