import { expect } from 'chai';
import mongoose from 'mongoose';
import { inviteUser } from '../../../models/accounts/invitation.ts';
import { makeToken } from '../../../models/accounts/token.ts';
import { findUser } from '../../../models/accounts/user.ts';
import { apiMap, siteMap } from '../../../routes/index.ts';
import type { Route } from '../../../routes/line/route.ts';
import { apiAs, signedInAs, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import {
  addCall,
  addOrganisation,
  addProgramme,
  addProject,
  addStrategy,
  addUser,
  password,
  changeAt,
} from '../../support/factories.ts';
import { addImport, variedRows } from '../../support/imports.ts';
import { tokenOn } from '../../support/page.ts';

const foreign = ['_id', 'version', 'role', '$set', 'a.b', 'constructor'];
type Api = Awaited<ReturnType<typeof apiAs>>;
const verb = ({ method }: Route) => method.toLowerCase() as 'post' | 'put' | 'patch' | 'delete';
const writes = (routes: readonly Route[]) => routes.filter(({ method }) => method !== 'GET');

/** One record of each kind, by its path. */
async function records(userId: string): Promise<Readonly<Record<string, string>>> {
  await addStrategy();
  const programme = await addProgramme();
  const call = await addCall({ programme: programme.code });
  const statement = { field: 'title', value: 'Stated', source: 'Annex', confidence: 'verified' };
  const script = { name: 'script', access: 'full', endsOn: null } as const;
  const { made } = await makeToken((await findUser(userId))!, script, new Date());
  return {
    projects: (await addProject({ statements: [statement] })).id,
    calls: call.id,
    programmes: programme.code,
    organisations: (await addOrganisation()).id,
    strategies: 'S-1',
    users: userId,
    imports: (await addImport(variedRows())).id,
    tokens: made.id,
  };
}

const addressOf = ({ path }: Route, ids: Readonly<Record<string, string>>): string =>
  path.replace(':id', ids[path.split('/')[1] ?? ''] ?? 'none').replace(':version', '1');

/** By token, or by the password of the same person where the line takes no token. */
const by = (api: Api, route: Route, path: string) => {
  const asked = api[verb(route)](path);
  return route.byPassword ? asked.auth(api.user.email, password) : asked;
};

/** Everything stored but what is noted in passing. */
async function stored(): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  const { db } = mongoose.connection;
  for (const { name } of (await db?.listCollections().toArray()) ?? []) {
    if (['sessions', 'attempts', 'tokens'].includes(name)) continue;
    all[name] = (await db?.collection(name).find().sort({ _id: 1 }).toArray()) ?? [];
  }
  return all;
}

describe('A field that is not the sender’s to set', () => {
  useDatabase();

  it('is refused by every line of the API that writes, naming it, and nothing is stored', async function () {
    this.timeout(240_000);
    const api = await apiAs('administrator');
    const ids = await records(api.user.id);
    const before = await stored();
    const wrong: string[] = [];
    for (const route of writes(apiMap)) {
      for (const key of foreign) {
        const { status, body } = await by(api, route, addressOf(route, ids))
          .set('If-Match', '"1"')
          .send({ ...(route.path.includes('/bulk') && { action: 'archive', ids: ['none'] }), [key]: 'x' });
        const fields = ((body.errors ?? []) as { field: string }[]).map(({ field }) => field);
        if (status !== 422 || !fields.includes(key))
          wrong.push(`${route.method} ${route.path} with ${key} gave ${status} ${fields.join(',')}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(await stored()).to.deep.equal(before);
  });

  it('is refused by every form, naming it, and nothing is stored', async function () {
    this.timeout(240_000);
    const user = await addUser('administrator');
    const { agent, get } = await signedInAs(user);
    const ids = await records(user.id);
    const _csrf = tokenOn((await get('/account')).text);
    const before = await stored();
    const wrong: string[] = [];
    for (const route of writes(siteMap)) {
      if (!(route.media ?? ['page']).includes('page')) continue;
      const { path } = route;
      const bulk = path.includes('/bulk') && { action: 'archive', record: `${ids['projects'] ?? ''}.1` };
      // What is a field of accounts is none of anything else.
      for (const key of foreign.filter(one => one !== 'role' || !path.startsWith('/users'))) {
        const fields = new URLSearchParams({ _csrf, _version: '1', ...bulk, [key]: 'x' });
        const asked = agent[verb(route)](addressOf(route, ids)).type('form');
        const { status, text } = await asked.send(fields.toString());
        if (status !== 422 || !text.includes(`${key} is not a field that can be set.`))
          wrong.push(`${route.method} ${path} with ${key} gave ${status}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(await stored()).to.deep.equal(before);
  });

  it('finds no line of the API that stumbles over a value of another kind in a field it has', async function () {
    this.timeout(240_000);
    const api = await apiAs('administrator');
    const ids = await records(api.user.id);
    const odd: unknown[] = [{ $gt: '' }, [{ $ne: null }], [[]], 1e308, true, null, '', { toString: 1 }];
    const wrong: string[] = [];
    for (const route of writes(apiMap)) {
      const { fields = {}, more = {} } = route.input ?? {};
      for (const key of [...Object.keys(fields), ...Object.keys(more)]) {
        for (const value of odd) {
          const body = {
            ...(route.path.includes('/bulk') && { action: 'tag', ids: ['none'] }),
            [key]: value,
          };
          const asked = by(api, route, addressOf(route, ids)).set('If-Match', '"999"');
          const { status } = await asked.send(body);
          if (status < 400 || status >= 500)
            wrong.push(`${route.method} ${route.path} with ${JSON.stringify(body)} gave ${status}`);
        }
      }
    }
    expect(wrong).to.deep.equal([]);
  });

  it('is refused at signing in and out, and with a one-time link', async () => {
    const user = await addUser('officer');
    const link = `/invitations/${await inviteUser(user.id, changeAt(new Date()))}`;
    const { agent, get } = await visitor();
    const _csrf = tokenOn((await get('/sign-in')).text);
    const forms = {
      '/sign-in': { email: user.email, password },
      [link]: { password: 'four hungry green parrots', repeated: 'four hungry green parrots' },
      '/sign-out': {},
    };
    for (const [path, fields] of Object.entries(forms)) {
      const { status, text } = await agent
        .post(path)
        .type('form')
        .send({ _csrf, ...fields, role: 'administrator' });
      expect([status, text.includes('role')], path).to.deep.equal([422, true]);
    }
    expect((await get('/account')).status).to.equal(303);
  });
});
