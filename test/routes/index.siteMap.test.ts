import { expect } from 'chai';
import { can, rights, roles, type Role } from '../../models/record/permissions.ts';
import { apiMap, siteMap } from '../../routes/index.ts';
import { bodies, type Route } from '../../routes/line/route.ts';
import { apiAs, signedIn, testAddress, visitor } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { mountedRoutes } from '../support/mounted.ts';
import supertest from 'supertest';
import { tokenOn } from '../support/page.ts';

/** What everybody may do, also without signing in: a short list, lengthened on purpose only. */
const openToAnyone = [
  'GET /sign-in',
  'POST /sign-in',
  'POST /sign-out',
  'GET /invitations/:token',
  'POST /invitations/:token',
  'POST /language',
  'GET /openapi',
  'GET /api',
];
/** What takes an e-mail address and a password in place of a right: without them it lets in nobody, whoever they are. */
const byPassword = ['POST /sign-in', 'POST /tokens by API'];

const named = ({ method, path }: Route): string => `${method} ${path}`;
const isByPassword = (route: Route): boolean =>
  byPassword.includes(`${named(route)}${route.byPassword ? ' by API' : ''}`);
/** Signing out comes last: whoever has done it may do nothing of what stands after it. */
const lines: readonly Route[] = siteMap.toSorted(
  (a, b) => Number(a.path === '/sign-out') - Number(b.path === '/sign-out'),
);
const isAllowed = (role: Role | null, { right }: Route): boolean => right === 'anyone' || can(role, right);
const verb = ({ method }: Route) => method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';

/** An address of a route that leads to no record: whoever is let in finds nothing and changes nothing. */
function addressOf({ path, media = ['page', 'json'] }: Route, usual: 'page' | 'json'): string {
  const filled = path.replace(':version', '1').replaceAll(/:\w+/g, 'no-such-record');
  return media.includes(usual) ? filled : `${filled}.${media[0]}`;
}

/** `path: status` where someone was not answered as the table of rights says. */
type Wrong = (route: Route, status: number, isRefused: number) => string[];
const compare =
  (role: Role | null): Wrong =>
  (route, status, refused) => {
    const isRight = isByPassword(route)
      ? status === 401
      : isAllowed(role, route)
        ? status !== 401 && status !== 403 && status < 500
        : status === refused;
    return isRight ? [] : [`${named(route)} gave ${role ?? 'nobody'} ${status}`];
  };

describe('The site map', () => {
  it('names a right of the table on every line', () => {
    const without = siteMap.filter(({ right }) => right !== 'anyone' && !Object.hasOwn(rights, right));
    expect(without.map(named)).to.deep.equal([]);
    expect(siteMap.filter(({ right }) => right === 'anyone').map(named)).to.deep.equal(openToAnyone);
    expect(apiMap.filter(({ right }) => right === 'anyone').map(named)).to.deep.equal([
      'GET /openapi',
      'POST /tokens',
    ]);
  });

  it('has each method and path once', () => {
    for (const map of [siteMap, apiMap]) {
      const shapes = map.map(route => named(route).replaceAll(/:\w+/g, ':'));
      expect(shapes.filter((shape, at) => shapes.indexOf(shape) !== at)).to.deep.equal([]);
    }
  });

  it('reads no more of anybody’s body before they have signed in than of nobody’s', () => {
    const longIn = (map: readonly Route[]) =>
      map
        .filter(({ method, right, path }) => method !== 'GET' && right === 'anyone' && path !== '/language')
        .filter(({ body }) => body !== bodies.beforeSignIn)
        .map(named);
    expect(longIn([...siteMap, ...apiMap])).to.deep.equal([]);
    const longer = siteMap.map(route => ({ ...route, body: bodies.usual }));
    expect(longIn(longer)).to.deep.equal(['POST /sign-in', 'POST /sign-out', 'POST /invitations/:token']);
  });

  it('says in two languages what each line does', () => {
    const silent = siteMap.filter(({ says }) => says.en.trim() === '' || says.nl.trim() === '');
    expect(silent.map(named)).to.deep.equal([]);
  });

  it('lets a change need a right to write, to make or of one’s own', () => {
    const bold = siteMap.filter(({ method, right }) => method !== 'GET' && right.endsWith(':read'));
    expect(bold.map(named)).to.deep.equal([]);
  });
});

describe('Every route, for every role', () => {
  useDatabase();

  it('is a line of the site map, but for what asks after the program itself', () => {
    const { pages, api } = mountedRoutes();
    expect(pages).to.have.members(['GET /health/live', 'GET /health/ready', ...siteMap.map(named)]);
    expect(api).to.have.members(apiMap.map(named));
  });

  it('that comes before anybody has a right gives every role what it gives nobody', async () => {
    const askAll = async (agent: Pick<ReturnType<typeof supertest.agent>, 'get'>) => {
      const paths = ['/health/live', '/health/ready', '/invitations/no-such-link', '/assets/app.css'];
      const answers = await Promise.all(paths.map(async path => agent.get(path)));
      return answers.map(({ status }) => status);
    };
    expect(await askAll(supertest(await testAddress()))).to.deep.equal([200, 200, 404, 200]);
    for (const role of Object.keys(roles) as Role[])
      expect(await askAll((await signedIn(role)).agent), role).to.deep.equal([200, 200, 404, 200]);
  });

  it('sends nobody to the sign-in, or refuses', async () => {
    const { agent, get } = await visitor();
    const _csrf = tokenOn((await get('/sign-in')).text);
    const wrong: string[] = [];
    for (const route of lines) {
      const address = addressOf(route, 'page');
      if (route.method === 'GET') {
        const { status, headers } = await agent.get(address).redirects(0);
        const isSent = status === 303 && headers['location'] === `/sign-in?to=${encodeURIComponent(address)}`;
        if (!isSent && route.right !== 'anyone') wrong.push(`${named(route)} gave nobody ${status}`);
      } else {
        const { status } = await agent[verb(route)](address).type('form').send({ _csrf });
        wrong.push(...compare(null)(route, status, 401));
      }
    }
    expect(wrong).to.deep.equal([]);
  });

  it('answers nobody 401 on the API', async () => {
    const address = await testAddress();
    const wrong: string[] = [];
    for (const route of apiMap) {
      const { status } = await supertest(address)[verb(route)](`/api/v1${addressOf(route, 'json')}`);
      wrong.push(...compare(null)(route, status, 401));
    }
    expect(wrong).to.deep.equal([]);
  });

  for (const role of Object.keys(roles) as Role[]) {
    it(`lets the ${role} do on pages what the table says, and nothing else`, async () => {
      const { agent, get } = await signedIn(role);
      const _csrf = tokenOn((await get('/account')).text);
      const wrong: string[] = [];
      for (const route of lines) {
        const asked = agent[verb(route)](addressOf(route, 'page')).redirects(0);
        const { status } = await (route.method === 'GET' ? asked : asked.type('form').send({ _csrf }));
        wrong.push(...compare(role)(route, status, 403));
      }
      expect(wrong).to.deep.equal([]);
    });

    it(`lets the ${role} do by API what the table says, and nothing else`, async () => {
      const api = await apiAs(role);
      const wrong: string[] = [];
      for (const route of apiMap) {
        const { status } = await api[verb(route)](addressOf(route, 'json'));
        wrong.push(...compare(role)(route, status, 403));
      }
      expect(wrong).to.deep.equal([]);
    });
  }

  it('lets a token that may only read do what the table says of reading, and change nothing', async () => {
    for (const role of ['administrator', 'officer'] as const) {
      const api = await apiAs(role, 'read');
      const wrong: string[] = [];
      for (const route of apiMap) {
        const { status } = await api[verb(route)](addressOf(route, 'json'));
        const { method, right } = route;
        const isLet = method === 'GET' && (right === 'anyone' || can(role, right, 'read'));
        const refused = isByPassword(route) ? 401 : 403;
        const isRight = isLet ? status !== 401 && status !== 403 && status < 500 : status === refused;
        if (!isRight) wrong.push(`${named(route)} gave a reading ${role} ${status}`);
      }
      expect(wrong).to.deep.equal([]);
    }
  });

  it('takes no cookie for the API', async () => {
    const { agent } = await signedIn('administrator');
    expect((await agent.get('/api/v1/projects')).status).to.equal(401);
  });

  it('refuses a form without the token of its page', async () => {
    const { agent } = await signedIn('administrator');
    const forms = siteMap.filter(({ method }) => method !== 'GET');
    const wrong: string[] = [];
    for (const route of forms) {
      const { status } = await agent[verb(route)](addressOf(route, 'page')).type('form').send({});
      if (status !== 403) wrong.push(`${named(route)} gave ${status}`);
    }
    expect(wrong).to.deep.equal([]);
  });

  it('is refused with a key in its address that it does not take, and the key is named', async () => {
    const { agent } = await signedIn('administrator');
    const api = await apiAs('administrator');
    const _csrf = tokenOn((await agent.get('/account')).text);
    const wrong: string[] = [];
    for (const route of lines.filter(({ takesAnyKey }) => !takesAnyKey)) {
      const asked = agent[verb(route)](`${addressOf(route, 'page')}?colour=blue`).redirects(0);
      const { status, text } = await (route.method === 'GET' ? asked : asked.type('form').send({ _csrf }));
      const isNamed = text.includes('colour');
      if (status !== 400 || !isNamed) wrong.push(`${named(route)} gave ${status}`);
    }
    for (const route of apiMap) {
      const { status, body } = await api[verb(route)](`${addressOf(route, 'json')}?colour=blue`);
      const [error] = (body as { errors?: { field: string; type: string }[] }).errors ?? [];
      if (status !== 400 || error?.field !== 'colour') wrong.push(`${named(route)} by API gave ${status}`);
    }
    expect(wrong).to.deep.equal([]);
  });

  it('passes over a key it does not take where links come by mail, and nowhere else', async () => {
    expect(siteMap.filter(({ takesAnyKey }) => takesAnyKey).map(named)).to.deep.equal(
      openToAnyone.slice(0, 5),
    );
    expect(apiMap.filter(({ takesAnyKey }) => takesAnyKey).map(named)).to.deep.equal([]);
    const { get } = await visitor();
    expect((await get('/sign-in?colour=blue')).status).to.equal(200);
    expect((await get('/invitations/no-such-link?colour=blue')).status).to.equal(404);
  });

  it('takes the keys it says it takes', async () => {
    const { get } = await signedIn('administrator');
    const asked = ['/projects/new?programme=&call=&topic=', '/calls/new?programme=', '/tokens/all?user='];
    for (const path of asked) expect((await get(path)).status, path).to.equal(200);
  });
});
