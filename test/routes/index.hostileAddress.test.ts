import { expect } from 'chai';
import { nouns } from '../../models/nouns.ts';
import { listKeys } from '../../models/query/query.ts';
import { apiMap, siteMap } from '../../routes/index.ts';
import type { Route } from '../../routes/line/route.ts';
import { apiAs, signedInAs } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addCall, addOrganisation, addProgramme, addProject, addStrategy } from '../support/factories.ts';
import { filledPath } from '../support/filledPath.ts';
import { findMarkup, hostileTexts } from '../support/hostile.ts';
import { addImport, variedRows } from '../support/imports.ts';

/** The id of one record below each path. */
async function records(): Promise<Readonly<Record<string, string>>> {
  await addStrategy();
  const programme = await addProgramme();
  const call = await addCall({ programme: programme.code });
  return {
    projects: (await addProject({ call: call.id, participants: [{ name: 'Institute', country: 'NL' }] })).id,
    calls: call.id,
    programmes: programme.code,
    organisations: (await addOrganisation()).id,
    strategies: 'S-1',
    imports: (await addImport(variedRows())).id,
  };
}

/** Everything a line says that its address may hold. */
function keysOf({ query }: Route): string[] {
  const filters = query?.list ? Object.keys(nouns[query.list].filters) : [];
  return [
    ...(query?.list ? listKeys : []),
    ...(query?.moment ? ['on', 'knownAt'] : []),
    ...filters.flatMap(key => [key, `exclude.${key}`]),
    ...Object.keys(query?.own ?? {}),
  ];
}

/** Addresses with each key and each text, and with a key twice; a filter takes all texts at once. */
function* addressesOf(route: Route, ids: Readonly<Record<string, string>>): Generator<string> {
  const path = filledPath(route, ids, 'none');
  const filters = route.query?.list ? nouns[route.query.list].filters : {};
  for (const key of keysOf(route)) {
    const isFilter = Object.hasOwn(filters, key.replace('exclude.', ''));
    const twice = [['1', '2'], ['', ''], hostileTexts.slice(0, 2)];
    const groups = isFilter ? [hostileTexts] : [...hostileTexts.map(text => [text]), ...twice];
    for (const texts of groups) yield `${path}?${new URLSearchParams(texts.map(text => [key, text]))}`;
  }
}

const reads = (routes: readonly Route[], medium: 'page' | 'json') =>
  routes.filter(
    ({ method, media = ['page', 'json'], path }) =>
      method === 'GET' && media.includes(medium) && !path.includes(':outcome'),
  );

describe('An address that holds what looks like something else', () => {
  useDatabase();

  it('is read as text by every page, one key at a time', async function () {
    this.timeout(240_000);
    const { user } = await apiAs('administrator');
    const { get } = await signedInAs(user);
    const ids = { ...(await records()), users: user.id };
    const wrong: string[] = [];
    const shown = new Set<string>();
    for (const route of reads(siteMap, 'page')) {
      for (const address of addressesOf(route, ids)) {
        const { status, text, headers } = await get(address);
        if (status === 200) shown.add(route.path);
        const found = findMarkup(text);
        // Empty values say nothing: such a list is shown at the address without them.
        const [path, keys] = address.split('?');
        const saysNothing = [...new URLSearchParams(keys).values()].every(value => value.trim() === '');
        const isLedOn = status === 303 && saysNothing && headers['location'] === path;
        if ((![200, 400, 404].includes(status) && !isLedOn) || found.length > 0)
          wrong.push(`${address} gave ${status} ${found.join(' ')}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    // A page that refused every one of them would show no text at all.
    expect([...shown]).to.include.members(['/projects', '/projects/new', '/coverage', '/imports/:id/rows']);
  });

  it('is read as text by every line of the API, one key at a time', async function () {
    this.timeout(240_000);
    const { get, user } = await apiAs('administrator');
    const ids = { ...(await records()), users: user.id };
    const wrong: string[] = [];
    for (const route of reads(apiMap, 'json')) {
      for (const address of addressesOf(route, ids)) {
        const { status, headers } = await get(address);
        const isData = String(headers['content-type']).startsWith('application/json');
        if (![200, 400, 404].includes(status) || !isData) wrong.push(`${address} gave ${status}`);
      }
    }
    expect(wrong).to.deep.equal([]);
  });

  it('leads nowhere by API as part of a path', async function () {
    this.timeout(240_000);
    const api = await apiAs('administrator');
    const wrong: string[] = [];
    for (const { method, path } of apiMap.filter(route => route.path.includes(':'))) {
      const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      for (const text of hostileTexts) {
        const address = path.replaceAll(/:\w+/g, encodeURIComponent(text));
        const { status, headers } = await api[verb](address);
        const isData = String(headers['content-type']).startsWith('application/json');
        if (status < 400 || status >= 500 || !isData) wrong.push(`${method} ${address} gave ${status}`);
      }
    }
    expect(wrong).to.deep.equal([]);
  });
});
