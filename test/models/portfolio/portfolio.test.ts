import { expect } from 'chai';
import { countRecords } from '../../../models/lists/list.ts';
import { rowQuery, summarisePortfolio } from '../../../models/portfolio/portfolio.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { UrlQuery } from '../../../models/query/query.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, changeAt, edit, now } from '../../support/factories.ts';

const query = (url: UrlQuery = {}) => parseListQuery(projects, url, now);
const ongoing = { startsOn: '2026-01-01', endsOn: '2027-12-31' };
const ended = { startsOn: '2018-01', endsOn: '2021' };

describe('summarisePortfolio', () => {
  useDatabase();

  it('has nothing to add up in an empty register', async () => {
    const { rows, totals, apart } = await summarisePortfolio(query());
    expect(rows).to.deep.equal([]);
    expect(totals).to.deep.equal(apart);
    expect(totals).to.include({ projects: 0, euContributionCents: 0, stated: 0 });
  });

  it('adds up by programme and kind, saying how many state an amount', async () => {
    await addProgramme({ code: 'A' });
    await addProgramme({ code: 'B' });
    await addProject({ programme: 'B', ...ended });
    await addProject({ programme: 'A', ...ongoing, euContribution: '0.01' });
    await addProject({ programme: 'A', ...ended, euContribution: '577.675,77' });
    await addProject({
      programme: 'A',
      kind: 'directAward',
      startsOn: '2027',
      status: 'SIGNED',
      euContribution: '0',
    });
    await addProject({ euContribution: '1.00' });
    const { rows, totals } = await summarisePortfolio(query());
    const nothing = { ongoing: 0, ended: 0, upcoming: 0, unknown: 0, undated: 0, isApart: false };
    expect(rows).to.deep.equal([
      {
        ...nothing,
        programme: 'A',
        kind: 'directAward',
        projects: 1,
        upcoming: 1,
        euContributionCents: 0,
        stated: 1,
      },
      {
        ...nothing,
        programme: 'A',
        kind: 'grant',
        projects: 2,
        ongoing: 1,
        ended: 1,
        euContributionCents: 57_767_578,
        stated: 2,
      },
      { ...nothing, programme: 'B', kind: 'grant', projects: 1, ended: 1, euContributionCents: 0, stated: 0 },
      {
        ...nothing,
        programme: null,
        kind: 'grant',
        projects: 1,
        unknown: 1,
        undated: 1,
        euContributionCents: 100,
        stated: 1,
      },
    ]);
    expect(totals).to.deep.equal({
      projects: 5,
      ongoing: 1,
      ended: 2,
      upcoming: 1,
      unknown: 1,
      undated: 1,
      euContributionCents: 57_767_678,
      stated: 4,
    });
    for (const row of rows) {
      expect(await countRecords(projects, rowQuery(query(), row))).to.equal(row.projects);
    }
  });

  it('shows national programmes apart, outside the totals', async () => {
    await addProgramme({ code: 'A' });
    await addProject({ programme: 'A', kind: 'nationalProgramme', euContribution: '500.00' });
    await addProject({ programme: 'A', euContribution: '1.00' });
    const { rows, totals, apart } = await summarisePortfolio(query());
    expect(rows.map(({ kind, isApart }) => [kind, isApart])).to.deep.equal([
      ['grant', false],
      ['nationalProgramme', true],
    ]);
    expect(totals).to.include({ projects: 1, euContributionCents: 100 });
    expect(apart).to.include({ projects: 1, euContributionCents: 50_000 });
  });

  it('counts what is in the portfolio on the day, and says beside it what comes later', async () => {
    await addProgramme({ code: 'A' });
    await addProject({ programme: 'A', signedOn: '2019-05', euContribution: '1.00' });
    await addProject({ programme: 'A', signedOn: '2026-01-31', startsOn: '2020', euContribution: '2.00' });
    await addProject({ programme: 'A', endsOn: '2030', euContribution: '4.00' });
    await addProject({ programme: 'A', startsOn: '2018', status: 'PREPARATION' });
    const on = async (day: string, url: UrlQuery = {}) => {
      const { rows, totals, later } = await summarisePortfolio(query({ on: day, ...url }));
      expect(rows.length).to.equal(totals.projects > 0 ? 1 : 0);
      return [totals.projects, totals.undated, totals.euContributionCents / 100, later.projects];
    };
    expect(await on('2019-04-30')).to.deep.equal([1, 1, 4, 3]);
    expect(await on('2019-05-01')).to.deep.equal([2, 1, 5, 2]);
    expect(await on('2026-01-30')).to.deep.equal([2, 1, 5, 2]);
    expect(await on('2026-01-31')).to.deep.equal([3, 1, 7, 1]);
    // Where the address says which are wanted, these are the total.
    expect(await on('2026-01-30', { portfolio: 'later' })).to.deep.equal([2, 0, 2, 0]);
    expect(await on('2026-01-30', { 'exclude.portfolio': 'undated' })).to.deep.equal([3, 0, 3, 0]);
  });

  it('judges phases on the day, and reads what was known at an instant', async () => {
    await addProgramme({ code: 'A' });
    const first = changeAt(new Date('2026-01-01T10:00:00Z'));
    const project = await addProject({ programme: 'A', ...ended, euContribution: '1.00' }, first);
    await edit(projects, project, { euContribution: '2.00' }, changeAt(new Date('2026-03-01T10:00:00Z')));
    expect((await summarisePortfolio(query({ on: '2019-01-01' }))).totals).to.include({
      ongoing: 1,
      ended: 0,
    });
    const then = await summarisePortfolio(query({ knownAt: '2026-02-01' }));
    expect(then.totals).to.include({ projects: 1, ended: 1, euContributionCents: 100 });
    expect((await summarisePortfolio(query({ phase: 'ongoing' }))).totals.projects).to.equal(0);
  });
});
