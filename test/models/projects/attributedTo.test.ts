import { expect } from 'chai';
import fc from 'fast-check';
import type { Coverage } from '../../../models/coverage/matrix.ts';
import { cellQuery, notAttributedQuery } from '../../../models/coverage/coverageQuery.ts';
import { findAllRecords } from '../../../models/lists/list.ts';
import { totalView } from '../../../models/lists/totals.ts';
import { projects } from '../../../models/projects/projects.ts';
import { urlOf, type ListQuery, type UrlQuery } from '../../../models/query/query.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { viewColumnsOf } from '../../../models/record/listColumn.ts';
import { count, link } from '../../support/coverage.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, addStrategy, now } from '../../support/factories.ts';
import { addPortfolio } from '../../support/portfolio.ts';
import { projectValues, urlsOf } from '../../support/queries.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

type Row = Awaited<ReturnType<typeof findAllRecords<typeof projects.fields, object>>>[number];

/** A list as its address asks for it. */
function reparsed(query: ListQuery): ListQuery {
  const { searchParams } = new URL(urlOf('http://host/projects', query, projects));
  const url = Object.fromEntries([...searchParams.keys()].map(key => [key, searchParams.getAll(key)]));
  return parseListQuery(projects, url, now);
}

const shownIn = (query: ListQuery, row: Row) => {
  const [share, here] = viewColumnsOf(projects, query.view).map(column =>
    column.cell(row, { on: '', at: now }),
  );
  return { share: share as number | null, here: here as number | null };
};

const sumOf = (cents: readonly (number | null)[]): number =>
  cents.reduce<number>((sum, one) => sum + (one ?? 0), 0);

/** What a cell says, and what the rows of the list that it opens say of it. */
interface Cell {
  name: string;
  cents: number;
  query: ListQuery;
}

function cellsOf(coverage: Coverage): Cell[] {
  const columns = [...coverage.columns.map(({ programme }) => programme), null];
  return columns.flatMap((programme, at) => {
    const ofInitiatives = coverage.rows.map(({ initiative, cells, overall }) => ({
      name: `${initiative.code} ${programme}`,
      cents: (programme === null ? overall : cells[at])?.amountCents ?? 0,
      query: cellQuery(coverage, initiative.code, programme),
    }));
    const rest = programme === null ? coverage.notAttributed?.overall : coverage.notAttributed?.columns[at];
    if (!rest) return ofInitiatives;
    const query = notAttributedQuery(coverage, programme);
    return [...ofInitiatives, { name: `none ${programme}`, cents: rest.amountCents, query }];
  });
}

/** As the list was before: the whole amounts of the projects that a cell counts. */
const wholeAmounts = (query: ListQuery, rows: readonly Row[]): number =>
  sumOf(rows.map(row => row[query.view['basis'] as 'euContribution' | 'totalCost']));

/** Amount × share, instead of the part of the largest remainder. */
const roughParts = (query: ListQuery, rows: readonly Row[]): number =>
  sumOf(
    rows.map(row => {
      const amount = row[query.view['basis'] as 'euContribution' | 'totalCost'];
      const { share } = shownIn(query, row);
      return amount === null || share === null ? null : Math.round((amount * share) / 10_000);
    }),
  );

describe('what a list shows of the cell that opened it', () => {
  useDatabase();

  const one = async (url: UrlQuery, basis: 'split' | 'marker' = 'split') => {
    const query = parseListQuery(projects, { method: basis, ...url }, now);
    return (await findAllRecords(visibleTo(projects, everything), query)).map(row => shownIn(query, row));
  };

  it('is the part of the largest remainder by split, and what is left for none', async () => {
    await addStrategy();
    const third = (number: number) => link(number, 'principal', 3333);
    await addProject({ euContribution: '0.02', supports: [third(1), third(2), third(3)] });
    const shares = [];
    for (const to of ['S-1.1', 's-1.2', 'S-1.3', 'S-1.none'])
      shares.push(...(await one({ attributedTo: to })));
    expect(shares).to.deep.equal([
      { share: 3333, here: 1 },
      { share: 3333, here: 1 },
      { share: 3333, here: 0 },
      { share: 1, here: 0 },
    ]);
  });

  it('is 100 % or 40 % by marker', async () => {
    await addStrategy();
    await addProject({ acronym: 'A', euContribution: '100.01', supports: [link(1)] });
    await addProject({ acronym: 'B', euContribution: '100.01', supports: [link(1, 'secondary')] });
    await addProject({ acronym: 'C', euContribution: '100.01', supports: [link(1, 'examinedNotTargeted')] });
    expect(await one({ attributedTo: 'S-1.1' }, 'marker')).to.deep.equal([
      { share: 10_000, here: 10_001 },
      { share: 4000, here: 4000 },
      { share: 0, here: 0 },
    ]);
  });

  it('is empty for an unrated link, for split without a share, and where the amount is unknown', async () => {
    await addStrategy();
    const money = { euContribution: '5.00' };
    await addProject({ acronym: 'A', ...money, supports: [{ ...link(1, 'namedUnrated') }] });
    await addProject({ acronym: 'B', ...money, supports: [link(1)] });
    await addProject({ acronym: 'C', supports: [link(1, 'principal', 5000)] });
    await addProject({ acronym: 'D', totalCost: '0', ...money, supports: [link(1, 'principal', 5000)] });
    await addProject({ acronym: 'E', ...money });
    const nothing = { share: null, here: null };
    const half = { share: 5000, here: null };
    expect(await one({ attributedTo: 'S-1.1' })).to.deep.equal([
      nothing,
      nothing,
      half,
      { share: 5000, here: 250 },
      nothing,
    ]);
    expect(await one({ attributedTo: 'S-1.1', basis: 'totalCost' })).to.deep.equal([
      nothing,
      nothing,
      half,
      half,
      nothing,
    ]);
    expect(await one({ attributedTo: 'S-1.none' })).to.deep.equal([
      { share: 10_000, here: 500 },
      { share: 10_000, here: 500 },
      half,
      { share: 5000, here: 250 },
      { share: 10_000, here: 500 },
    ]);
  });

  it('refuses a position that is none, and method or basis without one', () => {
    const fieldOf = (url: UrlQuery) => {
      try {
        parseListQuery(projects, url, now);
        return null;
      } catch (error) {
        return (error as { problems: { field: string }[] }).problems.map(({ field }) => field).join();
      }
    };
    expect(fieldOf({ attributedTo: 'S-1.1' })).to.equal(null);
    expect(fieldOf({ attributedTo: '' })).to.equal(null);
    expect(fieldOf({ attributedTo: 'S-1' })).to.equal('attributedTo');
    expect(fieldOf({ attributedTo: ['S-1.1', 'S-1.2'] })).to.equal('attributedTo');
    expect(fieldOf({ attributedTo: 'S-1.none', method: 'marker' })).to.equal('attributedTo');
    expect(fieldOf({ attributedTo: 'S-1.1', method: 'mix', basis: 'paid' })).to.equal('method,basis');
    expect(fieldOf({ method: 'split' })).to.equal('method');
    expect(fieldOf({ basis: 'totalCost' })).to.equal('basis');
  });

  it('adds up to the cell, for every cell of any matrix by both methods and both bases', async function () {
    this.timeout(400_000);
    await addPortfolio();
    await addEveryShare();
    const urls = fc.sample(urlsOf(projectValues), 75).map((url, at) => ({
      ...url,
      // Most have words searched for, which leave little to add up.
      ...(at % 4 !== 0 && { q: '' }),
      ...(at % 5 === 0 && { knownAt: '2026-09-15' }),
    }));
    let cells = 0;
    const others = { whole: 0, rough: 0 };
    const rowsOf = new Map<string, Row[]>();
    for (const [at, url] of urls.entries()) {
      for (const method of ['split', 'marker']) {
        for (const basis of ['euContribution', 'totalCost']) {
          const coverage = await count({ ...url, method, basis });
          for (const cell of cellsOf(coverage)) {
            const query = reparsed(cell.query);
            // The rows do not depend on what is shown of them.
            const key = urlOf('', { ...query, view: {} }, projects);
            const rows = rowsOf.get(key) ?? (await findAllRecords(visibleTo(projects, everything), query));
            rowsOf.set(key, rows);
            const here = sumOf(rows.map(row => shownIn(query, row).here));
            expect(here, `${JSON.stringify(url)} ${method} ${basis} ${cell.name}`).to.equal(cell.cents);
            others.whole += Number(wholeAmounts(query, rows) !== cell.cents);
            others.rough += Number(roughParts(query, rows) !== cell.cents);
            cells += 1;
            if (at % 3 !== 0) continue;
            // The total under the list, which the database makes, is that of its rows.
            const stated = rows.filter(row => shownIn(query, row).here !== null).length;
            const total = (await totalView(projects, query))?.totals['attributedHere'];
            expect(total, cell.name).to.deep.equal({ cents: here, stated });
          }
        }
      }
    }
    expect(cells).to.be.greaterThan(1000);
    expect(others.whole, 'whole amounts would differ').to.be.greaterThan(0);
    expect(others.rough, 'amount × share would differ').to.be.greaterThan(0);
  });
});

/** Links whose parts leave cents over, with and without amounts. */
async function addEveryShare(): Promise<void> {
  for (let at = 0; at < 24; at += 1) {
    const share = [3333, 1429, 1, 5000][at % 4] ?? 0;
    await addProject({
      programme: at % 2 === 0 ? 'ALPHA' : 'BETA',
      euContribution: at % 5 === 0 ? null : `${at * 7}.${10 + at}`,
      totalCost: at % 3 === 0 ? '0' : `${at * 11}.0${at % 10}`,
      supports: [
        link(1, 'principal', share),
        link(2, 'secondary', at % 7 === 0 ? null : Math.min(share, 3333)),
        link(3, at % 3 === 0 ? 'namedUnrated' : 'secondary', at % 3 === 0 ? null : 1111),
      ],
    });
  }
}
