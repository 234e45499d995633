import { stemmer as stemDutch } from '@orama/stemmers/dutch';
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { ExpectedError } from '../values/errors.ts';

/** What a record stores so that it can be found: decisions 0032 and 0047. */
export interface Findable {
  /** Its acronyms and identifiers, folded and without blanks inside, a blank before and after each. */
  identifierText: string;
  /** All its words, folded, a blank before and after each. */
  phraseText: string;
}

const mostWords = 12;
const leastPart = 2;
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
 * A stem as a whole number of 32 bits (FNV-1a). Two share one once in tens of thousands of
 * searched words.
 */
function numberOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return hash | 0;
}

/** The numbers of a word's English and Dutch stem, which may be the same: of a number they are itself. */
export function stemNumbers(word: string): [english: number, dutch: number] {
  if (!/^\d+$/.test(word)) return [numberOf(stemEnglish(word)), numberOf(stemDutch(word))];
  const number = numberOf(word);
  return [number, number];
}

/** The entries under which a record with these words and identifiers is found. */
export function findableBy(
  words: readonly (string | null)[],
  identifiers: readonly (string | null)[],
): Findable {
  const folded = fold([...identifiers, ...words].filter(text => text !== null).join(' · '));
  const compacts = identifiers.map(compactOf).filter(Boolean);
  return {
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

/** Whether anything is searched for at all: blanks are nothing, signs are a search that finds nothing. */
export const isSearch = (typed: string): boolean => typed.trim() !== '';

/** Whether a search holds no word, such as `€` or `""`: signs are in no name, so that it finds nothing. */
export const isWordless = (typed: string): boolean =>
  isSearch(typed) && parseSearch(typed).words.length === 0;

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
