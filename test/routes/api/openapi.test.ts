import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { nouns } from '../../../models/nouns.ts';
import type { Listed } from '../../../models/record/noun.ts';
import { rights } from '../../../models/record/permissions.ts';
import { apiMap } from '../../../routes/index.ts';
import { apiAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { broken, checker, description, type Json } from '../../support/description.ts';
import { addImport, variedRows } from '../../support/imports.ts';
import { mountedRoutes } from '../../support/mounted.ts';
import { addOneOfEach, addProgramme, addProject } from '../../support/factories.ts';
import { filledPath } from '../../support/filledPath.ts';

/** Everything a list gives beside its records where it is asked for. */
const asking = ({ facets, totals }: Listed): string =>
  `facets=${facets.join(',')}${totals ? `&totals=${totals.join(',')}` : ''}`;

/** `GET /projects/{id}` of every route below `/api/v1`. */
const mountedOnApi = (): string[] => mountedRoutes().api.map(line => line.replaceAll(/:(\w+)/g, '{$1}'));

describe('The description of the API', () => {
  useDatabase();

  it('is valid OpenAPI 3.1, for anyone to read', async () => {
    const { valid, errors } = await new Validator().validate(await description());
    expect(errors).to.equal(undefined);
    expect(valid).to.equal(true);
  });

  it('has every mounted route, and each names a right', async () => {
    const { paths } = await description();
    const mounted = mountedOnApi();
    expect(mounted).to.include.members(['GET /projects/{id}', 'POST /tokens']);
    const missing = mounted.filter(line => {
      const [method = '', path = ''] = line.split(' ');
      return !['', '.xlsx', '.csv'].some(suffix => paths[`${path}${suffix}`]?.[method.toLowerCase()]);
    });
    expect(missing).to.deep.equal([]);
    const named = Object.values(paths).flatMap(path => Object.values(path));
    const silent = named.filter(
      ({ security, description: words = '' }) =>
        security === undefined && !Object.keys(rights).some(right => words.includes(`right ${right}.`)),
    );
    expect(silent.map(({ operationId }) => operationId)).to.deep.equal([]);
  });

  it('says of every line of the API what it takes and gives', () => {
    const isData = ({ media = ['page', 'json'] }: (typeof apiMap)[number]) => media.includes('json');
    const silent = apiMap.filter(
      route => isData(route) && (!route.output || (route.method !== 'GET' && route.input === undefined)),
    );
    expect(silent.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([]);
  });

  it('has no empty schema and no name twice', async () => {
    const { components, paths } = await description();
    const empty = Object.entries(components.schemas).filter(
      ([, schema]) => Object.keys((schema['properties'] as Json | undefined) ?? {}).length === 0,
    );
    expect(empty.map(([name]) => name)).to.deep.equal([]);
    const ids = Object.values(paths).flatMap(path =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).to.deep.equal([]);
  });

  it('asks for If-Match exactly where it is needed', async () => {
    const ids = await addOneOfEach();
    const { post, patch, put } = await apiAs('administrator');
    const calls = { POST: post, PATCH: patch, PUT: put } as const;
    const wrong: string[] = [];
    for (const { method, path, needsVersion = false } of apiMap) {
      const [, noun = '', part] = path.split('/');
      if (!(noun in ids) || part !== ':id' || method === 'GET' || method === 'DELETE') continue;
      const address = path.replace(':id', ids[noun] ?? '').replace(':version', '1');
      const { status } = await calls[method](address).send(path.endsWith('/use') ? { statement: 0 } : {});
      if ((status === 428) !== needsVersion) wrong.push(`${method} ${path} gave ${status}`);
    }
    expect(wrong).to.deep.equal([]);
  });

  it('describes every answer as it is', async () => {
    const document = await description();
    const { answer } = checker(document);
    const imported = await addImport(variedRows());
    const ids: Record<string, string> = { ...(await addOneOfEach()), imports: imported.id };
    const { get } = await apiAs('administrator');
    const wrong: string[] = [];
    let checked = 0;
    for (const route of apiMap) {
      const { path, method, media = ['json'], query } = route;
      if (method !== 'GET' || !media.includes('json')) continue;
      const address = filledPath(route, ids);
      const { status, body } = await get(
        query?.list && !query.own ? `${address}?${asking(nouns[query.list])}` : address,
      );
      const validate = answer(path.replaceAll(/:(\w+)/g, '{$1}'), 'get', '200');
      checked += 1;
      if (status !== 200) wrong.push(`${path} gave ${status}`);
      wrong.push(...broken(validate, body).map(one => `${path}${one}`));
    }
    expect(wrong).to.deep.equal([]);
    expect(checked).to.be.greaterThan(15);
  });

  it('describes what is sent, what comes of it, and a refusal', async () => {
    const { answer, input } = checker(await description());
    const { code } = await addProgramme();
    const { post, patch } = await apiAs('officer');
    const sent = {
      acronym: 'ROUND',
      title: 'A round trip',
      kind: 'grant',
      scope: 'in',
      programme: code,
      totalCost: '1000.10',
      euContribution: '577.77',
      startsOn: '2021-09',
      participants: [{ name: 'One', country: 'EL', role: 'coordinator' }],
    };
    expect(broken(input('/projects', 'post'), sent)).to.deep.equal([]);
    const made = await post('/projects').send(sent);
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    expect(broken(answer('/projects', 'post', '201'), made.body)).to.deep.equal([]);
    const change = { title: 'Another', totalCost: null };
    expect(broken(input('/projects/{id}', 'patch'), change)).to.deep.equal([]);
    const changed = await patch(`/projects/${made.body.id}`)
      .set('If-Match', made.headers['etag'] ?? '')
      .send(change);
    expect(changed.status).to.equal(200);
    expect(broken(answer('/projects/{id}', 'patch', '200'), changed.body)).to.deep.equal([]);
    const stale = await patch(`/projects/${made.body.id}`).set('If-Match', '"1"').send(change);
    expect(stale.status).to.equal(412);
    expect(broken(answer('/projects/{id}', 'patch', '412'), stale.body)).to.deep.equal([]);
    const refused = { title: 1, $set: {}, kind: 'gift' };
    expect(broken(input('/projects', 'post'), refused)).not.to.deep.equal([]);
    const { status, body } = await post('/projects').send(refused);
    expect(status).to.equal(422);
    expect(broken(answer('/projects', 'post', '422'), body)).to.deep.equal([]);
  });

  it('takes and refuses each kind of value as its schema does', async () => {
    const { input } = checker(await description());
    const { patch } = await apiAs('officer');
    const project = await addProject();
    const takes = input('/projects/{id}', 'patch');
    const odd: Json[] = [
      { startsOn: '2021-9-1' },
      { startsOn: 'soon' },
      { status: 'GONE' },
      { isAbsent: true },
      { _id: 'x' },
      { version: 9 },
      { participants: 'all' },
      { supports: [{}] },
    ];
    const wrong: string[] = [];
    for (const body of odd) {
      const { status } = await patch(`/projects/${project.id}`).set('If-Match', '"1"').send(body);
      if (status !== 422) wrong.push(`${JSON.stringify(body)} gave ${status}`);
      if (takes(body)) wrong.push(`${JSON.stringify(body)} fits the schema`);
    }
    expect(wrong).to.deep.equal([]);
  });
});
