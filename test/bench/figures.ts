/** One figure of the bench. */
export interface Figure {
  what: string;
  measured: number;
  unit: 'ms' | 's' | 'MB' | 'KB' | '×' | '/s' | '%' | 'of them';
  /** The bound, if one was set, and which side of it is right. */
  target?: { atMost: number } | { atLeast: number };
  /** What stands beside it: its parts, or what else was seen. */
  beside?: string;
}

export const isMet = ({ measured, target }: Figure): boolean | null => {
  if (!target) return null;
  return 'atMost' in target ? measured <= target.atMost : measured >= target.atLeast;
};

function written(amount: number, unit: Figure['unit']): string {
  const digits = unit === 'of them' ? 0 : unit === '×' || unit === 's' ? 2 : amount < 10 ? 1 : 0;
  return `${amount.toFixed(digits)} ${unit}`;
}

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
    return [figure.what, written(figure.measured, unit), bound, verdict, figure.beside ?? ''];
  });
  const all = [['figure', 'measured', 'target', '', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map(column => Math.max(...all.map(row => row[column]?.length ?? 0)));
  return all
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
