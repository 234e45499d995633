import { expect } from 'chai';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import supertest from 'supertest';
import { makeToken } from '../../../models/accounts/token.ts';
import type { KeptUser } from '../../../models/accounts/user.ts';
import { createLogger } from '../../../server/logger.ts';
import { serveApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, password } from '../../support/factories.ts';
import { tokenOn } from '../../support/page.ts';

/** Five at once, and one more every hundred seconds. */
const answerRate = { perSecond: 0.01, burst: 5 };

const tokenOf = async (user: KeptUser): Promise<string> =>
  (await makeToken(user, { name: 'test', access: 'full', endsOn: null }, new Date())).token;

describe('The limit of answers to one account or token', () => {
  useDatabase();
  let text = '';
  let address = '';
  before('serve it', async () => {
    const output = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    address = await serveApp({ answerRate }, createLogger('info', output as unknown as NodeJS.WriteStream));
  });

  async function statusesOf(ask: () => PromiseLike<{ status: number }>, count: number): Promise<number[]> {
    const statuses: number[] = [];
    while (statuses.length < count) statuses.push((await ask()).status);
    return statuses;
  }

  it('answers 429, when to come again and a sentence, to that token alone', async () => {
    const user = await addUser('officer');
    const [token, other] = [await tokenOf(user), await tokenOf(user)];
    const agent = supertest(address);
    const ask = (one: string) => agent.get('/api/v1/projects').set('Authorization', `Bearer ${one}`);
    expect(await statusesOf(async () => ask(token), 7)).to.deep.equal([200, 200, 200, 200, 200, 429, 429]);
    const { headers, body } = await ask(token).set('Accept-Language', 'en');
    expect(headers['retry-after']).to.equal('1');
    expect(body.message).to.contain('Try again in a second');
    expect((await ask(other)).status).to.equal(200);
  });

  it('refuses a change before its body is read', async () => {
    const token = await tokenOf(await addUser('officer'));
    const agent = supertest(address);
    const send = () =>
      agent
        .post('/api/v1/projects')
        .set('Authorization', `Bearer ${token}`)
        .type('json')
        .send('no JSON at all');
    expect(await statusesOf(async () => send(), 6)).to.deep.equal([400, 400, 400, 400, 400, 429]);
  });

  it('counts all sessions of an account together, and says so on a page', async () => {
    const user = await addUser('officer');
    const signIn = async () => {
      const agent = supertest.agent(address);
      const page = await agent.get('/sign-in');
      await agent
        .post('/sign-in')
        .type('form')
        .send({ _csrf: tokenOn(page.text), email: user.email, password })
        .expect(303);
      return agent;
    };
    const [one, two] = [await signIn(), await signIn()];
    expect(await statusesOf(async () => one.get('/account'), 3)).to.deep.equal([200, 200, 200]);
    expect(await statusesOf(async () => two.get('/account'), 3)).to.deep.equal([200, 200, 429]);
    const { text: page } = await one.get('/account').set('Accept-Language', 'en').expect('Retry-After', '1');
    expect(page).to.contain('Try again in a second').and.to.contain('Try again</a>');
  });

  it('leaves whoever has not signed in to the limits of signing in', async () => {
    const agent = supertest(address);
    expect(new Set(await statusesOf(async () => agent.get('/sign-in'), 12))).to.deep.equal(new Set([200]));
  });

  it('writes one line a second of what it refused, with how many', async () => {
    text = '';
    const user = await addUser('officer');
    const token = await tokenOf(user);
    await statusesOf(
      async () => supertest(address).get('/api/v1/projects').set('Authorization', `Bearer ${token}`),
      15,
    );
    await pause(1_100);
    const lines = text.split('\n').filter(line => line.includes('asks too often'));
    const counted = lines.flatMap(line =>
      Object.values((JSON.parse(line) as { refused: Record<string, number> }).refused),
    );
    expect(counted.reduce((sum, count) => sum + count, 0)).to.be.at.least(10);
    expect(lines.length).to.be.at.most(4);
  }).timeout(20_000);
});
