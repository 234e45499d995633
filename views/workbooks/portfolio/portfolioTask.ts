import type { CoverageQuery } from '../../../models/coverage/coverageQuery.ts';
import { openPortfolio } from '../../../models/portfolio/portfolioContents.ts';
import type { Right } from '../../../models/record/permissions.ts';
import { openBook, type SheetWriter } from '../engine/openBook.ts';
import type { PartPlace } from '../engine/spooledPart.ts';
import type { Take } from '../engine/zip.ts';
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

/** A portfolio to be made a workbook of, as plain data. */
export interface PortfolioTask extends PortfolioInput {
  query: CoverageQuery;
  /** What the file shows follows from them. */
  rights: ReadonlySet<Right>;
  /** Above so many rows a workbook is made here, without a chart. */
  mostRowsAtHand: number;
}

/**
 * Writes the portfolio workbook in one pass over its projects, of whatever number: the list in its place and the other
 * sheets of detail beside it, then those that sum up. The workbook names them in the order in which they are read.
 *
 * @throws {Error} where the projects are not as many as were counted
 */
export async function writePortfolioTask(
  { query, rights, mostRowsAtHand, ...input }: PortfolioTask,
  out: Take,
  parts: PartPlace,
): Promise<void> {
  const portfolio = await openPortfolio(query, { rights });
  const context = contextFor(portfolio, input.format, input.baseUrl);
  const book = openBook(out, { madeAt: input.now, printed: printedWith(context), parts });
  const details = detailSheets(context);
  const writers: SheetWriter[] = [];
  for (const { head } of details) writers.push(await book.openSheet(head, writers.length > 0));
  const read = await readInto(
    portfolio,
    { sheets: details, context, matching: input.matching },
    (at, cells) => writers[at]?.add(cells) ?? null,
  );
  for (const [at, { totals }] of details.entries()) await writers[at]?.close({ totals: totals(read.sums) });
  const write = async (sheet: RowSheet): Promise<void> => {
    const writer = await book.openSheet(sheet);
    for (const [at, cells] of sheet.rows.entries())
      await writer.add(cells, { isStrong: sheet.strong?.has(at) === true });
    await writer.close();
  };
  const { before, after } = overviewSheets(context, read);
  for (const sheet of [...before, ...after]) await write(sheet);
  const counted = (sheet: RowSheet) => ({ name: sheet.name, rows: sheet.rows.length });
  const sheets = [
    ...before.map(counted),
    ...details.map(({ head }, at) => ({ name: head.name, rows: writers[at]?.rows() ?? 0 })),
    ...after.map(counted),
  ];
  const readMe = await portfolioReadMe(input, context, {
    ...read,
    list: portfolio.list,
    sheets,
    withoutChartAbove: mostRowsAtHand,
  });
  await book.addReadMe(readMe);
  await book.finish([readMe.name, ...sheets.map(({ name }) => name)]);
}
