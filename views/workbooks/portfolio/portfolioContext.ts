import type { Format } from '../../../models/values/format.ts';
import { missing } from '../../../models/record/filters.ts';
import type { KeptProject, Portfolio } from '../../../models/portfolio/portfolioContents.ts';
import { translator, type Translate } from '../../locales/index.ts';

/** What every sheet of the portfolio workbook is made from. */
export interface PortfolioContext extends Pick<Portfolio, 'query' | 'strategy'> {
  format: Format;
  baseUrl: string;
  t: Translate;
}

export const contextFor = (
  { query, strategy }: Pick<Portfolio, 'query' | 'strategy'>,
  format: Format,
  baseUrl: string,
): PortfolioContext => ({ query, strategy, format, baseUrl, t: translator(format.language) });

/** The words a person knows a project by, with its number where there is one. */
export const nameOf = ({ acronym, title, grantAgreement }: KeptProject): string =>
  `${acronym ?? title}${grantAgreement === null ? '' : ` (${grantAgreement})`}`;

/** A programme's code in words. */
export const programmeWord = (programme: string | null, t: Translate): string =>
  programme === null || programme === missing ? t('workbook.noProgramme') : programme;
