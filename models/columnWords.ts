import { parseSearch, stemNumbers, type SearchedWord } from './search.ts';

/** The words of a table's records in their order, each word as a number: what a search is answered from (decision 0038). */
export interface WordStore {
  readonly wordAt: Map<string, number>;
  /** By the number of a stem: the words that have it. */
  readonly wordsOf: Map<number, number[]>;
  /** By record, as `encode` writes them. */
  readonly texts: Uint16Array[];
  /** By record: its identifiers, a blank before and after each. */
  readonly parts: string[];
  /** What was found last: a page asks several times for the same. */
  latest: { typed: string; isFound: Uint8Array } | null;
}

export const emptyWords = (): WordStore => ({
  wordAt: new Map(),
  wordsOf: new Map(),
  texts: [],
  parts: [],
  latest: null,
});

/** Puts in the words of a record, in the place of what was known of it. */
export function putWords(store: WordStore, record: number, text: string, parts: string): void {
  store.texts[record] = encode(text.split(' ').filter(Boolean), word => wordNumber(store, word));
  store.parts[record] = parts;
  store.latest = null;
}

/** Takes the last record to the place of one that is taken out. */
export function moveWords(store: WordStore, last: number, record: number): void {
  store.texts[record] = store.texts[last] ?? new Uint16Array();
  store.parts[record] = store.parts[last] ?? '';
  store.texts.length = last;
  store.parts.length = last;
  store.latest = null;
}

function wordNumber(store: WordStore, written: string): number {
  const known = store.wordAt.get(written);
  if (known !== undefined) return known;
  // A copy: a piece of a text would keep the whole text in memory.
  const word = Buffer.from(written).toString();
  const number = store.wordAt.size;
  store.wordAt.set(word, number);
  for (const stem of stemNumbers(word)) {
    const words = store.wordsOf.get(stem);
    if (words) words.push(number);
    else store.wordsOf.set(stem, [number]);
  }
  return number;
}

/** The first words, which are the usual ones, take one unit of 16 bits; the others two, each marked as what it is. */
const oneUnit = 0x80_00;
const secondMark = 0xc0_00;
const lowBits = 14;
const lowMask = 0x3f_ff;

function encode(words: readonly string[], numberOf: (word: string) => number): Uint16Array {
  const units: number[] = [];
  for (const word of words) {
    const number = numberOf(word);
    if (number < oneUnit) units.push(number);
    else units.push(oneUnit | (number >> lowBits), secondMark | (number & lowMask));
  }
  return Uint16Array.from(units);
}

/** By record: 1 where all that was typed is found, as `searchFilter` finds it; null where nothing is searched for. */
export function searchWords(store: WordStore, typed: string): Uint8Array | null {
  if (store.latest?.typed === typed) return store.latest.isFound;
  const { words, phrases } = parseSearch(typed);
  if (words.length === 0) return null;
  const isFound = new Uint8Array(store.texts.length).fill(1);
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
function findSingles(store: WordStore, singles: readonly string[]): Int32Array[] {
  const found: Int32Array[] = [];
  for (let from = 0; from < singles.length; from += atOnce) {
    const some = singles.slice(from, from + atOnce);
    const bits = new Int32Array(store.wordAt.size);
    for (const [bit, single] of some.entries()) {
      for (const stem of stemNumbers(single))
        for (const word of store.wordsOf.get(stem) ?? []) bits[word] = (bits[word] ?? 0) | (1 << bit);
    }
    found.push(findBits(store.texts, bits, 2 ** some.length - 1));
  }
  return found;
}

function findBits(texts: readonly Uint16Array[], bits: Int32Array, all: number): Int32Array {
  const found = new Int32Array(texts.length);
  for (const [record, text] of texts.entries()) {
    let has = 0;
    for (let at = 0; at < text.length && has !== all; at += 1) {
      let word = text[at] ?? 0;
      if (word >= oneUnit) {
        at += 1;
        word = ((word & lowMask) << lowBits) | ((text[at] ?? 0) & lowMask);
      }
      has |= bits[word] ?? 0;
    }
    found[record] = has;
  }
  return found;
}

/** Keeps the records that have a word: all its single words, or it as a part of an identifier. */
function keepWord(
  store: WordStore,
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
function keepPhrase(store: WordStore, isFound: Uint8Array, phrase: string): void {
  const words = phrase.split(' ');
  if (!words.every(word => store.wordAt.has(word))) {
    isFound.fill(0);
    return;
  }
  const wanted = encode(words, word => store.wordAt.get(word) ?? 0);
  for (let record = 0; record < isFound.length; record += 1) {
    if (isFound[record] === 1 && !hasPhrase(store.texts[record], wanted)) isFound[record] = 0;
  }
}

function hasPhrase(text: Uint16Array | undefined, wanted: Uint16Array): boolean {
  if (!text) return false;
  const [first = 0] = wanted;
  for (let from = text.indexOf(first); from >= 0; from = text.indexOf(first, from + 1)) {
    let length = 1;
    while (length < wanted.length && text[from + length] === wanted[length]) length += 1;
    if (length === wanted.length) return true;
  }
  return false;
}
