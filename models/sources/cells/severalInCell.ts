import { rawCell, refuse, type Cells } from './cells.ts';

/** Entities of HTML end with the sign that separates names: `AT&amp;T` is one. */
const entity = /&(?:#\d+|#x[\da-f]+|[a-z]+\d*);/gi;

const hasLetter = (text: string): boolean => /\p{L}/u.test(text);
/** Semicolons (of other scripts too), bars, bullets, tabs, ends of lines (of HTML too) and double strokes. */
const separator = /(?:[;；\u037e|¦‖•▪●◦\t\n\r\u2028\u2029]|<br ?\/?>|(?<!:)\/\/)+/giu;

const trimmed = (parts: readonly string[]): string[] =>
  parts.map(part => part.trim().replace(/^[-–•·*]\s+/u, '')).filter(part => /[\p{L}\p{N}]/u.test(part));

/** So much of a text is looked at: one name is shorter, and several show before. */
const mostLooked = 2_000;

/** Items of a list as a JSON file has them; null where the text is none. */
function itemsOfJson(text: string): string[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const items: unknown = JSON.parse(text);
    return Array.isArray(items)
      ? items.map(item => (typeof item === 'string' ? item : JSON.stringify(item)))
      : null;
  } catch {
    return null;
  }
}

/**
 * The names that stand in one cell, where there are plainly several or nobody can tell: between semicolons, bars, bullets or
 * on lines of their own, numbered, or as a list of JSON. Null for one name, whatever commas and "and" it holds.
 */
export function severalIn(text: string): string[] | null {
  const found = text.trim().slice(0, mostLooked);
  const items = itemsOfJson(found);
  if (items) return items;
  const plain = found.replace(entity, sign => '_'.repeat(sign.length));
  const signs = [...plain.matchAll(separator)];
  let from = 0;
  const parts = signs.map(({ 0: sign, index }) => {
    const part = found.slice(from, index);
    from = index + sign.length;
    return part;
  });
  const bySigns = trimmed([...parts, found.slice(from)]);
  if (bySigns.length > 1) return bySigns;
  const isNumbered =
    /(?:^|\s)\(?1[.)]\s*\p{L}.*[\s,]\(?2[.)]\s*\p{L}/su.test(found) ||
    /(?:^|\s)\(?a\)\s*\p{L}.*[\s,]\(?b\)\s*\p{L}/su.test(found);
  return isNumbered ? trimmed(found.split(/(?:^|[\s,])\(?(?:\d{1,3}[.)]|[a-z]\))\s*(?=\p{L})/u)) : null;
}

/** Words behind a comma that belong to the name before it: forms of companies. */
const ofTheName =
  /^(?:(?:\p{L}{1,2}\.\s?){1,5}\p{L}{0,2}|\p{L}{1,3}|inc|ltd|limited|llc|gmbh|mbh|srl|spa|sarl|sas|plc|oyj?|lda|slu?|bvba|nv|vzw|asbl|co|corp|sro|doo|eeig|gie|ev)\.?$/iu;

/** Whether the text of one name may be those of several, by commas or strokes: worth a look, no more. */
export function maySeveral(text: string): boolean {
  const parts = text
    .slice(0, mostLooked)
    .split(/,\s|\s\/\s/)
    .map(part => part.trim());
  return parts.filter(part => hasLetter(part) && !ofTheName.test(part)).length > 1;
}

/** The values that stand in one cell of a field for one, such as countries: each is one of the field. */
export function severalValues(text: string, isOne: (part: string) => boolean): string[] | null {
  const parts = trimmed(text.slice(0, mostLooked).split(/[;|,/\n\r]+/u));
  return parts.length > 1 && parts.every(isOne) ? parts : null;
}

/** The first of some names, to be told. */
export const toldNames = (names: readonly string[]): { count: number; names: string } => ({
  count: names.length,
  names: names
    .slice(0, 5)
    .map(name => `“${name.slice(0, 80)}”`)
    .join(', '),
});

/** Refuses a cell in which several names stand where the source writes one; `names` are those it writes beside each other. */
export function refuseSeveral(cells: Cells, column: string, names = [rawCell(cells, column)]): void {
  for (const name of names) {
    const several = severalIn(name);
    if (several) refuse(cells, column, 'severalNames', toldNames(several));
  }
}
