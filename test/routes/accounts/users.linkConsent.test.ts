import { expect } from 'chai';
import { inviteUser } from '../../../models/accounts/invitation.ts';
import { createLogger } from '../../../server/logger.ts';
import { linkUser } from '../../../server/cli/cliUsers.ts';
import { apiAs, signedIn, signedInAs, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, changeAt } from '../../support/factories.ts';
import { attributesOn, invitationOn, wordsOn } from '../../support/page.ts';

const chosen = 'a new and longer password';
const noticeIn = (html: string): string => wordsOn(html, 'section.alert').join(' ');

describe('POST /users/:id/invitation of an administrator', () => {
  useDatabase();

  it('shows no link before a third administrator has consented, on the page where they are told of it', async () => {
    const maker = await signedIn('administrator');
    const owner = await signedIn('administrator');
    const third = await signedIn('administrator');
    const path = `/users/${owner.user.id}`;
    const asked = await maker.post(`${path}/invitation`, {});
    expect([asked.status, invitationOn(asked.text)]).to.deep.equal([303, '']);
    expect((await maker.get(path)).text)
      .to.include('waits for the consent')
      .and.not.include('/consent"');
    expect((await owner.get(path)).text).not.to.include('/consent"');
    expect((await owner.post(`${path}/invitation/consent`, {})).status).to.equal(403);
    expect(attributesOn((await third.get('/')).text, 'a', 'href')).to.include(`${path}#access`);
    const forms = attributesOn((await third.get(path)).text, 'form', 'action');
    expect(forms).to.include(`${path}/invitation/consent`);
    expect((await third.post(`${path}/invitation/consent`, {})).status).to.equal(303);
    expect((await maker.get(path)).text).to.include('has consented');
    const link = invitationOn((await maker.post(`${path}/invitation`, {})).text);
    expect((await (await visitor()).get(link)).status).to.equal(200);
  });

  it('does the same by API', async () => {
    const owner = await addUser('administrator');
    const [maker, third] = [await apiAs('administrator'), await apiAs('administrator')];
    const path = `/users/${owner.id}/invitation`;
    const first = await maker.post(path);
    expect([first.status, first.body]).to.deep.equal([201, { state: 'awaitsConsent', url: null }]);
    const { body } = await third.get(path);
    expect(body.request).to.deep.include({ consentedBy: null });
    expect((await maker.post(`${path}/consent`)).status).to.equal(403);
    expect((await third.post(`${path}/consent`)).status).to.equal(200);
    expect((await third.post(`${path}/refuse`)).status).to.equal(404);
    const made = await maker.post(path);
    expect(made.body).to.have.property('state', 'made');
    expect(made.body.url).to.match(/\/invitations\/[\w-]{32}$/);
  });

  it('always works from the command line, and is entered', async () => {
    const owner = await addUser('administrator');
    for (let count = 0; count < 2; count += 1) await addUser('administrator');
    const printed: string[] = [];
    const output = { print: (line: string) => printed.push(line), tell: () => undefined };
    await linkUser(owner.email, { baseUrl: null, host: '127.0.0.1', port: 3000 })({
      ...output,
      log: createLogger('silent'),
    } as never);
    expect(printed.join()).to.match(/\/invitations\/[\w-]{32}$/);
    const { body } = await (await apiAs('reader')).get(`/users/${owner.id}/history`);
    expect(body.items[0]).to.deep.include({ event: 'linkMade', channel: 'command' });
  });
});

describe('What happened to the access to an account', () => {
  useDatabase();

  it('is told its owner at the next sign-in, by whom and when, until they have read it', async () => {
    const user = await addUser('officer');
    await inviteUser(user.id, changeAt(new Date(), { by: { id: 'ann', name: 'Ann Other' } }));
    const { get, post } = await signedInAs(user);
    for (const path of ['/', '/projects']) {
      const notice = noticeIn((await get(path)).text);
      expect(notice, path).to.include('One-time link made').and.include('Ann Other');
    }
    const read = await post('/account/access/read', { to: '/projects' });
    expect(read.headers['location']).to.equal('/projects');
    expect(noticeIn((await get('/')).text)).to.equal('');
    const again = await signedInAs(user);
    expect(noticeIn((await again.get('/')).text)).to.equal('');
    expect((await again.get('/account/access')).text).to.include('Ann Other');
  });

  it('is told in Dutch, and to nobody whom it does not concern', async () => {
    const [user, other] = [await addUser('officer'), await addUser('officer')];
    await inviteUser(user.id, changeAt(new Date()));
    expect(noticeIn((await (await signedInAs(user, 'nl')).get('/')).text)).to.include(
      'Eenmalige link gemaakt',
    );
    expect(noticeIn((await (await signedInAs(other)).get('/')).text)).to.equal('');
  });

  it('is told again by whoever used the link, who may be another: reading it there is not the owner’s', async () => {
    const user = await addUser('officer');
    const link = `/invitations/${await inviteUser(user.id, changeAt(new Date()))}`;
    const thief = await visitor();
    await thief.post(link, { password: chosen, repeated: chosen }, link);
    expect(noticeIn((await thief.get('/')).text)).to.include('One-time link used');
    await thief.post('/account/access/read', { to: '/' }, '/account');
    expect(noticeIn((await thief.get('/')).text)).to.equal('');
    const owner = await visitor();
    await owner.post('/sign-in', { email: user.email, password: chosen });
    expect(noticeIn((await owner.get('/')).text)).to.include('One-time link used');
  });

  it('is given by API to its owner alone', async () => {
    const { user, get, post } = await apiAs('officer');
    await inviteUser(user.id, changeAt(new Date()));
    const { body } = await get('/account/access');
    expect(body.items.map(({ event }: { event: string }) => event)).to.deep.equal(['linkMade']);
    expect((await post('/account/access/read')).status).to.equal(200);
    expect((await (await apiAs('officer')).get('/account/access')).body.items).to.deep.equal([]);
  });
});
