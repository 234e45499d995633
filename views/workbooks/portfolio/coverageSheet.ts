import type { Coverage, CoverageCell } from '../../../models/coverage/matrix.ts';
import type { CoverageState } from '../../../models/coverage/coverageState.ts';
import { besideState, coverageStateLabels } from '../../coverage/states.ts';
import type { RowSheet } from '../sheet.ts';
import type { Cell, Tone } from '../cells.ts';
import type { Figures, PortfolioSums } from './portfolioSums.ts';
import { programmeWord, type PortfolioContext } from './portfolioContext.ts';
import {
  column,
  lettersOf,
  number,
  rowSheet,
  wrapped,
  type ColumnKey,
  type RowColumn,
} from '../rowColumn.ts';

/** Dark ink on a light fill, each pair above 7 : 1. */
const tones: Readonly<Record<CoverageState, Tone>> = {
  covered: { fill: 'FFD7EEDB', ink: 'FF0F4D22' },
  thin: { fill: 'FFFFF1C2', ink: 'FF5B4300' },
  planned: { fill: 'FFDCE6F8', ink: 'FF00307F' },
  lapsed: { fill: 'FFE9DFF2', ink: 'FF4A2468' },
  unconfirmed: { fill: 'FFE8ECF2', ink: 'FF3A4356' },
  gap: { fill: 'FFF9D9D9', ink: 'FF7A1212' },
  unrecorded: { fill: 'FFF4F4F4', ink: 'FF4A4A4A' },
  notExpected: { fill: 'FFF4F4F4', ink: 'FF4A4A4A' },
};

/** An initiative in a programme, or in all. */
interface CoverageRow {
  initiative: string;
  programme: string;
  cell: CoverageCell;
}
/** A line under the rows. */
interface CoverageTotal {
  label: string;
  says: string | null;
  amount: Cell;
  share: Cell;
}

/** Sheet 3: initiative by programme; its total equals the Summary's and, with what stands apart, the Projects'. */
export function coverageSheet(context: PortfolioContext, coverage: Coverage, sums: PortfolioSums): RowSheet {
  const { t, format } = context;
  const total = coverage.totals.overall;
  const shareOf = (cents: number): Cell =>
    total.amountCents > 0 ? { shareBp: (cents / total.amountCents) * 10_000 } : null;
  const stated =
    (of: (cents: number) => Cell) =>
    ({ cell }: CoverageRow) =>
      cell.projects === 0 || cell.stated > 0 ? of(cell.amountCents) : null;
  const stateCell = ({ cell }: CoverageRow): Cell => {
    const state = coverageStateLabels[cell.state][format.language];
    const beside = cell.state === 'lapsed' && besideState(cell);
    return { text: beside ? t(`workbook.${beside}`, { state }) : state, tone: tones[cell.state] };
  };
  const columns: RowColumn<CoverageRow, CoverageTotal>[] = [
    column(t, 'initiative', 70, ({ initiative }) => initiative, { ...wrapped, total: ({ label }) => label }),
    column(t, 'programme', 18, ({ programme }) => programme, { total: ({ says }) => says }),
    column(t, 'state', 18, stateCell),
    column(t, 'principal', 12, ({ cell }) => cell.principal, number),
    column(t, 'secondary', 13, ({ cell }) => cell.secondary, number),
    column(t, 'unrated', 12, ({ cell }) => cell.unrated, number),
    column(t, 'notAssessed', 12, ({ cell }) => cell.notAssessed, number),
    column(
      t,
      'amount',
      18,
      stated(cents => ({ cents })),
      { ...number, total: ({ amount }) => amount },
    ),
    column(t, 'share', 12, stated(shareOf), { ...number, total: ({ share }) => share }),
    column(t, 'openCalls', 11, ({ cell }) => cell.callsOpen, number),
  ];
  const all = t('workbook.allProgrammes');
  const strong = new Set<number>();
  const rows: CoverageRow[] = [];
  for (const { initiative, overall, cells } of coverage.rows) {
    const name = `${initiative.code} · ${initiative.title[format.language]}`;
    strong.add(rows.length);
    rows.push({ initiative: name, programme: all, cell: overall });
    cells.forEach((cell, index) => {
      const programme = programmeWord(coverage.columns[index]?.programme ?? null, t);
      rows.push({ initiative: name, programme, cell });
    });
  }
  const isSplit = coverage.notAttributed !== null;
  return rowSheet({
    name: t('sheet.coverage'),
    table: 'Coverage',
    columns,
    rows,
    strong,
    totals: isSplit ? totalsOf(context, coverage, sums, rows.length, lettersOf(columns), shareOf) : [],
    remarks: [t(isSplit ? 'workbook.coverageRemark' : 'workbook.markerRemark')],
    empty: t('workbook.empty'),
    frozenColumns: 1,
  });
}

function totalsOf(
  { t }: PortfolioContext,
  coverage: Coverage,
  sums: PortfolioSums,
  rowCount: number,
  letterOf: (key: ColumnKey) => string,
  shareOf: (cents: number) => Cell,
): CoverageTotal[] {
  const { overall } = coverage.totals;
  const rest = coverage.notAttributed?.overall.amountCents ?? 0;
  const last = rowCount + 1;
  // A sheet without rows has a line that says so in their place.
  const first = rowCount > 0 ? last + 1 : 3;
  const line = (label: string, says: string | null, amount: Cell, share: Cell): CoverageTotal => ({
    label,
    says,
    amount,
    share,
  });
  const amounts = letterOf('amount');
  const rowsIn = (letter: string) => `${letter}2:${letter}${last}`;
  const all = t('workbook.allProgrammes').replaceAll('"', '""');
  const ofInitiatives =
    rowCount > 0 ? `SUMIFS(${rowsIn(amounts)},${rowsIn(letterOf('programme'))},"${all}")+` : '';
  const says = (count: number, stated: number) => t('workbook.statedOf', { projects: count, stated });
  const lines = [
    line(t('workbook.notAttributed'), null, { cents: rest }, shareOf(rest)),
    line(
      t('workbook.total'),
      says(overall.projects, overall.stated),
      { formula: `${ofInitiatives}${amounts}${first}`, result: overall.amountCents, as: 'cents' },
      overall.amountCents > 0 ? { shareBp: 10_000 } : null,
    ),
  ];
  const { everything } = sums;
  if (everything.projects === sums.counted.projects) return lines;
  const saysOf = ({ projects, stated }: Figures) => says(projects, stated);
  for (const [key, some] of [
    ['workbook.apart', sums.apart],
    ['workbook.later', sums.later],
    ['workbook.notCounted', sums.notCounted],
  ] as const) {
    if (some.projects > 0) lines.push(line(t(key), saysOf(some), { cents: some.cents }, null));
  }
  lines.push(
    line(
      t('workbook.everything'),
      saysOf(everything),
      {
        formula: `SUM(${amounts}${first + 1}:${amounts}${first + lines.length - 1})`,
        result: everything.cents,
        as: 'cents',
      },
      null,
    ),
  );
  return lines;
}
