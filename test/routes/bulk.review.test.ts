import { expect } from 'chai';
import mongoose from 'mongoose';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addCall, addProject, addStrategy } from '../support/factories.ts';

interface Answered {
  changed: number;
  unchanged: number;
  refused: number;
  results: { id: string; version: number | null; result: string; message: string | null; errors: object[] }[];
}
const link = {
  action: 'link',
  initiative: 'S-1.1',
  significance: 'principal',
  justification: 'It builds the detector.',
  source: 'Annex 1',
};

/** Everything stored of projects and calls. */
async function stored(): Promise<unknown[]> {
  const names = ['projects', 'projectVersions', 'calls', 'callVersions'];
  return Promise.all(
    names.map(async name => mongoose.connection.collection(name).find().sort({ _id: 1 }).toArray()),
  );
}

/** An answer without the versions, which are those of now in what would change, and new ones in what has changed. */
const withoutVersions = ({ results, ...counts }: Answered) => ({
  ...counts,
  results: results.map(({ version: _version, ...one }) => one),
});

describe('POST /api/v1/projects/bulk/review', () => {
  useDatabase();

  it('says what the change would do to each record, and does nothing', async () => {
    await addStrategy();
    const own = { initiative: 'S-1.1', significance: 'namedUnrated' };
    const linked = await addProject({ supports: [own] });
    const free = await addProject();
    const api = await apiAs('evaluator');
    const before = await stored();
    const ids = [linked.id, { id: free.id, version: 1 }, 'no-such-record'];
    const { status, body } = await api.post('/projects/bulk/review').send({ ids, ...link });
    expect(status).to.equal(200);
    expect(body).to.include({ changed: 1, unchanged: 1, refused: 1 });
    const { results } = body as Answered;
    expect(results.map(one => [one.id, one.version, one.result])).to.deep.equal([
      [linked.id, 1, 'unchanged'],
      [free.id, 1, 'changed'],
      ['no-such-record', null, 'refused'],
    ]);
    expect(results[0]?.message).to.equal('is linked to the initiative already; its link is left alone');
    expect(await stored()).to.deep.equal(before);
  });

  it('says of every deed what doing it says then', async () => {
    await addStrategy();
    const full = Array.from({ length: 50 }, (_none, at) => `tag ${at}`);
    const call = await addCall();
    const of = { programme: null, call: call.id };
    const chosen = [
      await addProject(of),
      await addProject({ tags: full }),
      await addProject({ scope: 'out' }),
    ];
    const stale = await addProject();
    const api = await apiAs('officer');
    await api.patch(`/projects/${stale.id}`).set('If-Match', '"1"').send({ title: 'Newer' });
    const ids = [...chosen.map(({ id }) => id), { id: stale.id, version: 1 }];
    const kinds: string[] = [];
    for (const [path, body] of [
      ['/projects/bulk', { ids, ...link, initiative: 'S-1.99' }],
      ['/projects/bulk', { ids, ...link }],
      ['/projects/bulk', { filter: { scope: 'out' }, action: 'tag', tags: ['one more'] }],
      ['/projects/bulk', { ids, action: 'tag', tags: ['one more'] }],
      ['/projects/bulk', { ids, action: 'untag', tags: ['TAG 1'] }],
      ['/projects/bulk', { ids, action: 'scope', scope: 'out' }],
      ['/calls/bulk', { ids: [call.id], action: 'archive' }],
      ['/projects/bulk', { ids, action: 'archive' }],
      ['/projects/bulk', { ids, action: 'archive' }],
      ['/projects/bulk', { ids, action: 'restore' }],
    ] as const) {
      const before = await stored();
      const review = await api.post(`${path}/review`).send(body);
      expect(review.status, JSON.stringify(body)).to.equal(200);
      expect(await stored(), `stored after the review of ${body.action}`).to.deep.equal(before);
      const done = await api.post(path).send(body);
      const [foretold, told] = [review, done].map(answer => withoutVersions(answer.body as Answered));
      expect(foretold, JSON.stringify(body)).to.deep.equal(told);
      kinds.push(...((done.body as Answered).results ?? []).map(({ result }) => result));
    }
    for (const kind of ['changed', 'unchanged', 'refused'])
      expect(kinds.filter(one => one === kind).length, kind).to.be.greaterThan(3);
  });

  it('takes the rights of the deed, and a token that may change', async () => {
    const { id } = await addProject();
    const tag = { ids: [id], action: 'tag', tags: ['x'] };
    const statusFor = async (role: Parameters<typeof apiAs>[0], body: object, access?: 'read') =>
      (await (await apiAs(role, access)).post('/projects/bulk/review').send(body)).status;
    expect(await statusFor('evaluator', tag)).to.equal(403);
    expect(await statusFor('reader', { ids: [id], ...link })).to.equal(403);
    expect(await statusFor('officer', tag, 'read')).to.equal(403);
    expect(await statusFor('officer', tag)).to.equal(200);
  });

  it('refuses what the change itself would be refused for', async () => {
    const { id } = await addProject();
    const api = await apiAs('officer');
    const tag = { action: 'tag', tags: ['x'] };
    for (const [wanted, body] of [
      [422, tag],
      [422, { ...tag, ids: [] }],
      [422, { ...tag, ids: [id], filter: {} }],
      [422, { ...tag, ids: [id], step: 'review' }],
      [422, { ...tag, ids: [id], tags: [] }],
      [422, { ...link, ids: [id], justification: null }],
      [400, { ...tag, filter: { $where: '1' } }],
      [422, { ids: [id], action: 'delete' }],
    ] as const) {
      const review = await api.post('/projects/bulk/review').send(body);
      const done = await api.post('/projects/bulk').send(body);
      expect([review.status, done.status], JSON.stringify(body)).to.deep.equal([wanted, wanted]);
      expect(review.body.errors).to.deep.equal(done.body.errors);
    }
  });

  it('says on the page too that a link leads to no initiative', async () => {
    await addStrategy();
    const { id } = await addProject();
    const { post } = await signedIn('officer');
    const typed = { ...link, initiative: 'S-1.99', step: 'review', records: `${id}.1` };
    const { text } = await post('/projects/bulk/review', typed);
    expect(text).to.include('S-1.99').and.not.include('Will change (1)');
  });
});
