import { expect } from 'chai';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { inviteUser } from '../../../models/accounts/invitation.ts';
import { addUser, changeAt, edit, password } from '../../support/factories.ts';
import { signedIn, signedInAs, testAddress, visitor } from '../../support/app.ts';
import { makeToken } from '../../../models/accounts/token.ts';
import { useDatabase } from '../../support/database.ts';
import { users } from '../../../models/accounts/user.ts';
import { attributesOn, holds, valueOn, withoutPadding } from '../../support/page.ts';

/** The cookie of the session that an answer sets; '' for none. */
const cookieOf = ({ headers }: { headers: Readonly<Record<string, unknown>> }): string => {
  const set = (headers['set-cookie'] ?? []) as string[];
  return set.find(one => one.startsWith('callfolio='))?.split(';')[0] ?? '';
};

describe('POST /sign-in', () => {
  useDatabase();

  it('opens the page that was asked for', async () => {
    const user = await addUser('officer');
    const { get, post } = await visitor();
    const sent = await get('/projects?phase=ongoing');
    expect(sent.status).to.equal(303);
    expect(sent.headers['location']).to.equal('/sign-in?to=%2Fprojects%3Fphase%3Dongoing');
    const answer = await post('/sign-in', { email: user.email, password, to: '/projects?phase=ongoing' });
    expect(answer.status).to.equal(303);
    expect(answer.headers['location']).to.equal('/projects?phase=ongoing');
    expect((await get('/projects?phase=ongoing')).status).to.equal(200);
  });

  it('takes the e-mail address in any case', async () => {
    const user = await addUser('officer');
    const { post } = await visitor();
    const answer = await post('/sign-in', { email: user.email.toUpperCase(), password });
    expect(answer.status).to.equal(303);
  });

  it('gives a new session id', async () => {
    const user = await addUser('officer');
    const { post } = await visitor();
    const before = cookieOf(await post('/sign-in', { email: user.email, password }));
    const after = cookieOf(await post('/sign-in', { email: user.email, password }));
    expect(before).to.match(/^callfolio=/);
    expect(after).to.match(/^callfolio=/);
    expect(after).not.to.equal(before);
  });

  it('leaves nothing to whoever knew the session id of before', async () => {
    const user = await addUser('officer');
    const { get, post } = await visitor();
    const before = cookieOf(await post('/sign-in', { email: user.email, password }));
    await post('/sign-in', { email: user.email, password });
    const answer = await supertest(await testAddress())
      .get('/account')
      .set('Cookie', before);
    expect(answer.status).to.equal(303);
    expect((await get('/account')).status).to.equal(200);
  });

  it('answers a wrong password as it does an unknown account', async () => {
    const user = await addUser('officer');
    const { post } = await visitor();
    const wrong = await post('/sign-in', { email: user.email, password: 'something else entirely' });
    const unknown = await post('/sign-in', {
      email: 'nobody@example.org',
      password: 'something else entirely',
    });
    const sentence = 'E-mail address or password is wrong.';
    expect([wrong.status, unknown.status]).to.deep.equal([401, 401]);
    expect(wrong.text).to.include(sentence);
    expect(unknown.text).to.include(sentence);
    const blank = (html: string, email: string) =>
      withoutPadding(html)
        .replaceAll(email, '')
        .replaceAll(/(_csrf" value|nonce)="[^"]*"/g, '');
    expect(blank(wrong.text, user.email)).to.equal(blank(unknown.text, 'nobody@example.org'));
  });

  for (const to of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/',
    '/\t/evil.example',
    'javascript:alert(1)',
  ]) {
    it(`never leads to another host: ${JSON.stringify(to)}`, async () => {
      const user = await addUser('officer');
      const { post } = await visitor();
      const answer = await post('/sign-in', { email: user.email, password, to });
      expect(answer.headers['location']).to.equal('/');
    });
  }

  it('refuses a form without its token, and says what to do', async () => {
    const user = await addUser('officer');
    const { agent, get } = await visitor();
    await get('/sign-in');
    const answer = await agent.post('/sign-in').type('form').send({ email: user.email, password });
    expect(answer.status).to.equal(403);
    expect(answer.text).to.include('This form is no longer valid');
  });

  it('says in minutes when to try again after too many attempts', async () => {
    const { post } = await visitor();
    const email = 'somebody@example.org';
    for (let attempt = 0; attempt < 5; attempt += 1) await post('/sign-in', { email, password: 'no' });
    const answer = await post('/sign-in', { email, password: 'no' });
    expect(answer.status).to.equal(429);
    expect(answer.text).to.match(/Too many attempts\. Try again in \d+ minutes\./);
  });
});

describe('POST /sign-out', () => {
  useDatabase();

  it('ends the session', async () => {
    const { get, post } = await signedIn('officer');
    expect((await post('/sign-out', {})).headers['location']).to.equal('/sign-in');
    expect((await get('/projects')).headers['location']).to.match(/^\/sign-in/);
  });

  it('ends it on the server: its cookie opens nothing any more', async () => {
    const { agent, get, post } = await signedIn('officer');
    const cookie = cookieOf(await get('/account'));
    const replay = async () =>
      (
        await supertest(await testAddress())
          .get('/projects')
          .set('Cookie', cookie)
      ).status;
    expect(await replay()).to.equal(200);
    await post('/sign-out', {});
    expect(await replay()).to.equal(303);
    expect((await agent.get('/projects').set('Cookie', cookie)).status).to.equal(303);
  });
});

describe('The rights of a person signed in', () => {
  useDatabase();

  it('end at the next request once the account is blocked', async () => {
    const { get, user } = await signedIn('officer');
    expect((await get('/projects')).status).to.equal(200);
    await edit(users, user, { isBlocked: true });
    expect((await get('/projects')).headers['location']).to.match(/^\/sign-in/);
  });

  it('follow a new role at the next request', async () => {
    const { get, user } = await signedIn('officer');
    expect((await get('/projects/new')).status).to.equal(200);
    await edit(users, user, { role: 'reader' });
    expect((await get('/projects/new')).status).to.equal(403);
  });

  it('end after half an hour without a page, and twelve hours after signing in', async () => {
    const sessions = mongoose.connection.collection('sessions');
    const idle = await signedIn('officer');
    await sessions.updateMany({}, { $set: { expires: new Date(Date.now() - 1000) } });
    expect((await idle.get('/projects')).headers['location']).to.match(/^\/sign-in/);
    const long = await signedIn('officer');
    const signedInAt = Date.now() - 12 * 3_600_000;
    await sessions.updateMany({}, { $set: { 'session.signedInAt': signedInAt + 60_000 } });
    expect((await long.get('/projects')).status).to.equal(200);
    await sessions.updateMany({}, { $set: { 'session.signedInAt': signedInAt - 1000 } });
    expect((await long.get('/projects')).headers['location']).to.match(/^\/sign-in/);
  });

  it('do not come back with the cookie of an account that was blocked for a while', async () => {
    const { get, user } = await signedIn('officer');
    const blocked = await edit(users, user, { isBlocked: true });
    await edit(users, blocked, { isBlocked: false });
    expect((await get('/projects')).headers['location']).to.match(/^\/sign-in/);
  });

  it('do not come back with the password of a blocked account', async () => {
    const user = await addUser('officer');
    await edit(users, user, { isBlocked: true });
    const { post } = await visitor();
    expect((await post('/sign-in', { email: user.email, password })).status).to.equal(401);
  });
});

describe('POST /invitations/:token', () => {
  useDatabase();
  const chosen = 'a new and longer password';

  it('makes the first administrator, once', async () => {
    const token = await inviteUser(null, changeAt(new Date()));
    const { get, post } = await visitor();
    const path = `/invitations/${token}`;
    expect((await get(path)).text).to.include('Make the first administrator');
    const fields = { name: 'Ada', email: 'ada@example.org', password: chosen, repeated: chosen };
    const answer = await post(path, fields, path);
    expect(answer.status).to.equal(303);
    expect((await get('/users')).status).to.equal(200);
    expect((await get(path)).status).to.equal(404);
  });

  it('names what is wrong and keeps what was typed, but never a password', async () => {
    const path = `/invitations/${await inviteUser(null, changeAt(new Date()))}`;
    const { post } = await visitor();
    const fields = { name: 'Ada', email: 'no address', password: 'short', repeated: 'other' };
    const answer = await post(path, fields, path);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('The two passwords differ.');
    expect(holds(answer.text, '[value="short"]')).to.equal(false);
    expect(valueOn(answer.text, 'name')).to.equal('Ada');
    expect(attributesOn(answer.text, 'li > a', 'href')).to.include.members(['#email', '#repeated']);
  });

  it('sets a forgotten password anew; the old one no longer works', async () => {
    const user = await addUser('officer');
    const path = `/invitations/${await inviteUser(user.id, changeAt(new Date()))}`;
    const { post } = await visitor();
    expect((await post(path, { password: chosen, repeated: chosen }, path)).status).to.equal(303);
    const again = await visitor();
    expect((await again.post('/sign-in', { email: user.email, password })).status).to.equal(401);
    expect((await again.post('/sign-in', { email: user.email, password: chosen })).status).to.equal(303);
  });

  it('ends every session and token of the account, which lasted until then', async () => {
    const user = await addUser('officer');
    const elsewhere = await signedInAs(user);
    const { token } = await makeToken(user, { name: 'script', access: 'full', endsOn: null }, new Date());
    const byToken = async () =>
      (
        await supertest(await testAddress())
          .get('/api/v1/projects')
          .set('Authorization', `Bearer ${token}`)
      ).status;
    const path = `/invitations/${await inviteUser(user.id, changeAt(new Date()))}`;
    const { get, post } = await visitor();
    expect((await get(path)).text).to.include('replaces the one you had');
    expect((await elsewhere.get('/projects')).status).to.equal(200);
    expect(await byToken()).to.equal(200);
    expect((await post(path, { password: chosen, repeated: chosen }, path)).status).to.equal(303);
    expect((await get('/projects')).status).to.equal(200);
    expect((await elsewhere.get('/projects')).status).to.equal(303);
    expect(await byToken()).to.equal(401);
  });

  it('is refused after three days', async () => {
    const user = await addUser('officer');
    const token = await inviteUser(user.id, changeAt(new Date(Date.now() - 73 * 3_600_000)));
    const { get } = await visitor();
    const answer = await get(`/invitations/${token}`);
    expect(answer.status).to.equal(404);
    expect(answer.text).to.include('Ask an administrator for a new one.');
  });
});

describe('The menu', () => {
  useDatabase();

  it('leads nowhere a role may not go, and to no other host', async () => {
    for (const role of ['officer', 'evaluator', 'finance', 'administrator', 'reader'] as const) {
      const { get } = await signedInAs(await addUser(role));
      const { text } = await get('/');
      const paths = attributesOn(text, 'nav.site-menu [href]', 'href');
      expect(paths, role).to.include('/projects?scope=in');
      expect(text.replaceAll(await testAddress(), '')).not.to.match(/(?:href|src|action)="(?:https?:)?\/\//);
      for (const path of paths) expect((await get(path)).status, `${role} ${path}`).to.be.oneOf([200, 404]);
    }
  });
});
