import type { CoverageQuery } from '../../models/coverage/coverageQuery.ts';
import { openPortfolio } from '../../models/portfolio/portfolioContents.ts';
import { readAtOneInstant } from '../../models/process/snapshot.ts';
import { contextFor } from '../../views/workbooks/portfolio/portfolioContext.ts';
import { addProject, emptySums } from '../../views/workbooks/portfolio/portfolioSums.ts';

const english = { language: 'en', locale: 'en-GB' } as const;

/** All of a portfolio as its workbook reads it, with what its projects come to. */
export async function gatherPortfolio(query: CoverageQuery) {
  return readAtOneInstant(async () => {
    const portfolio = await openPortfolio(query);
    const context = contextFor(portfolio, english, 'http://localhost');
    const sums = emptySums();
    const projects = [];
    for await (const one of portfolio.readProjects()) {
      addProject(sums, one, context);
      projects.push(one.project);
    }
    return { context, sums, projects, ...(await portfolio.readRest()) };
  });
}
