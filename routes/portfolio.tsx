import { parseCoverageQuery } from '../models/coverageQuery.ts';
import { gatherPortfolio } from '../models/portfolioWorkbook.ts';
import { bookFile } from '../views/workbooks/book.ts';
import { portfolioBook } from '../views/workbooks/portfolio.ts';
import { coverageKeys } from './coverage.tsx';
import { spreadsheet } from './files.ts';
import type { Answer, Asked, Route } from './route.ts';

/** The portfolio workbook: the keys of the list of projects, and `basis`, `method` and `strategy` as the matrix takes. */
export const portfolioRoutes: Route[] = [
  {
    method: 'GET',
    path: '/portfolio',
    right: 'portfolio:export',
    says: {
      en: 'The portfolio as an Excel workbook of ten sheets',
      nl: 'De portefeuille als Excelwerkboek van tien bladen',
    },
    media: ['xlsx'],
    query: { list: 'project', own: coverageKeys },
    handle: sendPortfolio,
  },
];

async function sendPortfolio(asked: Asked): Promise<Answer> {
  const { query, now, user, format, baseUrl, thresholds, underWay } = asked;
  const portfolio = await gatherPortfolio(parseCoverageQuery(query, now), thresholds);
  const matching = portfolio.projects.length;
  return {
    kind: 'file',
    name: `callfolio-portfolio-${portfolio.query.asked.on}.xlsx`,
    type: spreadsheet,
    rows: { inFile: matching, matching },
    body: await bookFile(
      await portfolioBook({ portfolio, format, baseUrl, madeBy: user?.name ?? '', now, underWay }),
    ),
  };
}
