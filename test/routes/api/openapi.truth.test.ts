import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import supertest, { type Response } from 'supertest';
import { nouns } from '../../../models/nouns.ts';
import { takePersonPlace } from '../../../server/files/filePlaces.ts';
import { createLogger } from '../../../server/logger.ts';
import { apiAs, serveApp, testAddress } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { broken, checker, description } from '../../support/description.ts';
import { addOneOfEach, addProgramme, addProject } from '../../support/factories.ts';

describe('The description of the API, held to what the program does,', () => {
  useDatabase();

  it('describes the whole list as a file as it is', async () => {
    const document = await description();
    const { file } = checker(document);
    await addOneOfEach();
    const { get } = await apiAs('administrator');
    const lists = Object.keys(document.paths).filter(
      path => /^\/\w+\.json$/.test(path) && path !== '/openapi.json',
    );
    expect(lists).to.have.length(Object.keys(nouns).length);
    const wrong: string[] = [];
    for (const path of lists) {
      const { body } = await get(path);
      expect(body.items, path).to.be.an('array').that.is.not.empty;
      wrong.push(...broken(file(path), body).map(one => `${path}${one}`));
      // The description of before, an array of records, is found out.
      expect(broken(file(path), body.items), path).not.to.deep.equal([]);
    }
    expect(wrong).to.deep.equal([]);
  });

  it('stands at the address at which each line is found', async () => {
    const document = await description();
    const address = await testAddress();
    const [{ url: usual } = { url: '' }] = document.servers;
    const found: Record<string, number> = {};
    for (const [path, { get }] of Object.entries(document.paths)) {
      if (!get || path.includes('{')) continue;
      const [{ url } = { url: usual }] = get.servers ?? [];
      const at = `${url}${path}`.replace('//', '/');
      found[at] = (await supertest(address).get(at)).status;
    }
    expect(found['/health/live']).to.equal(200);
    expect(found['/health/ready']).to.equal(200);
    expect(found['/api/v1/openapi.json']).to.equal(200);
    expect(Object.entries(found).filter(([, status]) => status === 404)).to.deep.equal([]);
    // Read as if it were below the API's own address it would be missed.
    expect((await supertest(address).get('/api/v1/no-such-line')).status).to.equal(404);
  });

  it('names every status that a line gives, and of 405 its Allow', async () => {
    const { paths } = await description();
    const { get, post } = await apiAs('administrator');
    const declared = (path: string, method = 'get') => Object.keys(paths[path]?.[method]?.responses ?? {});
    const missing = await get('/tokens/all?user=nobody-of-that-name');
    expect(missing.status).to.equal(404);
    expect(declared('/tokens/all')).to.include('404');
    expect(declared('/projects/{id}')).to.include.members(['200', '400', '401', '403', '404', '405', '503']);
    const told = await post('/imports').type('text/plain').send('x');
    expect(declared('/imports', 'post')).to.include(String(told.status));
    const without = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { responses }]) => responses['405']?.headers?.['Allow'] === undefined)
        .map(([method]) => `${method} ${path}`),
    );
    expect(without).to.deep.equal([]);
  });

  it('names each refusal where it is given, of whatever kind', async () => {
    const { paths } = await description();
    const { get, post, patch, user, token } = await apiAs('administrator');
    const reader = await apiAs('reader');
    const open = supertest(await testAddress());
    const withoutRoom = await serveApp({ filesLimitMb: 0 }, createLogger('silent'));
    const { id } = await addProject();
    const project = `/projects/${id}`;
    const wrong = { present: 'not the password', password: 'seven grey herons at noon' };
    const again = async (times: number, send: () => PromiseLike<Response>): Promise<Response> =>
      times > 1 ? send().then(async () => again(times - 1, send)) : send();
    const given: readonly (readonly [line: string, status: number, send: () => PromiseLike<Response>])[] = [
      ['get /projects', 400, () => get('/projects?sort=nothing')],
      ['get /projects', 401, () => open.get('/api/v1/projects')],
      ['post /projects', 403, () => reader.post('/projects').send({ title: 'T' })],
      ['get /projects/{id}', 404, () => get('/projects/none')],
      ['post /projects/{id}', 405, () => post(project).send({})],
      [
        'post /users/{id}/invitation',
        409,
        () =>
          again(2, () => post(`/users/${reader.user.id}/invitation`).set('Idempotency-Key', 'k').send({})),
      ],
      ['patch /projects/{id}', 412, () => patch(project).set('If-Match', '"9"').send({ title: 'T' })],
      ['post /projects', 413, () => post('/projects').type('json').send('['.repeat(1000))],
      ['post /projects', 415, () => post('/projects').type('text/plain').send('x')],
      ['post /projects', 422, () => post('/projects').send({})],
      ['patch /projects/{id}', 428, () => patch(project).send({ title: 'T' })],
      ['post /account/password', 429, () => again(6, () => post('/account/password').send(wrong))],
      [
        'post /tokens',
        429,
        () => again(6, () => open.post('/api/v1/tokens').auth('a@example.org', 'x').send({})),
      ],
      [
        'get /projects.csv',
        507,
        () => supertest(withoutRoom).get('/api/v1/projects.csv').set('Authorization', `Bearer ${token}`),
      ],
      ['get /projects.csv', 429, () => get('/projects.csv')],
    ];
    const asked: string[] = [];
    for (const [line, status, send] of given) {
      const leave =
        line === 'get /projects.csv' && status === 429 ? [0, 0].map(() => takePersonPlace(user.id)) : [];
      expect((await send()).status, line).to.equal(status);
      for (const one of leave) one();
      asked.push(`${line} ${status}`);
    }
    const unnamedIn = (described: typeof paths): string[] =>
      asked.filter(one => {
        const [method = '', path = '', status = ''] = one.split(' ');
        // No line has the method that is refused.
        const operations =
          status === '405' ? Object.values(described[path] ?? {}) : [described[path]?.[method]];
        return operations.length === 0 || operations.some(found => found?.responses[status] === undefined);
      });
    expect(unnamedIn(paths)).to.deep.equal([]);
    expect(unnamedIn({}), 'a description that names none').to.deep.equal(asked);
    const slow = Object.values(paths).flatMap(operations =>
      Object.values(operations).filter(({ requestBody }) => requestBody !== undefined),
    );
    expect(slow.filter(({ responses }) => !responses['408'])).to.deep.equal([]);
    expect(slow.length).to.be.greaterThan(20);
  });

  it('says of each part of an address how it is written', async () => {
    const { paths } = await description();
    const parameters = Object.entries(paths).flatMap(([path, operations]) =>
      Object.values(operations).flatMap(({ parameters: all = [] }) =>
        all
          .filter(one => one.in === 'path')
          .map(({ name, schema }) => ({ where: `${path} ${name}`, schema })),
      ),
    );
    expect(parameters.length).to.be.greaterThan(50);
    const vague = parameters.filter(
      ({ schema = {} }) => !('pattern' in schema || 'enum' in schema || 'maximum' in schema),
    );
    expect(vague.map(({ where }) => where)).to.deep.equal([]);
    const validate = (path: string) => {
      const { schema } = parameters.find(({ where }) => where === path) ?? {};
      return new Ajv2020({ strict: false }).compile(schema ?? {});
    };
    expect(validate('/projects/{id} id')((await addProject()).id)).to.equal(true);
    expect(validate('/programmes/{id} id')((await addProgramme()).code)).to.equal(true);
    expect(validate('/programmes/{id} id')('../x')).to.equal(false);
  });
});
