import { provenDecimal } from './fieldValues.ts';
import { cellsOf, markIn, rawCell, type Shape } from './cells.ts';
import type { SourceRow } from '../contract/table.ts';

/** Which decimal sign the amounts of columns prove, gathered row by row. */
export interface Notation {
  see(row: Pick<SourceRow, 'row' | 'cells' | 'marks'>): void;
  /** The table's shape with the sign of each column whose amounts prove one sign and never the other. */
  settled(): Shape;
}

/**
 * `1.234` alone may be a thousand or one euro and 23.4 cents; beside `2073781.25` in the same column it is the latter.
 * @param columns columns of amounts, in lower case
 */
export function notationOf(shape: Shape, columns: readonly string[]): Notation {
  const seen = columns
    .filter(column => shape.columns.has(column))
    .map(column => ({ column, '.': 0, ',': 0 }));
  return {
    see: row => {
      const cells = cellsOf(shape, row);
      for (const counts of seen) {
        // A number has no notation, and proves none.
        if (markIn(cells, counts.column)?.isNumber) continue;
        const sign = provenDecimal(rawCell(cells, counts.column).trim());
        if (sign !== null) counts[sign] += 1;
      }
    },
    settled: () => {
      const decimals = new Map<string, '.' | ','>();
      for (const counts of seen) {
        if (counts['.'] > 0 !== counts[','] > 0) decimals.set(counts.column, counts['.'] > 0 ? '.' : ',');
      }
      return { ...shape, decimals };
    },
  };
}
