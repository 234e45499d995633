import { expect } from 'chai';
import fc from 'fast-check';
import { markerAmount, splitAmount } from '../../../models/assessments/attribution.ts';
import { calls } from '../../../models/calls/call.ts';
import type { Coverage } from '../../../models/coverage/matrix.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { findAllRecords } from '../../../models/lists/list.ts';
import { totalAmounts } from '../../../models/lists/totals.ts';
import { phaseOf } from '../../../models/projects/phase.ts';
import type { Basis } from '../../../models/projects/basis.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { UrlQuery } from '../../../models/query/query.ts';
import { count, expectCellsToOpen, link } from '../../support/coverage.ts';
import { emptyDatabase, useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, addStrategy, changeAt, edit } from '../../support/factories.ts';
import { openly, visibleTo } from '../../../models/record/visibleTo.ts';

describe('coverage of any portfolio', () => {
  useDatabase();
  let follower: IndexFollower | null = null;
  afterEach('stop following', () => follower?.stop());

  const day = fc.constantFrom(null, '2018', '2019-06', '2020-03-15', '2026-11-24', '2027-01', '2030');
  const cents = fc.option(fc.nat(100_000_000), { nil: null });
  const euro = (amount: number | null) =>
    amount && `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
  const support = fc.record({
    significance: fc.constantFrom('principal', 'secondary', 'namedUnrated', 'examinedNotTargeted'),
    weight: fc.constantFrom(0, 1, 1, 3, 7),
  });
  const anyProject = fc
    .record({
      programme: fc.constantFrom('A', 'B', 'C'),
      scope: fc.constantFrom('in', 'in', 'in', 'candidate', 'out'),
      kind: fc.constantFrom('grant', 'grant', 'directAward', 'nationalProgramme'),
      status: fc.constantFrom('SIGNED', 'CLOSED', 'TERMINATED', 'PREPARATION', null),
      dates: fc.tuple(day, day),
      terminatedOn: fc.constantFrom(null, null, '2030-05'),
      signedOn: day,
      euContribution: cents,
      totalCost: cents,
      links: fc.array(fc.option(support, { nil: null, freq: 2 }), { minLength: 3, maxLength: 3 }),
      isWhole: fc.boolean(),
    })
    .map(({ dates, links, isWhole, euContribution, totalCost, ...rest }) => {
      const [startsOn = null, endsOn = null] = dates.toSorted((a, b) => (a ?? '').localeCompare(b ?? ''));
      const isShared = (significance: string) => significance === 'principal' || significance === 'secondary';
      const weights = links.reduce(
        (sum, one) => sum + (one && isShared(one.significance) ? one.weight : 0),
        isWhole ? 0 : 2,
      );
      const supports = links.flatMap((one, at) => {
        if (!one) return [];
        const share = Math.floor((10_000 * one.weight) / Math.max(1, weights));
        return [link(at + 1, one.significance, isShared(one.significance) ? share : null)];
      });
      const programme = rest.status === null && rest.programme === 'C' ? null : rest.programme;
      const money = { euContribution: euro(euContribution), totalCost: euro(totalCost) };
      return { ...rest, programme, startsOn, endsOn, ...money, supports };
    });

  it('reconciles to the cent, and every cell opens its projects', async function () {
    this.timeout(120_000);
    for (const seed of [1, 2, 3]) {
      await resetRegister();
      for (const project of fc.sample(anyProject, { seed, numRuns: 30 })) {
        const added = await addProject(
          { ...project, supports: [] },
          changeAt(new Date('2026-05-01T10:00:00Z')),
        );
        await edit(projects, added, project, changeAt(new Date('2026-08-01T10:00:00Z')));
      }
      const urls: UrlQuery[] = [
        {},
        { method: 'marker', basis: 'totalCost' },
        { on: '2020-03-15', basis: 'totalCost' },
        { knownAt: '2026-06-01', programme: ['A', 'none'] },
        { knownAt: '2026-09-01', phase: 'ongoing', 'exclude.programme': 'B' },
        {
          initiative: ['S-1.2', 'S-1.3'],
          notAssessed: 'S-1.1',
          scope: ['in', 'candidate'],
          on: '2019-01-01',
        },
        { kind: 'nationalProgramme', method: 'marker' },
      ];
      // Of the first the database is asked, of the others the rows in memory.
      if (seed > 1) {
        follower = followIndex([projects, calls]);
        await follower.ready;
        expect(await findColumns(projects)).to.not.equal(null);
      }
      expect((await count()).rows[0]?.overall.amountCents).to.be.greaterThan(0);
      for (const url of urls) {
        const coverage = await count(url);
        await expectCellsToOpen(coverage);
        await expectToReconcile(coverage);
      }
      follower?.stop();
    }
  });

  async function resetRegister(): Promise<void> {
    await emptyDatabase();
    await addStrategy({}, changeAt(new Date('2026-01-01T10:00:00Z')));
    for (const code of ['A', 'B', 'C']) await addProgramme({ code });
  }

  /** Compares every amount with what the pure functions say of the same projects, added up by hand. */
  async function expectToReconcile(coverage: Coverage): Promise<void> {
    const { basis, method, projects: counted, asked } = coverage.query;
    const all = await findAllRecords(visibleTo(projects, openly), counted);
    const { records, totals } = await totalAmounts(projects, counted, [basis]);
    expect(coverage.totals.overall).to.include({ projects: records, amountCents: totals[basis]?.cents });
    const columns = [...coverage.columns.map(({ programme }) => programme), null];
    for (const [at, programme] of columns.entries()) {
      const inColumn = all.filter(one => programme === null || (one.programme ?? 'none') === programme);
      let attributed = 0;
      for (const { initiative, cells, overall } of coverage.rows) {
        const cell = programme === null ? overall : cells[at];
        const linked = inColumn.flatMap(one => {
          const own = one.supports.find(entry => entry.initiative === initiative.code);
          return own && own.significance !== 'examinedNotTargeted' ? [{ one, own }] : [];
        });
        const parts = linked.map(({ one, own }) =>
          method === 'marker'
            ? markerAmount(own.significance, one[basis])
            : partOf(one, initiative.code, basis),
        );
        const amountCents = parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
        attributed += amountCents;
        expect(cell).to.include({
          amountCents,
          ongoing: linked.filter(({ one }) => phaseOf(one, asked.on) === 'ongoing').length,
          ended: linked.filter(({ one }) => phaseOf(one, asked.on) === 'ended').length,
          upcoming: linked.filter(({ one }) => phaseOf(one, asked.on) === 'upcoming').length,
          unknownPhase: linked.filter(({ one }) => phaseOf(one, asked.on) === 'unknown').length,
        });
      }
      const total = programme === null ? coverage.totals.overall : coverage.totals.columns[at];
      const rest = programme === null ? coverage.notAttributed?.overall : coverage.notAttributed?.columns[at];
      expect(rest?.amountCents).to.equal(
        method === 'split' ? (total?.amountCents ?? 0) - attributed : undefined,
      );
      if (method === 'split') expect(rest?.amountCents).to.equal(restOf(inColumn, basis));
    }
  }

  type Kept = Awaited<ReturnType<typeof findAllRecords<typeof projects.fields, object>>>[number];

  const split = (one: Kept, basis: Basis) =>
    splitAmount(
      one[basis],
      one.supports.map(({ initiative, shareBp }) => ({
        initiative,
        number: Number(initiative.split('.')[1]),
        shareBp: shareBp ?? 0,
      })),
    );
  const partOf = (one: Kept, code: string, basis: Basis) =>
    split(one, basis).parts.find(({ initiative }) => initiative === code)?.cents ?? null;
  const restOf = (some: readonly Kept[], basis: Basis) =>
    some.reduce((sum, one) => sum + (split(one, basis).notAttributedCents ?? 0), 0);
});
