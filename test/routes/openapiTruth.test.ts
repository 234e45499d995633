import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import supertest from 'supertest';
import { apiAs, testAddress } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { broken, checker, description } from '../support/description.ts';
import { addCall, addOrganisation, addProgramme, addProject, addStrategy } from '../support/factories.ts';

describe('The description of the API, held to what the program does,', () => {
  useDatabase();

  it('describes the whole list as a file as it is', async () => {
    const document = await description();
    const { file } = checker(document);
    await addStrategy();
    await addProject({ call: (await addCall()).id, euContribution: '100.50' });
    await addOrganisation();
    const { get } = await apiAs('administrator');
    const lists = Object.keys(document.paths).filter(
      path => /^\/\w+\.json$/.test(path) && path !== '/openapi.json',
    );
    expect(lists).to.have.length(6);
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
