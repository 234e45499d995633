import { ExpectedError } from '../../values/errors.ts';
import type { SourceLimits } from '../contract/limits.ts';
import type { SourceRow } from '../contract/table.ts';

const shownNames = 5;

/**
 * The names of a table's columns, trimmed. Columns without a name are allowed, and none of them is one at the end of a
 * sheet. Throws `invalid` where the row cannot be a header: nothing in it, too much, one name twice.
 */
export function checkedColumns(header: SourceRow, table: string, limits: SourceLimits): string[] {
  if (header.broken?.key === 'importFile.tooManyCells' || header.cells.length > limits.columns)
    throw new ExpectedError('invalid', 'importFile.tooManyColumns', { table, most: limits.columns });
  if (header.broken) throw new ExpectedError('invalid', 'importFile.badHeader', { table, row: header.row });
  const columns = header.cells.map(cell => cell.trim());
  const named = columns.filter(column => column !== '');
  if (named.length === 0) throw new ExpectedError('invalid', 'importFile.noHeader', { table });
  const twice = [...new Set(named.filter((column, index) => named.indexOf(column) !== index))];
  if (twice.length > 0)
    throw new ExpectedError('invalid', 'importFile.columnTwice', {
      table,
      columns: twice
        .slice(0, shownNames)
        .map(column => `“${column.slice(0, 100)}”`)
        .join(', '),
    });
  return columns;
}
