import { expect } from 'chai';
import express, { type ErrorRequestHandler } from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { projects } from '../../../models/projects/projects.ts';
import { apiAs, signedIn, testAddress } from '../../support/app.ts';
import { cpuOf, fairCost, leastOf, longestTurn } from '../../support/cost.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, password } from '../../support/factories.ts';
import { tokenOn } from '../../support/page.ts';
import { formType, jsonType, multipart, repeated, sendRaw, type Sent } from '../../support/rawRequests.ts';

/** Before sign-in nobody keeps others waiting for longer, in milliseconds. */
const mostTurn = 20;
/** Reading or refusing the largest body takes no more CPU, in milliseconds, than this or eight copies of as many objects. */
const mostCost = 100;
/** What costs less tells of the measurement, not of the growth. */
const cheap = 10;
/** Twice as much costs no more than so many times as much. */
const mostRatio = 2.6;

const form = (body: string): Sent => ({ headers: formType, body });
const json = (body: string, more: Record<string, string> = {}): Sent => ({
  headers: { ...jsonType, ...more },
  body,
});
const deep = (levels: number) => '['.repeat(levels);

/** The parsers of Express as they come, which the program has none of. */
async function bareExpress(): Promise<{ address: string; close: () => void }> {
  const app = express();
  app.use(express.urlencoded({ extended: false, limit: '2mb', parameterLimit: 30_000 }));
  app.use(express.json({ limit: '2mb' }));
  app.use((request, response) => void response.json(Object.keys((request.body as object) ?? {}).length));
  const quietly: ErrorRequestHandler = (_error, _request, response, _next) => void response.sendStatus(400);
  app.use(quietly);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => void server.close(),
  };
}

describe('Before sign-in', () => {
  useDatabase();

  const gzipped = gzipSync(Buffer.alloc(1_000_000, '[')).toString('latin1');
  const outsiders: Readonly<Record<string, [path: string, sent: Sent, status: number]>> = {
    'a field thirty thousand times': ['/sign-in', form(repeated(29_990, () => 'a=1', '&')), 413],
    'as many fields as 16 kB hold': ['/sign-in', form(repeated(3990, () => 'a=1', '&')), 413],
    'as many names as 16 kB hold': ['/sign-in', form(repeated(2000, at => `k${at}=1`, '&')), 413],
    'signs that are no escapes': ['/sign-in', form(`email=${'%'.repeat(15_900)}`), 403],
    'a form to a one-time link': ['/invitations/x', form(repeated(29_990, () => 'a=1', '&')), 413],
    'a choice of language': ['/language', form(repeated(29_990, at => `k${at}=`, '&')), 413],
    'a form that asks for a session': ['/projects', form(repeated(29_990, () => 'a=1', '&')), 401],
    'a form to no page': ['/no-such-page', form(repeated(29_990, () => 'a=1', '&')), 404],
    'deep JSON': ['/api/v1/projects', json(deep(1_900_000)), 401],
    'wide JSON': ['/api/v1/projects', json(`[${repeated(600_000, () => '{}')}]`), 401],
    'deep JSON for a token': ['/api/v1/tokens', json(deep(1_900_000)), 401],
    'JSON with a token of nobody': [
      '/api/v1/projects',
      json(deep(1_900_000), { Authorization: `Bearer ${'x'.repeat(43)}` }),
      401,
    ],
    'a file to the sign-in': ['/sign-in', multipart(10_000), 415],
    'a file to import': ['/imports', multipart(10_000), 401],
    'a file to import by API': ['/api/v1/imports', multipart(10_000), 401],
    'what is compressed': [
      '/sign-in',
      { headers: { ...formType, 'Content-Encoding': 'gzip' }, body: Buffer.from(gzipped, 'latin1') },
      415,
    ],
    XML: ['/sign-in', { headers: { 'Content-Type': 'text/xml' }, body: '<a>'.repeat(5000) }, 415],
    'what says no kind': ['/sign-in', { body: 'a=1&'.repeat(3000) }, 415],
    'another way of writing': [
      '/sign-in',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-7' }, body: 'a=1' },
      415,
    ],
    'many chunks of one byte': ['/sign-in', { headers: formType, body: 'a'.repeat(16_000).split('') }, 403],
    'a body with a question': [
      '/sign-in',
      { ...form(repeated(29_990, () => 'a=1', '&')), method: 'GET' },
      200,
    ],
    'a long address': [`/sign-in?${repeated(3900, () => 'a=1', '&')}`, { method: 'GET' }, 200],
    'a long address with a filter': [`/projects?${repeated(1500, () => 'q=1', '&')}`, { method: 'GET' }, 303],
    'a long cookie': [
      '/sign-in',
      { method: 'GET', headers: { Cookie: `callfolio-visitor=${'; '.repeat(7000)}` } },
      200,
    ],
    'many languages': [
      '/sign-in',
      { method: 'GET', headers: { 'Accept-Language': repeated(1000, at => `x-${at};q=0.5`) } },
      200,
    ],
  };

  for (const [what, [path, sent, status]] of Object.entries(outsiders))
    it(`${what} is answered ${status} and keeps nobody waiting`, async () => {
      const address = await testAddress();
      // The first of a kind is compiled.
      expect((await sendRaw(address, path, sent)).status).to.equal(status);
      const turn = async () => longestTurn(() => sendRaw(address, path, sent));
      expect(await fairCost(mostTurn, turn)).to.be.below(mostTurn);
    });

  it('JSON in a request for a token is read after the password, and then only a little of it', async () => {
    const { email } = await addUser('officer');
    const address = await testAddress();
    const basic = { Authorization: `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}` };
    const send = async (body: string) => (await sendRaw(address, '/api/v1/tokens', json(body, basic))).status;
    expect(await send(deep(1_900_000))).to.equal(413);
    expect(await send(deep(15_000))).to.equal(413);
    expect(await send(`{${repeated(21, at => `"k${at}":1`)}}`)).to.equal(413);
    expect(await send('{"name":"mine"}')).to.equal(201);
  });

  it('the parsers of Express would keep everybody waiting: the detector cries out there', async () => {
    const { address, close } = await bareExpress();
    const bodies = [form(repeated(8000, () => 'a=1', '&')), json(deep(1_900_000))];
    for (const sent of bodies) {
      const turn = async () => longestTurn(() => sendRaw(address, '/', sent));
      expect(await fairCost(mostTurn, turn)).to.be.above(mostTurn);
    }
    close();
  });
});

describe('After sign-in', function () {
  this.timeout(120_000);
  useDatabase();

  const project = '"kind":"grant","scope":"in","title":"T"';
  const lists = ['participants', 'supports', 'amendments', 'documents', 'statements'] as const;
  const wrongItem = (list: (typeof lists)[number]) =>
    `{${Object.keys(projects.fields[list].items ?? {})
      .map(key => `"${key}":[]`)
      .join(',')}}`;
  const ofApi: Readonly<Record<string, (n: number) => string>> = {
    'deep JSON': n => deep(20 * n),
    'a list of nothing': n => `{"a":[${repeated(n, () => '{}')}]}`,
    'a list of numbers': n => `{${project},"tags":[${repeated(n, () => '1')}]}`,
    'unknown keys': n => `{${project},${repeated(n, at => `"k${at}":1`)}}`,
    'as many unknown keys as one object may have': n =>
      `{${project},${repeated(n / 10, at => `"k${at}":1`)}}`,
    'unknown keys of a participant': n =>
      `{${project},"participants":[{${repeated(n, at => `"k${at}":1`)}}]}`,
    'unknown keys of a hundred participants': n =>
      `{${project},"participants":[${repeated(100, () => `{${repeated(n / 100 - 2, at => `"k${at}":1`)}}`)}]}`,
    'unknown keys of many participants': n =>
      `{${project},"participants":[${repeated(n / 50, () => `{${repeated(49, at => `"k${at}":1`)}}`)}]}`,
    'participants that are wrong in every field': n =>
      `{${project},"participants":[${repeated(n / 50, () => wrongItem('participants'))}]}`,
    'lists that are wrong in every field of every item': n =>
      `{${project},${lists.map(list => `"${list}":[${repeated(n / 60, () => wrongItem(list))}]`).join(',')}}`,
    'keys that would change what objects are': n =>
      `{${project},"objective":[${repeated(n / 2, () => '{"__proto__":1}')}]}`,
    'too many participants': n => `{${project},"participants":[${repeated(n, () => '{}')}]}`,
    'a long text': n => `{${project},"objective":"${'\\"'.repeat(9 * n)}"}`,
    'a long number': n => `{${project},"totalCost":${'1'.repeat(18 * n)}}`,
  };
  const ofPages: Readonly<Record<string, (n: number) => string>> = {
    'a field so many times': n => repeated(0.29 * n, () => 'a=1', '&'),
    'a field of the form so many times': n => repeated(0.29 * n, () => 'title=1', '&'),
    'names that no form has': n => repeated(0.29 * n, at => `k${at}=1`, '&'),
    'a long text of escapes': n => `title=${'%C3%A9'.repeat(3 * n)}`,
  };
  const whole = 99_000;

  interface Cost {
    half: number;
    full: number;
  }
  /** What copying many small objects costs here, in milliseconds: a machine of slow memory takes longer for anything. */
  let copy = 0;
  before('measure the machine', async () => {
    const objects = JSON.parse(`[${repeated(whole / 2, () => '{"__proto__":1}')}]`) as unknown;
    copy = await leastOf(4, async () => cpuOf(() => structuredClone(objects)));
  });
  const isCheap = ({ half, full }: Cost) =>
    full < Math.max(mostCost, 8 * copy) && full / Math.max(half, cheap) < mostRatio;

  /** What half of a body and all of it cost; what is slow is slow each time, so the first cheap measurement counts. */
  async function measure(send: (n: number) => Promise<unknown>, most: number): Promise<Cost> {
    let cost: Cost = { half: Infinity, full: Infinity };
    for (let turn = 0; turn < 4 && !isCheap(cost); turn += 1) {
      const half = await leastOf(4, async () => cpuOf(() => send(most / 2)));
      cost = { half, full: await leastOf(4, async () => cpuOf(() => send(most))) };
    }
    return cost;
  }

  async function expectCheap(send: (n: number) => Promise<number>): Promise<void> {
    expect(await send(whole)).to.be.within(400, 499);
    expect(await measure(send, whole)).to.satisfy(isCheap);
  }

  for (const [what, bodyOf] of Object.entries(ofApi))
    it(`${what} by API is read and refused in time that grows with its length`, async () => {
      const { token } = await apiAs('officer');
      const address = await testAddress();
      const authorization = { Authorization: `Bearer ${token}` };
      const send = async (n: number) =>
        (await sendRaw(address, '/api/v1/projects', json(bodyOf(n), authorization))).status;
      await expectCheap(send);
    });

  for (const [what, bodyOf] of Object.entries(ofPages))
    it(`${what} is read and refused in time that grows with its length`, async () => {
      const { agent } = await signedIn('officer');
      const page = await agent.get('/account');
      const address = await testAddress();
      const cookie = agent.jar.getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false });
      const headers = { ...formType, Cookie: cookie.toValueString() };
      const send = async (n: number) => {
        const body = `_csrf=${tokenOn(page.text)}&${bodyOf(n)}`;
        return (await sendRaw(address, '/projects', { headers, body })).status;
      };
      await expectCheap(send);
    });

  it('a file of ten thousand parts is refused at the first too many', async () => {
    const { token } = await apiAs('officer');
    const address = await testAddress();
    const { headers, body } = multipart(10_000);
    const sent = { headers: { ...headers, Authorization: `Bearer ${token}` }, body };
    expect((await sendRaw(address, '/api/v1/imports', sent)).status).to.equal(400);
    const cost = async () => cpuOf(() => sendRaw(address, '/api/v1/imports', sent));
    expect(await fairCost(mostCost, cost)).to.be.below(mostCost);
  });

  it('the parser of Express costs four times as much for twice the fields: the detector cries out there', async () => {
    const { address, close } = await bareExpress();
    const send = async (n: number) => sendRaw(address, '/', form(repeated(n, () => 'a=1', '&')));
    const cost = await measure(send, 5000);
    close();
    expect(cost).not.to.satisfy(isCheap);
    expect(cost.full / cost.half).to.be.above(mostRatio);
  });
});
