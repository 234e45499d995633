import { stemmer as stemDutch } from '@orama/stemmers/dutch';
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { ExpectedError } from './errors.ts';

/** What a record stores so that it can be found: decision 0032. */
export interface Findable {
  /**
   * Its words by their English and Dutch stems, each two words that stand together, and the parts of its acronyms and
   * identifiers; each as a number.
   */
  terms: number[];
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
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return hash | 0;
}

// A stem, a part and a pair of words may have their letters in common, never their number.
const partNumber = (part: string): number => numberOf(`#${part}`);
const pairNumbers = (words: readonly string[]): number[] =>
  words.slice(1).map((word, at) => numberOf(`${words[at]} ${word}`));
const stemNumbers = (word: string): number[] => [
  ...new Set([numberOf(stemEnglish(word)), numberOf(stemDutch(word))]),
];

/** The entries under which a record with these words and identifiers is found. */
export function findableBy(
  words: readonly (string | null)[],
  identifiers: readonly (string | null)[],
): Findable {
  const folded = fold([...identifiers, ...words].filter(text => text !== null).join(' · '));
  const inOrder = folded.split(' ').filter(Boolean);
  const terms = new Set<number>(pairNumbers(inOrder));
  for (const word of new Set(inOrder)) {
    for (const stem of stemNumbers(word)) terms.add(stem);
  }
  for (const identifier of identifiers) {
    const compact = fold(identifier ?? '')
      .replaceAll(' ', '')
      .slice(0, mostIdentifier);
    for (let start = 0; start <= compact.length - leastPart; start += 1) {
      const most = Math.min(mostPart, compact.length - start);
      for (let length = leastPart; length <= most; length += 1) {
        terms.add(partNumber(compact.slice(start, start + length)));
      }
    }
  }
  return { terms: [...terms], phraseText: ` ${folded} ` };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** One word as typed: each of its single words (`su-fct` has two), or all of it as a part of an identifier. */
function wordFilter(typed: string): Record<string, unknown> {
  const [first = '', ...others] = typed.split(' ');
  const stems = stemNumbers(first);
  const compact = typed.replaceAll(' ', '');
  const isPart = compact.length >= leastPart && compact.length <= mostIdentifier;
  const isShort = compact.length <= mostPart;
  if (others.length === 0 && (isShort || !isPart)) {
    return { terms: { $in: [...stems, ...(isPart ? [partNumber(compact)] : [])] } };
  }
  const asWords = {
    $and: [...new Set(typed.split(' '))].map(single => ({ terms: { $in: stemNumbers(single) } })),
  };
  if (!isPart) return asWords;
  if (isShort) return { $or: [asWords, { terms: partNumber(compact) }] };
  const asPart = {
    $and: [
      { terms: partNumber(compact.slice(0, mostPart)) },
      { terms: partNumber(compact.slice(-mostPart)) },
      { phraseText: { $regex: Array.from(compact, escaped).join(' ?') } },
    ],
  };
  return { $or: [asWords, asPart] };
}

/** Each two words of a phrase stand together in few records; those are checked for the whole of it. */
function phraseFilter(folded: string): Record<string, unknown>[] {
  const pairs = pairNumbers(folded.split(' ')).map(pair => ({ terms: pair }));
  return [...pairs, { phraseText: { $regex: ` ${escaped(folded)} ` } }];
}

/**
 * The MongoDB filter of what a person typed: every word must be found (as a word in either language, or as a part of
 * an identifier), "quoted words" must stand together. Any input is safe; more than 12 words are refused with a sentence.
 */
export function searchFilter(typed: string): Record<string, unknown> {
  const phrases = [...typed.matchAll(/"([^"]+)"/g)].map(([, phrase = '']) => fold(phrase)).filter(Boolean);
  const words = typed.replaceAll('"', ' ').split(/\s+/).map(fold).filter(Boolean);
  if (words.length > mostWords) throw new ExpectedError('badQuery', 'tooManyWords', { most: mostWords });
  if (words.length === 0) return {};
  return { $and: [...[...new Set(words)].map(wordFilter), ...phrases.flatMap(phraseFilter)] };
}
