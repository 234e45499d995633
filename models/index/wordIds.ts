/**
 * Numbers for words, from 0 on. A word is known by 64 bits made from its letters, never as a string: a hundred thousand
 * strings would take five times the memory. Two words share these bits once in a thousand million such portfolios.
 */
export interface WordIds {
  size: number;
  /** By word: its bits. */
  first: Int32Array;
  second: Int32Array;
  /** Where a word with these first bits stands, or in the places after it: its number and 1; 0 where nothing stands. */
  places: Int32Array;
}

export const noWords = (): WordIds => ({
  size: 0,
  first: new Int32Array(1024),
  second: new Int32Array(1024),
  places: new Int32Array(2048),
});

export function longer<A extends Int32Array | Uint32Array>(known: A, empty: A): A {
  empty.set(known);
  return empty;
}

/** The bits of the letters `from` to `to` of a text, left in here: made for every word of every text. */
const bits = { first: 0, second: 0 };

function readBits(text: string, from: number, to: number): void {
  let first = 0x81_1c_9d_c5;
  let second = 0x5b_d1_e9_95;
  for (let at = from; at < to; at += 1) {
    const letter = text.charCodeAt(at);
    first = Math.imul(first ^ letter, 0x01_00_01_93);
    second = Math.imul(second ^ letter, 0x85_eb_ca_6b);
    second ^= second >>> 13;
  }
  bits.first = first | 0;
  bits.second = second | 0;
}

function placeOf({ first, second, places }: WordIds): number {
  const mask = places.length - 1;
  for (let place = bits.first & mask; ; place = (place + 1) & mask) {
    const number = (places[place] ?? 0) - 1;
    if (number < 0 || (first[number] === bits.first && second[number] === bits.second)) return place;
  }
}

/** The number of the word that is the letters `from` to `to` of a text; -1 where there is no such word. */
export function findWord(words: WordIds, text: string, from = 0, to = text.length): number {
  readBits(text, from, to);
  return (words.places[placeOf(words)] ?? 0) - 1;
}

/** Gives the next number to a word that has none. */
export function addWord(words: WordIds, word: string): number {
  const number = words.size;
  if (number >= words.first.length) makeRoom(words);
  readBits(word, 0, word.length);
  words.places[placeOf(words)] = number + 1;
  words.first[number] = bits.first;
  words.second[number] = bits.second;
  words.size += 1;
  return number;
}

function makeRoom(words: WordIds): void {
  words.first = longer(words.first, new Int32Array(words.size * 2));
  words.second = longer(words.second, new Int32Array(words.size * 2));
  words.places = new Int32Array(words.size * 4);
  for (let number = 0; number < words.size; number += 1) {
    bits.first = words.first[number] ?? 0;
    bits.second = words.second[number] ?? 0;
    words.places[placeOf(words)] = number + 1;
  }
}
