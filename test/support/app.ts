import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import type { Access, Role } from '../../models/record/permissions.ts';
import { makeToken } from '../../models/accounts/token.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import { createListener, type AppSettings } from '../../server/app.ts';
import { createLogger } from '../../server/logger.ts';
import { createStartingServer } from '../../server/starting.ts';
import { appSettings } from './appSettings.ts';
import { addUser, password } from './factories.ts';
import { tokenOn } from './page.ts';

let serving: Promise<string> | null = null;

/** The whole app as it is served, on one address of this machine for all tests of a run; needs `useDatabase`. */
export async function testAddress(): Promise<string> {
  return (serving ??= serveApp());
}

/** The app once more, with other settings or another log; needs `useDatabase`. */
export async function serveApp(
  over: Partial<AppSettings['config']> = {},
  log = createLogger('error'),
): Promise<string> {
  const { server, admit } = createStartingServer();
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  const config = { ...appSettings.config, ...over };
  admit(createListener({ ...appSettings, config, log, address: () => address }));
  // Open connections must not keep a finished run alive.
  server.unref();
  server.keepAliveTimeout = 100;
  return address;
}

type Fields = Readonly<Record<string, string>>;

/** A browser without scripts, perhaps at another address than usual: keeps its cookie, and posts forms with the token of a page it read. */
export async function visitor(language = 'en', address?: string) {
  const agent = supertest.agent(address ?? (await testAddress()));
  const get = (path: string) => agent.get(path).set('Accept-Language', language);
  /** Posts a form as found on a page: `from`, else one that everybody may open. */
  const post = async (path: string, fields: Fields, from = '/sign-in') => {
    const page = await get(from).redirects(2);
    return agent
      .post(path)
      .set('Accept-Language', language)
      .type('form')
      .send({ _csrf: tokenOn(page.text), ...fields });
  };
  return { agent, get, post };
}

/** Signs in as that account in a new browser. */
export async function signedInAs(user: KeptUser, language = 'en') {
  const { agent, get, post } = await visitor(language);
  const answer = await post('/sign-in', { email: user.email, password });
  if (answer.status !== 303) throw new Error(`Signing in gave ${answer.status}.`);
  return { agent, get, user, post: (path: string, fields: Fields) => post(path, fields, '/account') };
}

/** A new account of that role, signed in. */
export const signedIn = async (role: Role, language = 'en') => signedInAs(await addUser(role), language);

/** A new account of that role using the API with its token; paths are below `/api/v1`. */
export async function apiAs(role: Role, access: Access = 'full') {
  const user = await addUser(role);
  const { token } = await makeToken(user, { name: 'test', access, endsOn: null }, new Date());
  const agent = supertest(await testAddress());
  const call = (method: 'get' | 'post' | 'put' | 'patch' | 'delete') => (path: string) =>
    agent[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);
  const [get, post, put] = [call('get'), call('post'), call('put')];
  return { user, token, get, post, put, patch: call('patch'), delete: call('delete') };
}
