import { expect } from 'chai';
import supertest from 'supertest';
import { listSessions, mostSessions } from '../../../models/accounts/session.ts';
import { apiAs, signedIn, signedInAs, testAddress, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, password } from '../../support/factories.ts';
import { attributesOn } from '../../support/page.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0';

/** Signs in with a browser that says what it is. */
async function signInWith(email: string, agent: string) {
  const browser = await visitor();
  browser.agent.set('User-Agent', agent);
  await browser.post('/sign-in', { email, password });
  return browser;
}

describe('The page of sessions', () => {
  useDatabase();

  it('says where a person is signed in, and which session is this one', async () => {
    const user = await addUser('officer');
    await signInWith(user.email, edge);
    const { get } = await signInWith(user.email, firefox);
    const { text } = await get('/sessions');
    expect(text).to.include('Firefox on Linux').and.include('Edge on Windows').and.include('127.0.0.1');
    expect(text.match(/this session/g)).to.have.length(1);
    const { body } = await get('/sessions.json');
    expect(body.items.map((one: { isPresent: boolean }) => one.isPresent).toSorted()).to.deep.equal([
      false,
      true,
    ]);
  });

  it('shows nobody else’s, and nothing that could be used as a cookie', async () => {
    await signedIn('officer');
    const { get } = await signedIn('officer');
    const page = await get('/sessions.json');
    expect(page.body.items).to.have.length(1);
    const cookie = decodeURIComponent(String(page.headers['set-cookie'])).replace(/^callfolio=s:/, '');
    expect(JSON.stringify(page.body)).not.to.include(cookie.split('.')[0]);
    const [{ id }] = page.body.items as [{ id: string }];
    expect(
      (
        await supertest(await testAddress())
          .get('/account')
          .set('Cookie', `callfolio=${id}`)
      ).status,
    ).to.equal(303);
  });

  it('are twenty at most: whoever signs in once more is told that the oldest has ended', async () => {
    const user = await addUser('officer');
    const first = await signedInAs(user);
    for (let count = 1; count < mostSessions; count += 1) await signedInAs(user);
    expect((await first.get('/account')).status).to.equal(200);
    const last = await signedInAs(user);
    expect((await last.get('/')).text).to.include(
      'Your oldest session has been ended: there are 20 at most.',
    );
    expect((await first.get('/account')).status).to.equal(303);
    expect((await last.get('/sessions.json')).body.items).to.have.length(mostSessions);
  });

  it('shows an odd browser as text', async () => {
    const user = await addUser('officer');
    const { get } = await signInWith(user.email, '<script>alert(1)</script>');
    expect((await get('/sessions')).text)
      .to.include('unknown browser')
      .and.not.include('<script>alert');
  });
});

describe('POST /sessions/:id/end', () => {
  useDatabase();

  it('ends one session at its next request, and no other', async () => {
    const user = await addUser('officer');
    const [own, lost, third] = [await signedInAs(user), await signedInAs(user), await signedInAs(user)];
    const { body } = await lost.get('/sessions.json');
    const { id } = (body.items as { id: string; isPresent: boolean }[]).find(one => one.isPresent) ?? {
      id: '',
    };
    expect((await own.post(`/sessions/${id}/end`, {})).headers['location']).to.equal('/sessions');
    expect((await own.get('/sessions')).text).to.include('One session has been ended.');
    expect((await lost.get('/projects')).headers['location']).to.match(/^\/sign-in/);
    expect((await third.get('/projects')).status).to.equal(200);
    expect((await own.post(`/sessions/${id}/end`, {})).status).to.equal(404);
  });

  it('ends nobody else’s session', async () => {
    const other = await signedIn('officer');
    const [session] = await listSessions(other.user.id, new Date());
    const { post } = await signedIn('administrator');
    expect((await post(`/sessions/${session?.id}/end`, {})).status).to.equal(404);
    expect((await other.get('/projects')).status).to.equal(200);
  });
});

describe('POST /sessions/end', () => {
  useDatabase();

  it('ends all sessions but this one', async () => {
    const user = await addUser('officer');
    const [own, other, third] = [await signedInAs(user), await signedInAs(user), await signedInAs(user)];
    const stranger = await signedIn('officer');
    expect((await own.post('/sessions/end', {})).headers['location']).to.equal('/sessions');
    expect((await own.get('/sessions')).text).to.include('2 sessions have been ended.');
    for (const ended of [other, third]) expect((await ended.get('/projects')).status).to.equal(303);
    expect((await stranger.get('/projects')).status).to.equal(200);
  });

  it('ends all sessions by API', async () => {
    const api = await apiAs('officer');
    const { get } = await signedInAs(api.user);
    expect((await api.get('/sessions')).body.items).to.have.length(1);
    expect((await api.post('/sessions/end')).body).to.deep.equal({ ended: 1 });
    expect((await get('/projects')).status).to.equal(303);
  });
});

describe('DELETE /api/v1/sessions/:id', () => {
  useDatabase();

  it('ends one session', async () => {
    const api = await apiAs('officer');
    const { get } = await signedInAs(api.user);
    const [session] = await listSessions(api.user.id, new Date());
    expect((await api.delete(`/sessions/${session?.id}`)).status).to.equal(200);
    expect((await get('/projects')).status).to.equal(303);
    expect((await api.delete(`/sessions/${session?.id}`)).status).to.equal(404);
  });
});

describe('POST /users/:id/sessions/end', () => {
  useDatabase();

  it('lets an administrator sign somebody out everywhere', async () => {
    const person = await signedIn('officer');
    const { get, post } = await signedIn('administrator');
    const path = `/users/${person.user.id}`;
    const forms = attributesOn((await get(path)).text, 'form', 'action');
    expect(forms).to.include(`${path}/sessions/end`);
    expect((await post(`${path}/sessions/end`, {})).headers['location']).to.equal(path);
    expect((await get(path)).text).to.include('One session has been ended.');
    expect((await person.get('/projects')).headers['location']).to.match(/^\/sign-in/);
  });

  it('leaves administrators who do it to themselves where they are', async () => {
    const user = await addUser('administrator');
    const [own, other] = [await signedInAs(user), await signedInAs(user)];
    await own.post(`/users/${user.id}/sessions/end`, {});
    expect((await own.get('/projects')).status).to.equal(200);
    expect((await other.get('/projects')).status).to.equal(303);
  });
});
