import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import express from 'express';
import { h } from 'preact';
import supertest from 'supertest';
import { nouns } from '../../../models/nouns.ts';
import { describeApi } from '../../../routes/api/openapi.ts';
import type { Route } from '../../../routes/line/route.ts';
import { createLines } from '../../../routes/record/create.tsx';
import { editLines } from '../../../routes/record/edit.tsx';
import { listLines } from '../../../routes/record/list.tsx';
import { readLines } from '../../../routes/record/read.tsx';
import { readApiBody } from '../../../server/http/body.ts';
import { errorHandler } from '../../../server/http/errorHandler.tsx';
import { mount } from '../../../server/http/mount.ts';
import { noteOn } from '../../../server/http/noted.ts';
import { refuseOtherMethods } from '../../../server/http/otherMethod.ts';
import type { House } from '../../../server/http/house.ts';
import { createLogger } from '../../../server/logger.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addUser } from '../../support/factories.ts';
import { openly } from '../../../models/record/visibleTo.ts';

/** A noun of this test alone: what programmes are, at an address of its own. */
const terms = { ...nouns.programme, path: 'terms' };
const form = { noun: terms, choices: async () => ({}) };
const readOnly: readonly Route[] = [
  ...listLines(terms, () => h('p', {})),
  ...readLines({ noun: terms, page: () => h('p', {}) }),
];
const writable: readonly Route[] = [...readOnly, ...createLines(form), ...editLines(form)];

const settings = { baseUrl: '', importLimitMb: 8, importKeptDays: 30 };
const files = { folder: tmpdir(), mostBytes: 1 };
const house = { settings: () => settings, isSecure: false, files } as House;

/** The lines as the API has them, for an administrator. */
async function apiOf(lines: readonly Route[]) {
  const user = await addUser('administrator');
  const app = express();
  app.use((request, response, next) => {
    noteOn(response).isApi = true;
    request.user = user;
    next();
  });
  app.use(refuseOtherMethods(lines, 'json'));
  app.use(
    mount(
      lines,
      house,
      readApiBody(async () => false),
    ),
  );
  app.use(errorHandler(createLogger('silent')));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return supertest(server);
}

const methodsOf = (lines: readonly Route[]): Record<string, string[]> => {
  const { paths } = describeApi(lines, '1', { kinds: nouns, sight: openly }) as {
    paths: Record<string, object>;
  };
  const own = Object.entries(paths).filter(([path]) => /^\/terms(?:\/\{id\})?$/.test(path));
  return Object.fromEntries(own.map(([path, operations]) => [path, Object.keys(operations)]));
};

describe('A noun with the lines of its list and its records alone', () => {
  useDatabase();

  it('is read', async () => {
    const { id } = await addProgramme({ code: 'H2020' });
    const api = await apiOf(readOnly);
    const list = await api.get('/terms');
    expect((list.body as { items: { id: string }[] }).items.map(one => one.id)).to.deep.equal([id]);
    expect((await api.get(`/terms/${id}`)).body).to.include({ code: 'H2020' });
  });

  it('refuses to be written with 405 and what there is', async () => {
    const { id } = await addProgramme({ code: 'H2020' });
    const api = await apiOf(readOnly);
    for (const answer of [await api.post('/terms').send({}), await api.patch(`/terms/${id}`).send({})]) {
      expect(answer.status).to.equal(405);
      expect(answer.headers['allow']).to.equal('GET, HEAD, OPTIONS');
    }
  });

  it('is described without what writes it', () => {
    expect(methodsOf(readOnly)).to.deep.equal({ '/terms': ['get'], '/terms/{id}': ['get'] });
  });

  it('is written and so described where it has those lines too', async () => {
    const api = await apiOf(writable);
    const made = await api.post('/terms').send({ code: 'H2020', label: 'H2020', name: 'Horizon 2020' });
    expect(made.status).to.equal(201);
    expect(methodsOf(writable)).to.deep.equal({ '/terms': ['get', 'post'], '/terms/{id}': ['get', 'patch'] });
  });
});
