import { isSearch, parseSearch, stemNumbers, type SearchedWord } from '../record/search.ts';
import { addWord, findWord, longer, noWords, type WordIds } from './wordIds.ts';

/**
 * The words of a table's records in their order, each word as a number: what a search is answered from (decision 0038).
 * All in few long arrays: 35,000 short ones would take more memory for themselves than for the words.
 */
export interface TextIndex {
  readonly words: WordIds;
  /** By word, two each: the numbers of its English and its Dutch stem. */
  stems: Int32Array;
  /** The texts, as `encode` writes them; some of it is of texts that are no more. */
  units: Uint16Array;
  /** How many units are written, and how many of them are of no use any more. */
  written: number;
  wasted: number;
  /** By record: where its text starts in the units, and how many they are. */
  starts: Uint32Array;
  lengths: Uint32Array;
  /** By record: its identifiers, a blank before and after each. */
  readonly parts: string[];
  /** What was found last: a page asks several times for the same. */
  latest: { typed: string; isFound: Uint8Array } | null;
}

export const emptyTextIndex = (): TextIndex => ({
  words: noWords(),
  stems: new Int32Array(1024),
  units: new Uint16Array(1024),
  written: 0,
  wasted: 0,
  starts: new Uint32Array(1024),
  lengths: new Uint32Array(1024),
  parts: [],
  latest: null,
});

/** A store without a record that knows the words of another: stemming a word is most of the work of putting it in. */
export const withoutRecords = ({ words, stems }: TextIndex): TextIndex => ({
  ...emptyTextIndex(),
  words,
  stems,
});

/** Puts in the words of a record, in the place of what was known of it. */
export function putWords(store: TextIndex, record: number, text: string, parts: string): void {
  const units = encode(text, (from, to) => wordNumber(store, text, from, to));
  if (record < store.parts.length) store.wasted += store.lengths[record] ?? 0;
  else if (record >= store.starts.length) {
    store.starts = longer(store.starts, new Uint32Array(record * 2));
    store.lengths = longer(store.lengths, new Uint32Array(record * 2));
  }
  store.lengths[record] = 0;
  if (store.written + units.length > store.units.length) makeRoom(store, units.length);
  store.units.set(units, store.written);
  store.starts[record] = store.written;
  store.lengths[record] = units.length;
  store.written += units.length;
  store.parts[record] = parts;
  store.latest = null;
}

/** Takes the last record to the place of one that is taken out. */
export function moveWords(store: TextIndex, last: number, record: number): void {
  store.wasted += store.lengths[record] ?? 0;
  store.starts[record] = store.starts[last] ?? 0;
  store.lengths[record] = store.lengths[last] ?? 0;
  store.parts[record] = store.parts[last] ?? '';
  store.parts.length = last;
  store.latest = null;
}

/** Writes all texts anew, one after the other, with a quarter as much room again for what is to come. */
function makeRoom(store: TextIndex, more: number): void {
  const { units, starts, lengths } = store;
  const anew = new Uint16Array(Math.ceil((store.written - store.wasted + more) * 1.25));
  let written = 0;
  for (let record = 0; record < store.parts.length; record += 1) {
    const start = starts[record] ?? 0;
    const length = lengths[record] ?? 0;
    anew.set(units.subarray(start, start + length), written);
    starts[record] = written;
    written += length;
  }
  store.units = anew;
  store.written = written;
  store.wasted = 0;
}

function wordNumber(store: TextIndex, text: string, from: number, to: number): number {
  const known = findWord(store.words, text, from, to);
  if (known >= 0) return known;
  const word = text.slice(from, to);
  const number = addWord(store.words, word);
  if (number * 2 >= store.stems.length) store.stems = longer(store.stems, new Int32Array(number * 4));
  store.stems.set(stemNumbers(word), number * 2);
  return number;
}

/** The first words, which are the usual ones, take one unit of 16 bits; the others two, each marked as what it is. */
const oneUnit = 0x80_00;
const secondMark = 0xc0_00;
const lowBits = 14;
const lowMask = 0x3f_ff;

/** The words of a folded text, whatever blanks stand around it. */
function encode(text: string, numberOf: (from: number, to: number) => number): number[] {
  const units: number[] = [];
  for (let from = 0; from < text.length;) {
    const blank = text.indexOf(' ', from);
    const to = blank < 0 ? text.length : blank;
    if (to > from) {
      const number = numberOf(from, to);
      if (number < oneUnit) units.push(number);
      else units.push(oneUnit | (number >> lowBits), secondMark | (number & lowMask));
    }
    from = to + 1;
  }
  return units;
}

/**
 * By record: 1 where all that was typed is found; null where nothing is searched for. Every word must be there, as a word in
 * either language or as a part of an identifier; "quoted words" must stand together. Signs alone are found nowhere. Any
 * input is safe.
 * @throws {ExpectedError} as `parseSearch`
 */
export function searchWords(store: TextIndex, typed: string): Uint8Array | null {
  if (store.latest?.typed === typed) return store.latest.isFound;
  if (!isSearch(typed)) return null;
  const { words, phrases } = parseSearch(typed);
  const isFound = new Uint8Array(store.parts.length).fill(words.length === 0 ? 0 : 1);
  const singles = [...new Set(words.flatMap(word => word.singles))];
  const heldBy = findSingles(store, singles);
  for (const word of words) keepWord(store, isFound, heldBy, singles, word);
  for (const phrase of phrases) keepPhrase(store, isFound, phrase);
  store.latest = { typed, isFound };
  return isFound;
}

/** As many words as are looked for in one reading of all texts: a bit each. */
const atOnce = 30;

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

/** Keeps the records that have a word: all its single words, or it as a part of an identifier. */
function keepWord(
  store: TextIndex,
  isFound: Uint8Array,
  heldBy: readonly Int32Array[],
  all: readonly string[],
  { singles, part }: SearchedWord,
): void {
  const needed = heldBy.map(() => 0);
  for (const single of singles) {
    const at = all.indexOf(single);
    const group = Math.floor(at / atOnce);
    needed[group] = (needed[group] ?? 0) | (1 << (at % atOnce));
  }
  for (let record = 0; record < isFound.length; record += 1) {
    if (isFound[record] === 0) continue;
    const isThere = needed.every((bits, group) => ((heldBy[group]?.[record] ?? 0) & bits) === bits);
    if (!isThere && (part === null || !store.parts[record]?.includes(part))) isFound[record] = 0;
  }
}

/** Keeps the records in which the words of a phrase stand together. */
function keepPhrase(store: TextIndex, isFound: Uint8Array, phrase: string): void {
  if (phrase.split(' ').some(word => findWord(store.words, word) < 0)) {
    isFound.fill(0);
    return;
  }
  const wanted = encode(phrase, (from, to) => findWord(store.words, phrase, from, to));
  for (let record = 0; record < isFound.length; record += 1) {
    if (isFound[record] === 1 && !hasPhrase(store, record, wanted)) isFound[record] = 0;
  }
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
