import { findUser } from '../../models/accounts/user.ts';
import { expect } from 'chai';
import mongoose from 'mongoose';
import { visitor } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addUser, password } from '../support/factories.ts';
import { attributesOn, tokenOn } from '../support/page.ts';

const countSessions = async () => mongoose.connection.collection('sessions').countDocuments();

describe('The pages and forms that anybody may open', () => {
  useDatabase();

  it('write no session, and neither do wrong passwords', async () => {
    const user = await addUser('officer');
    const { get, post } = await visitor();
    for (const path of ['/sign-in', '/projects', '/api', '/no-such-page', '/invitations/no-such-token']) {
      expect(String((await get(path)).headers['set-cookie']), path).not.to.match(/(^|,)callfolio=/);
    }
    expect(
      (await post('/sign-in', { email: user.email, password: 'something else entirely' })).status,
    ).to.equal(401);
    for (const language of ['tlh', 'nl'])
      expect((await post('/language', { language })).status).to.equal(303);
    expect(attributesOn((await get('/sign-in')).text, 'html', 'lang')).to.deep.equal(['nl']);
    expect(await countSessions()).to.equal(0);
    expect((await post('/sign-in', { email: user.email, password })).status).to.equal(303);
    expect(await countSessions()).to.equal(1);
  });

  it('take a token of this visitor only: not another’s, nor the cookie itself', async () => {
    const user = await addUser('officer');
    const [own, other] = [await visitor(), await visitor()];
    const page = await own.get('/sign-in');
    const [cookie = ''] = String(page.headers['set-cookie']).split(';');
    const value = cookie.split('=')[1] ?? '';
    const send = async (_csrf: string) =>
      (await own.agent.post('/sign-in').type('form').send({ _csrf, email: user.email, password })).status;
    expect(value).to.have.length(43);
    expect(await send(tokenOn((await other.get('/sign-in')).text))).to.equal(403);
    expect(await send(value)).to.equal(403);
    expect(await send('')).to.equal(403);
    expect(await send(tokenOn(page.text))).to.equal(303);
  });

  it('are void once the visitor has signed in, as those of a session are once it has ended', async () => {
    const user = await addUser('officer');
    const { agent, get, post } = await visitor();
    const before = tokenOn((await get('/sign-in')).text);
    await post('/sign-in', { email: user.email, password });
    const change = async (_csrf: string, name = 'Ada') =>
      (await agent.post('/account').type('form').send({ _csrf, name, language: '', locale: '' })).status;
    expect(await change(before)).to.equal(403);
    const own = tokenOn((await get('/account')).text);
    expect(await change(own)).to.equal(303);
    await post('/sign-out', {}, '/account');
    // It is kept for whoever signs in again (server/signIn/unsentForms.ts), and changes nothing.
    expect(await change(own, 'Eve')).to.equal(303);
    expect((await findUser(user.id))?.name).to.equal('Ada');
  });
});
