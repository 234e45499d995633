import { median, percentile } from './timing.ts';

/** One figure of the bench. */
export interface Figure {
  what: string;
  measured: number;
  unit: 'ms' | 's' | 'MB' | '×' | '/s';
  /** The bound, if one was set, and which side of it is right. */
  target?: { atMost: number } | { atLeast: number };
}

export const isMet = ({ measured, target }: Figure): boolean | null => {
  if (!target) return null;
  return 'atMost' in target ? measured <= target.atMost : measured >= target.atLeast;
};

const written = (amount: number, unit: Figure['unit']): string =>
  `${amount.toFixed(unit === '×' || unit === 's' ? 2 : amount < 10 ? 1 : 0)} ${unit}`;

/** The figures as a table; what was missed says so. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(figure => {
    const { target, unit } = figure;
    const bound = !target
      ? ''
      : 'atMost' in target
        ? `≤ ${written(target.atMost, unit)}`
        : `≥ ${written(target.atLeast, unit)}`;
    const verdict = { true: 'met', false: 'MISSED', null: '' }[String(isMet(figure)) as 'true'];
    return [figure.what, written(figure.measured, unit), bound, verdict];
  });
  const all = [['figure', 'measured', 'target', ''], ...rows];
  const widths = [0, 1, 2, 3].map(column => Math.max(...all.map(row => row[column]?.length ?? 0)));
  return all
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

type Times = readonly number[];

/** The list of the API in requests a second, turn by turn, beside those of the bare route. */
export const listFigures = (ours: Times, theirs: Times): Figure[] => [
  { what: 'list by API, 8 connections', measured: median(ours), unit: '/s' },
  { what: 'bare Express and driver, the same find and count', measured: median(theirs), unit: '/s' },
  {
    what: 'list by API against the bare route',
    measured: median(ours) / median(theirs),
    unit: '×',
    target: { atLeast: 0.6 },
  },
];

/** Of times in ms. */
export const pageFigures = (times: Readonly<Record<'lists' | 'facets' | 'records', Times>>): Figure[] => [
  {
    what: 'list page with all facets, p99',
    measured: percentile(times.lists, 0.99),
    unit: 'ms',
    target: { atMost: 300 },
  },
  {
    what: 'all facets alone, p95',
    measured: percentile(times.facets, 0.95),
    unit: 'ms',
    target: { atMost: 20 },
  },
  {
    what: 'record page, p99',
    measured: percentile(times.records, 0.99),
    unit: 'ms',
    target: { atMost: 150 },
  },
];

/** Of times in ms. */
export const searchFigures = (what: string, times: Times): Figure[] => [
  { what: `search, ${what}, p99`, measured: percentile(times, 0.99), unit: 'ms', target: { atMost: 300 } },
  { what: `search, ${what}, median`, measured: median(times), unit: 'ms' },
];

/** Of times in ms. */
export const coverageFigures = (now: Times, known: Times): Figure[] => [
  { what: 'coverage, p95', measured: percentile(now, 0.95), unit: 'ms', target: { atMost: 200 } },
  {
    what: 'coverage as known at a past instant, p95',
    measured: percentile(known, 0.95),
    unit: 'ms',
    target: { atMost: 400 },
  },
];

/** Of times in ms, and of the highest memory in MB. */
export const workbookFigures = (made: {
  passing: number;
  portfolio: number;
  whole: number;
  most: number;
  others: Times;
}): Figure[] => [
  {
    what: `portfolio workbook of ${made.passing} projects`,
    measured: made.portfolio / 1000,
    unit: 's',
    target: { atMost: 2 },
  },
  { what: 'workbook of all projects', measured: made.whole / 1000, unit: 's' },
  { what: 'memory meanwhile', measured: made.most, unit: 'MB', target: { atMost: 300 } },
  { what: "another person's list meanwhile, p99", measured: percentile(made.others, 0.99), unit: 'ms' },
];

/** Of the time in ms, and of memory in MB. */
export const programFigures = (readyAfterMs: number, memory: number): Figure[] => [
  {
    what: 'start until ready, on this database',
    measured: readyAfterMs / 1000,
    unit: 's',
    target: { atMost: 3 },
  },
  { what: 'memory of the program after all this', measured: memory, unit: 'MB', target: { atMost: 250 } },
];

/** Of imports in seconds, of the highest memory in MB, and of others' lists in ms. */
export const importFigures = (taken: {
  once: Readonly<{ checked: number; whole: number }>;
  again: Readonly<{ whole: number }>;
  bare: number;
  most: number;
  others: Times;
}): Figure[] => [
  { what: 'import of CORDIS, dry run', measured: taken.once.checked, unit: 's' },
  {
    what: 'import of CORDIS, dry run and apply',
    measured: taken.once.whole,
    unit: 's',
    target: { atMost: 90 },
  },
  { what: 'the same file again', measured: taken.again.whole, unit: 's', target: { atMost: 40 } },
  { what: 'memory meanwhile', measured: taken.most, unit: 'MB', target: { atMost: 300 } },
  {
    what: "another person's list during imports, p99",
    measured: percentile(taken.others, 0.99),
    unit: 'ms',
    target: { atMost: 200 },
  },
  { what: 'bare csv-parse and insertMany of the same rows', measured: taken.bare, unit: 's' },
  {
    what: 'import against the bare load',
    measured: taken.once.whole / taken.bare,
    unit: '×',
    target: { atMost: 8 },
  },
];
