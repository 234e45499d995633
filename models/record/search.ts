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

/** Letters that are two, or a form of another one, and that no decomposition takes apart. */
const taken =
  'ß ss æ ae œ oe þ th ĳ ij ǆ dz ǳ dz ǉ lj ǌ nj ŋ ng ø o ł l đ d ð d ħ h ı i ŧ t ŀ l ĸ k ŉ n ſ s ƶ z ' +
  'ﬀ ff ﬁ fi ﬂ fl ﬃ ffi ﬄ ffl ﬅ st ﬆ st';
const letters = new Map([...taken.matchAll(/(\S+) (\S+)/g)].map(([, letter = '', as = '']) => [letter, as]));
/** What of a folded text of earlier would be folded otherwise today. */
export const foldedLetters = new RegExp(`[${[...letters.keys()].join('')}]`, 'gu');

/** Case folding: lower case without accents or ligatures; everything but letters and digits becomes one blank. */
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
    .replace(foldedLetters, letter => letters.get(letter) ?? letter)
    .replace(/\p{M}/gu, '')
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

/** What is looked for in a record: all of these words by their stems, or all of them as a part of an identifier. */
export interface SearchTerm {
  /** The single words of what was typed without a blank: `su-fct` has two. */
  readonly singles: readonly string[];
  /** Null where it is no part: too short, too long, or a phrase. */
  readonly part: string | null;
  /** The words as they must stand together; null where they need not. */
  readonly phrase: string | null;
}

/** A search in *conjunctive normal form*: of each clause one alternative must be found, of an alternative every term. */
export interface Search {
  readonly terms: readonly SearchTerm[];
  /** By the places of the terms. None where nothing was typed but signs. */
  readonly clauses: readonly (readonly (readonly number[])[])[];
  /** What else is searched for, because it means the same. */
  readonly synonyms: readonly string[];
}

/** Whether anything is searched for at all: blanks are nothing, signs are a search that finds nothing. */
export const isSearch = (typed: string): boolean => typed.trim() !== '';

/** Whether a search holds no word, such as `€` or `""`: signs are in no name, so that it finds nothing. */
export const isWordless = (typed: string): boolean =>
  isSearch(typed) && parseSearch(typed).clauses.length === 0;

/** A search that begins with this is for the words typed alone, and not for what means the same. */
export const literalMark = '=';

/**
 * Reads what a person typed: every word of it, and each "quoted phrase". Words outside of quotation marks that are in a group of
 * synonyms are found by any of that group, unless the search begins with `=`.
 * @throws {ExpectedError} `badQuery` for more than 12 words
 */
export function parseSearch(typed: string, synonyms: readonly (readonly string[])[] = []): Search {
  const phrases = [...typed.matchAll(/"([^"]+)"/g)].map(([, phrase = '']) => fold(phrase)).filter(Boolean);
  const words = typed.replaceAll('"', ' ').split(/\s+/).map(fold).filter(Boolean);
  if (words.length > mostWords) throw new ExpectedError('badQuery', 'tooManyWords', { most: mostWords });
  const loose = typed.replaceAll(/"[^"]*"/g, ' " ');
  const found = typed.trimStart().startsWith(literalMark) ? [] : meantBy(loose, synonyms);
  const terms: SearchTerm[] = [];
  const placeOf = (term: SearchTerm): number => terms.push(term) - 1;
  const covered = new Set(found.flatMap(one => one.words));
  const alternatives = found.map(({ words: own, others }) => [
    own.map(word => placeOf(wordTerm(word))),
    ...others.map(other => [placeOf(phraseTerm(fold(other)))]),
  ]);
  const plain = [...new Set(words)]
    .filter(word => !covered.has(word))
    .map(word => [[placeOf(wordTerm(word))]]);
  const quoted = [...new Set(phrases)].map(phrase => [[placeOf(phraseTerm(phrase))]]);
  const others = [...new Set(found.flatMap(one => one.others))];
  return { terms, clauses: [...alternatives, ...plain, ...quoted], synonyms: others };
}

/** The words typed beside each other that are in a group, the longest first, and what else is in it. */
function meantBy(
  loose: string,
  synonyms: readonly (readonly string[])[],
): { words: string[]; others: string[] }[] {
  const words = loose
    .split(/\s+/)
    .map(word => (word === '"' ? word : fold(word)))
    .filter(Boolean);
  const found: { words: string[]; others: string[] }[] = [];
  for (let from = 0; from < words.length;) {
    let length = words.length - from;
    for (; length > 0; length -= 1) {
      const said = words.slice(from, from + length).join(' ');
      const groups = synonyms.filter(group => group.some(one => fold(one) === said));
      if (groups.length === 0) continue;
      const others = groups.flat().filter(one => fold(one) !== said && fold(one) !== '');
      found.push({ words: words.slice(from, from + length), others: [...new Set(others)] });
      break;
    }
    from += Math.max(1, length);
  }
  return found;
}

function wordTerm(folded: string): SearchTerm {
  const compact = folded.replaceAll(' ', '');
  const isPart = compact.length >= leastPart && compact.length <= mostIdentifier;
  return { singles: [...new Set(folded.split(' '))], part: isPart ? compact : null, phrase: null };
}

/** A phrase of one word, quoted, is that very word. */
const phraseTerm = (folded: string): SearchTerm => ({
  singles: [...new Set(folded.split(' '))],
  part: null,
  phrase: folded,
});
