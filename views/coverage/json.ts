import type { ByColumn, Coverage, CoverageCell, CoverageSum } from '../../models/coverage/matrix.ts';
import { centsToDecimal } from '../../models/values/money.ts';

const cellToJson = ({ amountCents, ...cell }: CoverageCell) => ({
  ...cell,
  amount: centsToDecimal(amountCents),
});
const sumToJson = ({ amountCents, ...sum }: CoverageSum) => ({ ...sum, amount: centsToDecimal(amountCents) });

function byProgramme<T, J>(coverage: Coverage, sums: ByColumn<T>, toJson: (one: T) => J) {
  return {
    overall: toJson(sums.overall),
    programmes: coverage.columns.map(({ programme }, index) => {
      const one = sums.columns[index];
      return { programme, ...(one !== undefined && toJson(one)) };
    }),
  };
}

/** A matrix as the API gives it: amounts as decimal strings, cells by initiative and programme. */
export function coverageToJson(coverage: Coverage) {
  const {
    query,
    strategy,
    thresholds,
    firstRecordAt,
    rows,
    columns,
    notAttributed,
    totals,
    later,
    candidates,
    apart,
  } = coverage;
  return {
    strategy: strategy.code,
    basis: query.basis,
    method: query.method,
    on: query.projects.on,
    knownAt: query.projects.knownAt?.toISOString() ?? null,
    thresholds: { ...thresholds, fromOn: thresholds.fromOn?.value ?? null },
    firstRecordAt: firstRecordAt?.toISOString() ?? null,
    programmes: columns,
    initiatives: rows.map(({ initiative, cells, overall }) => ({
      initiative: initiative.code,
      number: initiative.number,
      title: initiative.title,
      overall: cellToJson(overall),
      programmes: cells.map((cell, index) => ({ programme: columns[index]?.programme, ...cellToJson(cell) })),
    })),
    notAttributed:
      notAttributed &&
      byProgramme(coverage, notAttributed, one => ({
        unlinked: one.unlinked,
        amount: centsToDecimal(one.amountCents),
      })),
    totals: byProgramme(coverage, totals, sumToJson),
    later: sumToJson(later),
    candidates: sumToJson(candidates),
    apart: sumToJson(apart),
  };
}
