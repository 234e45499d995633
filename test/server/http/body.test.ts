import { expect } from 'chai';
import express from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { apiMap, siteMap } from '../../../routes/index.ts';
import { apiAs, signedIn, testAddress, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { tokenOn } from '../../support/page.ts';
import { formType, jsonType, repeated, sendRaw } from '../../support/rawRequests.ts';

const fields = (count: number) => repeated(count, at => `f${at}=1`, '&');

describe('A body', () => {
  useDatabase();

  it('of nobody has at most 16 kB and 20 fields, on every page that anybody may open', async () => {
    const { agent, get } = await visitor();
    const csrf = `_csrf=${tokenOn((await get('/sign-in')).text)}`;
    const open = siteMap.filter(({ method, right }) => method !== 'GET' && right === 'anyone');
    const paths = open.map(({ path }) => path.replace(':token', 'x'));
    expect(paths).to.include.members(['/language', '/sign-in', '/sign-out', '/invitations/x']);
    for (const path of paths) {
      const send = async (body: string) => (await agent.post(path).type('form').send(body)).status;
      expect(await send(`${csrf}&${fields(20)}`), `${path}: 21 fields`).to.equal(413);
      expect(await send(`${csrf}&a=${'x'.repeat(16_000)}`), `${path}: 16 kB`).to.equal(413);
      expect(await send(`${csrf}&${fields(19)}`), `${path}: 20 fields`).not.to.equal(413);
      expect(await send(`${csrf}&a=${'x'.repeat(15_000)}`), `${path}: 15 kB`).not.to.equal(413);
    }
  });

  it('of who is signed in is as large as the line says, and each line says so', async () => {
    const { agent, get } = await signedIn('officer');
    const csrf = `_csrf=${tokenOn((await get('/account')).text)}`;
    const send = async (path: string, count: number) =>
      (
        await agent
          .post(path)
          .type('form')
          .send(`${csrf}&${fields(count)}`)
      ).status;
    expect([await send('/account', 999), await send('/account', 1000)]).to.deep.equal([422, 413]);
    expect([await send('/projects', 29_999), await send('/projects', 30_000)]).to.deep.equal([422, 413]);
    for (const { path, body } of [...siteMap, ...apiMap])
      expect(body?.bytes ?? 0, path).to.be.at.most(2 * 1024 * 1024);
  });

  it('is not read of whoever has no right to the line', async () => {
    const reader = await apiAs('reader');
    expect((await reader.post('/projects').type('json').send('{')).status).to.equal(403);
    const officer = await apiAs('officer');
    expect((await officer.post('/projects').type('json').send('{')).status).to.equal(400);
    const address = await testAddress();
    expect((await sendRaw(address, '/api/v1/projects', { headers: jsonType, body: '{' })).status).to.equal(
      401,
    );
  });

  it('of another kind, compressed or in other signs is refused in words', async () => {
    const { token } = await apiAs('officer');
    const address = await testAddress();
    const authorization = `Bearer ${token}`;
    const body = '{"kind":"grant","scope":"in","title":"T"}';
    const kinds: Readonly<Record<string, [headers: Record<string, string>, body: string | Buffer]>> = {
      'Send JSON': [{ 'Content-Type': 'text/xml' }, '<a/>'],
      'header “Content-Type: application/json”': [{}, body],
      'compressed or not written in UTF-8': [{ ...jsonType, 'Content-Encoding': 'gzip' }, gzipSync(body)],
      'Send it as it is, in UTF-8': [{ 'Content-Type': 'application/json; charset=utf-16' }, body],
    };
    for (const [sentence, [headers, sent]] of Object.entries(kinds)) {
      const answer = await sendRaw(address, '/api/v1/projects', {
        headers: { ...headers, Authorization: authorization },
        body: sent,
      });
      expect(answer.status, sentence).to.equal(415);
      expect(answer.text).to.include(JSON.stringify(sentence).slice(1, -1));
    }
    const page = await sendRaw(address, '/sign-in', {
      headers: { 'Content-Type': 'text/plain', 'Accept-Language': 'nl' },
      body: 'a=1',
    });
    expect(page.status).to.equal(415);
    expect(page.text).to.include('Stuur een formulier');
  });

  it('that is a bomb is inflated by an app that takes compressed ones: the detector cries out there', async () => {
    const bomb = gzipSync(Buffer.from(`{"a":"${'x'.repeat(50_000)}"}`));
    const app = express().use(express.json());
    app.use((request, response) => void response.json(JSON.stringify(request.body).length));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.unref();
    const bare = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sent = { headers: { ...jsonType, 'Content-Encoding': 'gzip' }, body: bomb };
    expect(bomb.length).to.be.below(500);
    expect((await sendRaw(bare, '/', sent)).status).not.to.equal(415);
    expect((await sendRaw(await testAddress(), '/sign-in', sent)).status).to.equal(415);
  });

  it('may come with a question, which is answered without it', async () => {
    const address = await testAddress();
    const sent = { method: 'GET', headers: formType, body: 'a=1' };
    expect((await sendRaw(address, '/sign-in', sent)).status).to.equal(200);
  });
});
