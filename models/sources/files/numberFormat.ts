import { otherCurrencySign, otherUnitIn, type OtherUnit } from '../cells/amountUnits.ts';
import type { CellMark } from '../contract/table.ts';

/** Built-in formats of money: which currency they show is that of the machine that shows them, and no file says it. */
const builtInMoney = new Set([5, 6, 7, 8, 42, 44]);
const builtInPercents = new Set([9, 10]);

/** `[$£-809]` names a currency, `[$-409]` only a country; colours, conditions and elapsed times are no part of the unit. */
const namedCurrencies = (code: string): string[] =>
  [...code.matchAll(/\[\$([^\]-]*)(?:-[^\]]*)?\]/g)].flatMap(([, name = '']) => name.trim() || []);

/** What a format prints beside the figures: quoted, escaped or bare. `_x` and `*x` are room, and print nothing. */
function printedIn(section: string): string {
  const bare = section.replaceAll(/\[[^\]]*\]/g, ' ').replaceAll(/[_*]./g, ' ');
  const quoted = [...bare.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
  const rest = bare.replaceAll(/"[^"]*"/g, ' ').replaceAll(/\\(.)/g, '$1');
  return [...quoted, rest.replaceAll(/[0#?.,@;]|general|e[+-]/gi, ' ')].join(' ').trim();
}

/** A letter for thousands or millions, where it is all that a format prints beside the figures. */
const scaleLetter = /^[kmt]$/i;
const statedBy = (printed: string): OtherUnit | null =>
  scaleLetter.test(printed) ? { unit: printed } : otherUnitIn(printed, { isFormat: true });

/** `0,,` shows millions of what is stored whole. */
const isScaled = (section: string): boolean =>
  /[0#?],+(?![0#?,])/.test(section.replaceAll(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, ' '));

/**
 * What the number format of a workbook's cell says of its number, from the format's number and, where it is no built-in
 * one, its code. A currency in any of its sections counts: which one shows a number may hang on its size.
 */
export function numberMark(id: number, code: string | undefined): CellMark {
  const none: CellMark = { isNumber: true };
  if (code === undefined) {
    if (builtInPercents.has(id)) return { ...none, isPercent: true };
    return builtInMoney.has(id) ? { ...none, currency: '$' } : none;
  }
  const named = namedCurrencies(code).map(otherCurrencySign);
  const sections = code.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const printed = sections.map(printedIn).map(statedBy);
  const currency = named.find(one => one !== null) ?? printed.find(one => one?.currency)?.currency;
  if (currency) return { ...none, currency };
  if (/%/.test(code.replaceAll(/"[^"]*"|\\./g, ''))) return { ...none, isPercent: true };
  const unit = printed.find((one, at) => one?.unit && !isScaled(sections[at] ?? ''))?.unit;
  return unit ? { ...none, unit } : none;
}
