import { hash, verify } from '@node-rs/argon2';
import { expect } from 'chai';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { createCollectionsAndIndexes } from '../../../server/database/indexes.ts';
import { findFailures } from '../../../models/accounts/signInFailure.ts';
import { attemptKeyOf } from '../../../models/accounts/signInAttempts.ts';
import type { KeptUser } from '../../../models/accounts/user.ts';
import { apiAs, serveApp, signedIn, signedInAs, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, password } from '../../support/factories.ts';
import { tokenOn } from '../../support/page.ts';

const wrong = 'not the password at all';

/** Asks for a token with e-mail and password, from an address that the program believes. */
const tryFrom = async (base: string, email: string, given: string, from: string) =>
  (
    await supertest(base)
      .post('/api/v1/tokens')
      .auth(email, given)
      .set('X-Forwarded-For', from)
      .send({ name: 'script' })
  ).status;

/** How many of a hundred guesses at once were compared with the password: of the others nobody learns anything. */
async function countEvaluated(guess: (at: number) => Promise<number>): Promise<number> {
  const statuses = await Promise.all(Array.from({ length: 100 }, async (_none, at) => guess(at)));
  const evaluated = statuses.filter(status => status !== 429);
  expect(statuses).not.to.include(503);
  return evaluated.length;
}

/** What signing in was before: the password is compared, and what failed is counted afterwards. */
async function unguarded() {
  const kept = await hash(password, { memoryCost: 1024 });
  let failed = 0;
  return async (given: string): Promise<number> => {
    if (failed >= 5) return 429;
    const isRight = await verify(kept, given);
    if (!isRight) failed += 1;
    return isRight ? 201 : 401;
  };
}

describe('A hundred guesses at once at one account', () => {
  useDatabase();
  let base: string;
  before(async () => {
    base = await serveApp({ trustProxy: 1 });
  });

  for (const [what, addressOf] of Object.entries({
    'from one address': () => '192.0.2.1',
    'from a hundred addresses': (at: number) => `192.0.2.${at + 1}`,
    'from two addresses': (at: number) => `192.0.2.${at % 2}`,
    'from a hundred IPv6 networks': (at: number) => `2001:db8:0:${at.toString(16)}::1`,
  })) {
    it(`are compared five times at most, ${what}, whether or not there is such an account`, async () => {
      const user = await addUser('officer');
      for (const email of [user.email, `nobody-${user.id}@example.org`])
        expect(await countEvaluated(async at => tryFrom(base, email, wrong, addressOf(at)))).to.be.at.most(5);
    });
  }

  it('are compared five times at most on a new database, from the first attempt on', async () => {
    const { email } = await addUser('officer');
    const counted = mongoose.connection.collection('attempts');
    const isUnique = async () =>
      (await counted.indexes()).some(({ key, unique }) => unique && key['key'] === 1);
    await counted.drop();
    await counted.insertOne({ key: 'x' });
    expect(await isUnique(), 'where nothing made it').to.equal(false);
    await counted.drop();
    await createCollectionsAndIndexes();
    expect(await isUnique()).to.equal(true);
    const guess = async (at: number) => tryFrom(base, email, wrong, `192.0.2.${at + 1}`);
    expect(await countEvaluated(guess)).to.be.at.most(5);
  });

  it('are compared five times at most where the address is spelt otherwise', async () => {
    const { email } = await addUser('officer');
    const spelt = [email, email.toUpperCase(), ` ${email}`, `${email} `];
    const guess = async (at: number) => tryFrom(base, spelt[at % spelt.length] ?? email, wrong, '192.0.2.1');
    expect(await countEvaluated(guess)).to.be.at.most(5);
  });

  it('are compared nearly all where what failed is counted afterwards', async () => {
    const check = await unguarded();
    expect(await countEvaluated(async () => check(wrong))).to.be.above(50);
  });
});

/** Guesses at an account from elsewhere, until nothing is compared any more. */
async function attack(base: string, user: KeptUser, addresses = 12): Promise<void> {
  for (let from = 0; from < addresses; from += 1)
    for (let guess = 0; guess < 6; guess += 1) await tryFrom(base, user.email, wrong, `198.51.100.${from}`);
}

describe('Whoever guesses at an account', () => {
  useDatabase();
  let base: string;
  before(async () => {
    base = await serveApp({ trustProxy: 1 });
  });

  it('shuts nobody out but themselves: its person signs in from elsewhere', async () => {
    const user = await addUser('officer');
    for (let guess = 0; guess < 40; guess += 1) await tryFrom(base, user.email, wrong, '198.51.100.1');
    expect(await tryFrom(base, user.email, password, '198.51.100.1')).to.equal(429);
    expect(await tryFrom(base, user.email, password, '192.0.2.5')).to.equal(201);
  });

  it('shuts no office out: a colleague signs in from the same address', async () => {
    const [user, colleague] = [await addUser('officer'), await addUser('officer')];
    for (let guess = 0; guess < 120; guess += 1) await tryFrom(base, user.email, wrong, '198.51.100.1');
    expect(await tryFrom(base, colleague.email, password, '198.51.100.1')).to.equal(201);
  });

  it('would shut out its person where attempts are counted by account alone', async () => {
    const check = await unguarded();
    for (let guess = 0; guess < 40; guess += 1) await check(wrong);
    expect(await check(password)).to.equal(429);
  });

  it('shuts out no device that signed in before, from however many addresses', async () => {
    const user = await addUser('officer');
    const known = await signedInAs(user);
    await known.post('/sign-out', {});
    const local = await serveApp();
    for (let guess = 0; guess < 6; guess += 1) await tryFrom(local, user.email, wrong, '');
    await attack(base, user);
    const signIn = async (browser: Pick<typeof known, 'agent'>) => {
      const page = await browser.agent.get('/sign-in');
      const fields = { _csrf: tokenOn(page.text), email: user.email, password };
      return (await browser.agent.post('/sign-in').type('form').send(fields)).status;
    };
    expect(await signIn(await visitor())).to.equal(429);
    expect(await signIn(known)).to.equal(303);
  });
});

/** All failed attempts that are noted, under whichever name. */
async function countNoted(): Promise<{ wrong: number; refused: number }> {
  const noted = await mongoose.connection.collection('signInFailures').find({}).toArray();
  const sum = (key: string) => noted.reduce((total, one) => total + Number(one[key] ?? 0), 0);
  return { wrong: sum('wrong'), refused: sum('refused') };
}

describe('The owner of an account', () => {
  useDatabase();

  it('is told at the next sign-in how often signing in failed, until they have read it', async () => {
    const user = await addUser('officer');
    const stranger = await visitor();
    for (let guess = 0; guess < 7; guess += 1)
      await stranger.post('/sign-in', { email: user.email, password: wrong });
    expect(await findFailures(attemptKeyOf(user.email))).to.include({ wrong: 4, refused: 3 });
    const api = await apiAs('administrator');
    expect((await api.post(`/users/${user.id}/unlock`)).status).to.equal(200);
    const { get, post } = await signedInAs(user);
    const { text } = await get('/');
    expect(text).to.include('7 attempts to sign in to this account failed');
    expect(text).to.include('With a wrong password: 4. Not looked at, because there were too many: 3.');
    await post('/account/access/read', { to: '/' });
    expect((await get('/')).text).not.to.include('attempts to sign in to this account failed');
    expect((await (await signedInAs(user)).get('/')).text).not.to.include('attempts to sign in');
  });

  it('is told of no refusal where every attempt was looked at', async () => {
    const user = await addUser('officer');
    await (await visitor()).post('/sign-in', { email: user.email, password: wrong });
    const { text } = await (await signedInAs(user)).get('/');
    expect(text)
      .to.include('One attempt to sign in to this account failed.')
      .and.not.include('Not looked at');
  });

  it('is counted for as is an account that does not exist, so that neither answer nor time tells them apart', async () => {
    const user = await addUser('officer');
    const counts = [];
    for (const email of [user.email, 'nobody@example.org']) {
      const { post } = await visitor();
      const before = await countNoted();
      for (let guess = 0; guess < 5; guess += 1) await post('/sign-in', { email, password: wrong });
      const after = await countNoted();
      counts.push({ compared: after.wrong - before.wrong, refused: after.refused - before.refused });
    }
    expect(counts[0]).to.deep.equal(counts[1]).and.deep.equal({ compared: 4, refused: 1 });
  });

  it('is told nothing where nothing failed', async () => {
    const { get } = await signedIn('officer');
    expect((await get('/')).text).not.to.include('sign in to this account');
  });
});

describe('POST /users/:id/unlock', () => {
  useDatabase();

  it('lets the person try again at once, and is entered in the history', async () => {
    const user = await addUser('officer');
    const stranger = await visitor();
    const signIn = async (given: string) =>
      (await stranger.post('/sign-in', { email: user.email, password: given })).status;
    for (let guess = 0; guess < 6; guess += 1) await signIn(wrong);
    expect(await signIn(password)).to.equal(429);
    const { get, post, user: admin } = await signedIn('administrator');
    const page = (await get(`/users/${user.id}`)).text;
    expect(page).to.include('Refused from 127.0.0.1 until').and.include('Allow attempts again');
    expect((await post(`/users/${user.id}/unlock`, {})).status).to.equal(303);
    expect((await get(`/users/${user.id}`)).text).not.to.include('Refused from');
    expect(await signIn(password)).to.equal(303);
    const { body } = await (await apiAs('reader')).get(`/users/${user.id}/history`);
    expect(body.items[0]).to.deep.include({
      event: 'unlocked',
      changedBy: { id: admin.id, name: admin.name },
    });
  });

  it('is refused to who does not keep the accounts', async () => {
    const user = await addUser('officer');
    for (const role of ['officer', 'reader'] as const)
      expect((await (await apiAs(role)).post(`/users/${user.id}/unlock`)).status).to.equal(403);
    const { get } = await apiAs('administrator');
    const { body } = await get(`/users/${user.id}/sign-in`);
    expect(body).to.deep.equal({ failures: null, waits: [] });
  });
});
