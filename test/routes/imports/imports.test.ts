import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import mongoose from 'mongoose';
import { getImport } from '../../../models/imports/imports.ts';
import { uploadsBucket } from '../../../models/imports/lifecycle/receive.ts';
import { apiAs, signedIn, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addImport, variedRows } from '../../support/imports.ts';
import { attributesOn, holds, tokenOn, valueOn, wordsOn } from '../../support/page.ts';

const csv = Buffer.from('id;acronym\n1;ONE\n');
const leftInTemp = (): string[] => readdirSync(tmpdir()).filter(name => name.startsWith('callfolio-upload-'));

/** The file goes when the answer has gone out: a moment after whoever asked has it. */
async function expectNothingInTemp(): Promise<void> {
  for (let tries = 0; tries < 100 && leftInTemp().length > 0; tries += 1) await setTimeout(20);
  expect(leftInTemp()).to.deep.equal([]);
}

async function storedFile(id: string): Promise<Buffer> {
  return buffer(uploadsBucket().openDownloadStream(new mongoose.Types.ObjectId(id)));
}

describe('POST /imports', () => {
  useDatabase();

  it('takes a file by API, keeps it byte by byte, and says where to look', async () => {
    const { post, get, user } = await apiAs('officer');
    const { status, body, headers } = await post('/imports')
      .field('source', 'cordis')
      .field('programmes', 'H2020; HORIZON')
      .attach('file', csv, 'Projecten é.csv');
    expect(status, JSON.stringify(body)).to.equal(202);
    expect(body).to.have.all.keys('id', 'state');
    expect(headers['location']).to.equal(`/api/v1/imports/${body.id}`);
    expect(await storedFile(body.id)).to.deep.equal(csv);
    const found = (await get(`/imports/${body.id}`)).body;
    expect(found.file).to.include({ name: 'Projecten é.csv', bytes: csv.length });
    expect(found.file.sha256).to.equal(createHash('sha256').update(csv).digest('hex'));
    expect(found.settings).to.deep.include({ source: 'cordis', conflictRule: 'ask' });
    expect(found.settings.selection.programmes).to.deep.equal(['H2020', 'HORIZON']);
    expect(found.createdBy).to.deep.equal({ id: user.id, name: user.name });
    expect(found.counts.projects).to.deep.equal({
      read: 0,
      created: 0,
      changed: 0,
      unchanged: 0,
      conflicts: 0,
      rejected: 0,
      leftOut: 0,
    });
  });

  it('takes a file from the form and leads to its page; nothing stays in the temp folder', async () => {
    const { agent, get } = await signedIn('officer');
    const _csrf = tokenOn((await get('/imports/new')).text);
    const { status, headers } = await agent
      .post('/imports')
      .field('_csrf', _csrf)
      .field('source', '')
      .attach('file', csv, 'one.csv');
    expect(status).to.equal(303);
    expect((await get(headers['location'] as string)).text).to.include('one.csv');
    await expectNothingInTemp();
  });

  it('refuses a form whose token is wrong, missing, or stands after the file, before the file is kept', async () => {
    const { agent, get } = await signedIn('officer');
    const _csrf = tokenOn((await get('/imports/new')).text);
    const wrong = await agent.post('/imports').field('_csrf', 'x').attach('file', csv, 'a.csv');
    const missing = await agent.post('/imports').attach('file', csv, 'a.csv');
    const late = await agent.post('/imports').attach('file', csv, 'a.csv').field('_csrf', _csrf);
    expect([wrong.status, missing.status, late.status]).to.deep.equal([403, 403, 403]);
    expect((await (await apiAs('reader')).get('/imports')).body.items).to.deep.equal([]);
    await expectNothingInTemp();
  });

  it('asks for the right before it reads the file', async () => {
    for (const role of ['evaluator', 'finance', 'reader'] as const) {
      const { post } = await apiAs(role);
      expect((await post('/imports').attach('file', csv, 'a.csv')).status, role).to.equal(403);
    }
    const { post } = await apiAs('officer', 'read');
    expect((await post('/imports').attach('file', csv, 'a.csv')).status).to.equal(403);
    const { agent } = await visitor();
    expect((await agent.post('/api/v1/imports').attach('file', csv, 'a.csv')).status).to.equal(401);
    expect((await agent.post('/imports').attach('file', csv, 'a.csv')).status).to.equal(401);
  });

  it('says how large a file may be, and what to send', async () => {
    const { post } = await apiAs('officer');
    const tooLarge = await post('/imports').attach('file', Buffer.alloc(8 * 1024 * 1024 + 1, 65), 'a.csv');
    expect(tooLarge.status).to.equal(413);
    expect(tooLarge.body.message).to.include('8 MB');
    const none = await post('/imports').field('source', 'cordis');
    expect([none.status, none.body.errors[0].field]).to.deep.equal([422, 'file']);
    const two = await post('/imports').attach('file', csv, 'a.csv').attach('file', csv, 'b.csv');
    expect(two.status).to.equal(400);
    const odd = await post('/imports').field('source', 'abacus').attach('file', csv, 'a.csv');
    expect([odd.status, odd.body.errors[0].field]).to.deep.equal([422, 'source']);
    const unknown = await post('/imports').field('colour', 'blue').attach('file', csv, 'a.csv');
    expect([unknown.status, unknown.body.errors[0].field]).to.deep.equal([422, 'colour']);
    await expectNothingInTemp();
  });

  it('is the only line that takes a form with a file', async () => {
    const { post } = await apiAs('administrator');
    const answers = [
      await post('/projects').attach('file', csv, 'a.csv'),
      await post('/imports/x/apply').attach('file', csv, 'a.csv'),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([415, 415]);
  });

  it('is done once for an Idempotency-Key, and refuses the key for another file', async () => {
    const { post, get } = await apiAs('officer');
    const send = (file: Buffer) =>
      post('/imports').set('Idempotency-Key', 'k1').attach('file', file, 'a.csv');
    const [first, again] = [await send(csv), await send(csv)];
    expect([first.status, again.status]).to.deep.equal([202, 202]);
    expect(again.body).to.deep.equal(first.body);
    expect((await send(Buffer.from('id\n2\n'))).status).to.equal(422);
    expect((await get('/imports')).body.paginationInfo.totalItems).to.equal(1);
  });

  it('shows the form again with what was typed where no file was chosen', async () => {
    const { agent, get } = await signedIn('officer', 'nl');
    const _csrf = tokenOn((await get('/imports/new')).text);
    const { status, text } = await agent
      .post('/imports')
      .set('Accept-Language', 'nl')
      .field('_csrf', _csrf)
      .field('keywords', 'grooming')
      .attach('file', Buffer.alloc(0), { filename: '' });
    expect(status).to.equal(422);
    expect(text).to.include('Kies eerst een bestand').and.include('grooming');
  });
});

describe('GET /imports/new', () => {
  useDatabase();

  it('says where files come from, and leads to workbooks that are there', async () => {
    const { get } = await signedIn('officer');
    const { text } = await get('/imports/new');
    expect(text).to.include('Funding &amp; Tenders Portal').and.include('at most 8 MB');
    for (const programme of ['Horizon Europe', 'Horizon 2020', 'FP7'])
      expect(wordsOn(text, 'a[href^="https://data.europa.eu/data/datasets/"]')).to.include(programme);
    const links = attributesOn(text, 'a[href^="/imports/templates/"]', 'href');
    expect(links).to.have.lengthOf(3);
    for (const path of links) expect((await get(path)).status, path).to.equal(200);
  });
});

describe('GET /imports', () => {
  useDatabase();

  it('lists them, the newest first, and names what it does not know', async () => {
    const { get } = await apiAs('reader');
    const older = await addImport([], { createdAt: new Date('2026-01-01T00:00:00Z') });
    const newer = await addImport(variedRows());
    const { body } = await get('/imports?pageSize=1');
    expect(body.items.map(({ id }: { id: string }) => id)).to.deep.equal([newer.id]);
    expect(body.paginationInfo).to.include({ totalItems: 2, totalPages: 2 });
    expect((await get('/imports?page=2&pageSize=1')).body.items[0].id).to.equal(older.id);
    expect((await get('/imports?colour=blue')).body.errors[0].field).to.equal('colour');
    const page = await (await signedIn('reader')).get('/imports');
    expect(attributesOn(page.text, 'a', 'href'))
      .to.include(`/imports/${older.id}`)
      .and.not.include('/imports/new');
  });
});

describe('GET /imports/:id', () => {
  useDatabase();

  it('says of a table that waits for its columns that no source is known, as its page does', async () => {
    const { id } = await addImport([], {
      state: 'queued',
      needsMapping: true,
      source: null,
      checkedAt: null,
    });
    const { get } = await signedIn('reader');
    for (const path of ['/imports', `/imports/${id}`])
      expect((await get(path)).text).to.contain('none that callfolio knows');
  });

  it('counts so that read is the sum of the others, and each figure opens its rows', async () => {
    const found = await addImport(variedRows());
    const { get } = await signedIn('officer');
    const { text } = await get(`/imports/${found.id}`);
    const { read, created, changed, unchanged, conflicts, rejected } = found.counts.project;
    expect(read).to.equal(created + changed + unchanged + conflicts + rejected);
    expect(text).to.include('Apply this import');
    expect(attributesOn(text, 'a', 'href')).to.include(
      `/imports/${found.id}/rows?noun=project&outcome=rejected`,
    );
  });

  it('shows how far it is while a job works, and is looked at again by a link without JavaScript', async () => {
    const startedAt = new Date(Date.now() - 10_000);
    const progress = { bytes: 30, ofBytes: 60, rows: 1234, ofRows: null, startedAt };
    const { id } = await addImport([], { state: 'checking', progress });
    const { get } = await signedIn('officer');
    const { text } = await get(`/imports/${id}`);
    expect(text)
      .to.include('1,234 rows')
      .and.match(/about \d+ seconds left/);
    expect(holds(text, '[http-equiv="refresh"]')).to.equal(false);
    expect(attributesOn(text, 'progress', 'value')).to.deep.equal(['0.5']);
    expect(wordsOn(text, `a[href="/imports/${id}"]`)).to.include('Show how far it is now');
    const { body } = await get(`/imports/${id}.json`);
    expect(body.progress).to.include({ fraction: 0.5, rows: 1234 });
  });

  it('offers readers nothing to press', async () => {
    const { id } = await addImport(variedRows());
    const { text } = await (await signedIn('reader')).get(`/imports/${id}`);
    expect(attributesOn(text, 'form[action^="/imports"]', 'action')).to.deep.equal([]);
  });

  it('says why a file could not be taken', async () => {
    const failure = { key: 'importFile.empty', values: { name: 'a.csv' } };
    const { id } = await addImport([], { state: 'failed', failure });
    const { body } = await (await apiAs('reader')).get(`/imports/${id}`);
    expect(body.state).to.equal('failed');
    expect(body.problems[0].type).to.equal('importFile.empty');
    expect(body.problems[0].message).not.to.include('importFile');
  });

  it('is not there for an id that is none', async () => {
    const { get } = await apiAs('reader');
    expect((await get('/imports/none')).body.message).to.equal('There is no such import.');
    expect((await get('/imports/none/rows')).status).to.equal(404);
  });
});

describe('POST /imports/:id/apply and /undo', () => {
  useDatabase();

  const ask = async (
    { post }: Pick<Awaited<ReturnType<typeof apiAs>>, 'post'>,
    path: string,
    version: number | null,
    body: object = {},
  ) => {
    const asked = post(path).send(body);
    return version === null ? asked : asked.set('If-Match', `"${version}"`);
  };

  it('ask for it only where the state allows it, and answer 202 with the next version', async () => {
    const api = await apiAs('officer');
    const { id } = await addImport(variedRows());
    const { headers, body: before } = await api.get(`/imports/${id}`);
    expect([headers['etag'], before.version]).to.deep.equal(['"1"', 1]);
    expect((await ask(api, `/imports/${id}/undo`, 1)).status).to.equal(409);
    const { status, body, headers: after } = await ask(api, `/imports/${id}/apply`, 1);
    expect([status, body, after['etag']]).to.deep.equal([202, { id, state: 'applying' }, '"2"']);
    expect((await ask(api, `/imports/${id}/apply`, 2)).status).to.equal(409);
    expect((await getImport(id)).appliedBy?.name).to.be.a('string');
    expect((await ask(api, `/imports/${id}/apply`, 2, { now: true })).status).to.equal(422);
  });

  it('take the version that was seen: what was decided or left out since changes it', async () => {
    const api = await apiAs('officer');
    const { id } = await addImport(variedRows());
    const decided = await api.post(`/imports/${id}/decisions`).send({ rule: 'ours' });
    const { status, body, headers } = await ask(api, `/imports/${id}/apply`, 1);
    expect([status, body.version, headers['etag']]).to.deep.equal([
      412,
      Number(/\d+/.exec(decided.headers['etag'] ?? '')?.[0]),
      decided.headers['etag'],
    ]);
    expect((await getImport(id)).state).to.equal('checked');
    const late = await api.post(`/imports/${id}/decisions`).set('If-Match', '"1"').send({ rule: 'ours' });
    expect(late.status).to.equal(412);
    expect((await ask(api, '/imports/none/apply', 1)).status).to.equal(404);
    expect((await ask(api, `/imports/${id}/apply`, null)).status).to.equal(202);
  });

  it('from a page that was read before: it is shown anew, and nothing is written', async () => {
    const { id } = await addImport(variedRows());
    const form = await signedIn('officer');
    const page = await form.get(`/imports/${id}`);
    const _version = valueOn(page.text, '_version') ?? '';
    await (await apiAs('officer')).post(`/imports/${id}/decisions`).send({ rule: 'theirs' });
    const answer = await form.post(`/imports/${id}/apply`, { _version });
    expect(answer.status).to.equal(409);
    const { state, version } = await getImport(id);
    expect(state).to.equal('checked');
    expect(answer.text).to.include('Nothing was done: something was decided');
    expect(valueOn(answer.text, '_version')).to.equal(String(version));
  });
});
