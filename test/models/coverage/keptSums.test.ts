import { expect } from 'chai';
import { calls } from '../../../models/calls/call.ts';
import { countCoverage } from '../../../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../../../models/coverage/coverageQuery.ts';
import { projectGroups, type CoverageSums } from '../../../models/coverage/coverageSums.ts';
import { keptSumsOf, mostKeptBytes, withSums, type SumsQuery } from '../../../models/coverage/keptSums.ts';
import { putClosed } from '../../../models/index/facetIndex.ts';
import type { FacetIndex } from '../../../models/index/facetIndex.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { readAtOneInstant } from '../../../models/process/snapshot.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery, type UrlQuery } from '../../../models/query/query.ts';
import type { Right } from '../../../models/record/permissions.ts';
import type { Stored } from '../../../models/record/noun.ts';
import { closedVersion } from '../../../models/record/versions.ts';
import { openly, visibleTo } from '../../../models/record/visibleTo.ts';
import { strategies } from '../../../models/strategies/strategy.ts';
import { restoreBackup } from '../../../server/backup/restoreBackup.ts';
import { backUp, own, place, restoring, useBackups } from '../../support/backups.ts';
import { link } from '../../support/coverage.ts';
import { useDatabase } from '../../support/database.ts';
import { chanceOf, deeds, doDeed, type Chance, type DeedName } from '../../support/deeds.ts';
import { addCall, addProgramme, addProject, addStrategy, changeAt, edit } from '../../support/factories.ts';
import { until } from '../../support/pause.ts';

/** What a matrix says, without who asked it and when. */
async function figuresOf(url: UrlQuery, now = new Date()) {
  const { query: _asked, ...figures } = await countCoverage(parseCoverageQuery(url, now));
  return figures;
}

/** Of an instant of the database, in which nothing is asked of memory. */
const stored = async (url: UrlQuery, now = new Date()) => readAtOneInstant(async () => figuresOf(url, now));

let fresh = 0;
/** Made anew: nobody asked this before, and it leaves nothing out. */
const madeAnew = async (url: UrlQuery) => figuresOf({ ...url, 'exclude.tag': `none such ${(fresh += 1)}` });

const sumsQuery = (over: Partial<SumsQuery> = {}, now = new Date(), url: UrlQuery = {}): SumsQuery => {
  const chosen = parseListQuery(visibleTo(projects, openly), url, now);
  const usual = { isPast: false, initiatives: ['S-1.1'], isKindLinked: () => true, kinds: '', rights: [] };
  return { chosen, on: chosen.on, ...usual, ...over };
};
const sumsNow = async (...given: Parameters<typeof sumsQuery>): Promise<CoverageSums> =>
  withSums(sumsQuery(...given), sums => sums);

let follower: IndexFollower | null = null;
async function follow(): Promise<void> {
  follower = followIndex([projects, calls, organisations]);
  await follower.ready;
}
const stop = () => follower?.stop();

describe('kept sums', () => {
  useDatabase();
  beforeEach('a strategy', async () => {
    await addStrategy();
    await addProgramme({ code: 'ALPHA' });
    await follow();
  });
  afterEach(stop);

  const on = (day: string, time = '10:00') => new Date(`${day}T${time}:00Z`);
  const counted = (sums: CoverageSums) => projectGroups(sums, 'euContribution').map(one => one.projects);

  it('are the same ones for who asks again, and what was written meanwhile is in them', async () => {
    const project = await addProject({ euContribution: '7.00' });
    const first = await sumsNow();
    expect(await sumsNow()).to.equal(first);
    expect(counted(first)).to.deep.equal([1]);
    await addProject();
    await edit(projects, project, { scope: 'candidate', euContribution: null });
    expect(await sumsNow()).to.equal(first);
    expect(counted(first)).to.deep.equal([1, 1]);
    expect(projectGroups(first, 'euContribution').map(one => one.amountCents)).to.deep.equal([0, 0]);
  });

  it('are of one reader for another only if both see as much', async () => {
    await addProject();
    const seeing = async (...rights: Right[]) => sumsNow({ rights });
    const all = await seeing('withheld:read');
    expect(await seeing('withheld:read')).to.equal(all);
    expect(await seeing()).not.to.equal(all);
    const [officer, reader] = [new Set<Right>(['withheld:read', 'project:write']), new Set<Right>()].map(
      rights => parseCoverageQuery({}, new Date(), { rights }).rights,
    );
    expect([officer, reader]).to.deep.equal([['withheld:read'], []]);
  });

  it('are of the next day too, but not of one on which a project has begun, ended or been signed', async () => {
    for (const dates of [
      { startsOn: '2026-12-04', endsOn: '2030' },
      { startsOn: '2020', endsOn: '2026-12-02' },
      { startsOn: '2027', endsOn: '2030', signedOn: '2026-12-06', status: 'SIGNED', programme: 'ALPHA' },
    ])
      await addProject({ ...dates, supports: [link(1)] });
    const phasesOn = async (day: string) => {
      const { ongoing, ended, upcoming, state } = (await figuresOf({}, on(day))).rows[0]!.overall;
      return `${ongoing} ${ended} ${upcoming} ${state}`;
    };
    const told: string[] = [];
    const kept = new Set<CoverageSums>();
    for (const day of [1, 2, 3, 4, 5, 6, 7].map(one => `2026-12-0${one}`)) {
      told.push(await phasesOn(day));
      expect(await figuresOf({}, on(day)), day).to.deep.equal(await stored({}, on(day)));
      kept.add(await sumsNow({}, on(day)));
    }
    expect(told).to.deep.equal([
      // Its status says today that it is signed, whenever that was; of the first nothing does until it starts.
      '1 0 1 thin',
      '1 0 1 thin',
      '0 1 1 planned',
      '1 1 1 thin',
      '1 1 1 thin',
      '1 1 1 thin',
      '1 1 1 thin',
    ]);
    // Of the first and second, the third, the fourth and fifth, and the sixth and seventh.
    expect(kept.size).to.equal(4);
  });

  it('change at midnight in Brussels, and at a deadline, without anything being written', async () => {
    await addProject({ startsOn: '2020', endsOn: '2026-11-30', supports: [link(1)] });
    await addProject({ startsOn: '2020', endsOn: '2026-11-30', supports: [link(1)] });
    const rounds = [{ openingOn: '2026-11-20', deadlines: [{ at: '2026-12-01T17:00' }] }];
    await addCall({ programme: 'ALPHA', deadlineModel: 'singleStage', rounds, supports: [link(2)] });
    const at = async (day: string, time: string) => {
      const { rows } = await figuresOf({}, on(day, time));
      return `${rows[0]?.overall.state}, ${rows[1]?.overall.callsOpen} of ${rows[1]?.overall.callsAhead}`;
    };
    // Until the 30th of November has ended in Brussels, and until five in the afternoon there.
    expect(await at('2026-11-30', '22:59')).to.equal('covered, 1 of 1');
    expect(await at('2026-11-30', '23:00')).to.equal('lapsed, 1 of 1');
    expect(await at('2026-12-01', '15:59')).to.equal('lapsed, 1 of 1');
    expect(await at('2026-12-01', '16:00')).to.equal('lapsed, 0 of 1');
    expect(await at('2026-11-19', '22:59')).to.equal('covered, 0 of 1');
    expect(await at('2026-11-19', '23:00')).to.equal('covered, 1 of 1');
  });

  it('as known at an instant take up what is told of that instant later', async () => {
    await addProject({}, changeAt(on('2026-10-01')));
    const past = { knownAt: '2026-10-02' };
    const first = await sumsNow({}, on('2026-12-01'), past);
    const table = (await findColumns(projects))!;
    const known = (await projects.current.findOne().lean<Stored>())!;
    putClosed(table, { ...closedVersion(known, on('2026-10-05')), recordId: 'gone' });
    expect(await sumsNow({}, on('2026-12-01'), past)).to.equal(first);
    expect(counted(first)).to.deep.equal([2]);
  });

  it('with a filter by phase are of one day alone', async () => {
    await addProject({ startsOn: '2026-12-04', endsOn: '2030', supports: [link(1)] });
    const ongoing = async (day: string) =>
      (await figuresOf({ phase: 'ongoing' }, on(day))).totals.overall.projects;
    expect(await ongoing('2026-12-03')).to.equal(0);
    expect(await ongoing('2026-12-04')).to.equal(1);
  });

  it('take no more memory than they may: the least recently used go first', async () => {
    await addProject();
    const table = (await findColumns(projects))!;
    const codes = Array.from({ length: 400 }, (_none, at) => `${'S'.repeat(250)}.${at}`);
    const first = await sumsNow({ kinds: 'first' });
    for (let at = 0; keptSumsOf(table).size === at + 1; at += 1)
      await sumsNow({ kinds: String(at), initiatives: codes });
    expect(keptSumsOf(table).bytes).to.be.at.most(mostKeptBytes);
    expect(keptSumsOf(table).bytes).to.be.greaterThan(mostKeptBytes * 0.95);
    expect(await sumsNow({ kinds: 'first' })).not.to.equal(first);
  });
});

/** What else changes a matrix, beside the deeds that are done to projects. */
const others: Record<string, (chance: Chance) => Promise<unknown>> = {
  thresholds: async chance => {
    const [strategy] = await strategies.current.find({}).lean<{ _id: string; version: number }[]>();
    const record = { id: strategy?._id ?? '', version: strategy?.version ?? 0 };
    await edit(strategies, record, { thresholds: [{ coveredFrom: 1 + chance(4) }] }, changeAt(new Date()));
  },
  call: async chance =>
    addCall(
      {
        programme: chance(2) === 0 ? 'ALPHA' : 'BETA',
        rounds: [{ openingOn: chance(2) === 0 ? '2020' : '2030', deadlines: [{ at: '2031-01-01' }] }],
        supports: [link(1 + chance(3))],
      },
      changeAt(new Date()),
    ),
  withheld: async chance =>
    addProject(
      {
        euContribution: '10.00',
        participants: [{ name: `Police ${chance(3)}`, country: 'NL', isWithheld: chance(2) === 0 }],
        supports: [link(2)],
      },
      changeAt(new Date()),
    ),
};

const urls: readonly UrlQuery[] = [
  {},
  { method: 'marker', basis: 'totalCost' },
  { basis: 'totalCost' },
  { method: 'marker' },
  { programme: ['ALPHA', 'none'] },
  { 'exclude.programme': 'beta', scope: ['in', 'candidate'] },
  { phase: 'ongoing' },
  { country: 'NL' },
  { q: 'imported' },
  { organisation: 'none' },
  { on: '2021-06-01' },
  { kind: 'directAward', initiative: 'S-1.1' },
  { archived: 'any' },
];

describe('kept matrices, whatever is written', function () {
  this.timeout(900_000);
  useBackups();
  afterEach(stop);

  it('are those made anew, and those of the database: now, on a day and as known at an instant', async () => {
    const names = [...Object.keys(deeds), ...Object.keys(others)];
    await addStrategy();
    for (const code of ['ALPHA', 'BETA', 'H2020']) await addProgramme({ code });
    await follow();
    const chance = chanceOf(16);
    const instants: Date[] = [];
    let [steps, backedUp, restored] = [0, 0, 0];
    const doOne = async (seed: number) => {
      const name = names[chance(names.length)] ?? 'create';
      await (others[name]?.(chanceOf(seed)) ?? doDeed(name as DeedName, seed));
    };
    while (steps < 300) {
      if (backedUp === 0 && steps >= 100) {
        await backUp();
        backedUp += 1;
      }
      // Writers at once, and somebody who reads while they write.
      const together = 1 + chance(3);
      const reading = figuresOf(urls[chance(urls.length)] ?? {});
      await Promise.all(Array.from({ length: together }, async (_none, at) => doOne(1_000 * steps + at)));
      await reading;
      steps += together;
      if (restored === 0 && steps > 200) {
        const before = await findColumns(projects);
        await restoreBackup(own(), place.file, restoring);
        restored += 1;
        await untilFollowed(before);
      }
      const known = instants[chance(instants.length || 1)];
      const asked = [
        urls[chance(urls.length)] ?? {},
        {},
        ...(known ? [{ knownAt: known.toISOString(), ...(chance(3) === 0 && { phase: 'ended' }) }] : []),
      ];
      for (const url of asked) {
        const says = `step ${steps}, ${JSON.stringify(url)}`;
        const kept = await figuresOf(url);
        expect(kept, `${says}, stored`).to.deep.equal(await stored(url));
        expect(kept, `${says}, made anew`).to.deep.equal(await madeAnew(url));
      }
      instants.push(new Date());
    }
    expect(restored).to.equal(1);
    expect((await figuresOf({})).totals.overall.projects).to.be.greaterThan(10);
  });
});

/** A restore replaces the collections: the index is read anew. */
async function untilFollowed(before: FacetIndex | null): Promise<void> {
  await until(async () => {
    const table = await findColumns(projects);
    return table !== null && table !== before;
  });
}
