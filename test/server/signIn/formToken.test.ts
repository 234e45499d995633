import { expect } from 'chai';
import express from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { siteMap } from '../../../routes/index.ts';
import { apiAs, signedIn, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, password } from '../../support/factories.ts';
import { tokenOn } from '../../support/page.ts';

const foreign = ['cross-site', 'same-site', 'something new', 'same-origin, cross-site'];

describe('A change that a browser says comes from a page of another site', () => {
  useDatabase();

  it('is refused on every line, whatever token it carries', async () => {
    const { agent, get } = await signedIn('administrator');
    const _csrf = tokenOn((await get('/account')).text);
    const lines = siteMap.filter(
      ({ method, media }) => method !== 'GET' && (media ?? ['page']).includes('page'),
    );
    const taken: string[] = [];
    for (const { method, path } of lines) {
      const address = path.replaceAll(/:\w+/g, 'no-such-thing');
      const verb = method.toLowerCase() as 'post';
      const answer = await agent[verb](address)
        .set('Sec-Fetch-Site', 'cross-site')
        .type('form')
        .send({ _csrf });
      if (answer.status !== 403 || !answer.text.includes('a page of another site'))
        taken.push(`${method} ${path} gave ${answer.status}`);
    }
    expect(taken).to.deep.equal([]);
    expect((await get('/account')).status, 'nobody was signed out').to.equal(200);
  });

  it('is refused from wherever else than our own pages; reading is not', async () => {
    const { agent, get } = await signedIn('officer');
    const _csrf = tokenOn((await get('/account')).text);
    const send = async (from: string | null) => {
      const asked = agent.post('/account').type('form');
      if (from !== null) asked.set('Sec-Fetch-Site', from);
      return (await asked.send({ _csrf, name: 'Ada', language: '', locale: '' })).status;
    };
    for (const from of foreign) expect(await send(from), from).to.equal(403);
    for (const from of ['same-origin', 'none', null]) expect(await send(from), String(from)).to.equal(303);
    expect((await agent.get('/account').set('Sec-Fetch-Site', 'cross-site')).status).to.equal(200);
  });

  it('signs nobody in as another, and is said in Dutch', async () => {
    const { email } = await addUser('officer');
    const { agent, get } = await visitor('nl');
    const _csrf = tokenOn((await get('/sign-in')).text);
    const answer = await agent
      .post('/sign-in')
      .set({ 'Sec-Fetch-Site': 'cross-site', 'Accept-Language': 'nl' })
      .type('form')
      .send({ _csrf, email, password });
    expect(answer.status).to.equal(403);
    expect(answer.text).to.include('een pagina van een andere site');
  });

  it('is no affair of the API, which takes no cookie', async () => {
    const { post } = await apiAs('officer');
    const { status } = await post('/projects')
      .set('Sec-Fetch-Site', 'cross-site')
      .send({ kind: 'grant', scope: 'in', title: 'T' });
    expect(status).to.equal(201);
  });

  it('is taken by an app that does not ask: the detector cries out there', async () => {
    const server = express()
      .post('/account', (_request, response) => response.redirect(303, '/account'))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.unref();
    const bare = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const from of foreign) {
      const { status } = await supertest(bare).post('/account').set('Sec-Fetch-Site', from);
      expect(status, from).not.to.equal(403);
    }
  });
});

describe('The token of a form', () => {
  useDatabase();

  /** Another letter in a place of a token. */
  const tampered = (token: string, at: number): string =>
    token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);

  it('is another one in each answer of a session, all of them taken; a tampered one is refused', async () => {
    const { agent, get } = await signedIn('officer');
    const tokens = [tokenOn((await get('/account')).text), tokenOn((await get('/account')).text)];
    expect(new Set(tokens).size).to.equal(2);
    const [one = '', other = ''] = tokens;
    expect(
      new Set(one.split('').filter((letter, at) => letter !== other[at])).size,
      'letters that differ',
    ).to.be.greaterThan(20);
    const send = async (_csrf: string) =>
      (await agent.post('/account').type('form').send({ _csrf, name: 'Ada', language: '', locale: '' }))
        .status;
    for (const token of [one, other, one]) expect(await send(token)).to.equal(303);
    for (const wrong of [
      tampered(one, 3),
      tampered(one, one.length - 5),
      one.slice(4),
      `${one}AA`,
      '',
      'AAAA',
      'é€',
      one + other,
    ])
      expect(await send(wrong), wrong.slice(0, 12)).to.equal(403);
  });

  it('is another one in each answer to a visitor, too', async () => {
    const { email } = await addUser('officer');
    const { agent, get } = await visitor();
    const one = tokenOn((await get('/sign-in')).text);
    const other = tokenOn((await get('/sign-in')).text);
    expect(one).not.to.equal(other);
    const send = async (_csrf: string) =>
      (await agent.post('/sign-in').type('form').send({ _csrf, email, password })).status;
    expect(await send(tampered(one, 2))).to.equal(403);
    expect(await send(one)).to.equal(303);
  });
});
