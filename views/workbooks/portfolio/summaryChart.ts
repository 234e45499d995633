import { renderToString } from 'preact-render-to-string';
import { formatCents } from '../../../models/values/money.ts';
import { bases } from '../../../models/projects/basis.ts';
import { BarChart, sizeOfBarChart, type Bar } from '../../charts/BarChart.tsx';
import type { Picture } from '../sheet.ts';
import { programmeWord, type PortfolioContext } from './portfolioContext.ts';
import { groupsInOrder, type PortfolioSums } from './portfolioSums.ts';

/** What is counted by programme, as a chart; null where nothing is. */
export function summaryChart({ query, t, format }: PortfolioContext, sums: PortfolioSums): Picture | null {
  const byProgramme = new Map<string, { projects: number; cents: number; stated: number }>();
  for (const { programme, figures } of groupsInOrder(sums)) {
    const word = programmeWord(programme, t);
    const { projects, cents, stated } = byProgramme.get(word) ?? { projects: 0, cents: 0, stated: 0 };
    byProgramme.set(word, {
      projects: projects + figures.projects,
      cents: cents + figures.cents,
      stated: stated + figures.stated,
    });
  }
  if (byProgramme.size === 0) return null;
  const bars = [...byProgramme].map(([label, { projects, cents, stated }]): Bar => {
    const says = t('workbook.chartStated', { stated, count: projects });
    return {
      label,
      value: cents / 100_000_000,
      words: stated === 0 ? says : `${formatCents(cents, format)} · ${says}`,
    };
  });
  const title = t('workbook.chartTitle', { basis: bases[query.basis][format.language] });
  return { svg: renderToString(BarChart({ title, bars })), ...sizeOfBarChart(bars.length) };
}
