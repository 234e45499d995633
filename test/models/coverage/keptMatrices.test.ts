import { expect } from 'chai';
import { calls } from '../../../models/calls/call.ts';
import { countCoverage } from '../../../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../../../models/coverage/coverageQuery.ts';
import { emptySums } from '../../../models/coverage/coverageSums.ts';
import {
  keptMatrix,
  keptMatrices,
  mostMatrixBytes,
  type CoveredStrategy,
} from '../../../models/coverage/keptMatrices.ts';
import type { Coverage } from '../../../models/coverage/matrix.ts';
import { emptyRows } from '../../../models/index/versionRows.ts';
import { projectVersions } from '../../../models/projects/projectVersions.ts';
import { followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { programmes } from '../../../models/programmes/programme.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { UrlQuery } from '../../../models/query/query.ts';
import { strategies } from '../../../models/strategies/strategy.ts';
import { link } from '../../support/coverage.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProgramme, addProject, addStrategy, edit } from '../../support/factories.ts';

const noon = new Date('2026-11-20T12:00:00Z');
const askedFor = async (url: UrlQuery = {}, now = noon): Promise<Coverage> =>
  countCoverage(parseCoverageQuery(url, now));

/** Figures are the kept ones where they are the same objects. */
const isOneOf = (one: Coverage, other: Coverage): boolean => one.rows === other.rows;

describe('kept matrices', () => {
  useDatabase();
  let follower: IndexFollower | null = null;
  let strategy: { id: string; version: number };
  let programme: { id: string; version: number };
  beforeEach('a strategy, a programme and a project', async () => {
    strategy = await addStrategy();
    programme = await addProgramme({ code: 'ALPHA', label: 'Alpha' });
    const supports = [link(1, 'principal', 5_000)];
    await addProject({ programme: 'ALPHA', supports, euContribution: '7.00', totalCost: '9.00' });
    follower = followIndex([projects, calls, organisations]);
    await follower.ready;
  });
  afterEach(() => follower?.stop());

  it('are made once for all who ask the same, each with their own query', async () => {
    const [first, second] = [await askedFor(), await askedFor()];
    expect(isOneOf(first, second)).to.equal(true);
    expect(first.query).not.to.equal(second.query);
    expect(isOneOf(first, await askedFor({}, new Date(noon.getTime() + 60_000)))).to.equal(true);
  });

  it('are others for each basis, method, selection and thing left out', async () => {
    const urls: UrlQuery[] = [
      {},
      { basis: 'totalCost' },
      { method: 'marker' },
      { scope: 'candidate' },
      { 'exclude.scope': 'in' },
      { programme: 'BETA' },
    ];
    const told: string[] = [];
    for (const url of urls) {
      const { rows, totals, notAttributed, columns } = await askedFor(url);
      const cell = `${rows[0]?.overall.projects} ${rows[0]?.overall.amountCents} of ${totals.overall.projects}`;
      told.push(`${cell} ${totals.overall.amountCents} ${notAttributed === null} ${columns.length}`);
    }
    expect(told).to.deep.equal([
      '1 350 of 1 700 false 1',
      '1 450 of 1 900 false 1',
      '1 700 of 1 700 true 1',
      '0 0 of 0 0 false 0',
      '0 0 of 0 0 false 0',
      '0 0 of 0 0 false 1',
    ]);
  });

  it('are dropped when a project, a call, the strategy or a programme is another', async () => {
    const columnsOf = async () => {
      const { rows, columns } = await askedFor();
      const { projects: linked, callsAhead, state } = rows[0]!.overall;
      return `${linked} ${callsAhead} ${state} ${columns[0]?.label}`;
    };
    const before = await askedFor();
    expect(await columnsOf()).to.equal('1 0 unconfirmed Alpha');
    await addProject({
      programme: 'ALPHA',
      startsOn: '2020',
      endsOn: '2026-11-30',
      status: 'SIGNED',
      supports: [link(1)],
    });
    expect(isOneOf(before, await askedFor())).to.equal(false);
    expect(await columnsOf()).to.equal('2 0 thin Alpha');
    const rounds = [{ openingOn: '2026-11-10', deadlines: [{ at: '2026-12-01T17:00' }] }];
    await addCall({ programme: 'ALPHA', deadlineModel: 'singleStage', rounds, supports: [link(1)] });
    expect(await columnsOf()).to.equal('2 1 thin Alpha');
    await edit(strategies, strategy, { thresholds: [{ coveredFrom: 1 }] });
    expect(await columnsOf()).to.equal('2 1 covered Alpha');
    await edit(programmes, programme, { label: 'Alpha of old' });
    expect(await columnsOf()).to.equal('2 1 covered Alpha of old');
  });

  it('go with the hour of a call and with the day of a threshold, though nothing is written', async () => {
    const rounds = [{ openingOn: '2026-11-10', deadlines: [{ at: '2026-11-20T17:00' }] }];
    await addCall({ programme: 'ALPHA', deadlineModel: 'singleStage', rounds, supports: [link(1)] });
    await addProject({ programme: 'ALPHA', startsOn: '2020', endsOn: '2030', supports: [link(1)] });
    const thresholds = [{ coveredFrom: 2 }, { coveredFrom: 1, fromOn: '2026-11-21' }];
    await edit(strategies, strategy, { thresholds });
    const at = async (instant: string) => {
      const { overall } = (await askedFor({}, new Date(instant))).rows[0]!;
      return `${overall.state}, ${overall.callsOpen} open`;
    };
    expect(await at('2026-11-20T15:59:00Z')).to.equal('thin, 1 open');
    expect(await at('2026-11-20T16:00:00Z')).to.equal('thin, 0 open');
    expect(await at('2026-11-20T23:00:00Z')).to.equal('covered, 0 open');
  });

  it('take no more memory than they may: the least recently used go first', async () => {
    const figures = await askedFor();
    const source = {
      strategy: (await strategies.current.findOne().lean<CoveredStrategy>())!,
      printed: [],
      calls: [],
    };
    const sums = emptySums(emptyRows(projectVersions), {
      on: '2026-11-20',
      isPast: false,
      initiatives: [],
      isKindLinked: () => true,
    });
    let made = 0;
    const ask = (nth: number) => {
      const search = `${'word '.repeat(100_000)}${nth}`;
      const query = { ...figures.query, asked: { ...figures.query.asked, search } };
      return keptMatrix({ ...source, query, sums }, () => {
        made += 1;
        return figures;
      });
    };
    for (let nth = 0; nth < 12; nth += 1) ask(nth);
    expect(keptMatrices.bytes).to.be.within(mostMatrixBytes * 0.8, mostMatrixBytes);
    ask(11);
    expect(made).to.equal(12);
    ask(0);
    expect(made).to.equal(13);
  });
});
