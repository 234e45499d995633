import type { Format } from '../../models/values/format.ts';
import { missing } from '../../models/record/filters.ts';
import type { KeptProject, Portfolio } from '../../models/portfolio/portfolioContents.ts';
import type { Basis } from '../../models/projects/basis.ts';
import { translator, type Translate } from '../locales/index.ts';

/** What every sheet of the portfolio workbook is made from. */
export interface PortfolioContext {
  portfolio: Portfolio;
  format: Format;
  baseUrl: string;
  t: Translate;
}

export const contextFor = (portfolio: Portfolio, format: Format, baseUrl: string): PortfolioContext => ({
  portfolio,
  format,
  baseUrl,
  t: translator(format.language),
});

/** The words a person knows a project by, with its number where there is one. */
export const nameOf = ({ acronym, title, grantAgreement }: KeptProject): string =>
  `${acronym ?? title}${grantAgreement === null ? '' : ` (${grantAgreement})`}`;

/** The amount of a project, null where not stated: a total cost of 0 beside a contribution is "not declared" (docs/domain.md §2). */
export function statedAmount(project: KeptProject, basis: Basis): number | null {
  const cents = project[basis];
  return basis === 'totalCost' && cents === 0 && (project.euContribution ?? 0) > 0 ? null : cents;
}

/** A programme's code in words. */
export const programmeWord = (programme: string | null, t: Translate): string =>
  programme === null || programme === missing ? t('workbook.noProgramme') : programme;
