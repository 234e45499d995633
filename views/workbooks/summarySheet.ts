import { sum } from 'd3-array';
import { renderToString } from 'preact-render-to-string';
import { formatCents } from '../../models/values/money.ts';
import { phaseOf } from '../../models/projects/phase.ts';
import type { KeptProject } from '../../models/portfolio/portfolioContents.ts';
import { bases, projectKinds, type Project } from '../../models/projects/project.ts';
import { BarChart, sizeOfBarChart, type Bar } from '../charts/BarChart.tsx';
import type { RowSheet } from './sheet.ts';
import type { Cell, Formula } from './cells.ts';
import { column, number, programmeWord, statedAmount, type PortfolioContext } from './portfolioContext.ts';

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
    counts: [projects.length, inPhase('ongoing'), inPhase('ended'), inPhase('unknown')],
    cents: sum(amounts),
    stated: amounts.length,
  };
}
type Figures = ReturnType<typeof figuresOf>;

const cellsOf = ({ counts, cents, stated }: Figures): Cell[] => [
  ...counts,
  // Nothing stated is unknown, not zero.
  counts[0] && stated === 0 ? null : { cents },
  { stated, of: counts[0] ?? 0 },
];

/** Columns C to H of a line, each made by a formula over that column. */
const formulasOf = ({ counts, cents, stated }: Figures, over: (letter: string) => string): Formula[] => [
  ...counts.map((result, index): Formula => ({
    formula: over('CDEF'[index] ?? ''),
    result,
    as: 'count',
  })),
  { formula: over('G'), result: cents, as: 'cents' },
  { formula: over('H'), result: stated, as: { of: counts[0] ?? 0 } },
];

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
  const totals: Cell[][] = [];
  if (groups.length > 0) {
    const over = (letter: string) => `SUM(${letter}2:${letter}${last})`;
    totals.push([t('workbook.total'), null, ...formulasOf(figuresOf(counted, context), over)]);
  } else if (besides.length > 0) {
    totals.push([t('workbook.total'), null, ...cellsOf(figuresOf([], context))]);
  }
  if (besides.length > 0) {
    for (const [key, projects] of besides)
      totals.push([t(key), null, ...cellsOf(figuresOf(projects, context))]);
    // Where nothing is counted, the sheet says so in a line of its own above the totals.
    const first = groups.length > 0 ? total : 3;
    const over = (letter: string) => `SUM(${letter}${first}:${letter}${first + besides.length})`;
    totals.push([
      t('workbook.everything'),
      null,
      ...formulasOf(figuresOf(portfolio.projects, context), over),
    ]);
  }
  const { basis } = portfolio.query;
  return {
    name: t('sheet.summary'),
    table: 'Summary',
    columns: [
      column(t, 'column.programme', 24),
      column(t, 'column.kind', 26),
      column(t, 'column.projects', 11, number),
      column(t, 'column.ongoing', 11, number),
      column(t, 'column.ended', 11, number),
      column(t, 'column.unknown', 11, number),
      column(t, `column.${basis}`, 20, number),
      column(t, 'column.stated', 16, number),
    ],
    rows: groups.map(({ programme, kind, projects }) => [
      programmeWord(programme, t),
      projectKinds[kind][language],
      ...cellsOf(figuresOf(projects, context)),
    ]),
    totals,
    remarks: [t('workbook.upcomingRemark')],
    empty: t('workbook.empty'),
    ...(groups.length > 0 && { picture: chartOf(counted, context) }),
  };
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
