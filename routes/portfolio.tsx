import type { Reader } from '../models/accounts/reader.ts';
import { parseCoverageQuery, type CoverageQuery } from '../models/coverage/coverageQuery.ts';
import { decimalSchema } from '../models/record/fieldSchema.ts';
import { findImportUnderWay } from '../models/record/underway.ts';
import { centsToDecimal } from '../models/values/money.ts';
import { phases } from '../models/projects/phase.ts';
import { summarisePortfolio, type PortfolioSum } from '../models/portfolio/portfolio.ts';
import { projectKinds } from '../models/projects/project.ts';
import { countRecords } from '../models/lists/list.ts';
import { projects } from '../models/projects/projects.ts';
import { withoutView } from '../models/record/listView.ts';
import { parseListQuery, type UrlQuery } from '../models/query/query.ts';
import { openPortfolio } from '../models/portfolio/portfolioContents.ts';
import { readAtOneInstant } from '../models/process/snapshot.ts';
import { mostRowsWithTables, streamBook } from '../views/workbooks/book.ts';
import { streamTask } from '../views/workbooks/streamTask.ts';
import { portfolioBook } from '../views/workbooks/portfolio/portfolioBook.ts';
import { coverageKeys } from './coverage.tsx';
import { isLarge, spreadsheet } from './line/files.ts';
import {
  count,
  instant,
  listOf,
  nullable,
  objectOf,
  textual,
  wholeDay,
  type Answer,
  type FileRoom,
  type RouteRequest,
  type Settings,
  type MadeFile,
  type Route,
} from './line/route.ts';
import { forFiles, rightsSeeing, visibleTo } from '../models/record/visibleTo.ts';

const sumKeys = {
  projects: count,
  ...Object.fromEntries(phases.map(phase => [phase, count])),
  undated: count,
  euContribution: decimalSchema,
  stated: count,
};
const row = {
  programme: nullable(textual),
  kind: { type: 'string', enum: Object.keys(projectKinds) },
  isApart: { type: 'boolean' },
};
const summarySchema = objectOf({
  on: wholeDay,
  knownAt: nullable(instant),
  rows: listOf(objectOf({ ...row, ...sumKeys })),
  totals: objectOf(sumKeys),
  apart: objectOf(sumKeys),
  later: objectOf(sumKeys),
});

/** The portfolio workbook: the keys of the list of projects, and `basis`, `method` and `strategy` as the matrix takes. */
export const portfolioRoutes: Route[] = [
  {
    method: 'GET',
    path: '/portfolio',
    right: 'portfolio:export',
    says: {
      en: 'The portfolio as an Excel workbook of ten sheets',
      nl: 'De portefeuille als Excelwerkmap van tien bladen',
    },
    media: ['xlsx'],
    query: { list: 'project', own: coverageKeys },
    findsByKey: true,
    handle: sendPortfolio,
  },
  {
    method: 'GET',
    path: '/portfolio/summary',
    right: 'project:read',
    says: {
      en: 'Projects by programme and kind: how many in each phase, and their EU contribution',
      nl: 'Projecten per programma en soort: hoeveel in elke fase, en hun EU-bijdrage',
    },
    media: ['json'],
    query: { list: 'project' },
    rules: {
      en: 'Those in `scope` `in` if not said. National programmes stand apart, outside `totals`, whatever `kind` says. Counted are those in the portfolio on the day, unless `portfolio` is asked for: those signed only after it stand in `later`, and `undated` of them have neither a signature nor a start. `stated` is how many projects state the EU contribution.',
      nl: 'Die met `scope` `in`, tenzij anders gezegd. Nationale programma’s staan apart, buiten `totals`, wat `kind` ook zegt. Geteld is wat op de peildatum in de portefeuille zit, tenzij `portfolio` gevraagd is: wat pas later ondertekend is staat in `later`, en van `undated` projecten zijn ondertekening en begin onbekend. `stated` is bij hoeveel projecten de EU-bijdrage bekend is.',
    },
    output: { schema: summarySchema },
    handle: async ({ query, now }, reader) => ({ kind: 'data', data: await sumUp(query, now, reader) }),
  },
];

/** The figures of the home page, over any list of projects. */
async function sumUp(url: UrlQuery, now: Date, reader: Reader) {
  const query = parseListQuery(withoutView(visibleTo(projects, reader)), url, now);
  const { rows, totals, apart, later } = await summarisePortfolio(
    query,
    rightsSeeing(projects.fields, reader),
  );
  return {
    on: query.on,
    knownAt: query.knownAt?.toISOString() ?? null,
    rows: rows.map(one => {
      const { programme, kind, isApart } = one;
      return { programme, kind, isApart, ...sumToJson(one) };
    }),
    totals: sumToJson(totals),
    apart: sumToJson(apart),
    later: sumToJson(later),
  };
}

function sumToJson(sum: PortfolioSum) {
  const { projects: count, ongoing, ended, upcoming, unknown, undated, euContributionCents, stated } = sum;
  const euContribution = centsToDecimal(euContributionCents);
  return { projects: count, ongoing, ended, upcoming, unknown, undated, euContribution, stated };
}

async function sendPortfolio(...given: Parameters<Route['handle']>): Promise<Answer> {
  const [request, reader] = given;
  const coverageQuery = parseCoverageQuery(request.query, request.now, reader);
  return {
    kind: 'file',
    name: `callfolio-portfolio-${coverageQuery.asked.on}.xlsx`,
    type: spreadsheet,
    make: async room => makePortfolio(coverageQuery, room, ...given),
  };
}

async function makePortfolio(
  query: CoverageQuery,
  parts: FileRoom,
  { now }: RouteRequest,
  reader: Reader,
  { baseUrl }: Settings,
): Promise<MadeFile> {
  return readAtOneInstant(async ({ at }) => {
    const underWay = await findImportUnderWay();
    const portfolio = await openPortfolio(query, reader);
    const { list } = portfolio;
    const matching = await countRecords(list, query.asked);
    const head = { rows: { inFile: matching, matching }, underWay };
    const input = {
      format: reader.format,
      baseUrl,
      madeBy: reader.user?.name ?? '',
      now,
      readAt: at,
      underWay,
      matching,
    };
    const { mostRowsAtHand = mostRowsWithTables } = parts;
    if (await isLarge(list, { ...query.asked, columns: [] }, matching, mostRowsAtHand)) {
      const { rights } = forFiles(reader);
      const of = { kind: 'portfolio', ...input, query, rights, mostRowsAtHand } as const;
      return { ...head, body: await streamTask({ of, parts }) };
    }
    return { ...head, body: await streamBook(await portfolioBook(portfolio, input)) };
  });
}
