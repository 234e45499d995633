import type { Format } from './format.ts';

/** The most a field takes, in cents: a million million euro. Totals must stay below 2^53 cents to be exact. */
export const mostCents = 100_000_000_000_000;

/** Why a text is no amount; each is a message key of its own, so that a person learns what to change. */
export type AmountProblem = 'ambiguous' | 'notANumber' | 'tooPrecise' | 'tooLarge';
export type ParsedAmount = { cents: number; isRounded?: true } | { problem: AmountProblem };

export interface AmountOptions {
  /** Settles a text with one separator and exactly three digits after it; every other text reads the same without it. */
  decimal?: '.' | ',';
  /** More than two decimals are rounded to the cent, half a cent up, and the result says so. */
  rounds?: boolean;
}

// A double of 2^46 or more cannot hold every cent, so what a number that large meant cannot be known.
const largestExactNumber = 2 ** 46;
const longestText = 100;
const longestWholePart = 16;

// In JavaScript this covers the no-break, narrow and thin blanks too.
const blanks = /\s/gu;
const apostrophes = /[\u2018\u2019\u02bc]/gu;
const minusSigns = /[\u2212\u2011]/gu;
// Marks of direction and width that copied text carries and nobody sees.
const invisibles = /[\u200b\u200e\u200f\u2060]/gu;

const notANumber: ParsedAmount = { problem: 'notANumber' };

/**
 * Reads an amount in euro as people and foreign files write it, exactly or not at all.
 *
 * Taken: decimal point or comma; thousands by point, comma, blank (also no-break, narrow, thin) or apostrophe in
 * groups of three; a minus sign; EUR or € before or after. More than two decimals are taken only as the dust of a
 * binary fraction: less than 0.0001 euro away from a whole cent (`349999.99999992` is 350000.00).
 * A JSON or cell number is read by its shortest decimal notation, so its point is never ambiguous.
 *
 * @returns whole cents, or why not: `ambiguous` (`1.234`: thousands or decimals?), `notANumber`, `tooPrecise`,
 * `tooLarge` (beyond 2^53 cents, or a number of 2^46 euro or more, which as text may be exact).
 */
export function parseAmount(text: string | number, options: AmountOptions = {}): ParsedAmount {
  if (typeof text === 'number') return parseNumber(text, options);
  if (text.length > longestText) return notANumber;
  const unsigned = signAndFigure(
    text
      .replace(blanks, ' ')
      .replace(invisibles, '')
      .replace(apostrophes, "'")
      .replace(minusSigns, '-')
      .trim(),
  );
  if (unsigned === null) return notANumber;
  const parts = wholeAndFraction(unsigned.figure, options.decimal);
  return 'problem' in parts ? parts : toCents(unsigned.isNegative, parts.whole, parts.fraction, options);
}

/**
 * Reads what a program wrote as a number, not a person as a text: figures, perhaps a minus, and a point before decimals.
 * `1.234` has one meaning here. Problems and rounding as `parseAmount`.
 */
export function parsePlainNumber(text: string, options: Pick<AmountOptions, 'rounds'> = {}): ParsedAmount {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d{1,400})(?:\.(\d{1,400}))?$/.exec(text) ?? [];
  return sign === undefined ? notANumber : toCents(sign === '-', whole, fraction, options);
}

function parseNumber(value: number, options: AmountOptions): ParsedAmount {
  if (!Number.isFinite(value)) return notANumber;
  const size = Math.abs(value);
  if (size >= largestExactNumber) return { problem: 'tooLarge' };
  // Below this JavaScript prints an exponent; it is dust around zero in any case.
  if (size < 1e-6) return { cents: 0 };
  const [whole = '', fraction = ''] = String(size).split('.');
  return toCents(value < 0, whole, fraction, options);
}

function signAndFigure(text: string): { isNegative: boolean; figure: string } | null {
  const match = /^(-?) ?(?:(€|eur) ?)?(-?) ?(\d(?:[\d ,.']*\d)?)(?: ?(€|eur))?$/iu.exec(text);
  if (!match) return null;
  const [, outerSign, before, innerSign, figure = '', after] = match;
  if ((outerSign && innerSign) || (before && after)) return null;
  return { isNegative: Boolean(outerSign) || Boolean(innerSign), figure };
}

function wholeAndFraction(
  figure: string,
  decimal: '.' | ',' | undefined,
): { whole: string; fraction: string } | { problem: AmountProblem } {
  const separators = figure.replace(/\d/gu, '');
  const last = separators.at(-1);
  if (last === undefined) return { whole: figure, fraction: '' };
  const digitsAfterLast = figure.length - 1 - figure.lastIndexOf(last);
  const isAlone = separators.length === 1;
  const canBeDecimal = (last === '.' || last === ',') && separators.indexOf(last) === separators.length - 1;
  if (canBeDecimal && isAlone && digitsAfterLast === 3 && decimal === undefined)
    return { problem: 'ambiguous' };
  const isDecimal = canBeDecimal && !(isAlone && digitsAfterLast === 3 && decimal !== last);
  const whole = ungroup(isDecimal ? figure.slice(0, figure.lastIndexOf(last)) : figure);
  if (whole === null) return { problem: 'notANumber' };
  return { whole, fraction: isDecimal ? figure.slice(figure.lastIndexOf(last) + 1) : '' };
}

/** The digits of a whole number whose thousands are set apart by one kind of separator, or null. */
function ungroup(whole: string): string | null {
  if (/^\d+$/u.test(whole)) return whole;
  return /^[1-9]\d{0,2}([ ,.'])\d{3}(?:\1\d{3})*$/u.test(whole) ? whole.replace(/\D/gu, '') : null;
}

function toCents(
  isNegative: boolean,
  wholeDigits: string,
  fraction: string,
  { rounds = false }: Pick<AmountOptions, 'rounds'> = {},
): ParsedAmount {
  const whole = wholeDigits.replace(/^0+(?=\d)/u, '');
  if (whole.length > longestWholePart) return { problem: 'tooLarge' };
  const rest = fraction.slice(2);
  const unit = 10n ** BigInt(rest.length);
  const above = BigInt(rest || '0');
  const below = unit - above;
  // A hundredth of a cent is 0.0001 euro.
  const isDust = above * 100n < unit || below * 100n < unit;
  if (!isDust && !rounds) return { problem: 'tooPrecise' };
  const cents = Number(BigInt(whole + fraction.slice(0, 2).padEnd(2, '0')) + (above < below ? 0n : 1n));
  if (!Number.isSafeInteger(cents)) return { problem: 'tooLarge' };
  return { cents: isNegative && cents !== 0 ? -cents : cents, ...(!isDust && { isRounded: true }) };
}

/**
 * Reads the strict notation of the API: digits, at most two decimals after a point, perhaps a minus; or a JSON number
 * with at most two decimals. Nothing is rounded. Null where it is anything else or beyond 2^53 cents: `parseAmount`
 * then tells why.
 */
export function decimalToCents(value: string | number): number | null {
  if (typeof value === 'number' && Math.abs(value) >= largestExactNumber) return null;
  const match = /^(-?)(\d{1,30})(?:\.(\d{1,2}))?$/u.exec(String(value));
  if (!match) return null;
  const [, sign, whole = '', fraction = ''] = match;
  const parsed = toCents(sign === '-', whole, fraction);
  return 'cents' in parsed ? parsed.cents : null;
}

/**
 * Whole cents as the decimal string of the API and of files: `57767577` is `"577675.77"`.
 * @throws RangeError when it is not a whole number of cents within 2^53.
 */
export function centsToDecimal(cents: number): `${number}` {
  if (!Number.isSafeInteger(cents)) throw new RangeError(`not a whole number of cents: ${cents}`);
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}` as `${number}`;
}

const currencyFormats = new Map<string, Intl.NumberFormat>();
const amountFormats = new Map<string, Intl.NumberFormat>();

function notationOf(
  known: Map<string, Intl.NumberFormat>,
  { locale }: Format,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  const notation = known.get(locale) ?? new Intl.NumberFormat(locale, options);
  known.set(locale, notation);
  return notation;
}

/**
 * Whole cents as an amount in euro in the reader's notation, always with two decimals. The caller decides how a
 * missing amount looks.
 * @throws RangeError when it is not a whole number of cents within 2^53, or the locale is malformed.
 */
export function formatCents(cents: number, format: Format): string {
  const notation = notationOf(currencyFormats, format, { style: 'currency', currency: 'EUR' });
  // A decimal string, since a number of euro would be a float again.
  return notation.format(centsToDecimal(cents));
}

/** The same without the sign of the euro, where a heading says it for a whole column. */
export function formatAmount(cents: number, format: Format): string {
  const notation = notationOf(amountFormats, format, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return notation.format(centsToDecimal(cents));
}
