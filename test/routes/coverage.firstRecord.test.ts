import { expect } from 'chai';
import { findFirstRecordAfter } from '../../models/lists/firstRecord.ts';
import { calls } from '../../models/calls/call.ts';
import { projects } from '../../models/projects/projects.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { link } from '../support/coverage.ts';
import { describeEitherWay } from '../support/eitherWay.ts';
import { addCall, addProject, addStrategy, changeAt, edit } from '../support/factories.ts';
import { readBook, rowsOf } from '../views/workbooks/parts.ts';

const first = new Date('2026-11-20T09:30:00Z');
const before = '2026-11-20T09:29:59Z';
const says = 'the first record here is of 20 Nov 2026';

describeEitherWay('An instant before the first record', () => {
  beforeEach(async () => {
    await addStrategy();
    const call = await addCall({}, changeAt(first));
    // What it was first is a closed version by now.
    await edit(calls, call, { title: 'Called' }, changeAt(new Date('2026-11-21T09:30:00Z')));
    await addProject({ supports: [link(1)] }, changeAt(new Date('2026-11-22T09:30:00Z')));
  });

  it('is told from one at which there was nothing of a kind', async () => {
    const after = async (at: string | null, ...kinds: Parameters<typeof findFirstRecordAfter>[1]) =>
      findFirstRecordAfter(at === null ? null : new Date(at), kinds);
    expect(await after(before, projects, calls)).to.deep.equal(first);
    expect(await after('2026-11-21T00:00:00Z', projects)).to.deep.equal(new Date('2026-11-22T09:30:00Z'));
    expect(await after('2026-11-20T09:30:00Z', projects, calls)).to.equal(null);
    expect(await after(null, projects, calls)).to.equal(null);
  });

  it('shows no gap in the matrix, by API and page', async () => {
    const api = await apiAs('reader');
    const { body } = await api.get(`/coverage?knownAt=${before}`).expect(200);
    expect(body.firstRecordAt).to.equal(first.toISOString());
    const states = (of: typeof body) =>
      (of.initiatives as { overall: { state: string } }[]).map(({ overall }) => overall.state);
    expect(states(body)).to.deep.equal(['unrecorded', 'unrecorded', 'unrecorded']);
    const { get } = await signedIn('reader');
    const { text } = await get(`/coverage?knownAt=${before}`);
    expect(text).to.include(says).and.include('mark-unrecorded').and.not.include('mark-gap');
    const { text: dutch } = await (await signedIn('reader', 'nl')).get(`/coverage?knownAt=${before}`);
    expect(dutch).to.include('het eerste gegeven hier is van 20 nov 2026');
    // Something was recorded by then, and nothing of these projects.
    const { body: later } = await api.get('/coverage?knownAt=2026-11-21T00:00:00Z');
    expect(later.firstRecordAt).to.equal(null);
    expect(states(later)).to.deep.equal(['gap', 'gap', 'gap']);
    expect((await get('/coverage')).text).to.not.include('the first record here');
  });

  it('is said by lists and by files', async () => {
    const api = await apiAs('reader');
    const { get } = await signedIn('reader');
    expect((await get(`/projects?knownAt=${before}`)).text).to.include('the first record here is of 22');
    const { body } = await api.get(`/calls?knownAt=${before}`);
    expect(body.filterInfo.firstRecordAt).to.equal(first.toISOString());
    expect((await api.get('/calls?q=nowhere')).body.filterInfo).to.not.have.property('firstRecordAt');
    for (const file of ['/calls.csv', '/calls.json', '/calls.xlsx']) {
      const { headers } = await get(`${file}?knownAt=${before}`).expect(200);
      expect(headers['x-first-record-at'], file).to.equal(first.toISOString());
      expect((await get(`${file}?q=nowhere`)).headers, file).to.not.have.property('x-first-record-at');
    }
    for (const path of ['/portfolio.xlsx', '/calls.xlsx']) {
      const answer = await get(`${path}?knownAt=${before}`).responseType('blob').expect(200);
      const book = await readBook(answer.body as Buffer);
      const lines = rowsOf(book.sheet('Read me'), 20).map(row => row.getCell(2).text);
      expect(lines.join('\n'), path).to.include(says);
    }
  });
});
