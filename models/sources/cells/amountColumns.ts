import { folded, namesEuro, otherUnitIn, spaced, type OtherUnit } from './amountUnits.ts';
import type { SourceProblem } from '../contract/table.ts';

/** What the columns of a table say of its amounts, beside the amounts themselves. */
export interface AmountColumns {
  /** Why what stands under this heading is no amount in whole euro; null where the heading says nothing of it. */
  ofHeading(written: string): SourceProblem | null;
  /** What the columns for a currency or a unit say of this row's amounts; null: nothing, or the euro. */
  ofRow(cells: readonly string[]): SourceProblem | null;
  /** Whether the heading itself says that its amounts are in euro. */
  isInEuro(written: string): boolean;
}

/** What languages of the Union call a column that says in which currency, or unit, the amounts of its row are. */
const currencyHeadings =
  /^(?:currenc(?:y|ies)|ccy|curr|cur|valut[a-z]*|valuut[a-z]*|waehrung\w*|wahrung\w*|devises?|divisas?|munt(?:eenheid|soort|code)?|monnaie|monedas?|moedas?|waluta|waluty|mena|meny|penznem|valiuta|munita|airgeadra|валута|νομισμα)$/;
const unitHeadings = /^(?:units?|eenheid|einheit|unite|unidad|unita|unidade|jednostka|jednotka)$/;

/** ISO 4217 numbers, which some systems write: 978 is the euro. */
const euroNumber = '978';
const currencyNumber = /^\d{3}$/;
const nothing = /^(?:[-–—.?*/]+|n\.?\/?a\.?|n\.?v\.?t\.?|k\.?\s?a\.?|nvt|none|null|unknown|onbekend)$/i;

function statedIn(cell: string, isUnit: boolean): OtherUnit | null {
  const text = cell.trim();
  if (text === '' || nothing.test(text) || text === euroNumber) return null;
  const stated = otherUnitIn(text, { isFormat: true });
  if (stated || isUnit || namesEuro(text)) return stated;
  if (currencyNumber.test(text)) return { currency: text };
  // A rate, or a whole sentence, names no currency.
  return /^[^\d]{1,40}$/u.test(text) ? { currency: text } : null;
}

const known = new WeakMap<readonly string[], AmountColumns>();

/** @param columns the headings as written, in their order; what was found of them is kept for the same list */
export function amountColumnsOf(columns: readonly string[]): AmountColumns {
  const before = known.get(columns);
  if (before) return before;
  const places = columns.flatMap((written, at): { at: number; written: string; isUnit: boolean }[] => {
    const words = folded(spaced(written)).split(/[^\p{L}]+/u);
    const isCurrency = words.some(word => currencyHeadings.test(word));
    const isUnit = !isCurrency && words.some(word => unitHeadings.test(word));
    return isCurrency || isUnit ? [{ at, written, isUnit }] : [];
  });
  const headings = new Map<string, SourceProblem | null>();
  const found: AmountColumns = {
    ofHeading(written) {
      let problem = headings.get(written);
      if (problem === undefined) {
        const other = otherUnitIn(written);
        problem = other && problemOf(other, 'heading');
        headings.set(written, problem);
      }
      return problem;
    },
    ofRow(cells) {
      for (const { at, written, isUnit } of places) {
        const stated = statedIn(cells[at] ?? '', isUnit);
        if (stated) return problemOf(stated, 'column', { column: written });
      }
      return null;
    },
    isInEuro: written => namesEuro(written) && otherUnitIn(written) === null,
  };
  known.set(columns, found);
  return found;
}

/** Whether a column says in which currency or unit others are: readers that keep some columns only keep it. */
export const saysUnit = (written: string): boolean => {
  const words = folded(spaced(written)).split(/[^\p{L}]+/u);
  return words.some(word => currencyHeadings.test(word) || unitHeadings.test(word));
};

/** The reason not to take an amount that is stated otherwise than in whole euro. */
export function problemOf(
  { currency, unit }: OtherUnit,
  by: 'cell' | 'heading' | 'column',
  values: Readonly<Record<string, string>> = {},
): SourceProblem {
  const says = (currency ?? unit ?? '').slice(0, 60);
  return { key: `importAmount.${by}${currency ? 'Currency' : 'Unit'}`, values: { ...values, says } };
}
