import type { Portfolio, PortfolioRest } from '../../../models/portfolio/portfolioContents.ts';
import { yieldToEventLoop } from '../../../models/process/yieldToEventLoop.ts';
import type { Cell } from '../cells.ts';
import type { Printed, RowSheet } from '../sheet.ts';
import { formatDay } from '../../../models/values/day.ts';
import type { Making } from '../madeBy.ts';
import { coverageSheet } from './coverageSheet.ts';
import type { DetailSheet } from './detailSheet.ts';
import type { PortfolioContext } from './portfolioContext.ts';
import { addProject, emptySums, type PortfolioSums } from './portfolioSums.ts';
import { linksSheet, participantsSheet, projectsSheet } from './projectSheets.ts';
import { amendmentsSheet, callsSheet, namedSheet, qualitySheet } from './recordSheets.ts';
import { summarySheet } from './summarySheet.ts';

/** What a portfolio workbook is made with; its query is that of the portfolio. */
export interface PortfolioInput extends Omit<Making, 'query'> {
  /** How many projects the list has, as they were counted at the instant. */
  matching: number;
}

/** The sheets whose rows are made while projects are read; the list itself is the first. */
export const detailSheets = (context: PortfolioContext): DetailSheet[] =>
  [projectsSheet, linksSheet, callsSheet, participantsSheet, amendmentsSheet, qualitySheet].map(make =>
    make(context),
  );

/** What is known when all has been read. */
export interface PortfolioRead extends PortfolioRest {
  sums: PortfolioSums;
}

/**
 * Reads a portfolio once, and makes the rows of the sheets of it.
 *
 * @param add takes a row of the sheet of that number; settles when it can take more
 * @throws {Error} where the projects are not as many as were counted: a file is never silently of another number of rows
 */
export async function readInto(
  portfolio: Portfolio,
  {
    sheets,
    context,
    matching,
  }: { sheets: readonly DetailSheet[]; context: PortfolioContext; matching: number },
  add: (sheet: number, cells: Cell[]) => Promise<void> | null,
): Promise<PortfolioRead> {
  const sums = emptySums();
  const addAll = async (rowsOf: (sheet: DetailSheet) => Cell[][]): Promise<void> => {
    for (const [at, sheet] of sheets.entries()) {
      for (const cells of rowsOf(sheet)) {
        const wait = add(at, cells);
        if (wait) await wait;
      }
    }
  };
  const takeTurn = yieldToEventLoop();
  for await (const one of portfolio.readProjects()) {
    addProject(sums, one, context);
    await addAll(sheet => sheet.rowsOfProject(one));
    await takeTurn();
  }
  const { projects } = sums.everything;
  if (projects !== matching) throw new Error(`Of ${matching} projects ${projects} were read.`);
  const rest = await portfolio.readRest();
  for (const call of rest.calls) {
    await addAll(sheet => sheet.rowsOfCall(call));
    await takeTurn();
  }
  return { sums, ...rest };
}

/** The sheets before and after those of detail, whose rows are at hand. */
export const overviewSheets = (context: PortfolioContext, { sums, coverage, passages }: PortfolioRead) => ({
  before: [summarySheet(context, sums), coverageSheet(context, coverage, sums)] satisfies RowSheet[],
  after: [namedSheet(context, passages)] satisfies RowSheet[],
});

/** What stands on every page of the workbook. */
export const printedWith = ({ query, strategy, format, t }: PortfolioContext): Printed => ({
  title: `callfolio · ${strategy.reference}`,
  subtitle: formatDay(query.asked.on, format),
  page: t('workbook.page'),
});
