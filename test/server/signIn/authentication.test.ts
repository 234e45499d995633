import { expect } from 'chai';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { serveApp, signedIn, testAddress, visitor } from '../../support/app.ts';
import { attemptKeyOf } from '../../../models/accounts/signInAttempts.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, password } from '../../support/factories.ts';
import { withoutPadding } from '../../support/page.ts';

const wrong = 'not the password at all';

/** Asks for a token with e-mail and password, from that address where the program believes a proxy. */
async function askToken(base: string, email: string, given: string, from?: string) {
  const asked = supertest(base).post('/api/v1/tokens').auth(email, given).send({ name: 'script' });
  return from === undefined ? asked : asked.set('X-Forwarded-For', from);
}

/** So many attempts counted already, as the program counts them. */
async function attempt(key: string, points: number): Promise<void> {
  const expire = new Date(Date.now() + 600_000);
  await mongoose.connection.collection('attempts').insertOne({ key, points, expire });
}

describe('The limits of signing in', () => {
  useDatabase();

  it('refuse the right password like any other, once there were four wrong ones from an address', async () => {
    const user = await addUser('officer');
    const { post } = await visitor();
    const answers = [];
    for (const email of [user.email, 'nobody@example.org']) {
      for (let count = 0; count < 4; count += 1)
        expect((await post('/sign-in', { email, password: wrong })).status).to.equal(401);
      answers.push(await post('/sign-in', { email, password }));
    }
    expect(answers.map(({ status }) => status)).to.deep.equal([429, 429]);
    const [known = '', unknown = ''] = answers.map(({ text }) =>
      withoutPadding(text).replaceAll(/(_csrf" value|nonce|name="email" value)="[^"]*"|\d+ minutes/g, ''),
    );
    expect(known).to.equal(unknown);
    expect(Number(answers[0]?.headers['retry-after'])).to.be.within(60, 900);
  });

  it('are the same for pages and for the API', async () => {
    const user = await addUser('officer');
    const { post } = await visitor();
    for (let count = 0; count < 4; count += 1) await post('/sign-in', { email: user.email, password: wrong });
    const { status, body, headers } = await askToken(await testAddress(), user.email, password);
    expect(status).to.equal(429);
    expect(body.message).to.match(/^Too many attempts/);
    expect(Number(headers['retry-after'])).to.be.within(60, 900);
  });

  it('hold for a present password too, so that an open session finds out nothing', async () => {
    const { post } = await signedIn('officer');
    const wanted = 'four hungry green parrots';
    const give = async (present: string) =>
      (await post('/account/password', { present, password: wanted, repeated: wanted })).status;
    for (let count = 0; count < 5; count += 1) expect(await give(wrong)).to.equal(422);
    expect(await give(password)).to.equal(429);
  });

  it('begin anew for an account once its person has signed in', async () => {
    const user = await addUser('officer');
    const base = await testAddress();
    for (let round = 0; round < 2; round += 1) {
      for (let count = 0; count < 3; count += 1) await askToken(base, user.email, wrong);
      expect((await askToken(base, user.email, password)).status).to.equal(201);
    }
  });

  it('slow an address down after a hundred wrong attempts of whatever accounts, and shut it for nobody', async () => {
    const base = await testAddress();
    const user = await addUser('officer');
    await attempt('place:127.0.0.1', 100);
    expect((await askToken(base, 'one@example.org', wrong)).status).to.equal(401);
    const second = await askToken(base, user.email, password);
    expect(second.status).to.equal(429);
    expect(Number(second.headers['retry-after'])).to.be.within(1, 5);
    await mongoose.connection.collection('attempts').deleteMany({ key: /^placeSlow/ });
    expect((await askToken(base, user.email, password)).status).to.equal(201);
  });

  it('count an address as the proxy in front says it, an IPv6 network as one', async () => {
    const base = await serveApp({ trustProxy: 1 });
    const user = await addUser('officer');
    await attempt(`pair:${attemptKeyOf(user.email)}|2001:db8:1:2`, 5);
    for (const from of ['2001:db8:1:2::1', '198.51.100.7, 2001:db8:1:2:aaaa:bbbb:cccc:dddd'])
      expect((await askToken(base, user.email, password, from)).status, from).to.equal(429);
    for (const from of ['2001:db8:1:3::1', '2001:db8:1:2::1, 198.51.100.7'])
      expect((await askToken(base, user.email, password, from)).status, from).to.equal(201);
  });

  it('believe nobody who names another address where there is no proxy', async () => {
    const user = await addUser('officer');
    await attempt(`pair:${attemptKeyOf(user.email)}|127.0.0.1`, 5);
    const { status } = await askToken(await testAddress(), user.email, password, '198.51.100.9');
    expect(status).to.equal(429);
  });

  it('leave an address alone from which people sign in well', async () => {
    const user = await addUser('officer');
    const base = await testAddress();
    await attempt('place:127.0.0.1', 98);
    for (let count = 0; count < 5; count += 1)
      expect((await askToken(base, user.email, password)).status).to.equal(201);
    expect(await mongoose.connection.collection('attempts').findOne({ key: 'place:127.0.0.1' })).to.include({
      points: 98,
    });
  });
});

describe('Basic on POST /api/v1/tokens', () => {
  useDatabase();

  it('answers a wrong password, an unknown account and half a header alike', async () => {
    const user = await addUser('officer');
    const base = await testAddress();
    const answers = [
      await askToken(base, user.email, wrong),
      await askToken(base, 'nobody@example.org', wrong),
      await askToken(base, user.email, ''),
    ];
    for (const { status, body, headers } of answers) {
      expect(status).to.equal(401);
      expect(body.message).to.equal('E-mail address or password is wrong.');
      expect(headers['www-authenticate']).to.match(/^Basic /);
    }
  });
});
