import { stemmer as stemDutch } from '@orama/stemmers/dutch';
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { ExpectedError } from './errors.ts';
import { addWord, findWord, longer, noWords } from './wordNumbers.ts';

/** What a record stores so that it can be found: decision 0032. */
export interface Findable {
  /** Its words by their English and Dutch stems, and the parts of its acronyms and identifiers; each as a number. */
  terms: number[];
  /** Its acronyms and identifiers, folded and without blanks inside, a blank before and after each. */
  identifierText: string;
  /** All its words, folded, a blank before and after each: what a phrase is checked against. */
  phraseText: string;
}

const mostWords = 12;
const leastPart = 2;
/** Longer parts are known by their first and last so many characters, and checked against the text. */
const mostPart = 6;
const mostIdentifier = 80;

/** Lower case without accents; everything but letters and digits becomes one blank. */
export function fold(text: string): string {
  // Most texts are plain: for them the same takes a quarter of the time.
  if (/^[ -~]*$/.test(text)) {
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  }
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * A word or part as a whole number of 32 bits (FNV-1a). Strings would be compared by the collation: thousands of times
 * as slowly where a record is checked for a second word. That two words of one search share a number with what is not
 * there happens once in ten million records.
 */
function numberOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at += 1) hash = withLetter(hash, text, at);
  return hash | 0;
}

const withLetter = (hash: number, text: string, at: number): number =>
  Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);

// A stem and a part may have their letters in common, never their number.
const partMark = '#';
const noPart = numberOf(partMark);
const partNumber = (part: string): number => numberOf(`${partMark}${part}`);

/** Stemming is most of the work of saving, and the same words come again and again: two numbers a word. */
let known = { words: noWords(), stems: new Int32Array(2048) };
/** H2020 has some hundred thousand words; so many take 5 MB. */
const mostKnown = 200_000;

/** The numbers of a word's English and Dutch stem, which may be the same. */
export function stemNumbers(word: string): [english: number, dutch: number] {
  const found = findWord(known.words, word);
  if (found >= 0) return [known.stems[found * 2] ?? 0, known.stems[found * 2 + 1] ?? 0];
  if (known.words.size >= mostKnown) known = { words: noWords(), stems: new Int32Array(2048) };
  const numbers: [number, number] = [numberOf(stemEnglish(word)), numberOf(stemDutch(word))];
  const at = addWord(known.words, word) * 2;
  if (at >= known.stems.length) known.stems = longer(known.stems, new Int32Array(at * 2));
  known.stems.set(numbers, at);
  return numbers;
}

/** The entries under which a record with these words and identifiers is found. */
export function findableBy(
  words: readonly (string | null)[],
  identifiers: readonly (string | null)[],
): Findable {
  const folded = fold([...identifiers, ...words].filter(text => text !== null).join(' · '));
  const inOrder = folded.split(' ').filter(Boolean);
  const terms = new Set<number>();
  for (const word of new Set(inOrder)) {
    for (const stem of stemNumbers(word)) terms.add(stem);
  }
  const compacts = identifiers.map(compactOf).filter(Boolean);
  for (const compact of compacts) {
    for (let start = 0; start <= compact.length - leastPart; start += 1) {
      const end = Math.min(start + mostPart, compact.length);
      let part = noPart;
      for (let at = start; at < end; at += 1) {
        part = withLetter(part, compact, at);
        if (at - start + 1 >= leastPart) terms.add(part);
      }
    }
  }
  return {
    terms: [...terms],
    identifierText: ` ${compacts.join(' ')} `,
    phraseText: ` ${folded} `,
  };
}

const compactOf = (identifier: string | null): string =>
  fold(identifier ?? '')
    .replaceAll(' ', '')
    .slice(0, mostIdentifier);

/** One word as typed: each of its single words is found (`su-fct` has two), or all of it as a part of an identifier. */
export interface SearchedWord {
  readonly singles: readonly string[];
  /** Null where it is too short or too long to be a part. */
  readonly part: string | null;
}

/** What a person typed: all of it must be found. The words of a phrase are among the words. */
export interface Search {
  readonly words: readonly SearchedWord[];
  readonly phrases: readonly string[];
}

/** Reads what a person typed. @throws {ExpectedError} `badQuery` for more than 12 words */
export function parseSearch(typed: string): Search {
  const phrases = [...typed.matchAll(/"([^"]+)"/g)].map(([, phrase = '']) => fold(phrase)).filter(Boolean);
  const words = typed.replaceAll('"', ' ').split(/\s+/).map(fold).filter(Boolean);
  if (words.length > mostWords) throw new ExpectedError('badQuery', 'tooManyWords', { most: mostWords });
  return { words: [...new Set(words)].map(wordOf), phrases: [...new Set(phrases)] };
}

function wordOf(folded: string): SearchedWord {
  const compact = folded.replaceAll(' ', '');
  const isPart = compact.length >= leastPart && compact.length <= mostIdentifier;
  return { singles: [...new Set(folded.split(' '))], part: isPart ? compact : null };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

function wordFilter({ singles, part }: SearchedWord): Record<string, unknown> {
  const [first = '', ...others] = singles;
  const isShort = part !== null && part.length <= mostPart;
  if (others.length === 0 && (isShort || part === null)) {
    return { terms: { $in: [...stemNumbers(first), ...(part === null ? [] : [partNumber(part)])] } };
  }
  const asWords = { $and: singles.map(single => ({ terms: { $in: stemNumbers(single) } })) };
  return part === null ? asWords : { $or: [asWords, partFilter(part)] };
}

function partFilter(part: string): Record<string, unknown> {
  if (part.length <= mostPart) return { terms: partNumber(part) };
  const ends = [part.slice(0, mostPart), part.slice(-mostPart)];
  return {
    $and: [...ends.map(end => ({ terms: partNumber(end) })), { identifierText: { $regex: escaped(part) } }],
  };
}

/** The words of a phrase are asked for already; the records that have them all are checked for the whole of it. */
const phraseFilter = (folded: string): Record<string, unknown> => ({
  phraseText: { $regex: ` ${escaped(folded)} ` },
});

/**
 * The MongoDB filter of what a person typed: every word must be found (as a word in either language, or as a part of
 * an identifier), "quoted words" must stand together. Any input is safe; more than 12 words are refused with a sentence.
 */
export function searchFilter(typed: string): Record<string, unknown> {
  const { words, phrases } = parseSearch(typed);
  return words.length === 0 ? {} : { $and: [...words.map(wordFilter), ...phrases.map(phraseFilter)] };
}
