import { expect } from 'chai';
import { calls } from '../../../models/calls/call.ts';
import type { Coverage, CoverageCell } from '../../../models/coverage/matrix.ts';
import { callsAheadQuery, parseCoverageQuery } from '../../../models/coverage/coverageQuery.ts';
import { ExpectedError } from '../../../models/values/errors.ts';
import { countRecords } from '../../../models/lists/list.ts';
import { projects } from '../../../models/projects/projects.ts';
import { urlOf, type UrlQuery } from '../../../models/query/query.ts';
import { count, expectCellsToOpen, link } from '../../support/coverage.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { useDatabase } from '../../support/database.ts';
import {
  addCall,
  addProgramme,
  addProject,
  addStrategy,
  changeAt,
  edit,
  now,
} from '../../support/factories.ts';

function cellAt(coverage: Coverage, number: number, programme: string): CoverageCell {
  const column = coverage.columns.findIndex(one => one.programme === programme);
  const cell = coverage.rows.find(({ initiative }) => initiative.number === number)?.cells[column];
  if (!cell) throw new Error(`no cell ${number} × ${programme}`);
  return cell;
}

const ongoing = { startsOn: '2026-01-01', endsOn: '2027-12-31', status: 'SIGNED' };
const ended = { startsOn: '2018-01', endsOn: '2021', status: 'CLOSED' };

describe('parseCoverageQuery', () => {
  it('counts what is in scope, with national programmes apart', () => {
    const {
      strategy,
      basis,
      method,
      projects: counted,
      apart,
    } = parseCoverageQuery({ programme: 'H2020' }, now);
    expect({ strategy, basis, method }).to.deep.equal({
      strategy: null,
      basis: 'euContribution',
      method: 'split',
    });
    const archived = ['no'];
    const portfolio = ['yes', 'undated'];
    expect(counted.chosen).to.deep.equal({ archived, portfolio, scope: ['in'], programme: ['H2020'] });
    expect(counted.excluded).to.deep.equal({ kind: ['nationalProgramme'] });
    expect(apart?.chosen).to.deep.equal({
      archived,
      portfolio,
      scope: ['in'],
      programme: ['H2020'],
      kind: ['nationalProgramme'],
    });
  });

  it('leaves the scope to the URL where it chooses one, and counts no national programme whatever it chooses', () => {
    const query = parseCoverageQuery({ scope: 'candidate', kind: ['nationalProgramme', 'grant'] }, now);
    expect(query.projects.chosen).to.deep.equal({
      archived: ['no'],
      portfolio: ['yes', 'undated'],
      scope: ['candidate'],
      kind: ['nationalProgramme', 'grant'],
    });
    expect(query.projects.excluded).to.deep.equal({ kind: ['nationalProgramme'] });
    expect(query.apart?.chosen['kind']).to.deep.equal(['nationalProgramme']);
    expect(parseCoverageQuery({ kind: 'grant' }, now).apart).to.equal(null);
  });

  it('names every key that makes no sense', () => {
    const wrong = { basis: 'paid', method: 'mix', colour: 'red', on: '2026-02-30' };
    try {
      parseCoverageQuery(wrong, now);
      expect.fail('was accepted');
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      expect(error.kind).to.equal('badQuery');
      expect(error.problems.map(({ field }) => field)).to.have.members(['basis', 'method', 'colour', 'on']);
    }
  });
});

describe('countCoverage', () => {
  useDatabase();

  it('shows every initiative of the strategy, those with nothing as gaps', async () => {
    await addStrategy();
    await addProgramme({ code: 'A', label: 'A-2020', name: 'Programme A' });
    const coverage = await count({ programme: 'a' });
    expect(coverage.columns).to.deep.equal([{ programme: 'A', label: 'A-2020', name: 'Programme A' }]);
    expect(coverage.rows.map(({ initiative, overall }) => [initiative.code, overall.state])).to.deep.equal([
      ['S-1.1', 'gap'],
      ['S-1.2', 'gap'],
      ['S-1.3', 'gap'],
    ]);
    expect(coverage.totals.overall).to.deep.equal({
      projects: 0,
      undated: 0,
      amountCents: 0,
      stated: 0,
    });
  });

  it('refuses a strategy that does not exist, and says when there is none', async () => {
    expect(await count().catch((error: unknown) => error)).to.include({ kind: 'notFound' });
    await addStrategy();
    expect(await count({ strategy: 'S-9' }).catch((error: unknown) => error)).to.include({
      kind: 'badQuery',
    });
  });

  it('judges each programme and the whole by its own projects', async () => {
    await addStrategy();
    await addProgramme({ code: 'A' });
    await addProgramme({ code: 'B' });
    await addProject({ programme: 'A', ...ongoing, supports: [link(1), link(2, 'secondary')] });
    await addProject({ programme: 'B', ...ongoing, supports: [link(1, 'secondary')] });
    await addProject({ programme: 'B', ...ended, supports: [link(3, 'namedUnrated')] });
    await addProject({ supports: [link(2, 'examinedNotTargeted')] });
    const coverage = await count();
    expect(coverage.columns.map(({ programme }) => programme)).to.deep.equal(['A', 'B', 'none']);
    expect(coverage.rows[0]?.cells.map(({ state }) => state)).to.deep.equal(['thin', 'thin', 'gap']);
    expect(coverage.rows.map(({ overall }) => overall.state)).to.deep.equal(['covered', 'thin', 'lapsed']);
    expect(cellAt(coverage, 3, 'B')).to.include({ projects: 1, unrated: 1, ended: 1, notAssessed: 1 });
    expect(cellAt(coverage, 2, 'none')).to.include({ projects: 0, notTargeted: 1, notAssessed: 0 });
    expect(coverage.rows[0]?.overall).to.include({ projects: 2, principal: 1, secondary: 1, notAssessed: 2 });
  });

  it('calls a signed project not yet started planned, and claims nothing of one in preparation or not signed by the day', async () => {
    await addStrategy();
    await addProgramme({ code: 'A' });
    const upcoming = { programme: 'A', startsOn: '2027-01', endsOn: '2029-12' };
    await addProject({ ...upcoming, status: 'SIGNED', supports: [link(1)] });
    await addProject({ ...upcoming, status: 'PREPARATION', supports: [link(2)] });
    await addProject({ ...upcoming, status: 'SIGNED', signedOn: '2026-11-30', supports: [link(3)] });
    const states = async (url: UrlQuery) => (await count(url)).rows.map(({ overall }) => overall.state);
    // Today and later a status is enough; on a day before, a day of signature or start is asked for.
    expect(await states({})).to.deep.equal(['planned', 'gap', 'planned']);
    expect(await states({ on: '2026-11-23' })).to.deep.equal(['gap', 'gap', 'gap']);
    const then = await count({ on: '2021-06-30' });
    expect(then.rows.map(({ overall }) => overall.state)).to.deep.equal(['gap', 'gap', 'gap']);
    expect([then.totals.overall.projects, then.later.projects]).to.deep.equal([0, 3]);
    await expectCellsToOpen(then);
    await expectCellsToOpen(await count({ on: '2026-12-01' }));
    const listed = async (url: UrlQuery) => countRecords(projects, parseListQuery(projects, url, now));
    expect(await listed({ on: '2021-06-30', portfolio: 'later' })).to.equal(3);
    expect(await listed({ portfolio: 'later' })).to.equal(1);
    expect(await listed({ on: '2026-11-30', portfolio: 'yes', status: 'SIGNED' })).to.equal(2);
  });

  it('counts calls by what their rounds say on the day', async () => {
    await addStrategy();
    await addProgramme({ code: 'A' });
    const rounds = [{ openingOn: '2026-03-01', deadlines: [{ at: '2026-09-01' }] }];
    const call = { programme: 'A', publishedOn: '2026-01-15', deadlineModel: 'singleStage', rounds };
    await addCall({ ...call, supports: [link(1), link(2, 'examinedNotTargeted')] });
    await addProject({ programme: 'A', ...ended, supports: [link(1)] });
    const before = await count({ on: '2026-02-01' });
    expect(cellAt(before, 1, 'A')).to.include({
      state: 'lapsed',
      callsAhead: 1,
      callsOpen: 0,
      isCallOpen: false,
    });
    const during = await count({ on: '2026-06-01' });
    expect(cellAt(during, 1, 'A')).to.include({ state: 'lapsed', callsOpen: 1, isCallOpen: true });
    expect(cellAt(during, 2, 'A')).to.include({ callsAhead: 0, state: 'gap' });
    const list = callsAheadQuery(during, 'S-1.1', 'A');
    expect(await countRecords(calls, list)).to.equal(1);
    expect(urlOf('/calls', list, calls)).to.include('on=2026-06-01');
  });

  it('shows the column of a programme that only has linked calls', async () => {
    await addStrategy();
    await addProgramme({ code: 'A' });
    await addCall({ programme: 'A', rounds: [{ openingOn: '2027-01-01' }], supports: [link(1)] });
    const coverage = await count();
    expect(cellAt(coverage, 1, 'A')).to.include({ state: 'planned', callsAhead: 1, projects: 0 });
    expect((await count({ programme: 'B' })).rows[0]?.overall.state).to.equal('gap');
  });

  it('counts candidates once, beside the portfolio, and they change no state', async () => {
    await addStrategy();
    await addProgramme({ code: 'A' });
    await addProject({ programme: 'A', scope: 'candidate', supports: [link(2, 'examinedNotTargeted')] });
    const coverage = await count();
    expect(coverage.totals.overall.projects).to.equal(0);
    expect(coverage.rows.map(({ overall }) => overall.state)).to.deep.equal(['gap', 'gap', 'gap']);
    expect(coverage.rows[0]?.overall).to.include({ notAssessed: 0, projects: 0 });
    expect(coverage.candidates.projects).to.equal(1);
    expect(await countRecords(projects, coverage.query.candidates)).to.equal(1);
  });

  it('takes a reasoned statement that none is expected', async () => {
    const initiative = { number: 1, titleEn: 'One', titleNl: 'Een' };
    await addStrategy({
      initiatives: [{ ...initiative, isNotExpected: true, notExpectedReason: 'Legislation only.' }],
    });
    expect((await count()).rows[0]?.overall.state).to.equal('notExpected');
  });

  it('keeps national programmes apart, also where the URL asks for them', async () => {
    await addStrategy();
    await addProgramme({ code: 'A' });
    const money = { programme: 'A', euContribution: '100.00', supports: [link(1)] };
    await addProject({ ...money, kind: 'nationalProgramme' });
    await addProject(money);
    const coverage = await count();
    const once = { projects: 1, undated: 1, amountCents: 10_000, stated: 1 };
    expect(coverage.totals.overall).to.deep.equal(once);
    expect(coverage.apart).to.deep.equal(once);
    expect(coverage.query.apart && (await countRecords(projects, coverage.query.apart))).to.equal(1);
    const asked = await count({ kind: ['grant', 'nationalProgramme'] });
    expect(asked.apart).to.deep.equal(coverage.apart);
    expect(asked.totals.overall.projects).to.equal(1);
  });

  it('takes a total cost of nothing beside a contribution for "not declared"', async () => {
    await addStrategy();
    const undeclared = { totalCost: '0', euContribution: '5.00', supports: [link(1)] };
    await addProject(undeclared);
    await addProject({ totalCost: '0', euContribution: '0', supports: [link(1)] });
    const coverage = await count({ basis: 'totalCost' });
    expect(coverage.totals.overall).to.include({ projects: 2, stated: 1 });
    expect(coverage.rows[0]?.overall).to.include({ projects: 2, stated: 1 });
    expect((await count()).totals.overall.stated).to.equal(2);
  });

  it('reads projects and calls as they were known at an instant', async () => {
    const [first, second] = [new Date('2026-01-01T10:00:00Z'), new Date('2026-02-01T10:00:00Z')];
    await addStrategy({}, changeAt(first));
    await addProgramme({ code: 'A' }, changeAt(first));
    const project = { programme: 'A', euContribution: '10.00', supports: [link(1, 'principal', 10_000)] };
    const added = await addProject(project, changeAt(first));
    await edit(projects, added, { euContribution: '20.00', supports: [link(2)] }, changeAt(second));
    const rounds = [{ openingOn: '2027-01-01' }];
    await addCall({ programme: 'A', rounds, supports: [link(3)] }, changeAt(second));
    const then = await count({ knownAt: '2026-01-15T00:00:00Z' });
    expect(then.rows.map(({ overall }) => overall.projects)).to.deep.equal([1, 0, 0]);
    expect(then.rows[0]?.overall.amountCents).to.equal(1000);
    expect(then.rows[2]?.overall.callsAhead).to.equal(0);
    const today = await count();
    expect(today.rows.map(({ overall }) => overall.projects)).to.deep.equal([0, 1, 0]);
    expect(today.rows[2]?.overall.callsAhead).to.equal(1);
    expect(today.notAttributed?.overall.amountCents).to.equal(2000);
    expect((await count({ knownAt: '2025-01-01' })).totals.overall.projects).to.equal(0);
  });

  it('opens exactly the projects of a cell, even when the URL asks for another initiative', async () => {
    await addStrategy();
    await addProject({ supports: [link(1), link(2)] });
    await addProject({ supports: [link(1), link(2, 'examinedNotTargeted')] });
    await addProject({ supports: [link(2)] });
    const coverage = await count({ initiative: 'S-1.1' });
    expect(coverage.rows.map(({ overall }) => overall.projects)).to.deep.equal([2, 1, 0]);
    await expectCellsToOpen(coverage);
  });
});
