import { stemmer as stemDutch } from '@orama/stemmers/dutch';
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { ExpectedError } from './errors.ts';

/** What a record stores so that it can be found: DESIGN §7.4. */
export interface Findable {
  /** Folded words with their English and Dutch stems. */
  terms: string[];
  /** Every ending of its acronyms and identifiers, so that any part of one is the start of an entry. */
  pieces: string[];
  /** All its words, folded, one blank apart: what a phrase is checked against. */
  phraseText: string;
}

const mostWords = 12;
const mostPartLength = 80;

/** Lower case without accents; everything but letters and digits becomes one blank. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const stemsOf = (word: string): string[] => [word, stemEnglish(word), stemDutch(word)];

/** The entries under which a record with these words and identifiers is found. */
export function findableBy(
  words: readonly (string | null)[],
  identifiers: readonly (string | null)[],
): Findable {
  const phraseText = fold([...identifiers, ...words].filter(text => text !== null).join(' · '));
  const terms = new Set(phraseText.split(' ').filter(Boolean).flatMap(stemsOf));
  const pieces = new Set<string>();
  for (const identifier of identifiers) {
    const compact = fold(identifier ?? '')
      .replaceAll(' ', '')
      .slice(0, mostPartLength);
    for (let start = 0; start <= compact.length - 2; start += 1) pieces.add(compact.slice(start));
  }
  return { terms: [...terms], pieces: [...pieces], phraseText };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * The MongoDB filter of what a person typed: every word must be found (as a word in either language, or as a part of
 * an identifier), "quoted words" must stand together. Any input is safe; more than 12 words are refused with a sentence.
 */
export function searchFilter(typed: string): Record<string, unknown> {
  const phrases = [...typed.matchAll(/"([^"]+)"/g)].map(([, phrase = '']) => fold(phrase)).filter(Boolean);
  const words = typed.replaceAll('"', ' ').split(/\s+/).map(fold).filter(Boolean);
  if (words.length > mostWords) throw new ExpectedError('badQuery', 'tooManyWords', { most: mostWords });
  if (words.length === 0) return {};
  const word = (folded: string) => {
    const asWords = { $and: folded.split(' ').map(single => ({ terms: { $in: stemsOf(single) } })) };
    const compact = folded.replaceAll(' ', '');
    return compact.length < 2 || compact.length > mostPartLength
      ? asWords
      : { $or: [asWords, { pieces: { $regex: `^${escaped(compact)}` } }] };
  };
  const phrase = (folded: string) => ({ phraseText: { $regex: `(^| )${escaped(folded)}( |$)` } });
  return { $and: [...words.map(word), ...phrases.map(phrase)] };
}
