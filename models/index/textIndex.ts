import { stemNumbers } from '../record/search.ts';
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
  /** All of these as one text, and where those of each record end in it; null until that is asked for. */
  joined: JoinedParts | null;
}

interface JoinedParts {
  readonly text: string;
  readonly ends: Uint32Array;
}

/** The identifiers of all records as one text: no part of one, which has no blank, goes over from a record to the next. */
export function joinedParts(store: TextIndex): JoinedParts {
  if (store.joined === null) {
    let end = 0;
    const ends = Uint32Array.from(store.parts, ({ length }) => (end += length));
    store.joined = { text: store.parts.join(''), ends };
  }
  return store.joined;
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
  joined: null,
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
  store.joined = null;
}

/** Takes the last record to the place of one that is taken out. */
export function moveWords(store: TextIndex, last: number, record: number): void {
  store.wasted += store.lengths[record] ?? 0;
  store.starts[record] = store.starts[last] ?? 0;
  store.lengths[record] = store.lengths[last] ?? 0;
  store.parts[record] = store.parts[last] ?? '';
  store.parts.length = last;
  store.joined = null;
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
export const oneUnit = 0x80_00;
const secondMark = 0xc0_00;
export const lowBits = 14;
export const lowMask = 0x3f_ff;

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

/** The words of a text as `units` has them; null where some word of it is unknown, so that it is in none. */
export const encodeKnown = ({ words }: TextIndex, text: string): readonly number[] | null =>
  text.split(' ').some(word => findWord(words, word) < 0)
    ? null
    : encode(text, (from, to) => findWord(words, text, from, to));
