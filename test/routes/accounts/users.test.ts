import { expect } from 'chai';
import type { Role } from '../../../models/record/permissions.ts';
import { findUser, users } from '../../../models/accounts/user.ts';
import { addUser, changeAt, edit } from '../../support/factories.ts';
import { apiAs, signedIn, testAddress, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { invitationOn } from '../../support/page.ts';

const fields = { email: 'new@example.org', name: 'New One', role: 'officer', language: '', locale: '' };

describe('POST /users', () => {
  useDatabase();

  it('adds an account without a password, and its link sets one', async () => {
    const { get, post } = await signedIn('administrator');
    const added = await post('/users', fields);
    expect(added.status).to.equal(303);
    const path = String(added.headers['location']);
    expect((await get(path)).text).to.include('Make a one-time link');

    const invited = await post(`${path}/invitation`, {});
    const [, link = ''] = /value="(http[^"]+\/invitations\/[^"]+)"/.exec(invited.text) ?? [];
    expect(link).to.match(new RegExp(`^${await testAddress()}/invitations/[\\w-]{32}$`));
    expect(invited.headers['cache-control']).to.equal('no-store');
    expect((await get(path)).text).not.to.include('/invitations/');

    const person = await visitor();
    const own = new URL(link).pathname;
    const password = 'my very own password';
    expect((await person.post(own, { password, repeated: password }, own)).status).to.equal(303);
    expect((await person.get('/projects/new')).status).to.equal(200);
  });

  it('refuses an address that has an account, in any case', async () => {
    const { post, user } = await signedIn('administrator');
    const answer = await post('/users', { ...fields, email: user.email.toUpperCase() });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('another record already has this value');
  });
});

describe('POST /users/:id/invitation', () => {
  useDatabase();

  it('ends the link before', async () => {
    const person = await addUser('officer');
    const { post, get } = await signedIn('administrator');
    const first = invitationOn((await post(`/users/${person.id}/invitation`, {})).text);
    const second = invitationOn((await post(`/users/${person.id}/invitation`, {})).text);
    expect((await get(first)).status).to.equal(404);
    expect((await get(second)).status).to.equal(200);
  });

  it('is refused for a blocked account', async () => {
    const person = await addUser('officer');
    await edit(users, person, { isBlocked: true });
    const { post } = await signedIn('administrator');
    const answer = await post(`/users/${person.id}/invitation`, {});
    expect(answer.status).to.equal(403);
    expect(answer.text).to.include('lift the block');
  });
});

describe('Accounts', () => {
  useDatabase();

  for (const role of ['officer', 'evaluator', 'finance', 'reader'] as const satisfies readonly Role[]) {
    it(`cannot be changed by: ${role}`, async () => {
      const person = await addUser('officer');
      const { get, post } = await signedIn(role);
      const canRead = role === 'reader';
      const list = await get('/users');
      expect(list.status).to.equal(canRead ? 200 : 403);
      expect(list.text).not.to.include('/users/new');
      const page = await get(`/users/${person.id}`);
      expect(page.text).not.to.include('/edit').and.not.include('/invitation');
      expect((await get('/users/new')).status).to.equal(403);
      expect((await post(`/users/${person.id}`, fields)).status).to.equal(403);
      expect((await post(`/users/${person.id}/invitation`, {})).status).to.equal(403);
      expect((await post('/users', fields)).status).to.equal(403);
      expect((await (await apiAs(role)).get('/users')).status).to.equal(canRead ? 200 : 403);
    });
  }

  it('never show a password or its hash, in any form', async () => {
    const { get, user } = await signedIn('administrator');
    const api = await apiAs('administrator');
    for (const text of [
      (await get(`/users/${user.id}/history`)).text,
      (await get('/users.json')).text,
      (await api.get(`/users/${user.id}`)).text,
    ]) {
      expect(text).not.to.match(/argon2|"hash"/);
    }
  });

  it('leave one administrator: nobody blocks or demotes themselves', async () => {
    await addUser('administrator');
    const { post, user } = await signedIn('administrator');
    const own = {
      email: user.email,
      name: user.name,
      language: '',
      locale: '',
      _version: String(user.version),
    };
    for (const change of [{ role: 'officer' }, { role: 'administrator', isBlocked: 'on' }]) {
      const answer = await post(`/users/${user.id}`, { ...own, ...change });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('You cannot block yourself');
    }
    expect(await findUser(user.id)).to.include({ role: 'administrator', isBlocked: false });
  });

  it('leave one administrator: the last stays', async () => {
    const last = await addUser('administrator');
    const refused = await edit(users, last, { role: 'reader' }).catch((error: unknown) => error);
    expect(refused).to.have.property('kind', 'invalid');
    expect(refused).to.have.nested.property('problems[0].type', 'user.lastAdministrator');
  });

  it('leave one administrator, though two take away each other’s role at once', async () => {
    const [one, other] = [await addUser('administrator'), await addUser('administrator')];
    const by = (user: typeof one) => changeAt(new Date(), { by: { id: user.id, name: user.name } });
    await Promise.allSettled([
      edit(users, one, { role: 'reader' }, by(other)),
      edit(users, other, { role: 'reader' }, by(one)),
    ]);
    expect(await users.current.countDocuments({ role: 'administrator' })).to.equal(1);
  });
});
