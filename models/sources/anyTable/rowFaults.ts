import type { RowProblem } from '../contract/incoming.ts';
import { problemAt } from '../callfolioFile/fileCells.ts';
import type { SourceRow, SourceTable } from '../contract/table.ts';

/**
 * Why a row of a table cannot be read, before any of its cells is: it is broken or shifted. What is wrong in a cell that nobody
 * takes is none of its faults.
 *
 * @param taken the headings of the columns that are taken
 */
export function rowFaults(
  table: SourceTable,
  taken: ReadonlySet<string>,
  row: SourceRow,
  { isText, hidesCells }: { isText: boolean; hidesCells: boolean },
): RowProblem[] {
  const where = { table: table.name, row: row.row };
  const { broken, wrongCells, cells } = row;
  if (broken && !wrongCells) {
    const { column = null, ...problem } = broken;
    return [problemAt(where, column, null, problem)];
  }
  if (isText && cells.length !== table.columns.length) {
    const values = { found: cells.length, expected: table.columns.length };
    const shown = hidesCells ? null : cells.join(', ');
    return [problemAt(where, null, shown, { key: 'importTable.cellCount', values })];
  }
  return (wrongCells ?? []).flatMap(({ column, ...problem }) =>
    taken.has(column) ? [problemAt(where, column, null, problem)] : [],
  );
}
