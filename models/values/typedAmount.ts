import { centsToDecimal } from './money.ts';

/** What people write behind a figure for thousands, millions and milliards, in English, Dutch and as bankers do. */
const exponents = new Map<string, number>([
  ...['k', 'keur', 'k€', 'thousand', 'duizend', 'dzd'].map((unit): [string, number] => [unit, 3]),
  ...['m', 'mn', 'mln', 'mio', 'meur', 'm€', 'million', 'millions', 'miljoen'].map(
    (unit): [string, number] => [unit, 6],
  ),
  // "Billion" is a thousand million in English and a million million elsewhere, as are "mil" and "mille": none is taken.
  ...['bn', 'mld', 'mrd', 'miljard', 'milliard'].map((unit): [string, number] => [unit, 9]),
]);

const figureWithUnit =
  /^(?:€|eur(?:o)?)? ?(\d{1,12})(?:([.,])(\d{1,11}))? ?(\p{L}+€?)\.? ?(?:€|eur|euro)?$/iu;

/**
 * An amount as a person types it into a form, with a word for its unit written out: `3.7 M` and `3,7 mln` are `3700000.00`.
 * Anything else is given back as it came, for the rule of amounts to read or refuse. `1.234 M` loses its unit, so that it is
 * refused as ambiguous like `1.234`: thousands or decimals, nobody knows.
 *
 * Forms alone take such words: a program writes its amounts out, and in a file a unit stands for a whole column, so that
 * there each amount with one is refused and said (models/sources/cells/amountUnits.ts).
 */
export function typedAmount(text: string): string {
  const match = figureWithUnit.exec(text.replaceAll(/\s+/gu, ' ').trim());
  if (!match) return text;
  const [, whole = '', sign = '', fraction = '', unit = ''] = match;
  const exponent = exponents.get(unit.toLowerCase());
  if (exponent === undefined) return text;
  if (fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole)) return whole + sign + fraction;
  const shift = exponent + 2 - fraction.length;
  if (shift < 0) return text;
  const cents = Number(BigInt(whole + fraction) * 10n ** BigInt(shift));
  return Number.isSafeInteger(cents) ? centsToDecimal(cents) : text;
}
