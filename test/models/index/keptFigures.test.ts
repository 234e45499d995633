import { expect } from 'chai';
import fc from 'fast-check';
import { calls } from '../../../models/calls/call.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { keptCounts } from '../../../models/index/keptFigures.ts';
import { countFound } from '../../../models/lists/asKnown.ts';
import { countRecords, databaseSourceOf } from '../../../models/lists/list.ts';
import { countFirstByDatabase, countFirstValues } from '../../../models/lists/facets.ts';
import { totalAmounts, totalByDatabase } from '../../../models/lists/totals.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery, type UrlQuery } from '../../../models/query/query.ts';
import { everything, visibleTo } from '../../../models/record/visibleTo.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProgramme, addProject, edit, now } from '../../support/factories.ts';
import { addPortfolio, tagAndArchiveSome } from '../../support/portfolio.ts';
import { changes, projectValues, urlsOf } from '../../support/queries.ts';

const seen = visibleTo(projects, everything);
const amounts = ['euContribution', 'totalCost'];
const queryOf = (url: UrlQuery) => parseListQuery(seen, url, now);

describe('kept figures of a query', () => {
  useDatabase();
  let index: IndexFollower | null = null;
  const follow = async () => {
    index = followIndex([projects, calls]);
    await index.ready;
  };
  afterEach('stop following', () => index?.stop());

  it('are those of the database, whatever several write meanwhile', async () => {
    await addPortfolio();
    await tagAndArchiveSome();
    await follow();
    const urls = [{}, { scope: 'in' }, { archived: 'any' }, ...fc.sample(urlsOf(projectValues), 6)];
    const facets = ['programme', 'phase', 'country', 'initiative'];
    const figures = async (url: UrlQuery) => {
      const query = queryOf(url);
      return {
        count: await countRecords(seen, query),
        totals: await totalAmounts(seen, query, amounts),
        facets: await countFirstValues(seen, query, facets, 3),
      };
    };
    const figuresByDatabase = async (url: UrlQuery) => {
      const query = queryOf(url);
      return {
        count: await countFound(await databaseSourceOf(seen, query)),
        totals: await totalByDatabase(seen, query, amounts),
        facets: await countFirstByDatabase(seen, query, facets, 3),
      };
    };
    const all = async () => Promise.all(urls.map(figures));
    const stored = await projects.current.find({}, { version: 1 }).lean<{ _id: string; version: number }[]>();
    const known = stored.map(({ _id: id, version }) => ({ id, version }));
    let wereDifferent = 0;
    let before = JSON.stringify(await all());
    for (let round = 0; round < 4; round += 1) {
      const writers = [0, 1, 2].map(async writer => {
        const at = (round * 3 + writer) % known.length;
        const project = known[at];
        const [input = {}] = fc.sample(changes, 1);
        if (writer === 2) await addProject(input);
        else if (project) known[at] = await edit(projects, project, input);
      });
      // Asked while they write: what is counted then must not be kept beyond it.
      await Promise.all([...writers, all(), all()]);
      const after = await all();
      const ofDatabase = await Promise.all(urls.map(figuresByDatabase));
      expect(after, `round ${round}`).to.deep.equal(ofDatabase);
      expect(await all(), 'the second time').to.deep.equal(ofDatabase);
      if (JSON.stringify(after) !== before) wereDifferent += 1;
      before = JSON.stringify(after);
    }
    expect(wereDifferent, 'rounds that changed a figure').to.be.greaterThan(1);
  });

  it('are kept for each query, and forgotten with any change', async () => {
    await addProject({ scope: 'in' });
    await addProject({ scope: 'out' });
    await follow();
    const table = await findColumns(projects);
    if (!table) throw new Error('The index is not there.');
    expect(await countRecords(seen, queryOf({ scope: 'in' }))).to.equal(1);
    expect(keptCounts.find(table, queryOf({ scope: 'in', page: '2', sort: '-title' }))).to.equal(1);
    expect(keptCounts.find(table, queryOf({ scope: 'out' }))).to.equal(undefined);
    expect(keptCounts.find(table, queryOf({ 'exclude.scope': 'in' }))).to.equal(undefined);
    expect(keptCounts.find(table, queryOf({ scope: 'in', on: '2020-01-01' }))).to.equal(undefined);
    await addProject({ scope: 'in' });
    expect(await countRecords(seen, queryOf({ scope: 'in' }))).to.equal(2);
  });

  it('are the very ones that were made, for the same question alone', async () => {
    await addProject({ scope: 'in', euContribution: '2.00', totalCost: '0' });
    await follow();
    const totals = async (url: UrlQuery, paths = amounts) => totalAmounts(seen, queryOf(url), paths);
    const facet = async (url: UrlQuery, key = 'programme', most = 3) =>
      (await countFirstValues(seen, queryOf(url), [key], most))[key];
    const [madeTotals, madeFacet] = [await totals({}), await facet({})];
    expect(await totals({ page: '2', sort: '-title' })).to.equal(madeTotals);
    expect(await facet({ page: '2', sort: '-title' })).to.equal(madeFacet);
    for (const other of [await totals({ scope: 'in' }), await totals({}, ['euContribution'])])
      expect(other).not.to.equal(madeTotals);
    for (const other of [
      await facet({ scope: 'in' }),
      await facet({}, 'country'),
      await facet({}, 'programme', 2),
    ])
      expect(other).not.to.equal(madeFacet);
    // Whether a total cost of nothing is stated follows from the contribution beside it, also where that is not asked for.
    expect(await totals({}, ['totalCost'])).to.deep.equal(
      await totalByDatabase(seen, queryOf({}), ['totalCost']),
    );
    await addProject({ euContribution: '3.00' });
    expect((await totals({})).totals['euContribution']).to.deep.equal({ cents: 500, stated: 2 });
    expect((await facet({}))?.values[0]?.count).to.equal(2);
  });

  it('are not kept where they follow from the time of day: a deadline that passes is noticed', async () => {
    await addProgramme({ code: 'H2020', label: 'H2020' });
    await addCall({
      programme: 'H2020',
      identifier: 'A-1',
      rounds: [{ openingOn: '2026-01-01', deadlines: [{ at: '2026-11-24T16:00:00Z' }] }],
    });
    await follow();
    const all = visibleTo(calls, everything);
    const askAt = (time: string, url: UrlQuery) => parseListQuery(all, url, new Date(`2026-11-24T${time}Z`));
    const openAt = async (time: string) => {
      const { status } = await countFirstValues(all, askAt(time, {}), ['status'], 12);
      const { programme } = await countFirstValues(all, askAt(time, { status: 'open' }), ['programme'], 12);
      return [
        await countRecords(all, askAt(time, { status: 'open' })),
        status?.values.find(({ value }) => value === 'open')?.count,
        programme?.values[0]?.count ?? 0,
      ];
    };
    expect(await openAt('15:00:00')).to.deep.equal([1, 1, 1]);
    expect(await openAt('15:59:59')).to.deep.equal([1, 1, 1]);
    expect(await openAt('16:00:01')).to.deep.equal([0, 0, 0]);
  });
});
