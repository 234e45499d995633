import { expect } from 'chai';
import { getRecord } from '../../models/lists/list.ts';
import { projects } from '../../models/projects/projects.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { describeEitherWay } from '../support/eitherWay.ts';
import { addCall, addProject, addStrategy } from '../support/factories.ts';
import { openly, visibleTo } from '../../models/record/visibleTo.ts';
import { attributesOn, tokenOn, valueOn, wordsOn } from '../support/page.ts';

interface Outcome {
  id: string;
  version: number;
  result: string;
  message: string | null;
  errors: { field: string }[];
}
const link = {
  action: 'link',
  initiative: 'S-1.1',
  significance: 'principal',
  justification: 'It builds the detector.',
  source: 'Annex 1',
};

describe('POST /api/v1/projects/bulk', () => {
  useDatabase();

  it('links records to an initiative without a share, and leaves those that are linked alone', async () => {
    await addStrategy();
    const own = { initiative: 'S-1.1', significance: 'namedUnrated' };
    const linked = await addProject({ supports: [own] });
    const free = await addProject();
    const api = await apiAs('evaluator');
    const reason = 'Round of November';
    const { status, body } = await api
      .post('/projects/bulk')
      .send({ ids: [linked.id, free.id, 'no-such-record'], reason, ...link });
    expect(status).to.equal(200);
    expect(body).to.include({ changed: 1, unchanged: 1, refused: 1 });
    const results = body.results as Outcome[];
    expect(results.map(one => [one.id, one.version, one.result])).to.deep.equal([
      [linked.id, 1, 'unchanged'],
      [free.id, 2, 'changed'],
      ['no-such-record', null, 'refused'],
    ]);
    expect(results[0]?.message).to.equal('is linked to the initiative already; its link is left alone');
    const after = await api.get(`/projects/${free.id}`);
    expect(after.body.supports).to.have.length(1);
    expect(after.body.supports[0]).to.deep.include({ initiative: 'S-1.1', shareBp: null, source: 'Annex 1' });
    expect(after.body.supports[0].assessedBy.id).to.equal(api.user.id);
    const history = await api.get(`/projects/${free.id}/history`);
    expect(history.body.items[0]).to.include({ version: 2, reason, channel: 'api' });
  });

  it('refuses a filter that chooses nothing, which would find every record there is', async () => {
    const kept = await addProject({ tags: ['Kept'] });
    const api = await apiAs('officer');
    const filters = [
      { tag: '' },
      { tag: [] },
      { tag: ['Kept', ' '] },
      { q: ' ' },
      { q: '\u0000' },
      { q: '- !' },
    ];
    for (const filter of filters) {
      const { status, body } = await api.post('/projects/bulk').send({ filter, action: 'archive' });
      expect(status, JSON.stringify(filter)).to.equal(422);
      expect(body.errors[0].field).to.equal(`filter.${Object.keys(filter)[0]}`);
    }
    expect((await api.get(`/projects/${kept.id}`)).body.version).to.equal(1);
  });

  it('refuses a record changed meanwhile, and changes the others', async () => {
    const [one, two] = [await addProject(), await addProject()];
    const api = await apiAs('officer');
    await api.patch(`/projects/${one.id}`).set('If-Match', '"1"').send({ title: 'Newer' });
    const ids = [
      { id: one.id, version: 1 },
      { id: two.id, version: 1 },
    ];
    const { body } = await api.post('/projects/bulk').send({ ids, action: 'tag', tags: ['Flagship'] });
    expect((body.results as Outcome[]).map(({ result }) => result)).to.deep.equal(['refused', 'changed']);
    expect((body.results as Outcome[])[0]?.message).to.match(/changed it meanwhile \(now version 2\)/);
    expect((await api.get(`/projects/${one.id}`)).body.tags).to.deep.equal([]);
  });

  it('says of what is done already that it is, though its version moved on', async () => {
    const { id } = await addProject();
    const api = await apiAs('officer');
    const send = () =>
      api.post('/projects/bulk').send({ ids: [{ id, version: 1 }], action: 'tag', tags: ['Flagship'] });
    expect((await send()).body).to.include({ changed: 1, unchanged: 0, refused: 0 });
    expect((await send()).body).to.include({ changed: 0, unchanged: 1, refused: 0 });
  });

  it('tags all that match a filter, in any case once, and takes tags off again', async () => {
    const tagged = await addProject({ scope: 'candidate', tags: ['flagship'] });
    const bare = await addProject({ scope: 'candidate' });
    await addProject({ scope: 'in' });
    const api = await apiAs('officer');
    const send = (body: object) =>
      api.post('/projects/bulk').send({ filter: { scope: 'candidate' }, ...body });
    const done = await send({ action: 'tag', tags: ['Flagship'] });
    expect(done.body).to.include({ changed: 1, unchanged: 1, refused: 0 });
    const found = await api.get('/projects?tag=FLAGSHIP&facets=tag');
    expect((found.body.items as { id: string }[]).map(({ id }) => id)).to.have.members([tagged.id, bare.id]);
    expect((found.body.facets.tag as { value: string; count: number }[])[0]?.count).to.equal(2);
    expect((await send({ action: 'untag', tags: ['FLAGSHIP'] })).body.changed).to.equal(2);
    expect((await api.get('/projects?tag=none')).body.paginationInfo.totalItems).to.equal(3);
  });

  it('says of a full record that it takes no more tags', async () => {
    const tags = Array.from({ length: 50 }, (_none, at) => `tag ${at}`);
    const full = await addProject({ tags });
    const api = await apiAs('officer');
    const send = (added: string[]) =>
      api.post('/projects/bulk').send({ ids: [full.id], action: 'tag', tags: added });
    const { body } = await send(['one more']);
    expect((body.results as Outcome[])[0]).to.deep.include({ result: 'refused', version: 1 });
    expect((body.results as Outcome[])[0]?.errors[0]?.field).to.equal('tags');
    expect((await send(['x'.repeat(51)])).status).to.equal(422);
  });

  it('sets the scope, archives and restores, each as the record’s own version', async () => {
    const { id } = await addProject({ scope: 'in' });
    const api = await apiAs('officer');
    for (const deed of [{ action: 'scope', scope: 'out' }, { action: 'archive' }, { action: 'restore' }]) {
      const { body } = await api.post('/projects/bulk').send({ ids: [id], ...deed });
      expect(body.changed, deed.action).to.equal(1);
    }
    expect((await api.get(`/projects/${id}`)).body).to.include({ scope: 'out', version: 4 });
  });

  it('archives no call that a project in use names', async () => {
    const [call, free] = [await addCall(), await addCall()];
    await addProject({ call: call.id });
    const api = await apiAs('officer');
    const { body } = await api.post('/calls/bulk').send({ ids: [call.id, free.id], action: 'archive' });
    expect((body.results as Outcome[]).map(({ result }) => result)).to.deep.equal(['refused', 'changed']);
    expect((await api.get(`/calls/${call.id}`)).body).to.include({ version: 1, archivedAt: null });
  });

  it('lets whoever may only assess link, and nothing else', async () => {
    const { id } = await addProject();
    const api = await apiAs('evaluator');
    for (const deed of [
      { action: 'tag', tags: ['x'] },
      { action: 'scope', scope: 'out' },
      { action: 'archive' },
    ])
      expect((await api.post('/projects/bulk').send({ ids: [id], ...deed })).status).to.equal(403);
    const reader = await apiAs('reader');
    expect((await reader.post('/projects/bulk').send({ ids: [id], ...link })).status).to.equal(403);
  });

  it('refuses what would choose more than was meant', async () => {
    const { id } = await addProject();
    const api = await apiAs('officer');
    const tag = { action: 'tag', tags: ['x'] };
    const answers: [number, object][] = [
      [422, { ...tag }],
      [422, { ...tag, ids: [] }],
      [422, { ...tag, ids: [id], filter: {} }],
      [422, { ...tag, filter: { programme: { $ne: null } } }],
      [422, { ...tag, filter: { programme: [{ $gt: '' }] } }],
      [400, { ...tag, filter: { $where: '1' } }],
      [422, { ...tag, filter: { knownAt: '2026-01-01' } }],
      [422, { ...tag, ids: [{ $ne: null }] }],
      [422, { ...tag, ids: [{ id, version: '1' }] }],
      [422, { ...tag, ids: [id], _id: 'x' }],
      [422, { ids: [id], action: 'delete' }],
      [422, { ids: Array.from({ length: 5001 }, (_none, at) => `${at}`), ...tag }],
    ];
    for (const [wanted, body] of answers) {
      const { status, text } = await api.post('/projects/bulk').send(body);
      expect(status, `${JSON.stringify(body).slice(0, 80)} gave ${text}`).to.equal(wanted);
    }
    expect((await api.get(`/projects/${id}`)).body.version).to.equal(1);
  });
});

describeEitherWay('The list of projects', () => {
  /** The chosen records a confirmation page carries. */
  const recordsOn = (html: string) => valueOn(html, 'records') ?? '';

  it('leads by ticked rows and a confirmation page to the change', async () => {
    await addStrategy();
    const own = { initiative: 'S-1.1', significance: 'namedUnrated' };
    const linked = await addProject({ acronym: 'LINKED', supports: [own] });
    const free = await addProject({ acronym: 'FREE' });
    const { get, post } = await signedIn('officer');
    const list = (await get('/projects')).text;
    expect(attributesOn(list, '[name="record"]', 'value')).to.include(`${free.id}.1`);
    expect(list).to.include('All 2 that match the filters');
    const chosen = { action: 'link', record: [`${linked.id}.1`, `${free.id}.1`] as unknown as string };
    const form = await post('/projects/bulk/review', chosen);
    expect(form.text).to.include('2 chosen').and.include('Initiative 1').and.not.include('Will change');
    const records = recordsOn(form.text);
    const typed = { ...link, step: 'review', records };
    const wrong = await post('/projects/bulk/review', { ...typed, justification: '' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('A rating needs a justification in words.').and.include('Annex 1');
    const plan = (await post('/projects/bulk/review', typed)).text;
    expect(plan).to.include('Will change (1)').and.include('Left as they are (1)');
    expect(wordsOn(plan, 'li').join('\n')).to.match(/LINKED[^—\n]* — is linked to the initiative already/);
    expect((await get(`/projects/${free.id}`)).text).not.to.include('It builds the detector.');
    const { headers } = await post('/projects/bulk', typed);
    const done = await get(String(headers['location']));
    expect(done.text).to.include('Changed (1)').and.include('FREE');
    expect((await get(`/projects/${free.id}`)).text).to.include('It builds the detector.');
  });

  it('takes all that match its filters, and shows at once what asks for nothing more', async () => {
    await addProject({ acronym: 'INSIDE', scope: 'in' });
    await addProject({ acronym: 'OUTSIDE', scope: 'out' });
    const { post, get } = await signedIn('officer');
    const page = await post('/projects/bulk/review', { action: 'archive', all: 'on', query: 'scope=out' });
    expect(page.text).to.include('Will change (1)').and.include('OUTSIDE').and.not.include('INSIDE');
    const fields = { action: 'archive', records: recordsOn(page.text), reason: 'Out for good' };
    const { status, headers } = await post('/projects/bulk', fields);
    expect(status).to.equal(303);
    expect((await get(String(headers['location']))).text).to.include('Changed (1)');
    expect((await get('/projects')).text)
      .to.include('INSIDE')
      .and.not.include('OUTSIDE');
  });

  it('keeps the way back to its filters, and what was typed when applying is refused', async () => {
    const { id } = await addProject();
    const { get, post } = await signedIn('officer');
    const chosen = { record: `${id}.1`, query: 'scope=in&sort=-acronym' };
    const back = '/projects?scope=in&sort=-acronym';
    const linksOn = (html: string) => attributesOn(html, 'a', 'href');
    const review = await post('/projects/bulk/review', { action: 'tag', ...chosen });
    expect(linksOn(review.text)).to.include(back);
    const wrong = { action: 'tag', tags: '', reason: 'The round of November', ...chosen };
    const refused = await post('/projects/bulk', wrong);
    expect(refused.status).to.equal(422);
    expect(wordsOn(refused.text, '#problems')).to.have.length(1);
    expect(refused.text).to.include('The round of November');
    expect(linksOn(refused.text)).to.include(back);
    const { headers } = await post('/projects/bulk', { ...wrong, tags: 'Flagship' });
    const done = (await get(String(headers['location']))).text;
    expect(done).to.include('1 of 1 changed');
    expect(linksOn(done)).to.include(back);
    const none = await post('/projects/bulk/review', { action: 'tag', query: 'scope=in&sort=-acronym' });
    expect(none.text).to.include('No record was chosen.');
    expect(linksOn(none.text)).to.include(back);
  });

  it('shows what it did on a page that may be read again, by whoever did it alone', async () => {
    const { id } = await addProject({ acronym: 'ONCE', title: 'x'.repeat(2000) });
    const { get, post } = await signedIn('officer');
    const fields = { action: 'tag', tags: 'Flagship', record: `${id}.1` };
    const path = String((await post('/projects/bulk', fields)).headers['location']);
    for (const answer of [await get(path), await get(path)]) {
      expect(answer.status).to.equal(200);
      expect(answer.text).to.include('1 of 1 changed').and.include('ONCE');
    }
    expect((await getRecord(visibleTo(projects, openly), id)).version).to.equal(2);
    const other = await signedIn('officer');
    expect((await other.get(path)).status).to.equal(404);
    expect((await get(path.replace('projects', 'calls'))).status).to.equal(404);
  });

  it('says that nothing was chosen', async () => {
    const { post } = await signedIn('officer');
    const { status, text } = await post('/projects/bulk/review', { action: 'archive' });
    expect(status).to.equal(422);
    expect(text).to.include('No record was chosen.');
  });

  it('has no boxes for whoever may change nothing, nor at a past instant', async () => {
    await addProject();
    const reader = await signedIn('reader');
    expect(valueOn((await reader.get('/projects')).text, 'record')).to.equal(undefined);
    const officer = await signedIn('officer');
    expect(valueOn((await officer.get('/projects?knownAt=2026-11-24')).text, 'record')).to.equal(undefined);
    expect(tokenOn((await officer.get('/calls')).text)).to.be.a('string');
  });
});
