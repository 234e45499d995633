import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { expect } from 'chai';
import express, { type ErrorRequestHandler } from 'express';
import { apiMap, siteMap } from '../../../routes/index.ts';
import type { Route } from '../../../routes/line/route.ts';
import { usualMedia } from '../../../server/http/mount.ts';
import { linesOf, refuseOtherMethods } from '../../../server/http/otherMethod.ts';
import { apiAs, testAddress } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { mountedRoutes } from '../../support/mounted.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'];

interface Answer {
  status: number;
  allow: string | null;
  headers: Readonly<Record<string, unknown>>;
  text: string;
}

/** Any method, which `fetch` does not know. */
async function ask(address: string, method: string, path: string, headers = {}): Promise<Answer> {
  const asked = request(address + path, { method, headers, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  const text = await textOf(answer);
  return {
    status: answer.statusCode ?? 0,
    allow: answer.headers['allow'] ?? null,
    headers: answer.headers,
    text,
  };
}

type Named = Pick<Route, 'path' | 'media'> & { method: string };

/** The methods of each address, a file's beside those of its page; `:id` names nothing. */
function addresses(lines: readonly Named[], prefix: string, usual: 'page' | 'json'): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { method, path, media = usualMedia } of lines)
    for (const medium of media.filter(one => one !== 'page' || usual === 'page')) {
      const address = `${prefix}${path}${medium === usual ? '' : `.${medium}`}`;
      found.set(address, [...(found.get(address) ?? []), method]);
    }
  return found;
}

/** Lines that are no part of the site map. */
const others = (lines: readonly string[], map: readonly Route[], medium: 'page' | 'json'): Named[] =>
  lines
    .filter(line => !map.some(({ method, path }) => `${method} ${path}` === line))
    .map(line => ({ method: line.split(' ')[0] ?? '', path: line.split(' ')[1] ?? '', media: [medium] }));

/** Whether a path is one of those of a pattern with the same suffix: `/projects/new` is, of `/projects/:id`. */
const fits = (path: string, pattern: string): boolean =>
  extname(path) === extname(pattern) && new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path);

/** Methods of an address that are neither there nor refused with 405 and what there is. */
async function findUnrefused(address: string, known: ReadonlyMap<string, string[]>): Promise<string[]> {
  const wrong: string[] = [];
  for (const pattern of known.keys()) {
    const path = pattern.replaceAll(/:\w+/g, 'none');
    // A word of an address is no id: `/tokens/all` has not what `/tokens/:id` has.
    const isWord = known.has(path);
    const has = [...known].flatMap(([other, own]) =>
      (isWord ? other === path : fits(path, other)) ? own : [],
    );
    const allowed = has.includes('GET') ? [...has, 'HEAD'] : has;
    for (const method of methods.filter(one => !allowed.includes(one))) {
      const { status, allow } = await ask(address, method, path);
      const named = (allow ?? '').split(', ');
      if (status !== 405 || !allowed.every(one => named.includes(one)) || named.includes(method))
        wrong.push(`${method} ${path} gave ${status}, Allow: ${allow}`);
    }
  }
  return wrong;
}

describe('a method that an address does not have', () => {
  useDatabase();

  it('is refused with 405 and what there is, on every page and every line of the API', async () => {
    const { pages, api } = mountedRoutes();
    const known = new Map([
      ...addresses([...siteMap, ...others(pages, siteMap, 'page')], '', 'page'),
      ...addresses([...apiMap, ...others(api, apiMap, 'json')], '/api/v1', 'json'),
    ]);
    expect(known.size).to.be.greaterThan(150);
    expect(await findUnrefused(await testAddress(), known)).to.deep.equal([]);
  });

  it('is seen where nothing refuses it', async () => {
    const app = express();
    const bare = express.Router();
    bare.get('/projects', (_request, response) => void response.json({}));
    bare.post('/projects', (_request, response) => void response.json({}));
    app.use(bare);
    const server = app.listen(0, '127.0.0.1').unref();
    await once(server, 'listening');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const known = new Map([['/projects', ['GET', 'POST']]]);
    expect(await findUnrefused(address, known)).to.have.length(methods.length - 3);
    const guarded = express().use(refuseOtherMethods(linesOf(bare, 'page'), 'page'), app);
    guarded.use(
      ((_error, _request, response, _next) => void response.status(405).end()) satisfies ErrorRequestHandler,
    );
    const beside = guarded.listen(0, '127.0.0.1').unref();
    await once(beside, 'listening');
    const other = `http://127.0.0.1:${(beside.address() as AddressInfo).port}`;
    expect((await ask(other, 'DELETE', '/projects')).allow).to.equal('GET, HEAD, POST, OPTIONS');
  });

  it('is refused of a file in the methods that the file has, not those of its page', async () => {
    const { token } = await apiAs('administrator');
    const address = await testAddress();
    const Authorization = `Bearer ${token}`;
    for (const path of [
      '/projects.xlsx',
      '/api/v1/projects.csv',
      '/api/v1/projects.json',
      '/assets/app.css',
      '/health/live',
    ])
      expect(await ask(address, 'POST', path, { Authorization }), path).to.include({
        status: 405,
        allow: 'GET, HEAD, OPTIONS',
      });
  });

  it('is refused in words, before anybody signs in', async () => {
    const page = await ask(await testAddress(), 'DELETE', '/projects', { 'Accept-Language': 'nl' });
    expect(page.status).to.equal(405);
    expect(page.text).to.include('Dit adres neemt geen DELETE aan, wel GET, HEAD, POST, OPTIONS.');
    const { status, text } = await ask(await testAddress(), 'DELETE', '/api/v1/projects');
    expect(status).to.equal(405);
    expect(JSON.parse(text)).to.include({
      message: 'This address does not take DELETE; it takes GET, HEAD, POST, OPTIONS.',
    });
  });

  it('is nowhere where there is no address', async () => {
    const { token } = await apiAs('administrator');
    const headers = { Authorization: `Bearer ${token}` };
    for (const path of [
      '/api/v1/nothing',
      '/api/v1/projects/1/nothing',
      '/api/v1/PROJECTS',
      '/api/v1/projects.pdf',
    ])
      expect(await ask(await testAddress(), 'DELETE', path, headers), path).to.include({ status: 404 });
  });
});

describe('OPTIONS', () => {
  useDatabase();

  it('says what an address has, and grants nothing to another site', async () => {
    const { status, allow, headers } = await ask(await testAddress(), 'OPTIONS', '/api/v1/projects/some-id', {
      Origin: 'https://elsewhere.example',
      'Access-Control-Request-Method': 'PATCH',
    });
    expect({ status, allow }).to.deep.equal({ status: 204, allow: 'GET, HEAD, PATCH, OPTIONS' });
    expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).to.deep.equal([]);
  });
});

describe('HEAD', () => {
  useDatabase();

  it('is answered as GET is, without the body', async () => {
    const { token } = await apiAs('reader');
    const headers = { Authorization: `Bearer ${token}` };
    const address = await testAddress();
    for (const path of ['/api/v1/projects', '/api/v1/projects.csv', '/health/live']) {
      const got = await ask(address, 'GET', path, headers);
      const head = await ask(address, 'HEAD', path, headers);
      expect([head.status, head.text], path).to.deep.equal([200, '']);
      expect(head.headers['content-type'], path).to.equal(got.headers['content-type']);
    }
  });
});
