import type { Label } from '../values/format.ts';
import type { Significance } from './significance.ts';

/** How money is attributed to initiatives: docs/domain.md §3. */
export const attributionMethods = {
  split: { en: 'Split (adds up)', nl: 'Verdeeld (telt op)' },
  marker: { en: 'Marker (does not add up)', nl: 'Marker (telt niet op)' },
} as const satisfies Record<string, Label>;
export type AttributionMethod = keyof typeof attributionMethods;

/** What an initiative receives of a record's money: its code, its number in the strategy, basis points (0–10 000). */
export interface Share {
  initiative: string;
  number: number;
  shareBp: number;
}

/** Cents are null where the amount is not stated: unknown is not zero. */
export interface Attribution {
  parts: { initiative: string; cents: number | null }[];
  notAttributedCents: number | null;
}

const whole = 10_000;

/**
 * The split method (docs/domain.md §3): parts and the not attributed rest add up to the amount to the cent. Cents that the
 * division leaves go by largest remainder; ties to the lower initiative number, the rest last.
 *
 * @param amountCents whole cents of one record, or null where not stated
 * @param shares of one strategy, at most 10 000 together; the parts come in the same order
 * @throws RangeError for a negative amount, a share outside 0–10 000, a sum above 10 000, or an initiative twice
 */
export function splitAmount(amountCents: number | null, shares: readonly Share[]): Attribution {
  const notAttributedBp = whole - totalOf(shares);
  if (amountCents === null) {
    return { parts: shares.map(({ initiative }) => ({ initiative, cents: null })), notAttributedCents: null };
  }
  const candidates = [
    ...shares,
    { initiative: '', number: Number.POSITIVE_INFINITY, shareBp: notAttributedBp },
  ];
  const cents = allot(
    wholeCents(amountCents),
    candidates.map(({ shareBp, number }) => ({ weight: BigInt(shareBp), number })),
  );
  return {
    parts: shares.map(({ initiative }, index) => ({ initiative, cents: cents[index] ?? 0 })),
    notAttributedCents: cents.at(-1) ?? 0,
  };
}

/**
 * "Split equally" among initiatives, by their numbers: shares in the order given that add up to exactly 10 000, the
 * odd basis points going to the lower numbers. No numbers, no shares.
 * @throws RangeError when a number comes twice
 */
export function splitEqually(numbers: readonly number[]): { number: number; shareBp: number }[] {
  if (new Set(numbers).size !== numbers.length) throw new RangeError('an initiative comes twice');
  if (numbers.length === 0) return [];
  const shares = allot(
    BigInt(whole),
    numbers.map(number => ({ weight: 1n, number })),
  );
  return numbers.map((number, index) => ({ number, shareBp: shares[index] ?? 0 }));
}

/** What the marker counts of an amount, in basis points; null where nothing can be said. */
export const markerShare = (significance: Significance): number | null =>
  ({ principal: whole, secondary: 4_000, examinedNotTargeted: 0, namedUnrated: null })[significance];

/**
 * The marker method (the Commission's tracking convention, docs/domain.md §3): principal counts in full, secondary 40 %
 * (half a cent rounds up), examined-not-targeted 0, whatever the amount. Null where nothing can be said: unrated, or
 * the amount not stated. Never added up across initiatives.
 * @throws RangeError for a negative amount
 */
export function markerAmount(significance: Significance, amountCents: number | null): number | null {
  if (significance === 'examinedNotTargeted') return 0;
  if (significance === 'namedUnrated' || amountCents === null) return null;
  const cents = wholeCents(amountCents);
  if (significance === 'principal') return amountCents;
  const percent = amountCents * 40 + 50;
  // As a number where that is exact, as it nearly always is: a matrix asks for each of tens of thousands of links.
  if (Number.isSafeInteger(percent)) return (percent - (percent % 100)) / 100;
  return Number((cents * 40n + 50n) / 100n);
}

/** Divides a total by weights, by largest remainder; ties go to the lower number, equal numbers to the earlier. */
function allot(total: bigint, candidates: readonly { weight: bigint; number: number }[]): number[] {
  const weights = candidates.reduce((sum, { weight }) => sum + weight, 0n);
  const parts = candidates.map(({ weight }) => (total * weight) / weights);
  const byRemainder = candidates
    .map(({ weight, number }, index) => ({ index, number, remainder: (total * weight) % weights }))
    .sort((a, b) => compare(b.remainder, a.remainder) || compare(a.number, b.number));
  const left = Number(total - parts.reduce((sum, part) => sum + part, 0n));
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts.map(Number);
}

function compare<T extends bigint | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function totalOf(shares: readonly Share[]): number {
  if (new Set(shares.map(({ initiative }) => initiative)).size !== shares.length) {
    throw new RangeError('an initiative comes twice');
  }
  const total = shares.reduce((sum, { initiative, shareBp }) => {
    if (!Number.isInteger(shareBp) || shareBp < 0 || shareBp > whole) {
      throw new RangeError(`share of ${initiative} is not 0 to 10000 basis points: ${shareBp}`);
    }
    return sum + shareBp;
  }, 0);
  if (total > whole) throw new RangeError(`shares add up to more than 10000 basis points: ${total}`);
  return total;
}

function wholeCents(amountCents: number): bigint {
  if (!Number.isSafeInteger(amountCents) || amountCents < 0) {
    throw new RangeError(`not a whole, positive number of cents: ${amountCents}`);
  }
  return BigInt(amountCents);
}
