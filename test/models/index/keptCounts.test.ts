import { expect } from 'chai';
import fc from 'fast-check';
import { calls } from '../../../models/calls/call.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { keptCount } from '../../../models/index/keptCounts.ts';
import { countFound } from '../../../models/lists/asKnown.ts';
import { countRecords, databaseSourceOf } from '../../../models/lists/list.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery, type UrlQuery } from '../../../models/query/query.ts';
import { everything, visibleTo } from '../../../models/record/visibleTo.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProgramme, addProject, edit, now } from '../../support/factories.ts';
import { addPortfolio, tagAndArchiveSome } from '../../support/portfolio.ts';
import { changes, projectValues, urlsOf } from '../../support/queries.ts';

const seen = visibleTo(projects, everything);
const queryOf = (url: UrlQuery) => parseListQuery(seen, url, now);

describe('the kept number of a query', () => {
  useDatabase();
  let index: IndexFollower | null = null;
  const follow = async () => {
    index = followIndex([projects, calls]);
    await index.ready;
  };
  afterEach('stop following', () => index?.stop());

  it('is that of the database, whatever several write and remove meanwhile', async () => {
    await addPortfolio();
    await tagAndArchiveSome();
    await follow();
    const urls = [{}, { scope: 'in' }, { archived: 'any' }, ...fc.sample(urlsOf(projectValues), 6)];
    const counts = async () => Promise.all(urls.map(async url => countRecords(seen, queryOf(url))));
    const stored = await projects.current.find({}, { version: 1 }).lean<{ _id: string; version: number }[]>();
    const known = stored.map(({ _id: id, version }) => ({ id, version }));
    let wereDifferent = 0;
    let before = await counts();
    for (let round = 0; round < 4; round += 1) {
      const writers = [0, 1, 2].map(async writer => {
        const at = (round * 3 + writer) % known.length;
        const project = known[at];
        const [input = {}] = fc.sample(changes, 1);
        if (writer === 2) await addProject(input);
        else if (project) known[at] = await edit(projects, project, input);
      });
      // Asked while they write: what is counted then must not be kept beyond it.
      await Promise.all([...writers, counts(), counts()]);
      const after = await counts();
      const ofDatabase = await Promise.all(
        urls.map(async url => countFound(await databaseSourceOf(seen, queryOf(url)))),
      );
      expect(after, `round ${round}`).to.deep.equal(ofDatabase);
      expect(await counts(), 'the second time').to.deep.equal(ofDatabase);
      if (after.join() !== before.join()) wereDifferent += 1;
      before = after;
    }
    expect(wereDifferent, 'rounds that changed a number').to.be.greaterThan(1);
  });

  it('is kept for each query, and forgotten with any change', async () => {
    await addProject({ scope: 'in' });
    await addProject({ scope: 'out' });
    await follow();
    const table = await findColumns(projects);
    if (!table) throw new Error('The index is not there.');
    expect(await countRecords(seen, queryOf({ scope: 'in' }))).to.equal(1);
    expect(keptCount(table, queryOf({ scope: 'in', page: '2', sort: '-title' }))).to.equal(1);
    expect(keptCount(table, queryOf({ scope: 'out' }))).to.equal(undefined);
    expect(keptCount(table, queryOf({ 'exclude.scope': 'in' }))).to.equal(undefined);
    expect(keptCount(table, queryOf({ scope: 'in', on: '2020-01-01' }))).to.equal(undefined);
    await addProject({ scope: 'in' });
    expect(await countRecords(seen, queryOf({ scope: 'in' }))).to.equal(2);
  });

  it('is not kept where it follows from the time of day: a deadline that passes is noticed', async () => {
    await addProgramme({ code: 'H2020', label: 'H2020' });
    await addCall({
      programme: 'H2020',
      identifier: 'A-1',
      rounds: [{ openingOn: '2026-01-01', deadlines: [{ at: '2026-11-24T16:00:00Z' }] }],
    });
    await follow();
    const all = visibleTo(calls, everything);
    const openAt = async (time: string) =>
      countRecords(all, parseListQuery(all, { status: 'open' }, new Date(`2026-11-24T${time}Z`)));
    expect([await openAt('15:00:00'), await openAt('15:59:59'), await openAt('16:00:01')]).to.deep.equal([
      1, 1, 0,
    ]);
  });
});
