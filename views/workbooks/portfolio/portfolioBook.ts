import { setImmediate as turn } from 'node:timers/promises';
import { formatDay } from '../../../models/values/day.ts';
import type { Portfolio } from '../../../models/portfolio/portfolioContents.ts';
import { scopes } from '../../../models/projects/project.ts';
import { bases } from '../../../models/projects/basis.ts';
import { thresholdWords } from '../../coverage/states.ts';
import { mostRowsWithTables, type Book } from '../book.ts';
import type { ReadMe, RowSheet } from '../sheet.ts';
import { coverageSheet } from './coverageSheet.ts';
import { filterLines, makingLines, type Making, type ReadMeLine } from '../madeBy.ts';
import { contextFor, type PortfolioContext } from './portfolioContext.ts';
import { linksSheet, participantsSheet, projectsSheet } from './projectSheets.ts';
import { programVersion } from '../programVersion.ts';
import { amendmentsSheet, callsSheet, namedSheet, qualitySheet } from './recordSheets.ts';
import { summarySheet } from './summarySheet.ts';

/** What a portfolio workbook is made of; `query` is the list that was asked for. */
export type PortfolioInput = Omit<Making, 'query'> & { portfolio: Portfolio };

/** The portfolio workbook: ten sheets, in the reader's language, without what is withheld. */
export async function portfolioBook(input: PortfolioInput): Promise<Book> {
  const { portfolio, format, baseUrl, now } = input;
  const context = contextFor(portfolio, format, baseUrl);
  const { t } = context;
  const makers = [
    summarySheet,
    coverageSheet,
    projectsSheet,
    linksSheet,
    callsSheet,
    participantsSheet,
    amendmentsSheet,
    qualitySheet,
    namedSheet,
  ];
  const sheets: RowSheet[] = [];
  for (const make of makers) {
    sheets.push(make(context));
    // Other requests get their turn between two sheets.
    await turn();
  }
  const isLarge = sheets.some(({ rows }) => rows.length > mostRowsWithTables);
  const readMe = await readMeOf(input, context, sheets, isLarge);
  return {
    readMe: () => readMe,
    readMeAt: 'first',
    sheets,
    printed: {
      title: `callfolio · ${portfolio.coverage.strategy.reference}`,
      subtitle: formatDay(portfolio.query.asked.on, format),
      page: t('workbook.page'),
    },
    madeAt: now,
    isLarge,
  };
}

async function readMeOf(
  input: PortfolioInput,
  { portfolio, t, format }: PortfolioContext,
  sheets: readonly RowSheet[],
  isLarge: boolean,
): Promise<ReadMe> {
  const { coverage, query } = portfolio;
  const { language } = format;
  const making: Making = { ...input, query: query.asked, firstRecordAt: coverage.firstRecordAt };
  const matching = portfolio.projects.length;
  const scope = Object.entries(scopes).map(([key, label]) =>
    t('workbook.scopeCount', {
      scope: label[language],
      count: portfolio.projects.filter(project => project.scope === key).length,
    }),
  );
  const reading = [
    t('workbook.reading'),
    ...(isLarge ? [t('workbook.withoutChart', { most: mostRowsWithTables })] : []),
  ];
  const lines: ReadMeLine[] = [
    ...makingLines(making),
    [t('readMe.strategy'), `${coverage.strategy.reference} · ${coverage.strategy.title[language]}`],
    [t('readMe.scope'), `${scope.join(' · ')}\n${t('workbook.scopeRule')}`],
    ...(await filterLines(portfolio.list, making)),
    [t('readMe.method'), t(`workbook.${query.method}`)],
    [t('readMe.bases'), t('workbook.basis', { basis: bases[query.basis][language] })],
    [
      t('readMe.thresholds'),
      `${t('workbook.thresholds', { coveredFrom: coverage.thresholds.coveredFrom })} ${thresholdWords(coverage.thresholds, t, format)}`,
    ],
    [t('readMe.rounding'), t('workbook.rounding')],
    [t('readMe.rows'), t('workbook.rows', { inFile: matching, matching })],
    [
      t('workbook.sheets'),
      sheets.map(({ name, rows }) => t('workbook.sheetRows', { sheet: name, rows: rows.length })).join(' · '),
    ],
    [t('readMe.reading'), reading.join(' ')],
    [t('readMe.version'), t('workbook.version', { version: programVersion })],
  ];
  return {
    name: t('sheet.readMe'),
    title: t('workbook.portfolio'),
    subtitle: `${coverage.strategy.reference} · ${formatDay(query.asked.on, format)}`,
    lines,
  };
}
