import type { PortfolioCall } from '../../../models/portfolio/portfolioCalls.ts';
import type { PortfolioProject } from '../../../models/portfolio/portfolioContents.ts';
import type { Cell } from '../cells.ts';
import { plainColumns, totalCells, type RowColumn } from '../rowColumn.ts';
import type { SheetHead } from '../sheet.ts';
import type { PortfolioSums } from './portfolioSums.ts';

/** A sheet on which each project makes some rows, and each call after all of them. */
export interface DetailSheet {
  head: SheetHead;
  rowsOfProject: (one: PortfolioProject) => Cell[][];
  rowsOfCall: (one: PortfolioCall) => Cell[][];
  /** The lines under its rows, of all projects together. */
  totals: (sums: PortfolioSums) => Cell[][];
}

type Making<R> = Omit<SheetHead, 'columns' | 'totals'> & {
  columns: readonly RowColumn<R, PortfolioSums>[];
  ofProject?: (one: PortfolioProject) => readonly R[];
  ofCall?: (one: PortfolioCall) => readonly R[];
};

const none = (): [] => [];

/** The same with a cell of each column in each of its rows; it has totals where one of its columns has. */
export function detailSheet<R>({
  columns,
  ofProject = none,
  ofCall = none,
  ...head
}: Making<R>): DetailSheet {
  const cellsOf = (row: R): Cell[] => columns.map(({ cell }) => cell(row));
  const isTotalled = columns.some(({ total }) => total);
  return {
    head: { ...head, columns: plainColumns(columns) },
    rowsOfProject: one => ofProject(one).map(cellsOf),
    rowsOfCall: one => ofCall(one).map(cellsOf),
    totals: sums => (isTotalled && sums.everything.projects > 0 ? [totalCells(columns, sums)] : []),
  };
}
