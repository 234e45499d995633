import type { Portfolio } from '../../../models/portfolio/portfolioContents.ts';
import type { Book } from '../book.ts';
import { mostRowsWithTables } from '../book.ts';
import type { Cell } from '../cells.ts';
import type { RowSheet } from '../sheet.ts';
import { contextFor } from './portfolioContext.ts';
import { portfolioReadMe } from './portfolioReadMe.ts';
import {
  detailSheets,
  overviewSheets,
  printedWith,
  readInto,
  type PortfolioInput,
} from './portfolioSheets.ts';
import { summaryChart } from './summaryChart.ts';

/** The portfolio workbook: ten sheets, in the reader's language, without what is withheld; of few rows, which it holds. */
export async function portfolioBook(portfolio: Portfolio, input: PortfolioInput): Promise<Book> {
  const context = contextFor(portfolio, input.format, input.baseUrl);
  const details = detailSheets(context);
  const rows: Cell[][][] = details.map(() => []);
  const read = await readInto(
    portfolio,
    { sheets: details, context, matching: input.matching },
    (at, cells) => {
      rows[at]?.push(cells);
      return null;
    },
  );
  const { before, after } = overviewSheets(context, read);
  const ofDetail = details.map(({ head, totals }, at): RowSheet => ({
    ...head,
    rows: rows[at] ?? [],
    totals: totals(read.sums),
  }));
  const picture = summaryChart(context, read.sums);
  const [summary, ...others] = [...before, ...ofDetail, ...after];
  const sheets = [...(summary ? [{ ...summary, ...(picture && { picture }) }] : []), ...others];
  const isLarge = sheets.some(sheet => sheet.rows.length > mostRowsWithTables);
  const readMe = await portfolioReadMe(input, context, {
    ...read,
    list: portfolio.list,
    sheets: sheets.map(sheet => ({ name: sheet.name, rows: sheet.rows.length })),
    withoutChartAbove: isLarge ? mostRowsWithTables : null,
  });
  return {
    readMe: () => readMe,
    readMeAt: 'first',
    sheets,
    printed: printedWith(context),
    madeAt: input.now,
    isLarge,
  };
}
