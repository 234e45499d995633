import { expect } from 'chai';
import type { Field, Fields } from '../../models/record/fields.ts';
import { nouns } from '../../models/nouns.ts';
import { listKeys } from '../../models/query/query.ts';
import { siteMap, apiMap } from '../../routes/index.ts';
import { formFields } from '../../views/records/FormPage.tsx';
import { apiAs, signedInAs } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addCall, addOrganisation, addProgramme, addProject, addStrategy } from '../support/factories.ts';
import { formFieldsOn } from '../support/forms.ts';
import {
  controlTexts,
  findMarkup,
  harmlessLike,
  hostileTexts,
  protectedBodies,
  skeletonOf,
} from '../support/hostile.ts';
import { tokenOn } from '../support/page.ts';

type Json = Record<string, unknown>;

/** What a record needs besides its texts. */
const base: Readonly<Record<string, Json>> = {
  strategy: { code: 'S-T', reference: 'S' },
  programme: { code: 'T' },
  call: { kind: 'call', programme: 'BASE' },
  project: { kind: 'grant', scope: 'in', participants: [] },
  organisation: {},
  user: { email: 'text@example.org', role: 'reader' },
};

const isText = ({ kind, isReadOnly }: Field): boolean =>
  !isReadOnly && (kind === 'text' || kind === 'longText' || kind === 'texts');

/** What an item needs besides its texts. */
const neededBy = (items: Fields): Json =>
  Object.fromEntries(
    Object.entries(items).flatMap(([key, { kind, isRequired, options }]): [string, unknown][] => {
      if (key === 'initiative') return [[key, 1]];
      if (key === 'code') return [[key, '1.1']];
      if (!isRequired) return [];
      return kind === 'choice'
        ? [[key, Object.keys(options ?? {})[0]]]
        : kind === 'integer'
          ? [[key, 1]]
          : kind === 'url'
            ? [[key, 'https://example.org/']]
            : [];
    }),
  );

/** The text in every field that takes it as it is; a list gets one item with it. */
function textsIn(fields: Fields, text: string): Json {
  const taken: Json = {};
  for (const [key, field] of Object.entries(fields)) {
    if (field.kind === 'list' && field.items && !field.isReadOnly) {
      const item = { ...neededBy(field.items), ...textsIn(field.items, text) };
      if (Object.keys(item).length > 0 && !field.rule.validate([item]).error) taken[key] = [item];
    } else if (isText(field)) {
      const value = field.kind === 'texts' ? [text] : text;
      if (!field.rule.validate(value).error) taken[key] = value;
    }
  }
  return taken;
}

let counter = 0;
/** A record with the text in all its fields; codes and addresses are each time others. */
function recordWith(name: keyof typeof nouns, text: string): Json {
  counter += 1;
  const own = base[name] ?? {};
  const unique = {
    ...('code' in own && { code: `T${counter}` }),
    ...('email' in own && { email: `text${counter}@example.org` }),
  };
  const { identifier, ...texts } = textsIn(formFields(nouns[name].fields), text);
  const identified = identifier === undefined ? {} : { identifier: `${text}${counter}` };
  return { ...texts, ...own, ...unique, ...identified };
}

/** The elements of a page but for the records its choices offer, which grow from one record to the next. */
const shapeOf = (html: string) => skeletonOf(html).filter(one => !/^\/?option\b/.test(one));

const verb = (method: string) => method.toLowerCase() as 'get' | 'post' | 'put' | 'patch';

describe('Text that looks like something else', () => {
  useDatabase();

  for (const name of Object.keys(nouns) as (keyof typeof nouns)[]) {
    it(`stays text in every field of a ${name}, on its pages, in its form and by API`, async function () {
      this.timeout(240_000);
      const { path } = nouns[name];
      const fields: Fields = nouns[name].fields;
      const api = await apiAs('administrator');
      const user = await signedInAs(api.user);
      await addProgramme({ code: 'BASE' });
      const _csrf = tokenOn((await user.get('/account')).text);
      const pages = async (text: string) => {
        const sent = recordWith(name, text);
        const within = JSON.stringify(text).slice(1, -1);
        const made = await api.post(`/${path}`).send(sent);
        expect(made.status, `${text}: ${made.text}`).to.equal(201);
        for (const [key, value] of Object.entries(sent)) {
          const kept = JSON.stringify(made.body[key]);
          if (isText(fields[key] ?? ({} as Field))) expect(kept, key).to.equal(JSON.stringify(value));
          // A list without a field for text, such as thresholds, was sent none.
          else if (JSON.stringify(value).includes(within)) expect(kept, key).to.include(within);
        }
        const at = `/${path}/${encodeURIComponent(String(made.body.id))}`;
        const found: Record<string, string> = {};
        for (const page of [at, `${at}/edit`, `${at}/history`]) {
          const { status, text: html } = await user.get(page);
          expect(status, page).to.equal(200);
          found[page.slice(at.length)] = html;
        }
        const untouched = formFieldsOn(found['/edit'] ?? '');
        const saved = await user.agent
          .post(at)
          .type('form')
          .send({ _csrf, ...untouched });
        expect(saved.status, `${text}: ${saved.text}`).to.equal(303);
        // The notice of the saving is shown once, and belongs to no record's page.
        await user.get('/account');
        expect((await api.get(at)).body.version, `untouched form with ${text}`).to.equal(1);
        return found;
      };
      for (const text of hostileTexts) {
        const hostile = await pages(text);
        const harmless = await pages(harmlessLike(text));
        for (const [page, html] of Object.entries(hostile)) {
          expect(shapeOf(html), `${page} with ${text}`).to.deep.equal(shapeOf(harmless[page] ?? ''));
          expect(findMarkup(html), `${page} with ${text}`).to.deep.equal([]);
        }
      }
      const list = await user.get(`/${path}?pageSize=250`);
      expect([list.status, findMarkup(list.text)]).to.deep.equal([200, []]);
    });

    it(`is refused in a ${name} where it holds bytes that cannot be shown`, async () => {
      const { path, fields } = nouns[name];
      const api = await apiAs('administrator');
      await addProgramme({ code: 'BASE' });
      const wrong: string[] = [];
      for (const text of controlTexts) {
        for (const [key, field] of Object.entries(formFields(fields)).filter(([, one]) => isText(one))) {
          const value = field.kind === 'texts' ? [text] : text;
          const { status, body } = await api
            .post(`/${path}`)
            .send({ ...recordWith(name, 'plain'), [key]: value });
          const isNamed = (body.errors as { field: string }[] | undefined)?.some(one => one.field === key);
          if (status !== 422 || !isNamed) wrong.push(`${key} ${JSON.stringify(text)} gave ${status}`);
        }
      }
      expect(wrong).to.deep.equal([]);
    });
  }
});

describe('Parameters that look like something else', () => {
  useDatabase();

  it('match no record by any filter, or are refused', async function () {
    this.timeout(240_000);
    const api = await apiAs('administrator');
    await addStrategy();
    await addProject({ call: (await addCall()).id, participants: [{ name: 'Institute', country: 'NL' }] });
    await addOrganisation();
    const at = { on: '2026-11-24', at: new Date() } as never;
    const wrong: string[] = [];
    for (const { path, filters } of Object.values(nouns)) {
      for (const [key, filter] of Object.entries(filters)) {
        const taken = hostileTexts.filter(text => filter.match(text, at) !== null);
        const refused = hostileTexts.filter(text => !taken.includes(text));
        if (taken.length > 0) {
          const query = new URLSearchParams(taken.map(text => [key, text]));
          const { status, body } = await api.get(`/${path}?${query}`);
          const total = body.paginationInfo?.totalItems as number;
          if (status !== 200 || total !== 0) wrong.push(`${path} ${key}: ${status}, ${total} rows`);
        }
        if (refused.length > 0) {
          const query = new URLSearchParams(refused.map(text => [key, text]));
          const { status } = await api.get(`/${path}?${query}`);
          if (status !== 400) wrong.push(`${path} ${key} gave ${status}`);
        }
        const operator = await api.get(`/${path}?${encodeURIComponent(`${key}[$ne]`)}=x`);
        if (operator.status !== 400) wrong.push(`${path} ${key}[$ne] gave ${operator.status}`);
      }
      for (const text of hostileTexts) {
        for (const key of [...listKeys, text]) {
          const { status } = await api.get(`/${path}?${new URLSearchParams([[key, text]])}`);
          if (status !== 200 && status !== 400) wrong.push(`${path} ${key}=${text} gave ${status}`);
        }
      }
    }
    expect(wrong).to.deep.equal([]);
  });

  it('lead nowhere as part of a path', async function () {
    this.timeout(240_000);
    const api = await apiAs('administrator');
    const user = await signedInAs(api.user);
    await addProject();
    const _csrf = tokenOn((await user.get('/account')).text);
    const wrong: string[] = [];
    for (const { method, path } of siteMap.filter(route => route.path.includes(':'))) {
      for (const text of hostileTexts) {
        const filled = path.replaceAll(/:\w+/g, encodeURIComponent(text));
        const asked = user.agent[verb(method)](filled).redirects(0);
        const answer = await (method === 'GET' ? asked : asked.type('form').send({ _csrf }));
        const isRefused = answer.status >= 400 && answer.status < 500;
        if (!isRefused || findMarkup(answer.text).length > 0)
          wrong.push(`${method} ${filled} ${answer.status}`);
      }
    }
    expect(wrong).to.deep.equal([]);
  });
});

describe('A body with what is not the sender’s to set', () => {
  useDatabase();

  it('is refused by every route of a record that writes, naming the key, and stores nothing', async function () {
    this.timeout(240_000);
    const api = await apiAs('administrator');
    await addStrategy();
    const programme = await addProgramme();
    const ids: Record<string, string> = {
      projects: (await addProject()).id,
      calls: (await addCall({ programme: programme.code })).id,
      programmes: programme.code,
      organisations: (await addOrganisation()).id,
      strategies: 'S-1',
      users: api.user.id,
    };
    const wrong: string[] = [];
    const routes = apiMap.filter(({ method, path }) => method !== 'GET' && (path.split('/')[1] ?? '') in ids);
    expect(routes.length).to.be.greaterThan(20);
    for (const { method, path } of routes) {
      const noun = path.split('/')[1] ?? '';
      const filled = path.replace(':version', '1').replace(':id', ids[noun] ?? '');
      const isBulk = path.includes('/bulk');
      for (const [key, text] of protectedBodies) {
        const whole = isBulk
          ? `{"action":"archive","ids":["none"],${text.slice(1)}`
          : path.endsWith('/supports')
            ? `{"supports":[],${text.slice(1)}`
            : text;
        const { status, body } = await api[verb(method)](filled)
          .set('If-Match', '"1"')
          .type('json')
          .send(whole);
        const fields = ((body.errors ?? []) as { field: string }[]).map(({ field }) => field);
        if (status !== 422 || !fields.includes(key))
          wrong.push(`${method} ${path} with ${key} gave ${status} ${fields.join(',')}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    for (const [noun, id] of Object.entries(ids))
      expect((await api.get(`/${noun}/${id}`)).body.version, noun).to.equal(1);
    expect(({} as Json)['title']).to.equal(undefined);
  });

  it('is refused by every form of a record, naming the key', async () => {
    const api = await apiAs('administrator');
    const user = await signedInAs(api.user);
    const { id } = await addProject();
    const untouched = formFieldsOn((await user.get(`/projects/${id}/edit`)).text);
    for (const key of ['_id', 'id', 'version', 'archivedAt', 'role', '$set', 'title.0.x']) {
      const sent = new URLSearchParams({ ...untouched, title: 'New', [key]: 'x' }).toString();
      const _csrf = tokenOn((await user.get('/account')).text);
      const answer = await user.agent
        .post(`/projects/${id}`)
        .type('form')
        .send(`${sent}&_csrf=${encodeURIComponent(_csrf)}`);
      expect([answer.status, answer.text.includes(key)], key).to.deep.equal([422, true]);
    }
    expect((await api.get(`/projects/${id}`)).body.version).to.equal(1);
  });
});
