import {
  centsToDecimal,
  mostCents,
  parseAmount,
  parsePlainNumber,
  type AmountProblem,
} from '../../values/money.ts';
import { problemOf, type AmountColumns } from './amountColumns.ts';
import { otherUnitIn } from './amountUnits.ts';
import { provenDecimal } from './fieldValues.ts';
import type { CellMark, SourceProblem } from '../contract/table.ts';

/** A cell of a column of amounts, and what is known of it and around it. */
export interface AmountCell {
  /** Trimmed; not empty. */
  text: string;
  mark?: CellMark | null | undefined;
  /** The heading of its column. */
  written: string;
  /** The decimal sign that a person chose, or that the column proves, for texts that leave it open. */
  decimal?: '.' | ',' | null | undefined;
  columns: AmountColumns;
  /** All cells of its row: one of them may name a currency. */
  cells: readonly string[];
}

export type AmountFault = AmountProblem | 'negative';

/** Whole cents, and what to say though they are taken; or why not: what every reader says alike, or a fault of the text. */
export type AmountRead =
  { cents: number; warnings: SourceProblem[] } | { problem: SourceProblem } | { fault: AmountFault };

/**
 * An amount in euro as a file states it, exactly: a number as its own text says, whatever decimal sign texts have; a text
 * as it proves or as was settled. More decimals than two are rounded to the cent, half a cent up, and said. What states
 * another currency, or thousands, millions or per cent (in the cell, its format, its heading or a column beside it) is
 * no amount in euro.
 */
export function readAmountCell({ text, mark, written, decimal, columns, cells }: AmountCell): AmountRead {
  const shown = shownOtherwise(mark) ?? columns.ofHeading(written);
  if (shown) return { problem: shown };
  const beside = columns.ofRow(cells);
  const isSettled = columns.isInEuro(written);
  if (beside && !isSettled) return { problem: beside };
  const sign = provenDecimal(text) ?? decimal;
  const read = mark?.isNumber
    ? parsePlainNumber(text, { rounds: true })
    : parseAmount(text, { rounds: true, ...(sign && { decimal: sign }) });
  if ('problem' in read) {
    const other = read.problem === 'notANumber' ? otherUnitIn(text, { isAmount: true }) : null;
    return other ? { problem: problemOf(other, 'cell') } : { fault: read.problem };
  }
  if (read.cents < 0) return { fault: 'negative' };
  if (read.cents > mostCents) return { fault: 'tooLarge' };
  const taken = centsToDecimal(read.cents);
  return {
    cents: read.cents,
    warnings: [
      ...(read.isRounded ? [{ key: 'importAmount.rounded', values: { stated: text, taken } }] : []),
      ...(beside ? [{ ...beside, key: 'importAmount.twoCurrencies' }] : []),
    ],
  };
}

/** What the number format of a workbook shows beside a number, where that makes it no amount in whole euro. */
function shownOtherwise(mark: CellMark | null | undefined): SourceProblem | null {
  if (!mark) return null;
  if (mark.currency) return problemOf({ currency: mark.currency }, 'cell');
  if (mark.unit) return problemOf({ unit: mark.unit }, 'cell');
  return mark.isPercent ? problemOf({ unit: '%' }, 'cell') : null;
}
