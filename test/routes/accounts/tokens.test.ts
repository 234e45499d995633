import { expect } from 'chai';
import supertest from 'supertest';
import { addDays, todayInBrussels } from '../../../models/values/day.ts';
import { listTokens, makeToken } from '../../../models/accounts/token.ts';
import { users } from '../../../models/accounts/user.ts';
import { apiAs, signedIn, signedInAs, testAddress } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, addUser, edit, password } from '../../support/factories.ts';
import { attributesOn, holds, valueOn } from '../../support/page.ts';

const script = { name: 'script', access: 'full', endsOn: null } as const;
const inDays = (count: number) => addDays(todayInBrussels(new Date()), count);
const bearer = async (token: string) => {
  const agent = supertest(await testAddress());
  return {
    get: (path: string) => agent.get(`/api/v1${path}`).set('Authorization', `Bearer ${token}`),
    patch: (path: string) => agent.patch(`/api/v1${path}`).set('Authorization', `Bearer ${token}`),
  };
};

describe('POST /api/v1/tokens', () => {
  useDatabase();

  const ask = async (email: string, body: object) =>
    supertest(await testAddress())
      .post('/api/v1/tokens')
      .auth(email, password)
      .send(body);

  it('gives a token with an end for an e-mail address, a password and a name', async () => {
    const user = await addUser('officer');
    const { status, body } = await ask(user.email, { name: 'import' });
    expect(status).to.equal(201);
    expect(body).to.include({ name: 'import', access: 'full', endsOn: inDays(90), usedAt: null });
    expect(body.token).to.match(/^cf_[\w-]{43}$/);
    expect((await (await bearer(body.token)).get('/projects')).status).to.equal(200);
  });

  it('gives one that only reads, until the day asked for', async () => {
    const user = await addUser('officer');
    const project = await addProject();
    const { body } = await ask(user.email, { name: 'report', access: 'read', endsOn: inDays(7) });
    expect(body).to.include({ access: 'read', endsOn: inDays(7) });
    const { get, patch } = await bearer(body.token);
    expect((await get(`/projects/${project.id}`)).status).to.equal(200);
    const refused = await patch(`/projects/${project.id}`).set('If-Match', '"1"').send({ title: 'New' });
    expect(refused.status).to.equal(403);
    expect(refused.body.message).to.match(/^This access token may only read\./);
    expect((await get('/projects/new')).status).to.be.oneOf([403, 404]);
  });

  for (const [what, body, field] of [
    ['no name', {}, 'name'],
    ['a name that is no text', { name: { $gt: '' } }, 'name'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
    ['an access there is none of', { name: 'a', access: 'write' }, 'access'],
    ['a last day in the past', { name: 'a', endsOn: '2020-01-01' }, 'endsOn'],
    ['a last day too far away', { name: 'a', endsOn: '2999-01-01' }, 'endsOn'],
    ['a month as the last day', { name: 'a', endsOn: '2027-01' }, 'endsOn'],
    ['an owner', { name: 'a', userId: 'somebody-else' }, 'userId'],
    ['no access', { name: 'a', access: null }, 'access'],
  ] as const) {
    it(`refuses ${what}, naming the field`, async () => {
      const user = await addUser('officer');
      const answer = await ask(user.email, body);
      expect(answer.status).to.equal(422);
      expect(answer.body.errors.map((one: { field: string }) => one.field)).to.deep.equal([field]);
      expect(await listTokens(user.id, new Date())).to.deep.equal([]);
    });
  }

  it('takes no token: a stolen one cannot outlive its end', async () => {
    const { post, user } = await apiAs('administrator');
    const answer = await post('/tokens').send({ name: 'longer' });
    expect(answer.status).to.equal(401);
    expect(answer.headers['www-authenticate']).to.match(/^Basic /);
    expect(await listTokens(user.id, new Date())).to.have.length(1);
  });
});

describe('GET /api/v1/tokens', () => {
  useDatabase();

  it('lists one’s own tokens, without the tokens themselves', async () => {
    const { get, user, token } = await apiAs('officer');
    await makeToken(await addUser('officer'), script, new Date());
    const { body } = await get('/tokens');
    expect(body.items).to.have.length(1);
    expect(body.items[0]).to.include({ name: 'test', access: 'full', hasEnded: false });
    expect(body.items[0].owner).to.deep.equal({ id: user.id, name: user.name });
    expect(JSON.stringify(body)).not.to.include(token);
  });

  it('lists everybody’s to those who may see the accounts', async () => {
    const owner = await addUser('officer');
    await makeToken(owner, script, new Date());
    const { get } = await apiAs('reader');
    expect((await get('/tokens/all')).body.items).to.have.length(2);
    const { body } = await get(`/tokens/all?user=${owner.id}`);
    expect(body.items.map((one: { owner: { id: string } }) => one.owner.id)).to.deep.equal([owner.id]);
    expect((await get('/tokens/all?user=nobody')).status).to.equal(404);
    expect((await get('/tokens/all?user[$ne]=x')).status).to.equal(400);
    expect((await get(`/tokens/all?user=${owner.id}&user=x`)).status).to.equal(404);
    expect((await (await apiAs('officer')).get('/tokens/all')).status).to.equal(403);
  });
});

describe('DELETE /api/v1/tokens/:id', () => {
  useDatabase();

  it('ends one’s own token at once', async () => {
    const api = await apiAs('officer');
    const other = await makeToken(api.user, script, new Date());
    expect((await api.delete(`/tokens/${other.made.id}`)).status).to.equal(200);
    expect((await (await bearer(other.token)).get('/projects')).status).to.equal(401);
    expect((await api.delete(`/tokens/${other.made.id}`)).status).to.equal(404);
  });

  it('ends nobody else’s, but for an administrator', async () => {
    const owner = await addUser('officer');
    const { token, made } = await makeToken(owner, script, new Date());
    for (const role of ['officer', 'reader'] as const)
      expect((await (await apiAs(role)).delete(`/tokens/${made.id}`)).status, role).to.equal(404);
    expect((await (await bearer(token)).get('/projects')).status).to.equal(200);
    expect((await (await apiAs('administrator')).delete(`/tokens/${made.id}`)).status).to.equal(200);
    expect((await (await bearer(token)).get('/projects')).status).to.equal(401);
  });
});

describe('The page of access tokens', () => {
  useDatabase();

  const fields = { name: 'nightly import', access: 'read', endsOn: '' };

  it('shows a new token once, and lists it from then on', async () => {
    const { get, post } = await signedIn('officer');
    const made = await post('/tokens', fields);
    expect(made.status).to.equal(201);
    const [token = ''] = attributesOn(made.text, '#token', 'value');
    expect(token).to.match(/^cf_[\w-]{43}$/);
    expect((await (await bearer(token)).get('/projects')).status).to.equal(200);
    const page = await get('/tokens');
    expect(page.text).to.include('nightly import').and.include('reading only').and.not.include(token);
  });

  it('says beside the field what is wrong, and keeps what was typed', async () => {
    const { post } = await signedIn('officer');
    const unfilled = await post('/tokens', { name: '', access: '', endsOn: '' });
    expect(unfilled.status).to.equal(422);
    for (const name of ['name', 'access'])
      expect(holds(unfilled.text, `#field-${name}-problem`), name).to.equal(true);
    const late = await post('/tokens', { ...fields, endsOn: '2020-01-01' });
    expect(late.status).to.equal(422);
    expect(holds(late.text, '#field-endsOn-problem')).to.equal(true);
    expect(['endsOn', 'name', 'access'].map(name => valueOn(late.text, name))).to.deep.equal([
      '2020-01-01',
      'nightly import',
      'read',
    ]);
  });

  it('ends a token by its button, and comes back', async () => {
    const { get, post, user } = await signedIn('officer');
    const { made } = await makeToken(user, script, new Date());
    expect(holds((await get('/tokens')).text, `[action="/tokens/${made.id}/end"]`)).to.equal(true);
    const answer = await post(`/tokens/${made.id}/end`, { to: '/tokens' });
    expect(answer.headers['location']).to.equal('/tokens');
    expect((await get('/tokens')).text).to.include('The token has been ended.');
    expect(await listTokens(user.id, new Date())).to.deep.equal([]);
  });

  it('shows an administrator everybody’s with their buttons, and an auditor without', async () => {
    const owner = await addUser('officer', { name: 'Olga Officer' });
    const { made } = await makeToken(owner, script, new Date());
    const administrator = await signedIn('administrator');
    const reader = await signedIn('reader');
    expect(holds((await administrator.get('/users')).text, 'a[href="/tokens/all"]')).to.equal(true);
    expect((await administrator.get(`/users/${owner.id}`)).text).to.include(`/tokens/all?user=${owner.id}`);
    for (const [who, canEnd] of [
      [reader, false],
      [administrator, true],
    ] as const) {
      const { text } = await who.get('/tokens/all');
      expect(text).to.include('Olga Officer');
      expect(holds(text, `[action="/tokens/${made.id}/end"]`)).to.equal(canEnd);
    }
    expect((await reader.post(`/tokens/${made.id}/end`, {})).status).to.equal(404);
    const answer = await administrator.post(`/tokens/${made.id}/end`, { to: '/tokens/all' });
    expect(answer.headers['location']).to.equal('/tokens/all');
  });

  it('is not led to another site by its button', async () => {
    const user = await addUser('officer');
    const { post } = await signedInAs(user);
    const { made } = await makeToken(user, script, new Date());
    const answer = await post(`/tokens/${made.id}/end`, { to: '//evil.example' });
    expect(answer.headers['location']).to.equal('/');
  });
});

describe('A token', () => {
  useDatabase();

  it('follows the role of its owner, and ends with a changed password', async () => {
    const user = await addUser('officer');
    const { post } = await signedInAs(user);
    const { token } = await makeToken(user, script, new Date());
    const { get } = await bearer(token);
    expect((await get('/users')).status).to.equal(403);
    await edit(users, user, { role: 'administrator' });
    expect((await get('/users')).status).to.equal(200);
    const wanted = 'four hungry green parrots';
    await post('/account/password', { present: password, password: wanted, repeated: wanted });
    const answer = await get('/projects');
    expect(answer.status).to.equal(401);
    expect(answer.body.message).to.match(/^This access token does not exist, or has ended\./);
  });
});
