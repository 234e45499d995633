import { sum } from 'd3-array';
import { renderToString } from 'preact-render-to-string';
import { formatCents } from '../../../models/values/money.ts';
import { phaseOf } from '../../../models/projects/phase.ts';
import type { KeptProject } from '../../../models/portfolio/portfolioContents.ts';
import { projectKinds, type Project } from '../../../models/projects/project.ts';
import { bases, statedAmount, type Basis } from '../../../models/projects/basis.ts';
import { BarChart, sizeOfBarChart, type Bar } from '../../charts/BarChart.tsx';
import type { Translate } from '../../locales/index.ts';
import type { RowSheet } from '../sheet.ts';
import type { Cell, Formula } from '../cells.ts';
import { programmeWord, type PortfolioContext } from './portfolioContext.ts';
import { column, number, rowSheet, type ColumnKey, type RowColumn } from '../rowColumn.ts';

interface Group {
  programme: string | null;
  kind: Project['kind'];
  projects: KeptProject[];
}

const inOrder = new Intl.Collator('en', { numeric: true });

/** Projects alike in programme and kind; those without a programme last. */
function groupsOf(projects: readonly KeptProject[]): Group[] {
  const groups = new Map<string, Group>();
  for (const project of projects) {
    const { programme, kind } = project;
    const key = `${(programme ?? '').toLowerCase()} ${kind}`;
    const group = groups.get(key) ?? { programme, kind, projects: [] };
    group.projects.push(project);
    groups.set(key, group);
  }
  const kinds = Object.keys(projectKinds);
  return [...groups.values()].toSorted(
    (a, b) =>
      Number(a.programme === null) - Number(b.programme === null) ||
      inOrder.compare(a.programme ?? '', b.programme ?? '') ||
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
  );
}

/** Counts of projects, by phase on the day, with what the basis comes to (cents). */
function figuresOf(projects: readonly KeptProject[], { portfolio: { query } }: PortfolioContext) {
  const inPhase = (phase: string) =>
    projects.filter(project => phaseOf(project, query.asked.on) === phase).length;
  const amounts = projects.flatMap(project => statedAmount(project, query.basis) ?? []);
  return {
    projects: projects.length,
    ongoing: inPhase('ongoing'),
    ended: inPhase('ended'),
    unknown: inPhase('unknown'),
    cents: sum(amounts),
    stated: amounts.length,
  };
}

/** A line of the sheet; one that adds up others says over which of their cells. */
interface Line {
  programme: string;
  kind: string | null;
  figures: ReturnType<typeof figuresOf>;
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
  const count = (key: 'projects' | 'ongoing' | 'ended' | 'unknown') =>
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
  ];
}

/** Sheet 2: programme by kind, with totals as formulas and one chart. */
export function summarySheet(context: PortfolioContext): RowSheet {
  const { portfolio, t, format } = context;
  const { language } = format;
  const counted = portfolio.projects.filter(({ id }) => portfolio.counted.has(id));
  const others = portfolio.projects.filter(({ id }) => !portfolio.counted.has(id));
  const groups = groupsOf(counted);
  const last = groups.length + 1;
  const total = last + 1;
  const apart = others.filter(({ id }) => portfolio.apart.has(id));
  const rest = others.filter(project => !apart.includes(project));
  const besides = (
    [
      ['workbook.apart', apart],
      ['workbook.notCounted', rest],
    ] as const
  ).filter(([, projects]) => projects.length > 0);
  const lineOf = (programme: string, projects: readonly KeptProject[], over?: Line['over']): Line => ({
    programme,
    kind: null,
    figures: figuresOf(projects, context),
    ...(over && { over }),
  });
  const totals: Line[] = [];
  if (groups.length > 0) {
    totals.push(lineOf(t('workbook.total'), counted, letter => `SUM(${letter}2:${letter}${last})`));
  } else if (besides.length > 0) {
    totals.push(lineOf(t('workbook.total'), []));
  }
  if (besides.length > 0) {
    for (const [key, projects] of besides) totals.push(lineOf(t(key), projects));
    // Where nothing is counted, the sheet says so in a line of its own above the totals.
    const first = groups.length > 0 ? total : 3;
    const over = (letter: string) => `SUM(${letter}${first}:${letter}${first + besides.length})`;
    totals.push(lineOf(t('workbook.everything'), portfolio.projects, over));
  }
  return rowSheet<Line, Line>({
    name: t('sheet.summary'),
    table: 'Summary',
    columns: [
      column(t, 'programme', 24, ({ programme }) => programme, { total: ({ programme }) => programme }),
      column(t, 'kind', 26, ({ kind }) => kind),
      ...figureColumns(t, portfolio.query.basis),
    ],
    rows: groups.map(({ programme, kind, projects }) => ({
      ...lineOf(programmeWord(programme, t), projects),
      kind: projectKinds[kind][language],
    })),
    totals,
    remarks: [t('workbook.upcomingRemark')],
    empty: t('workbook.empty'),
    ...(groups.length > 0 && { picture: chartOf(counted, context) }),
  });
}

function chartOf(counted: readonly KeptProject[], context: PortfolioContext) {
  const { portfolio, t, format } = context;
  const { basis } = portfolio.query;
  const byProgramme = new Map<string, KeptProject[]>();
  for (const { programme, projects } of groupsOf(counted)) {
    const word = programmeWord(programme, t);
    byProgramme.set(word, [...(byProgramme.get(word) ?? []), ...projects]);
  }
  const bars = [...byProgramme].map(([label, projects]): Bar => {
    const { cents, stated } = figuresOf(projects, context);
    const says = t('workbook.chartStated', { stated, count: projects.length });
    return {
      label,
      value: cents / 100_000_000,
      words: stated === 0 ? says : `${formatCents(cents, format)} · ${says}`,
    };
  });
  const title = t('workbook.chartTitle', { basis: bases[basis][format.language] });
  return { svg: renderToString(BarChart({ title, bars })), ...sizeOfBarChart(bars.length) };
}
