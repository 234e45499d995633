import { sum } from 'd3-array';
import type { CoverageCell } from '../../models/coverage/coverage.ts';
import type { CoverageState } from '../../models/coverage/coverageState.ts';
import { coverageStateLabels } from '../coverage/states.ts';
import type { RowSheet } from './sheet.ts';
import type { Cell, Tone } from './cells.ts';
import {
  column,
  number,
  programmeWord,
  statedAmount,
  wrapped,
  type PortfolioContext,
} from './portfolioContext.ts';

/** Dark ink on a light fill, each pair above 7 : 1. */
const tones: Readonly<Record<CoverageState, Tone>> = {
  covered: { fill: 'FFD7EEDB', ink: 'FF0F4D22' },
  thin: { fill: 'FFFFF1C2', ink: 'FF5B4300' },
  planned: { fill: 'FFDCE6F8', ink: 'FF00307F' },
  lapsed: { fill: 'FFE9DFF2', ink: 'FF4A2468' },
  unconfirmed: { fill: 'FFE8ECF2', ink: 'FF3A4356' },
  gap: { fill: 'FFF9D9D9', ink: 'FF7A1212' },
  notExpected: { fill: 'FFF4F4F4', ink: 'FF4A4A4A' },
};

/** Sheet 3: initiative by programme; its total equals the Summary's and, with what stands apart, the Projects'. */
export function coverageSheet(context: PortfolioContext): RowSheet {
  const { portfolio, t, format } = context;
  const { coverage } = portfolio;
  const total = coverage.totals.overall;
  const shareOf = (cents: number): Cell =>
    total.amountCents > 0 ? { shareBp: (cents / total.amountCents) * 10_000 } : null;
  const isStated = ({ projects, stated }: { projects: number; stated: number }) =>
    projects === 0 || stated > 0;
  const rowOf = (initiative: string, programme: string, cell: CoverageCell): Cell[] => {
    const state = coverageStateLabels[cell.state][format.language];
    const isSaidOpen = cell.isCallOpen && cell.state === 'lapsed';
    return [
      initiative,
      programme,
      { text: isSaidOpen ? t('workbook.callOpen', { state }) : state, tone: tones[cell.state] },
      cell.principal,
      cell.secondary,
      cell.unrated,
      cell.notAssessed,
      isStated(cell) ? { cents: cell.amountCents } : null,
      isStated(cell) ? shareOf(cell.amountCents) : null,
      cell.callsOpen,
    ];
  };
  const all = t('workbook.allProgrammes');
  const strong = new Set<number>();
  const rows: Cell[][] = [];
  for (const { initiative, overall, cells } of coverage.rows) {
    const name = `${initiative.code} · ${initiative.title[format.language]}`;
    strong.add(rows.length);
    rows.push(rowOf(name, all, overall));
    cells.forEach((cell, index) => {
      rows.push(rowOf(name, programmeWord(coverage.columns[index]?.programme ?? null, t), cell));
    });
  }
  const isSplit = coverage.notAttributed !== null;
  return {
    name: t('sheet.coverage'),
    table: 'Coverage',
    columns: [
      column(t, 'column.initiative', 70, wrapped),
      column(t, 'column.programme', 18),
      column(t, 'column.state', 18),
      column(t, 'column.principal', 12, number),
      column(t, 'column.secondary', 13, number),
      column(t, 'column.unrated', 12, number),
      column(t, 'column.notAssessed', 12, number),
      column(t, 'column.amount', 18, number),
      column(t, 'column.share', 12, number),
      column(t, 'column.openCalls', 11, number),
    ],
    rows,
    strong,
    totals: isSplit ? totalsOf(context, rows.length, all, shareOf) : [],
    remarks: [t(isSplit ? 'workbook.coverageRemark' : 'workbook.markerRemark')],
    empty: t('workbook.empty'),
    frozenColumns: 1,
  };
}

function totalsOf(
  { portfolio, t }: PortfolioContext,
  rowCount: number,
  all: string,
  shareOf: (cents: number) => Cell,
): Cell[][] {
  const { coverage, projects, counted, apart, query } = portfolio;
  const { overall } = coverage.totals;
  const rest = coverage.notAttributed?.overall.amountCents ?? 0;
  const last = rowCount + 1;
  // A sheet without rows has a line that says so in their place.
  const first = rowCount > 0 ? last + 1 : 3;
  const line = (label: string, says: string | null, amount: Cell, share: Cell): Cell[] => [
    label,
    says,
    null,
    null,
    null,
    null,
    null,
    amount,
    share,
    null,
  ];
  const ofInitiatives = rowCount > 0 ? `SUMIFS(H2:H${last},B2:B${last},"${all.replaceAll('"', '""')}")+` : '';
  const says = (count: number, stated: number) => t('workbook.statedOf', { projects: count, stated });
  const lines = [
    line(t('workbook.notAttributed'), null, { cents: rest }, shareOf(rest)),
    line(
      t('workbook.total'),
      says(overall.projects, overall.stated),
      { formula: `${ofInitiatives}H${first}`, result: overall.amountCents, as: 'cents' },
      overall.amountCents > 0 ? { shareBp: 10_000 } : null,
    ),
  ];
  const others = projects.filter(({ id }) => !counted.has(id));
  if (others.length === 0) return lines;
  const isApart = ({ id }: (typeof projects)[number]) => apart.has(id);
  for (const [key, some] of [
    ['workbook.apart', others.filter(isApart)],
    ['workbook.notCounted', others.filter(project => !isApart(project))],
  ] as const) {
    if (some.length === 0) continue;
    const amounts = some.flatMap(project => statedAmount(project, query.basis) ?? []);
    lines.push(line(t(key), says(some.length, amounts.length), { cents: sum(amounts) }, null));
  }
  const everything = projects.flatMap(project => statedAmount(project, query.basis) ?? []);
  lines.push(
    line(
      t('workbook.everything'),
      says(projects.length, everything.length),
      {
        formula: `SUM(H${first + 1}:H${first + lines.length - 1})`,
        result: sum(everything),
        as: 'cents',
      },
      null,
    ),
  );
  return lines;
}
