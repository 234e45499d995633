import { expect } from 'chai';
import mongoose from 'mongoose';
import { Writable } from 'node:stream';
import supertest from 'supertest';
import { findByPassword } from '../../../models/accounts/credential.ts';
import { makeToken } from '../../../models/accounts/token.ts';
import { createLogger } from '../../../server/logger.ts';
import { apiAs, serveApp, signedInAs, testAddress, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { password } from '../../support/factories.ts';

const wanted = 'another horse and battery';
const right = { present: password, password: wanted };

describe('POST /api/v1/account/password', () => {
  useDatabase();

  it('replaces the password once the present one is given, and answers with the account', async () => {
    const { post, user } = await apiAs('officer');
    const { status, body, text } = await post('/account/password').send(right);
    expect(status).to.equal(200);
    expect(body).to.include({ id: user.id, email: user.email, version: user.version });
    expect(text).not.to.include(wanted).and.not.include(password);
    expect(await findByPassword(user.email, password)).to.equal(null);
    expect((await findByPassword(user.email, wanted))?.id).to.equal(user.id);
  });

  it('ends every session and every token of the account, also the one it was sent with, and nobody else’s', async () => {
    const { post, get, user } = await apiAs('officer');
    const { token } = await makeToken(user, { name: 'other', access: 'read', endsOn: null }, new Date());
    const [page, other] = [await signedInAs(user), await apiAs('officer')];
    expect((await post('/account/password').send(right)).status).to.equal(200);
    expect((await get('/account')).status).to.equal(401);
    const agent = supertest(await testAddress());
    const read = await agent.get('/api/v1/account').set('Authorization', `Bearer ${token}`);
    expect(read.status).to.equal(401);
    expect((await page.get('/account')).status).to.equal(303);
    expect((await other.get('/account')).status).to.equal(200);
    const made = await agent.post('/api/v1/tokens').auth(user.email, wanted).send({ name: 'new' });
    expect(made.status).to.equal(201);
  });

  for (const [what, body, field, message] of [
    ['a wrong present one', { ...right, present: 'x' }, 'present', /present password is not right/],
    ['a short one', { ...right, password: 'short' }, 'password', /15 to 200 characters/],
    ['a common one', { ...right, password: 'Password12345' }, 'password', /./],
    ['no present one', { password: wanted }, 'present', /./],
    ['no new one', { present: password }, 'password', /./],
    ['an operator as the present one', { ...right, present: { $ne: '' } }, 'present', /./],
    ['a list as the new one', { ...right, password: [wanted] }, 'password', /./],
    ['somebody else’s account', { ...right, email: 'b@example.org' }, 'email', /not a field/],
    ['what the page asks for too', { ...right, repeated: wanted }, 'repeated', /not a field/],
  ] as const) {
    it(`refuses ${what}, naming the field, and changes nothing`, async () => {
      const { post, get, user } = await apiAs('officer');
      const answer = await post('/account/password').send(body);
      expect(answer.status).to.equal(422);
      expect(answer.body.errors.map((one: { field: string }) => one.field)).to.deep.equal([field]);
      expect(answer.body.errors[0].message).to.match(message);
      expect(answer.text).not.to.include(wanted);
      expect((await findByPassword(user.email, password))?.id).to.equal(user.id);
      expect((await get('/account')).status).to.equal(200);
    });
  }

  it('counts guesses of the present one with those at sign-in, and then takes the right one no more', async () => {
    const { post, user } = await apiAs('officer');
    const guess = async () => (await post('/account/password').send({ ...right, present: 'a guess' })).status;
    const { post: signIn } = await visitor();
    const statuses: number[] = [];
    for (let made = 0; made < 2; made += 1) {
      statuses.push(await guess());
      statuses.push((await signIn('/sign-in', { email: user.email, password: 'a guess' })).status);
    }
    expect(statuses.filter((_status, at) => at % 2 === 0)).to.deep.equal([422, 422]);
    const refused = await post('/account/password').send(right);
    expect(refused.status).to.equal(429);
    expect(Number(refused.headers['retry-after'])).to.be.greaterThan(0);
    expect((await findByPassword(user.email, password))?.id).to.equal(user.id);
    expect((await signIn('/sign-in', { email: user.email, password })).status).to.equal(429);
  });

  it('counts no guess of what is refused before it is looked at', async () => {
    const { post } = await apiAs('officer');
    for (let made = 0; made < 12; made += 1)
      expect((await post('/account/password').send({ ...right, role: 'x' })).status).to.equal(422);
    expect((await post('/account/password').send(right)).status).to.equal(200);
  });

  it('is not for a token that may only read', async () => {
    const { post, user } = await apiAs('administrator', 'read');
    expect((await post('/account/password').send(right)).status).to.equal(403);
    expect((await findByPassword(user.email, password))?.id).to.equal(user.id);
  });

  it('takes no Idempotency-Key, under which something of it would be kept', async () => {
    const { post, user } = await apiAs('officer');
    const { status, body } = await post('/account/password').set('Idempotency-Key', 'k').send(right);
    expect(status).to.equal(400);
    expect(body.message).to.match(/takes no Idempotency-Key/);
    expect(await mongoose.connection.collection('idempotencykeys').countDocuments()).to.equal(0);
    expect((await findByPassword(user.email, password))?.id).to.equal(user.id);
  });

  it('is in the log without a password, and a wrong one as a refusal', async () => {
    let text = '';
    const write = (chunk: unknown, _encoding: string, done: () => void) => {
      text += String(chunk);
      done();
    };
    const log = createLogger('trace', new Writable({ write }) as unknown as NodeJS.WriteStream);
    const { token, user } = await apiAs('officer');
    const agent = supertest(await serveApp({}, log));
    const send = (body: object) =>
      agent.post('/api/v1/account/password').set('Authorization', `Bearer ${token}`).send(body);
    expect((await send({ ...right, present: 'a guess of mine' })).status).to.equal(422);
    expect((await send(right)).status).to.equal(200);
    const lines = text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Record<string, unknown>);
    const refused = lines.filter(({ msg }) => msg === 'refused');
    expect(refused).to.have.length(1);
    expect(refused[0]).to.include({ level: 'warn', user: user.id, key: 'wrongPassword' });
    for (const secret of ['a guess of mine', password, wanted, token]) expect(text).not.to.include(secret);
  });

  it('is described with both passwords needed, and the answer to too many wrong ones', async () => {
    const { body } = await supertest(await testAddress()).get('/api/v1/openapi.json');
    interface Described {
      requestBody: { content: { 'application/json': { schema: Record<string, unknown> } } };
      responses: Record<string, unknown>;
      parameters: unknown[];
    }
    const { paths } = body as { paths: Record<string, Record<string, Described> | undefined> };
    const { requestBody, responses, parameters } = paths['/account/password']!['post']!;
    const { schema } = requestBody.content['application/json'];
    expect(schema['required']).to.have.members(['present', 'password']);
    expect(schema['additionalProperties']).to.equal(false);
    expect(Object.keys(responses)).to.include.members(['200', '403', '422', '429']);
    expect(JSON.stringify(parameters)).not.to.include('IdempotencyKey');
  });
});
