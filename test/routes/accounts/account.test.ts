import { expect } from 'chai';
import { findUser } from '../../../models/accounts/user.ts';
import { addUser, password } from '../../support/factories.ts';
import { apiAs, signedIn, signedInAs, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { attributesOn, holds, valueOn } from '../../support/page.ts';

const wanted = 'another horse and battery';

const languageOf = ({ text }: { text: string }) => attributesOn(text, 'html', 'lang')[0];

describe('POST /account', () => {
  useDatabase();

  it('changes the language and the notation of everything after it', async () => {
    const { get, post, user } = await signedIn('reader');
    const answer = await post('/account', { name: 'Rita', language: 'nl', locale: 'nl-NL' });
    expect(answer.headers['location']).to.equal('/account');
    const page = await get('/account');
    expect(languageOf(page)).to.equal('nl');
    expect(page.text).to.include('Uw voorkeuren zijn opgeslagen.');
    expect(await findUser(user.id)).to.include({ name: 'Rita', language: 'nl', locale: 'nl-NL' });
  });

  it('refuses an empty name beside the field, keeping what was typed', async () => {
    const { post } = await signedIn('reader');
    const answer = await post('/account', { name: ' ', language: 'nl', locale: '' });
    expect(answer.status).to.equal(422);
    expect(holds(answer.text, '#field-name-problem')).to.equal(true);
    expect(valueOn(answer.text, 'language')).to.equal('nl');
  });

  it('gives nobody another role', async () => {
    const { post, user } = await signedIn('reader');
    await post('/account', { name: 'Rita', language: '', locale: '', role: 'administrator' });
    expect((await findUser(user.id))?.role).to.equal('reader');
    const api = await apiAs('reader');
    const answer = await api.post('/account').send({ name: 'Rita', role: 'administrator' });
    expect(answer.status).to.equal(422);
    expect((await findUser(api.user.id))?.role).to.equal('reader');
  });
});

describe('POST /account/password', () => {
  useDatabase();

  it('replaces the password once the present one is given', async () => {
    const { get, post, user } = await signedIn('officer');
    const answer = await post('/account/password', { present: password, password: wanted, repeated: wanted });
    expect(answer.headers['location']).to.equal('/account');
    expect((await get('/account')).text).to.include('Your password has been changed.');
    const again = await visitor();
    expect((await again.post('/sign-in', { email: user.email, password })).status).to.equal(401);
    expect((await again.post('/sign-in', { email: user.email, password: wanted })).status).to.equal(303);
  });

  for (const [what, fields, sentence] of [
    [
      'a wrong present one',
      { present: 'x', password: wanted, repeated: wanted },
      'The present password is not right.',
    ],
    ['two that differ', { present: password, password: wanted, repeated: 'x' }, 'The two passwords differ.'],
    [
      'a short one',
      { present: password, password: 'short', repeated: 'short' },
      'A password has 15 to 200 characters.',
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { post, user } = await signedIn('officer');
      const answer = await post('/account/password', fields);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(sentence);
      expect(answer.text).not.to.include(wanted);
      expect((await (await visitor()).post('/sign-in', { email: user.email, password })).status).to.equal(
        303,
      );
    });
  }
});

describe('POST /language', () => {
  useDatabase();

  it('speaks the language to somebody who has not signed in, on the page they were on', async () => {
    const { get, post } = await visitor();
    const answer = await post('/language', { language: 'nl', to: '/sign-in?to=%2Fcalls' });
    expect(answer.headers['location']).to.equal('/sign-in?to=%2Fcalls');
    expect(languageOf(await get('/sign-in'))).to.equal('nl');
  });

  it('changes the preference of a person who has one, and of nobody else', async () => {
    const { get, post, user } = await signedIn('officer');
    await post('/language', { language: 'nl', to: '/' });
    expect(languageOf(await get('/account'))).to.equal('nl');
    expect((await findUser(user.id))?.language).to.equal(null);
    await post('/account', { name: 'Olga', language: 'nl', locale: 'de-DE' });
    await post('/language', { language: 'en', to: '/' });
    expect(await findUser(user.id)).to.include({ language: 'en', locale: 'de-DE', name: 'Olga' });
  });

  it('leads to a path of our own only', async () => {
    const { post } = await visitor();
    for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', '']) {
      expect((await post('/language', { language: 'nl', to })).headers['location']).to.equal('/');
    }
  });

  it('is kept through signing in', async () => {
    const user = await addUser('officer');
    const { get, post } = await visitor();
    await post('/language', { language: 'nl', to: '/' });
    await post('/sign-in', { email: user.email, password });
    expect(languageOf(await get('/account'))).to.equal('nl');
  });

  it('follows the browser when nothing was chosen', async () => {
    const { get } = await signedInAs(await addUser('reader'), 'nl-BE,nl;q=0.9');
    expect(languageOf(await get('/account'))).to.equal('nl');
  });
});
