import { expect } from 'chai';
import supertest from 'supertest';
import { apiAs, serveApp, signedIn, testAddress, visitor } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addUser, password } from '../support/factories.ts';
import { tokenOn } from '../support/page.ts';

type Answer = Pick<supertest.Response, 'status' | 'headers' | 'text'>;

const nonceOf = ({ headers }: Answer): string =>
  /script-src 'nonce-([\w-]{20,})'(?:;|$)/.exec(String(headers['content-security-policy']))?.[1] ?? '';

describe('Every answer', () => {
  useDatabase();

  /** One of each kind that the program gives, by what it is. */
  async function answers(): Promise<Readonly<Record<string, Answer>>> {
    const person = await signedIn('administrator');
    const nobody = supertest(await testAddress());
    const api = await apiAs('administrator');
    const _csrf = tokenOn((await person.get('/account')).text);
    const tooLarge = { _csrf, name: 'x'.repeat(2_200_000) };
    return {
      'page for nobody': await nobody.get('/sign-in'),
      'redirection to the sign-in': await nobody.get('/projects'),
      asset: await nobody.get('/assets/app.css'),
      'asset that is not there': await nobody.get('/assets/no-such.css'),
      'font of a package': await nobody.get('/assets/inter/index.css'),
      health: await nobody.get('/health/live'),
      readiness: await nobody.get('/health/ready'),
      'address that cannot be read': await nobody.get('/%E0%A4%A'),
      'API for nobody': await nobody.get('/api/v1/projects'),
      API: await api.get('/projects'),
      'API for what is not there': await api.get('/no-such-thing'),
      'API for too much': await api.post('/projects').send({ title: 'x'.repeat(2_200_000) }),
      'API for what is no JSON': await api.post('/projects').type('json').send('{'),
      page: await person.get('/projects'),
      'page that is not there': await person.get('/no-such-page'),
      'page that is refused': await (await signedIn('reader')).get('/projects/new'),
      'form without its token': await person.agent.post('/account').type('form').send({}),
      'form with too much': await person.agent.post('/account').type('form').send(tooLarge),
      'form with a mistake': await person.post('/account', { name: '' }),
      'form that was saved': await person.post('/account', { name: 'Ada', language: '', locale: '' }),
      'list as a worksheet': await person.get('/projects.xlsx'),
      'list as CSV': await person.get('/projects.csv'),
      'list as JSON': await person.get('/projects.json'),
    };
  }

  it('carries a policy with a nonce of its own, and lets nothing inline run', async () => {
    const found = await answers();
    const wrong = Object.entries(found).filter(([, answer]) => {
      const policy = String(answer.headers['content-security-policy']);
      return (
        nonceOf(answer) === '' ||
        /unsafe|\*|http:/.test(policy) ||
        !/default-src 'none'/.test(policy) ||
        !/frame-ancestors 'none'/.test(policy) ||
        answer.headers['x-content-type-options'] !== 'nosniff' ||
        answer.headers['x-powered-by'] !== undefined
      );
    });
    expect(wrong.map(([what]) => what)).to.deep.equal([]);
    const nonces = Object.values(found).map(nonceOf);
    expect(new Set(nonces).size).to.equal(nonces.length);
    const { page } = found;
    expect(page && page.text).to.include(`nonce="${page ? nonceOf(page) : '?'}"`);
  });

  it('stays in no cache but for what everybody may see', async () => {
    const found = await answers();
    const kept = Object.entries(found)
      .filter(([, { headers }]) => headers['cache-control'] !== 'no-store')
      .map(([what]) => what);
    expect(kept).to.deep.equal(['asset', 'font of a package']);
  });

  it('says in words that too much was sent', async () => {
    const found = await answers();
    for (const what of ['API for too much', 'form with too much']) {
      expect(found[what]?.status, what).to.equal(413);
      expect(found[what]?.text, what).to.include('What was sent is too large.');
    }
  });

  it('refuses a form of more fields than any page has', async () => {
    const { agent, get } = await signedIn('officer');
    const _csrf = tokenOn((await get('/account')).text);
    const fields = Array.from({ length: 30_001 }, (_none, at) => `f${at}=`).join('&');
    const answer = await agent.post('/projects').type('form').send(`_csrf=${_csrf}&${fields}`);
    expect(answer.status).to.equal(413);
    expect(answer.text).to.include('What was sent is too large.');
  });
});

/** Whether a browser takes a cookie as one that this host alone can have set (RFC 6265bis, 4.1.3.2). */
const isTakenByBrowsers = (cookie: string): boolean =>
  cookie.startsWith('__Host-') &&
  /; Secure(?:;|$)/.test(cookie) &&
  /; Path=\/(?:;|$)/.test(cookie) &&
  !/; Domain/i.test(cookie);

describe('The cookies of a visitor and of a session', () => {
  useDatabase();

  /** What is set by the page that signs in, and by signing in. */
  const cookiesFrom = async (address: string): Promise<string[]> => {
    const user = await addUser('officer');
    const page = await supertest(address).get('/sign-in');
    const [ofVisitor = ''] = page.headers['set-cookie'] as unknown as string[];
    const signedIn = await supertest(address)
      .post('/sign-in')
      .set('Cookie', ofVisitor.split(';')[0] ?? '')
      .type('form')
      .send({ _csrf: tokenOn(page.text), email: user.email, password })
      .expect(303);
    return [ofVisitor, ...(signedIn.headers['set-cookie'] as unknown as string[])];
  };

  it('are out of reach of scripts and of other sites', async () => {
    const cookies = await cookiesFrom(await testAddress());
    expect(cookies.map(one => one.split('=')[0])).to.deep.equal([
      'callfolio-visitor',
      'callfolio-device',
      'callfolio',
    ]);
    for (const cookie of cookies) {
      expect(cookie)
        .to.match(/; HttpOnly/)
        .and.match(/; SameSite=(?:Lax|Strict)/)
        .and.match(/; Path=\//);
      expect(cookie).not.to.match(/; Secure|; Domain/);
    }
  });

  it('are Secure behind TLS, even where the proxy does not say that it is TLS', async () => {
    const address = await serveApp({ baseUrl: 'https://callfolio.example' });
    const cookies = await cookiesFrom(address);
    expect(cookies.map(one => one.split('=')[0])).to.deep.equal([
      '__Host-callfolio-visitor',
      '__Host-callfolio-device',
      '__Host-callfolio',
    ]);
    for (const cookie of cookies) {
      expect(isTakenByBrowsers(cookie), cookie).to.equal(true);
      expect(cookie)
        .to.match(/; HttpOnly/)
        .and.match(/; SameSite=(?:Lax|Strict)/);
    }
    const { headers } = await supertest(address).get('/health/live');
    expect(headers['strict-transport-security']).to.match(/^max-age=\d{8}/);
  });

  it('are known by a name that another host of the domain cannot give: without its rules browsers take none', () => {
    for (const lax of ['__Host-a=1; Path=/', '__Host-a=1; Path=/b; Secure', 'a=1; Path=/; Secure'])
      expect(isTakenByBrowsers(lax), lax).to.equal(false);
    expect(isTakenByBrowsers('__Host-a=1; Path=/; Secure; Domain=example.org')).to.equal(false);
  });

  it('sign in and out behind TLS, and one of an earlier version signs nobody in', async () => {
    const address = await serveApp({ baseUrl: 'https://callfolio.example' });
    const jar = (await cookiesFrom(address)).map(one => one.split(';')[0] ?? '');
    const get = async (cookie: string) => supertest(address).get('/account').set('Cookie', cookie);
    const page = await get(jar.join('; '));
    expect(page.status).to.equal(200);
    expect((await get(jar.join('; ').replace('__Host-callfolio=', 'callfolio='))).status).to.equal(303);
    const out = await supertest(address)
      .post('/sign-out')
      .set('Cookie', jar.join('; '))
      .type('form')
      .send({ _csrf: tokenOn(page.text) });
    const [cleared = ''] = out.headers['set-cookie'] as unknown as string[];
    expect(cleared).to.match(/^__Host-callfolio=;/);
    expect(isTakenByBrowsers(cleared), cleared).to.equal(true);
    expect((await get(jar.join('; '))).status).to.equal(303);
  });

  it('lasts half an hour from each page', async () => {
    const user = await addUser('officer');
    const { get, post } = await visitor();
    await post('/sign-in', { email: user.email, password });
    const [, expires = ''] =
      /Expires=([^;]+)/.exec(String((await get('/account')).headers['set-cookie'])) ?? [];
    expect((Date.parse(expires) - Date.now()) / 60_000).to.be.within(29, 30.1);
  });
});
