import { expect } from 'chai';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import supertest from 'supertest';
import { inviteUser } from '../../../models/accounts/invitation.ts';
import { createApp } from '../../../server/app.ts';
import { createLogger } from '../../../server/logger.ts';
import { appSettings } from '../../support/appSettings.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, changeAt, password } from '../../support/factories.ts';
import { tokenOn } from '../../support/page.ts';

interface Line {
  level: string;
  msg: string;
  requestId?: string;
  request?: Record<string, unknown>;
}

/** The whole app with its most talkative log, captured. */
async function listenTo(trustProxy = 0) {
  let text = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const server = createServer();
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = createApp({
    ...appSettings,
    config: { ...appSettings.config, trustProxy },
    log: createLogger('trace', output as unknown as NodeJS.WriteStream),
    address: () => address,
  });
  server.on('request', (request, response) => void app(request, response));
  server.unref();
  const lines = () =>
    text
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Line);
  return { agent: supertest.agent(address), text: () => text, lines };
}

describe('The log of requests', () => {
  useDatabase();

  it('says method, path, route, status, time and who of each, under the id in the answer', async () => {
    const user = await addUser('officer');
    const { agent, lines } = await listenTo();
    const page = await agent.get('/sign-in');
    await agent
      .post('/sign-in')
      .type('form')
      .send({ _csrf: tokenOn(page.text), email: user.email, password });
    const { headers } = await agent.get('/projects/no-such-id?on=2026-01-02').expect(404);
    const line = lines().at(-1);
    expect(line).to.include({ level: 'info', msg: 'GET /projects/no-such-id 404' });
    expect(line?.request).to.include({
      id: headers['x-request-id'],
      method: 'GET',
      path: '/projects/no-such-id',
      route: '/projects/:id',
      status: 404,
      user: user.id,
    });
    expect(line?.request?.['ms']).to.be.a('number');
  });

  it('holds no secret, whatever is sent', async () => {
    const user = await addUser('administrator');
    const { agent, text } = await listenTo();
    const invitation = await inviteUser(user.id, changeAt(new Date()));
    const wrong = 'a wrong password that is typed';
    const page = await agent.get('/sign-in');
    const csrf = tokenOn(page.text);
    const cookies = String(page.headers['set-cookie']);
    const post = (path: string, fields: object) =>
      agent
        .post(path)
        .type('form')
        .send({ _csrf: csrf, ...fields });
    await post('/sign-in', { email: user.email, password: wrong }).expect(401);
    await agent.get(`/invitations/${invitation}?and=${invitation}`).expect(200);
    await post(`/invitations/${invitation}`, { password: wrong, repeated: 'another' }).expect(422);
    await agent
      .post('/sign-in')
      .type('form')
      .send({ _csrf: 'a forged csrf token', password: wrong })
      .expect(403);
    const signedIn = await post('/sign-in', { email: user.email, password }).expect(303);
    const made = await agent
      .post('/api/v1/tokens')
      .auth(user.email, password)
      .send({ name: 'x' })
      .expect(201);
    const { token } = made.body as { token: string };
    const asScript = () => agent.get('/api/v1/projects').set('Authorization', `Bearer ${token}`);
    await asScript().expect(200);
    await asScript().query({ token, nonsense: token }).expect(400);
    await agent.get('/api/v1/projects').set('Authorization', 'Bearer cf_a-wrong-token').expect(401);
    const broken = `{"password":"${wrong}"`;
    const sendBroken = () => agent.post('/api/v1/tokens').set('Content-Type', 'application/json');
    await sendBroken().send(broken).expect(401);
    await sendBroken().auth(user.email, password).send(broken).expect(400);
    const secrets = {
      password,
      wrong,
      csrf,
      forged: 'a forged csrf token',
      token,
      wrongToken: 'cf_a-wrong-token',
      invitation,
      basic: Buffer.from(`${user.email}:${password}`).toString('base64'),
      cookie: /callfolio-visitor=([^;,]+)/.exec(cookies)?.[1],
      cookieAfter: /callfolio=([^;,]+)/.exec(String(signedIn.headers['set-cookie']))?.[1],
      signing: 'the secret that signs the cookies of this test',
    };
    expect(text().split('\n').length).to.be.above(10);
    for (const [name, secret] of Object.entries(secrets)) {
      expect(secret, name).to.be.a('string');
      expect(text().includes(secret!), name).to.equal(false);
    }
  });

  it('takes the id of a trusted proxy, if it is a sane one, and of nobody else', async () => {
    const ask = async (trustProxy: number, id: string) => {
      const { agent } = await listenTo(trustProxy);
      return (await agent.get('/health/live').set('X-Request-Id', id)).headers['x-request-id'] as string;
    };
    expect(await ask(1, 'proxy-0123456789')).to.equal('proxy-0123456789');
    expect(await ask(0, 'proxy-0123456789')).to.match(/^[0-9a-f-]{36}$/);
    for (const odd of ['short', 'x'.repeat(65), 'with space in it', '<script>alert(1)</script>']) {
      expect(await ask(1, odd)).to.match(/^[0-9a-f-]{36}$/);
    }
  });
});
