import { bases } from '../../../models/projects/basis.ts';
import { scopes } from '../../../models/projects/project.ts';
import { formatDay } from '../../../models/values/day.ts';
import type { VisibleNoun } from '../../../models/record/visibleTo.ts';
import { thresholdWords } from '../../coverage/states.ts';
import { filterLines, makingLines, type Making, type ReadMeLine } from '../madeBy.ts';
import { programVersion } from '../programVersion.ts';
import type { ReadMe } from '../sheet.ts';
import type { PortfolioContext } from './portfolioContext.ts';
import type { PortfolioInput, PortfolioRead } from './portfolioSheets.ts';

/** What the first sheet says of a workbook that has been read. */
export interface Told extends Pick<PortfolioRead, 'sums' | 'coverage'> {
  list: VisibleNoun;
  /** In the order in which they are shown. */
  sheets: readonly { name: string; rows: number }[];
  /** Above so many rows the Summary has no chart; null where it has one. */
  withoutChartAbove: number | null;
}

/** The sheet that says how the workbook was made, and how it is read. */
export async function portfolioReadMe(
  { matching, ...input }: PortfolioInput,
  { query, strategy, t, format }: PortfolioContext,
  { sums, coverage, list, sheets, withoutChartAbove }: Told,
): Promise<ReadMe> {
  const { language } = format;
  const making: Making = { ...input, query: query.asked, firstRecordAt: coverage.firstRecordAt };
  const scope = Object.entries(scopes).map(([key, label]) =>
    t('workbook.scopeCount', { scope: label[language], count: sums.scopes.get(key) ?? 0 }),
  );
  const reading = [
    t('workbook.reading'),
    ...(withoutChartAbove === null ? [] : [t('workbook.withoutChart', { most: withoutChartAbove })]),
  ];
  const lines: ReadMeLine[] = [
    ...makingLines(making),
    [t('readMe.strategy'), `${strategy.reference} · ${strategy.title[language]}`],
    [t('readMe.scope'), `${scope.join(' · ')}\n${t('workbook.scopeRule')}`],
    ...(await filterLines(list, making)),
    [t('readMe.method'), t(`workbook.${query.method}`)],
    [t('readMe.bases'), t('workbook.basis', { basis: bases[query.basis][language] })],
    [
      t('readMe.thresholds'),
      `${t('workbook.thresholds', { coveredFrom: coverage.thresholds.coveredFrom })} ${thresholdWords(coverage.thresholds, t, format)}`,
    ],
    [t('readMe.rounding'), t('workbook.rounding')],
    [t('readMe.rows'), t('workbook.rows', { inFile: sums.everything.projects, matching })],
    [
      t('workbook.sheets'),
      sheets.map(({ name, rows }) => t('workbook.sheetRows', { sheet: name, rows })).join(' · '),
    ],
    [t('readMe.reading'), reading.join(' ')],
    [t('readMe.version'), t('workbook.version', { version: programVersion })],
  ];
  return {
    name: t('sheet.readMe'),
    title: t('workbook.portfolio'),
    subtitle: `${strategy.reference} · ${formatDay(query.asked.on, format)}`,
    lines,
  };
}
