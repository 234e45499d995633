import { Writable } from 'node:stream';
import { expect } from 'chai';
import supertest from 'supertest';
import { makeToken } from '../../../models/accounts/token.ts';
import { inviteUser } from '../../../models/accounts/invitation.ts';
import { createLogger } from '../../../server/logger.ts';
import { serveApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, addUser, changeAt, password } from '../../support/factories.ts';
import { tokenOn } from '../../support/page.ts';

type Line = Readonly<Record<string, unknown>>;

/** The app with a log that a test reads. */
async function logged() {
  let text = '';
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const log = createLogger('info', output as unknown as NodeJS.WriteStream);
  const address = await serveApp({}, log);
  const lines = (): Line[] =>
    text
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Line);
  return {
    address,
    text: () => text,
    /** The one refusal since the last reading. */
    refused: (): Line => {
      const found = lines().filter(({ msg }) => msg === 'refused');
      text = '';
      expect(found).to.have.length(1);
      return found[0] ?? {};
    },
  };
}

describe('A refusal', () => {
  useDatabase();

  it('of a page leaves one line: who, from where, what and why', async () => {
    const { address, refused } = await logged();
    const user = await addUser('reader');
    const agent = supertest.agent(address);

    await agent.get('/projects?q=secret').redirects(0);
    expect(refused()).to.include({
      level: 'info',
      status: 401,
      kind: 'unauthenticated',
      key: 'unauthenticated',
      user: null,
      method: 'GET',
      path: '/projects',
      address: '127.0.0.1',
    });

    const _csrf = tokenOn((await agent.get('/sign-in')).text);
    await agent.post('/sign-in').type('form').send({ email: user.email, password });
    expect(refused()).to.include({ level: 'warn', status: 403, kind: 'forbidden', key: 'csrf', user: null });

    await agent.post('/sign-in').type('form').send({ _csrf, email: user.email, password: 'a wrong one' });
    expect(refused()).to.include({ level: 'warn', status: 401, key: 'wrongPassword', account: user.id });

    await agent
      .post('/sign-in')
      .type('form')
      .send({ _csrf, email: 'x@example.org', password: 'a wrong one' });
    expect(refused()).to.include({ status: 401, key: 'wrongPassword' }).and.not.have.property('account');

    await agent.post('/sign-in').type('form').send({ _csrf, email: user.email, password });
    const forbidden = await agent.get('/projects/new');
    const line = refused();
    expect(line).to.include({
      level: 'warn',
      status: 403,
      key: 'forbidden',
      user: user.id,
      path: '/projects/new',
    });
    expect(line['requestId']).to.equal(forbidden.headers['x-request-id']);

    await agent.get('/users/no-such-account');
    expect(refused()).to.include({ level: 'info', status: 404, key: 'notFound.user', user: user.id });
  });

  it('of the API leaves one line too', async () => {
    const { address, refused } = await logged();
    const user = await addUser('officer');
    const project = await addProject();
    const { token } = await makeToken(user, { name: 'script', access: 'read', endsOn: null }, new Date());
    const full = (await makeToken(user, { name: 'script', access: 'full', endsOn: null }, new Date())).token;
    const api = supertest(`${address}/api/v1`);

    await api.get('/projects').set('Authorization', 'Bearer cf_no-such-token');
    expect(refused()).to.include({ level: 'warn', status: 401, key: 'tokenEnded', user: null });

    await api.post('/tokens').auth(user.email, 'a wrong password');
    expect(refused()).to.include({
      level: 'warn',
      status: 401,
      key: 'wrongPassword',
      path: '/api/v1/tokens',
    });

    await api.patch(`/projects/${project.id}`).set('Authorization', `Bearer ${token}`).send({ title: 'New' });
    expect(refused()).to.include({ level: 'warn', status: 403, key: 'tokenReads', user: user.id });

    await api.patch(`/projects/${project.id}`).set('Authorization', `Bearer ${full}`).send({ title: 'New' });
    expect(refused()).to.include({ level: 'info', status: 428, kind: 'versionMissing' });

    const stale = api.patch(`/projects/${project.id}`).set('Authorization', `Bearer ${full}`);
    await stale.set('If-Match', '"7"').send({ title: 'New' });
    expect(refused()).to.include({ level: 'info', status: 412, kind: 'stale' });

    await api.get('/projects/no-such-project').set('Authorization', `Bearer ${full}`);
    expect(refused()).to.include({ level: 'info', status: 404, key: 'notFound.project' });

    await api
      .post('/projects')
      .set('Authorization', `Bearer ${full}`)
      .send({ title: 'x'.repeat(2_200_000) });
    expect(refused()).to.include({ level: 'info', status: 413, kind: 'tooLarge' });
  });

  it('of too many attempts says for which account', async () => {
    const { address, refused } = await logged();
    const user = await addUser('officer');
    const agent = supertest.agent(address);
    const _csrf = tokenOn((await agent.get('/sign-in')).text);
    const attempt = () =>
      agent.post('/sign-in').type('form').send({ _csrf, email: user.email, password: 'a wrong one' });
    for (let count = 0; count < 10; count += 1) {
      await attempt();
      refused();
    }
    await attempt();
    expect(refused()).to.include({ level: 'warn', status: 429, kind: 'tooMany', account: user.id });
  });

  it('says no password, token or form’s token, wherever they stood', async () => {
    const { address, text } = await logged();
    const user = await addUser('officer');
    const invitation = await inviteUser(user.id, changeAt(new Date(Date.now() - 80 * 3_600_000)));
    const agent = supertest.agent(address);
    const _csrf = tokenOn((await agent.get('/sign-in')).text);
    const secret = 'Tr0ub4dor-and-three';
    await agent.get(`/invitations/${invitation}`);
    await agent.post(`/invitations/${invitation}`).type('form').send({ _csrf, password: secret });
    await agent.post('/sign-in').type('form').send({ _csrf, email: user.email, password: secret });
    await agent.get(`/no-such-page?token=${secret}`);
    await supertest(address).get('/api/v1/projects').set('Authorization', `Bearer cf_${secret}`);
    await supertest(address).post('/api/v1/tokens').auth(user.email, secret);
    expect(text().match(/"refused"/g)).to.have.length(6);
    const basic = Buffer.from(`${user.email}:${secret}`).toString('base64');
    for (const one of [secret, invitation, _csrf, basic, user.email]) expect(text()).not.to.include(one);
  });
});
