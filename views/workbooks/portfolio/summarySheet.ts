import type { Basis } from '../../../models/projects/basis.ts';
import { projectKinds } from '../../../models/projects/project.ts';
import type { Translate } from '../../locales/index.ts';
import type { Cell, Formula } from '../cells.ts';
import { column, number, rowSheet, type ColumnKey, type RowColumn } from '../rowColumn.ts';
import type { RowSheet } from '../sheet.ts';
import { programmeWord, type PortfolioContext } from './portfolioContext.ts';
import { groupsInOrder, noFigures, type Figures, type PortfolioSums } from './portfolioSums.ts';

/** A line of the sheet; one that adds up others says over which of their cells. */
interface Line {
  programme: string;
  kind: string | null;
  figures: Figures;
  over?: (letter: string) => string;
}

/** Columns of figures are added up by a formula over them where their line says so. */
function figureColumns(t: Translate, basis: Basis): RowColumn<Line, Line>[] {
  const figure = (
    key: ColumnKey,
    width: number,
    cell: (figures: Line['figures']) => Cell,
    sumOf: (figures: Line['figures']) => Omit<Formula, 'formula'>,
  ) =>
    column<Line, Line>(t, key, width, ({ figures }) => cell(figures), {
      ...number,
      total: ({ figures, over }, letter) =>
        over ? { formula: over(letter), ...sumOf(figures) } : cell(figures),
    });
  const count = (key: 'projects' | 'ongoing' | 'ended' | 'unknown' | 'undated') =>
    figure(
      key,
      11,
      figures => figures[key],
      figures => ({ result: figures[key], as: 'count' }),
    );
  return [
    count('projects'),
    count('ongoing'),
    count('ended'),
    count('unknown'),
    figure(
      basis,
      20,
      // Nothing stated is unknown, not zero.
      ({ projects, stated, cents }) => (projects > 0 && stated === 0 ? null : { cents }),
      ({ cents }) => ({ result: cents, as: 'cents' }),
    ),
    figure(
      'stated',
      16,
      ({ stated, projects }) => ({ stated, of: projects }),
      ({ stated, projects }) => ({ result: stated, as: { of: projects } }),
    ),
    count('undated'),
  ];
}

/** Sheet 2: programme by kind, with totals as formulas. */
export function summarySheet(context: PortfolioContext, sums: PortfolioSums): RowSheet {
  const { query, t, format } = context;
  const { language } = format;
  const { counted, apart, later, notCounted, everything } = sums;
  const groups = groupsInOrder(sums);
  const last = groups.length + 1;
  const total = last + 1;
  const besides = (
    [
      ['workbook.apart', apart],
      ['workbook.later', later],
      ['workbook.notCounted', notCounted],
    ] as const
  ).filter(([, { projects }]) => projects > 0);
  const lineOf = (programme: string, figures: Figures, over?: Line['over']): Line => ({
    programme,
    kind: null,
    figures,
    ...(over && { over }),
  });
  const totals: Line[] = [];
  if (groups.length > 0) {
    totals.push(lineOf(t('workbook.total'), counted, letter => `SUM(${letter}2:${letter}${last})`));
  } else if (besides.length > 0) {
    totals.push(lineOf(t('workbook.total'), noFigures()));
  }
  if (besides.length > 0) {
    for (const [key, figures] of besides) totals.push(lineOf(t(key), figures));
    // Where nothing is counted, the sheet says so in a line of its own above the totals.
    const first = groups.length > 0 ? total : 3;
    const over = (letter: string) => `SUM(${letter}${first}:${letter}${first + besides.length})`;
    totals.push(lineOf(t('workbook.everything'), everything, over));
  }
  return rowSheet<Line, Line>({
    name: t('sheet.summary'),
    table: 'Summary',
    columns: [
      column(t, 'programme', 24, ({ programme }) => programme, { total: ({ programme }) => programme }),
      column(t, 'kind', 26, ({ kind }) => kind),
      ...figureColumns(t, query.basis),
    ],
    rows: groups.map(({ programme, kind, figures }) => ({
      ...lineOf(programmeWord(programme, t), figures),
      kind: projectKinds[kind][language],
    })),
    totals,
    remarks: [t('workbook.upcomingRemark')],
    empty: t('workbook.empty'),
  });
}
