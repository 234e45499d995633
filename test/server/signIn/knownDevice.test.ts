import { expect } from 'chai';
import type { Request, Response } from 'express';
import { knownDevices } from '../../../server/signIn/knownDevice.ts';
import { serveApp, signedInAs, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, password } from '../../support/factories.ts';
import { tokenOn } from '../../support/page.ts';

const secret = 'only for tests, and long enough for them';
const now = new Date('2026-11-24T10:00:00Z');
const days = (count: number) => new Date(now.getTime() + count * 24 * 3_600_000);
const asked = (cookie: string) => ({ get: () => cookie }) as unknown as Request;

/** The cookie that a browser with this one is given when somebody signs in with it. */
function rememberedIn(
  cookie: string,
  userId: string,
  at = now,
  devices = knownDevices(secret, false),
): string {
  let given = '';
  const response = { cookie: (name: string, value: string) => (given = `${name}=${value}`) };
  devices.remember(asked(cookie), response as unknown as Response, userId, at);
  return given;
}

describe('A device that signed in before', () => {
  const devices = knownDevices(secret, false);

  it('is known for ninety days, for the accounts that signed in with it', () => {
    const ofAnn = rememberedIn('', 'ann');
    const id = devices.find(asked(ofAnn), 'ann', days(89));
    expect(id).to.match(/^[\w-]{22}$/);
    expect(devices.find(asked(ofAnn), 'ann', days(90))).to.equal(null);
    expect(devices.find(asked(ofAnn), 'bob', now)).to.equal(null);
    const ofBoth = rememberedIn(ofAnn, 'bob', days(60));
    expect(devices.find(asked(ofBoth), 'bob', days(100))).to.equal(id);
    expect(devices.find(asked(ofBoth), 'ann', days(60))).to.equal(id);
    expect(devices.find(asked(ofBoth), 'ann', days(100))).to.equal(null);
  });

  it('keeps five accounts at most, those that signed in last', () => {
    const cookie = ['a', 'b', 'c', 'd', 'e', 'f'].reduce((given, one) => rememberedIn(given, one), '');
    const known = ['a', 'b', 'c', 'd', 'e', 'f'].filter(one => devices.find(asked(cookie), one, now));
    expect(known).to.deep.equal(['b', 'c', 'd', 'e', 'f']);
    expect(cookie.length).to.be.below(1000);
  });

  it('cannot be made up, changed or taken from another installation', () => {
    const own = rememberedIn('', 'ann');
    const [name = '', text = '', signature = ''] = own.split(/[=.]/);
    const other = Buffer.from(JSON.stringify({ id: 'x', accounts: [['ann', 2_000_000_000]] })).toString(
      'base64url',
    );
    for (const forged of [
      `${name}=${other}.${signature}`,
      `${name}=${text}.${'A'.repeat(43)}`,
      `${name}=${text}`,
      rememberedIn('', 'ann', now, knownDevices('another secret', false)),
      rememberedIn('', 'ann', now, knownDevices(secret, true)),
    ])
      expect(devices.find(asked(forged), 'ann', now), forged).to.equal(null);
    expect(devices.find(asked(own), 'ann', now)).not.to.equal(null);
  });
});

describe('The cookie of a device', () => {
  useDatabase();
  const set = ({ headers }: { headers: Readonly<Record<string, unknown>> }): string =>
    ((headers['set-cookie'] ?? []) as string[]).find(one => one.includes('callfolio-device=')) ?? '';

  it('is set at sign-in alone, out of the reach of scripts and other sites', async () => {
    const user = await addUser('officer');
    const { post } = await visitor();
    expect(set(await post('/sign-in', { email: user.email, password: 'wrong' }))).to.equal('');
    const cookie = set(await post('/sign-in', { email: user.email, password }));
    expect(cookie).to.match(/^callfolio-device=/);
    expect(cookie).to.include('HttpOnly').and.include('SameSite=Strict').and.include('Max-Age=7776000');
    expect(set(await (await signedInAs(user)).get('/'))).to.equal('');
  });

  it('behind TLS is Secure, and no other host of the domain can set it', async () => {
    const user = await addUser('officer');
    const base = await serveApp({ baseUrl: 'https://callfolio.example' });
    const { agent } = await visitor('en', base);
    const page = await agent.get('/sign-in');
    const cookies = (page.headers['set-cookie'] as unknown as string[])
      .map(one => one.split(';')[0])
      .join('; ');
    const _csrf = tokenOn(page.text);
    const answer = await agent
      .post('/sign-in')
      .set('Cookie', cookies)
      .type('form')
      .send({ _csrf, email: user.email, password });
    const cookie = set(answer);
    expect(cookie)
      .to.match(/^__Host-callfolio-device=/)
      .and.include('Secure')
      .and.include('Path=/');
    expect(cookie).not.to.include('Domain');
  });
});
