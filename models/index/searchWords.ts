import { stemNumbers, type Search, type SearchTerm } from '../record/search.ts';
import { encodeKnown, joinedParts, lowBits, lowMask, oneUnit, type TextIndex } from './textIndex.ts';

/** As many words, or terms, as are looked for at once: a bit each. */
const atOnce = 30;

/** By 30 terms each and then by record, or by row of other texts: a bit for each term that is there. */
export type TermBits = readonly Int32Array[];

/**
 * By record: 1 where all that was typed is found. Every clause must be there: its words in either language, or as a part of an
 * identifier; a phrase side by side. Of signs alone there is no clause, and they are found nowhere. Any input is safe.
 * @param borrowed what is found of each record elsewhere: the titles of its call, say
 */
export function searchWords(
  store: TextIndex,
  { terms, clauses }: Search,
  borrowed: TermBits | null = null,
): Uint8Array {
  const keepTerm = termSieve(store, terms, borrowed);
  let found = new Uint8Array(store.parts.length).fill(clauses.length === 0 ? 0 : 1);
  for (const alternatives of clauses) {
    const ofAny = alternatives.map(places => {
      const kept = found.slice();
      for (const at of places) keepTerm(kept, at);
      return kept;
    });
    found = eitherOf(ofAny, found.length);
  }
  return found;
}

function eitherOf([first, ...others]: readonly Uint8Array<ArrayBuffer>[], records: number) {
  const all = first ?? new Uint8Array(records);
  for (const one of others)
    for (let record = 0; record < records; record += 1) if (one[record] === 1) all[record] = 1;
  return all;
}

/** Whether a record has a term, by its place. */
export const hasBit = (bits: TermBits, at: number, record: number): boolean =>
  (((bits[Math.floor(at / atOnce)]?.[record] ?? 0) >> (at % atOnce)) & 1) === 1;

/** Of no term yet. */
export const noBits = (terms: number, records: number): Int32Array[] =>
  Array.from({ length: Math.ceil(terms / atOnce) }, () => new Int32Array(records));

/** Which terms each text has. */
export function findTerms(store: TextIndex, terms: readonly SearchTerm[]): TermBits {
  const records = store.parts.length;
  const bits = noBits(terms.length, records);
  const keepTerm = termSieve(store, terms, null);
  for (const at of terms.keys()) {
    const kept = new Uint8Array(records).fill(1);
    keepTerm(kept, at);
    const some = bits[Math.floor(at / atOnce)] ?? new Int32Array(records);
    for (let record = 0; record < records; record += 1)
      if (kept[record] === 1) some[record] = (some[record] ?? 0) | (1 << (at % atOnce));
  }
  return bits;
}

/** What leaves of the records that are marked those that have a term, by its place: all texts are read here, once for 30 words. */
function termSieve(
  store: TextIndex,
  terms: readonly SearchTerm[],
  borrowed: TermBits | null,
): (kept: Uint8Array, at: number) => void {
  const singles = [...new Set(terms.flatMap(term => term.singles))];
  const heldBy = findSingles(store, singles);
  return (kept, at) => {
    const term = terms[at];
    if (!term) return;
    const isThere = hasAll(heldBy, neededBits(term, singles), kept.length);
    if (term.phrase !== null) keepPhrase(store, isThere, term.phrase, kept);
    else if (term.part !== null) markParts(store, term.part, isThere);
    const lent = borrowed?.[Math.floor(at / atOnce)];
    const bit = 1 << (at % atOnce);
    for (let record = 0; record < kept.length; record += 1)
      if (isThere[record] === 0 && (lent === undefined || ((lent[record] ?? 0) & bit) === 0))
        kept[record] = 0;
  };
}

/** By record: 1 where it has all of some words. */
function hasAll(heldBy: readonly Int32Array[], needed: readonly number[], records: number): Uint8Array {
  const isThere = new Uint8Array(records).fill(1);
  for (const [group, bits] of needed.entries()) {
    const held = heldBy[group];
    if (!held || bits === 0) continue;
    for (let record = 0; record < records; record += 1)
      if (((held[record] ?? 0) & bits) !== bits) isThere[record] = 0;
  }
  return isThere;
}

/** Leaves the mark where the words stand side by side, of the records that are asked for. */
function keepPhrase(store: TextIndex, isThere: Uint8Array, phrase: string, asked: Uint8Array): void {
  const wanted = encodeKnown(store, phrase);
  for (let record = 0; record < isThere.length; record += 1) {
    if (isThere[record] === 0) continue;
    if (asked[record] === 0 || wanted === null || !hasPhrase(store, record, wanted)) isThere[record] = 0;
  }
}

/** Marks the records of which an identifier has this part: one text of all is searched, since each by itself lies elsewhere in memory. */
function markParts(store: TextIndex, part: string, marks: Uint8Array): void {
  const { text, ends } = joinedParts(store);
  let record = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, ends[record])) {
    while ((ends[record] ?? text.length) <= at) record += 1;
    marks[record] = 1;
  }
}

/** The words of a term among all that are looked for, by 30 each. */
function neededBits(term: SearchTerm, singles: readonly string[]): number[] {
  const needed: number[] = Array.from({ length: Math.ceil(singles.length / atOnce) }, () => 0);
  for (const single of term.singles) {
    const at = singles.indexOf(single);
    const group = Math.floor(at / atOnce);
    needed[group] = (needed[group] ?? 0) | (1 << (at % atOnce));
  }
  return needed;
}

/** For each 30 of some words, by record: which of them it has, by their stems. */
function findSingles(store: TextIndex, singles: readonly string[]): Int32Array[] {
  const found: Int32Array[] = [];
  for (let from = 0; from < singles.length; from += atOnce) {
    const some = singles.slice(from, from + atOnce);
    found.push(findBits(store, bitsOf(store, some), 2 ** some.length - 1));
  }
  return found;
}

/** By word: a bit for each of some words that it has a stem in common with. */
function bitsOf({ words, stems }: TextIndex, singles: readonly string[]): Int32Array {
  const bitsBy = new Map<number, number>();
  for (const [bit, single] of singles.entries())
    for (const stem of stemNumbers(single)) bitsBy.set(stem, (bitsBy.get(stem) ?? 0) | (1 << bit));
  const bits = new Int32Array(words.size);
  for (let word = 0; word < bits.length; word += 1)
    bits[word] = (bitsBy.get(stems[word * 2] ?? 0) ?? 0) | (bitsBy.get(stems[word * 2 + 1] ?? 0) ?? 0);
  return bits;
}

function findBits({ units, starts, lengths, parts }: TextIndex, bits: Int32Array, all: number): Int32Array {
  const found = new Int32Array(parts.length);
  for (let record = 0; record < found.length; record += 1) {
    const start = starts[record] ?? 0;
    const end = start + (lengths[record] ?? 0);
    let has = 0;
    for (let at = start; at < end && has !== all; at += 1) {
      let word = units[at] ?? 0;
      if (word >= oneUnit) {
        at += 1;
        word = ((word & lowMask) << lowBits) | ((units[at] ?? 0) & lowMask);
      }
      has |= bits[word] ?? 0;
    }
    found[record] = has;
  }
  return found;
}

function hasPhrase(
  { units, starts, lengths }: TextIndex,
  record: number,
  wanted: readonly number[],
): boolean {
  const start = starts[record] ?? 0;
  const last = start + (lengths[record] ?? 0) - wanted.length;
  const [first] = wanted;
  for (let from = start; from <= last; from += 1) {
    if (units[from] !== first) continue;
    let length = 1;
    while (length < wanted.length && units[from + length] === wanted[length]) length += 1;
    if (length === wanted.length) return true;
  }
  return false;
}
