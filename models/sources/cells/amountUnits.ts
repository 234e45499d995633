import { otherUnitWords } from './amountWords.ts';

/** In what an amount is stated where that is not whole euro: another currency, or thousands, millions, cents, per cent. */
export interface OtherUnit {
  /** As written: `GBP`, `£`, `kr`. */
  currency?: string;
  /** As written: `million`, `k€`, `x 1000`, `%`. */
  unit?: string;
}

const { codes, codesThatAreWords, signs, shortSigns, currencies, factors } = otherUnitWords;

/** The euro by its sign, code or name, whatever stands beside it. */
const euro = /€|(?<!\p{L})(?:eur|euros?|ευρω|евро|eiro|evro)(?!\p{L})/iu;
export const namesEuro = (text: string): boolean => euro.test(folded(spaced(text)));

/** `amountGBPTotal` as words. */
export const spaced = (text: string): string =>
  text.replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replaceAll(/(\p{Lu}{2,})(\p{Lu}\p{Ll})/gu, '$1 $2');

/** Without accents, and in lower case. */
export const folded = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[łŁ]/g, 'l').toLowerCase();

/** A sign or name that is given as a currency: null where it is the euro's, or none. */
export function otherCurrencySign(name: string): string | null {
  const trimmed = name.trim();
  return trimmed === '' || euro.test(folded(trimmed)) ? null : trimmed;
}

const wordsOf = (text: string): string[] => spaced(text).match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];

/** What stands alone in brackets, or at the end behind "in". */
const setApart = (text: string): string[] => [
  ...[...text.matchAll(/[([]\s*(?:in\s+)?([^()[\]]+?)\s*[)\]]/giu)].map(([, inner = '']) => inner),
  ...(/(?:^|[\s,])in\s+(\S+)\s*$/iu.exec(text)?.slice(1) ?? []),
];

function currencyIn(text: string, isFormat: boolean): string | null {
  const sign = /(?!€)\p{Sc}/u.exec(text)?.[0];
  if (sign) return sign;
  const words = wordsOf(text);
  const apart = new Set(setApart(text).flatMap(wordsOf));
  const found = words.find(word => {
    const plain = folded(word);
    const code = plain.toUpperCase();
    if (codes.has(code)) return true;
    if (codesThatAreWords.has(code))
      return word === code && (isFormat || apart.has(word) || words.length === 1);
    if (signs.has(plain) || currencies.has(plain)) return true;
    return shortSigns.has(word) && (isFormat || apart.has(word) || words.length === 1);
  });
  return found ?? otherUnitWords.localCurrency.exec(folded(text))?.[0] ?? null;
}

/** A letter for thousands or millions beside the euro, or set apart: `k€`, `EUR m`, `(M)`, `budget_k`. */
const lettered = [
  /(?<!\p{L})[kmt]\s?(?:€|eur(?:os?)?(?!\p{L}))/iu,
  /(?:€|(?<!\p{L})eur(?:os?)?)\s?(?:k|m|mn|bn)(?!\p{L})/iu,
  /[([]\s*(?:k|m|t|mn|bn)\s*[)\]]/iu,
  /(?:^|[\s_-])(?:[kKM]|mn|bn)\s*$/u,
];
/** `500k`, `1.5 mn`: of an amount, whose own figures are no unit. */
const behindFigures = /(?<=\d\s?)(?:k|m|mn|bn)(?!\p{L})/iu;
/** `x 1000`, `1.000 EUR`, `EUR 000`, `'000`, `10^3`. */
const figured = [
  /(?<![\d.,])1(?:[.,'’\s]?000)+(?!\d)/u,
  /(?<![\d.,])['’‘`]?\s?000(?:'?s)?(?!\d)/u,
  /10\s?(?:(?:\^|\*\*|e)\s?\d|[³⁶⁹])|(?<![\p{L}\d.,])1?e\+?0?[369](?!\d)/iu,
];
const perCent =
  /[%‰]|(?<!\p{L})(?:per ?cent|percentage?|percentages|procent|prozent|pct|pour ?cent|por ?ciento)(?!\p{L})/iu;

function unitIn(text: string, isAmount: boolean): string | null {
  const plain = folded(text);
  const shares = perCent.exec(plain)?.[0];
  if (shares) return shares;
  for (const pattern of isAmount ? [...lettered, behindFigures] : [...lettered, ...figured]) {
    const found = pattern.exec(text)?.[0].trim();
    if (found) return found.replaceAll(/^[([_-]\s*|\s*[)\]]$/g, '');
  }
  return wordsOf(text).find(word => factors.has(folded(word))) ?? null;
}

interface OtherUnitOptions {
  /** What a number format prints: short signs such as `Ft` need nothing beside them there. */
  isFormat?: true;
  /** The text of an amount: its own figures are none of a unit. */
  isAmount?: true;
}

/** In what a heading, a format or an amount says that it is stated, if not in whole euro; null where it does not say. */
export function otherUnitIn(text: string, { isFormat, isAmount }: OtherUnitOptions = {}): OtherUnit | null {
  const currency = currencyIn(text, isFormat === true || isAmount === true);
  if (currency) return { currency };
  const unit = unitIn(text, isAmount === true);
  return unit ? { unit } : null;
}
