import { expect } from 'chai';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { calls } from '../../../models/calls/call.ts';
import { countedOf, standingOf, type CountedAs } from '../../../models/coverage/counted.ts';
import { countCoverage } from '../../../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../../../models/coverage/coverageQuery.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { findAllRecords, listIds } from '../../../models/lists/list.ts';
import { totalAmounts } from '../../../models/lists/totals.ts';
import { summarisePortfolio } from '../../../models/portfolio/portfolio.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { ListQuery, UrlQuery } from '../../../models/query/query.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import type { Cell } from '../../../views/workbooks/cells.ts';
import { summarySheet } from '../../../views/workbooks/portfolio/summarySheet.ts';
import { apiAs, signedInAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, addStrategy, now } from '../../support/factories.ts';
import { addPortfolio } from '../../support/portfolio.ts';
import { projectValues, urlsOf } from '../../support/queries.ts';
import { openly, visibleTo } from '../../../models/record/visibleTo.ts';
import { readPage } from '../../support/page.ts';
import { storedFigures, type Figure, type Said } from '../../support/storedFigures.ts';
import { gatherPortfolio } from '../../support/portfolioContents.ts';

/** The same question answered by everything that counts. */
type Answers = Record<string, Said>;

const query = (url: UrlQuery): ListQuery => parseListQuery(projects, url, now);

async function summaryFigures(url: UrlQuery): Promise<Said> {
  const { totals, apart, later } = await summarisePortfolio(query(url));
  const figure = (sum: typeof totals): Figure => ({
    projects: sum.projects,
    cents: sum.euContributionCents,
    stated: sum.stated,
  });
  return {
    totals: { ...figure(totals), undated: totals.undated },
    apart: figure(apart),
    later: figure(later),
  };
}

async function coverageFigures(url: UrlQuery): Promise<Said> {
  const { totals, apart, later } = await countCoverage(parseCoverageQuery(url, now));
  const figure = ({ projects: count, amountCents, stated }: typeof apart): Figure => ({
    projects: count,
    cents: amountCents,
    stated,
  });
  const { overall } = totals;
  return {
    totals: { ...figure(overall), undated: overall.undated },
    apart: figure(apart),
    later: figure(later),
  };
}

/** As the workbook's own sheet adds up. */
async function workbookFigures(url: UrlQuery): Promise<Said> {
  const { context, sums } = await gatherPortfolio(parseCoverageQuery(url, now));
  const { totals = [] } = summarySheet(context, sums);
  const lineOf = (label: string) =>
    totals.find(([first]) => typeof first === 'string' && first.startsWith(label)) ?? [];
  const figure = (label: string): Figure => {
    const [count = 0, cents = 0, stated = 0] = [2, 6, 7].map(at => numberIn(lineOf(label)[at] ?? null));
    return { projects: count, cents, stated };
  };
  return {
    totals: { ...figure('Total'), undated: numberIn(lineOf('Total')[8] ?? null) },
    apart: figure('National programmes'),
    later: figure('Not yet signed'),
  };
}

function numberIn(cell: Cell): number {
  if (typeof cell !== 'object' || cell === null) return Number(cell ?? 0);
  if ('result' in cell) return cell.result;
  if ('cents' in cell) return cell.cents;
  return 'stated' in cell ? cell.stated : 0;
}

/** What the lists add up to that the figures of Home open. */
async function homeFigures(url: UrlQuery): Promise<Said> {
  const lists = countedOf(query(url));
  const figure = async (list: ListQuery | null): Promise<Figure> => {
    if (list === null) return { projects: 0, cents: 0, stated: 0 };
    const { records, totals } = await totalAmounts(projects, list, ['euContribution']);
    const { cents = 0, stated = 0 } = totals['euContribution'] ?? {};
    return { projects: records, cents, stated };
  };
  const undated = (await figure(lists.undated)).projects;
  return {
    totals: { ...(await figure(lists.projects)), undated },
    apart: await figure(lists.apart),
    later: await figure(lists.later),
  };
}

type Counting = Record<string, typeof storedFigures>;
const everyone: Counting = {
  summary: summaryFigures,
  coverage: coverageFigures,
  workbook: workbookFigures,
  home: homeFigures,
};

async function answersTo(url: UrlQuery, counting = everyone) {
  const answers: Answers = { stored: await storedFigures(url) };
  for (const [name, count] of Object.entries(counting)) answers[name] = await count(url);
  return answers;
}

/** Who says otherwise than the stored records. */
const liarsAmong = ({ stored, ...others }: Answers): string[] =>
  Object.keys(others).filter(name => !isDeepStrictEqual(others[name], stored));

/**
 * Three that count as was done before: a kind that is asked for is counted; apart is only what is in scope; what is signed
 * after the day is counted as well.
 */
const unguarded: Counting = {
  asked: async url => {
    const { totals, apart, later } = await storedFigures(url);
    return query(url).chosen['kind']?.includes('nationalProgramme')
      ? { totals: { ...totals, ...sumOf(totals, apart) }, apart: nothing, later }
      : { totals, apart, later };
  },
  inScope: async url => {
    const others = query(url).chosen['scope']?.includes('in') === false;
    const { totals, apart, later } = await storedFigures(url);
    return { totals, apart: others ? nothing : apart, later };
  },
  onEveryDay: async url => {
    const { totals, apart, later } = await storedFigures(url);
    return { totals: { ...totals, ...sumOf(totals, later) }, apart, later: nothing };
  },
};

const nothing: Figure = { projects: 0, cents: 0, stated: 0 };
const sumOf = (one: Figure, other: Figure): Figure => ({
  projects: one.projects + other.projects,
  cents: one.cents + other.cents,
  stated: one.stated + other.stated,
});

/** Projects of every kind and scope, national programmes among them. */
async function addEveryKind(): Promise<void> {
  await addPortfolio();
  for (const [at, scope] of ['in', 'in', 'candidate', 'out'].entries())
    await addProject({
      scope,
      kind: 'nationalProgramme',
      programme: at % 2 === 0 ? 'ALPHA' : null,
      euContribution: at === 1 ? null : `${1000 + at}.01`,
      supports: [{ initiative: 'S-1.1', significance: 'principal', shareBp: 5000, justification: 'So.' }],
    });
}

describe('what is counted', () => {
  useDatabase();
  let follower: IndexFollower | null = null;
  afterEach('stop following', () => follower?.stop());

  it('never is a national programme, whatever kinds are asked for', async () => {
    await addStrategy();
    for (let one = 0; one < 7; one += 1) await addProject({ euContribution: '1.00' });
    await addProject({ kind: 'nationalProgramme', euContribution: '500.00' });
    const { get } = await apiAs('reader');
    for (const [address, counted, apart] of [
      ['?', 7, 1],
      ['?kind=nationalProgramme', 0, 1],
      ['?kind=nationalProgramme&kind=grant', 7, 1],
      ['?kind=grant', 7, 0],
      ['?exclude.kind=nationalProgramme', 7, 0],
    ] as const) {
      const summary = (await get(`/portfolio/summary${address}`)).body;
      const matrix = (await get(`/coverage${address}`)).body;
      expect([summary.totals.projects, summary.apart.projects], `summary ${address}`).to.deep.equal([
        counted,
        apart,
      ]);
      expect([matrix.totals.overall.projects, matrix.apart.projects], `coverage ${address}`).to.deep.equal([
        counted,
        apart,
      ]);
    }
  });

  it('is the scope the URL chose, and in the workbook what stands apart is of that scope as well', async () => {
    await addStrategy();
    for (const scope of ['in', 'candidate']) {
      await addProject({ scope, euContribution: '1.00' });
      await addProject({ scope, kind: 'nationalProgramme', euContribution: '7.00' });
    }
    const answers = await answersTo({ scope: 'candidate' });
    expect(answers['workbook']?.apart).to.deep.equal({ projects: 1, cents: 700, stated: 1 });
    expect(liarsAmong(answers)).to.deep.equal([]);
  });

  it('is the same for home', async () => {
    await addEveryKind();
    const api = await apiAs('reader');
    const { text } = await (await signedInAs(api.user)).get('/');
    const page = readPage(text);
    const [total, apart] = page('section[aria-labelledby="portfolio"] tfoot tr')
      .toArray()
      .map(row => {
        const link = page(row).find('td a').first();
        return { href: link.attr('href'), count: Number(link.text()) };
      });
    const summary = await summaryFigures({});
    expect([total?.count, apart?.count]).to.deep.equal([summary.totals.projects, summary.apart.projects]);
    for (const one of [total, apart]) {
      const list = await api.get(one?.href ?? '');
      expect(list.body.paginationInfo.totalItems).to.equal(one?.count).and.to.be.greaterThan(0);
    }
  });

  it('is the same for summary, matrix, workbook and home, whatever the query, and for one record at hand', async function () {
    this.timeout(240_000);
    await addEveryKind();
    const kinds = [...(projectValues['kind'] ?? []), 'nationalProgramme', 'nationalProgramme'];
    const few = { ...projectValues, kind: kinds };
    const often = { kind: kinds, scope: ['in', 'candidate', 'out'], programme: ['ALPHA', 'beta', 'none'] };
    const sampled = fc.sample(fc.oneof(urlsOf(few), urlsOf(often)), 300);
    // Most have words searched for, which leave little to count.
    const urls: UrlQuery[] = [
      { kind: 'nationalProgramme' },
      { scope: 'candidate' },
      ...sampled.map((url, at) => ({
        ...(at % 4 === 0 ? url : { ...url, q: '' }),
        ...(at % 3 === 0 && { knownAt: '2026-09-15' }),
      })),
    ];
    const unguardedLiars = new Set<string>();
    for (const [at, url] of urls.entries()) {
      // Of the first half the database is asked, of the others the index in memory.
      if (at === urls.length / 2) {
        follower = followIndex([projects, calls]);
        await follower.ready;
        expect(await findColumns(projects)).to.not.equal(null);
      }
      expect(liarsAmong(await answersTo(url)), JSON.stringify(url)).to.deep.equal([]);
      await expectRecordsAgree(url);
      for (const liar of liarsAmong(await answersTo(url, unguarded))) unguardedLiars.add(liar);
    }
    expect([...unguardedLiars].toSorted()).to.deep.equal(['asked', 'inScope', 'onEveryDay']);
  });
});

/** `standingOf` says of each record listed what the lists hold. */
async function expectRecordsAgree(url: UrlQuery): Promise<void> {
  const asked = query(url);
  const lists = countedOf(asked);
  const listed = await findAllRecords(visibleTo(projects, openly), asked);
  const idsOf = (as: CountedAs) =>
    listed.filter(project => standingOf(project, asked).as === as).map(({ id }) => id);
  const inList = async (list: ListQuery | null) => (list ? listIds(projects, list) : []);
  expect(idsOf('counted')).to.deep.equal(await listIds(projects, lists.projects));
  expect(idsOf('apart')).to.deep.equal(await inList(lists.apart));
  expect(idsOf('later')).to.deep.equal(await inList(lists.later));
}
