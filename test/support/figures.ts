import { expect } from 'chai';
import { isDeepStrictEqual } from 'node:util';
import { countCoverage } from '../../models/coverage/coverage.ts';
import type { Coverage } from '../../models/coverage/matrix.ts';
import { cellQuery, parseCoverageQuery } from '../../models/coverage/coverageQuery.ts';
import { findRowAt, type VersionRows } from '../../models/index/versionRows.ts';
import { rowOf } from '../../models/projects/projectVersions.ts';
import { countRecords } from '../../models/lists/list.ts';
import { summarisePortfolio } from '../../models/portfolio/portfolio.ts';
import { projects } from '../../models/projects/projects.ts';
import type { UrlQuery } from '../../models/query/query.ts';
import { parseListQuery } from './listQuery.ts';
import { totalAmounts } from '../../models/lists/totals.ts';
import { coverageSheet } from '../../views/workbooks/portfolio/coverageSheet.ts';
import { centsAt, readBook } from '../views/workbooks/parts.ts';
import type { Chance } from './deeds.ts';
import type { ApiUser } from './outputs.ts';
import { gatherPortfolio } from './portfolioContents.ts';

/** What is counted: projects in scope, national programmes apart; their money, and the candidates. */
export interface Figures {
  projects: number;
  cents: number;
  candidates: number;
}

type Counted = Omit<Figures, 'candidates'>;

export interface Stored {
  scope: string;
  kind: string;
  euContribution: number | null;
}

export const figuresOf = (stored: readonly Stored[]): Figures => {
  const counted = stored.filter(({ kind }) => kind !== 'nationalProgramme');
  const inScope = counted.filter(({ scope }) => scope === 'in');
  return {
    projects: inScope.length,
    cents: inScope.reduce((sum, { euContribution }) => sum + (euContribution ?? 0), 0),
    candidates: counted.filter(({ scope }) => scope === 'candidate').length,
  };
};

/** From the stored projects, without anything that the program counts by. */
export const storedFigures = async (): Promise<Figures> =>
  figuresOf((await projects.current.collection.find({ archivedAt: null }).toArray()) as unknown as Stored[]);

export const query = (url: UrlQuery) => parseListQuery(projects, url, new Date());

async function listFigures(url: UrlQuery): Promise<Figures> {
  const others = { ...url, 'exclude.kind': 'nationalProgramme' };
  const { records, totals } = await totalAmounts(projects, query({ ...others, scope: 'in' }), [
    'euContribution',
  ]);
  const counted = await countRecords(projects, query({ ...others, scope: 'in' }));
  expect(records, 'the count of a list and of its totals').to.equal(counted);
  const candidates = await countRecords(projects, query({ ...others, scope: 'candidate' }));
  return { projects: counted, cents: totals['euContribution']?.cents ?? 0, candidates };
}

async function summaryFigures(url: UrlQuery): Promise<Figures> {
  const { totals } = await summarisePortfolio(query({ ...url, scope: 'in' }));
  const { totals: others } = await summarisePortfolio(query({ ...url, scope: 'candidate' }));
  return { projects: totals.projects, cents: totals.euContributionCents, candidates: others.projects };
}

/** Each initiative's cell of the matrix and the lists that it opens. */
async function expectCells({ query: asked, rows }: Coverage, chance: Chance): Promise<void> {
  const row = rows[chance(rows.length)];
  if (!row) throw new Error('no initiative');
  const { code } = row.initiative;
  const matrix = { query: asked };
  const opened = await countRecords(projects, cellQuery(matrix, code, null));
  expect(row.overall.projects, `the cell of ${code} and its list`).to.equal(opened);
}

const count = async (url: UrlQuery) => countCoverage(parseCoverageQuery(url, new Date()));

async function coverageFigures(url: UrlQuery, chance: Chance): Promise<Figures> {
  const coverage = await count(url);
  await expectCells(coverage, chance);
  const { projects: counted, amountCents } = coverage.totals.overall;
  return { projects: counted, cents: amountCents, candidates: coverage.candidates.projects };
}

/** The figures of a sheet Coverage, from its line "Total". */
function figuresIn(lines: readonly (readonly unknown[])[]): Counted {
  const [, says, , , , , , amount] = lines.find(([label]) => label === 'Total') ?? [];
  return { projects: Number.parseInt(String(says), 10), cents: Number(amount) };
}

/** As the workbook's sheet is made; without packing it, which takes most of the time. */
async function sheetFigures(url: UrlQuery): Promise<Counted> {
  const { context, coverage, sums } = await gatherPortfolio(parseCoverageQuery(url, new Date()));
  const { totals = [] } = coverageSheet(context, coverage, sums);
  return figuresIn(
    totals.map(line =>
      line.map(cell => (typeof cell === 'object' && cell && 'result' in cell ? cell.result : cell)),
    ),
  );
}

/** As somebody who downloads the workbook finds it. */
export async function downloadedFigures({ get }: ApiUser): Promise<Counted> {
  const { body } = await get('/portfolio.xlsx').responseType('blob').expect(200);
  const sheet = (await readBook(body as Buffer)).sheet('Coverage');
  const lines = Array.from({ length: sheet.rowCount }, (_none, at) => at + 1);
  return figuresIn(
    lines.map(at => [
      ...['A', 'B', 'C', 'D', 'E', 'F', 'G'].map(letter => sheet.getCell(`${letter}${at}`).value),
      centsAt(sheet, `H${at}`),
    ]),
  );
}

export const ofRows = (rows: VersionRows | null): Figures =>
  figuresOf(
    [...(rows?.newest.values() ?? [])].flatMap(newest => {
      const row = rows ? findRowAt(rows, newest, null) : 0;
      const found = rows && row !== 0 ? rowOf(rows, row) : null;
      return found && found.archivedAt === null ? [{ ...found, ...found.amounts }] : [];
    }),
  );

/** What is said by whoever counts; each under its name. */
export type Said = Record<string, Partial<Figures>>;

export async function saidBy(url: UrlQuery, chance: Chance): Promise<Said> {
  const [list, summary, coverage, workbook] = await Promise.all([
    listFigures(url),
    summaryFigures(url),
    coverageFigures(url, chance),
    sheetFigures(url),
  ]);
  return { list, summary, coverage, workbook };
}

/** Who of them says otherwise than is so. */
export const liarsAmong = (said: Said, { candidates, ...counted }: Figures): string[] =>
  Object.entries(said).flatMap(([name, figures]) =>
    isDeepStrictEqual(figures, 'candidates' in figures ? { ...counted, candidates } : counted)
      ? []
      : [`${name} ${JSON.stringify(figures)}`],
  );
