import { findColumns } from '../index/indexFollower.ts';
import { findWord } from '../index/wordIds.ts';
import type { Listed } from '../record/noun.ts';
import { fold } from '../record/search.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const shortest = 4;
const longest = 30;

/**
 * What was typed with its unknown words as known ones that are one step away (an edit distance of 1 by Damerau and Levenshtein: two
 * letters exchanged, one too many, one missing, another one); null where there is none, or no index to ask.
 */
export async function findNearMiss(nouns: readonly Listed[], typed: string): Promise<string | null> {
  const tables = [];
  for (const noun of nouns) tables.push(await findColumns(noun));
  const dictionaries = tables.flatMap(table =>
    table ? [table.words.words, ...(table.lent ? [table.lent.words.words] : [])] : [],
  );
  const isKnown = (word: string) => dictionaries.some(words => findWord(words, word) >= 0);
  /** The words that came first are the usual ones. */
  const placeOf = (word: string): number =>
    Math.min(...dictionaries.map(words => findWord(words, word)).filter(number => number >= 0));
  let isOther = false;
  const said = typed.split(/(\s+)/).map(word => {
    const folded = fold(word);
    if (!/^[a-z]+$/.test(folded) || folded.length < shortest || folded.length > longest) return word;
    if (isKnown(folded)) return word;
    const [nearest] = [exchanged(folded), edited(folded)].flatMap(near =>
      near.filter(isKnown).toSorted((one, other) => placeOf(one) - placeOf(other)),
    );
    isOther ||= nearest !== undefined;
    return nearest ?? word;
  });
  return isOther ? said.join('') : null;
}

const exchanged = (word: string): string[] =>
  Array.from(
    { length: word.length - 1 },
    (_, at) => `${word.slice(0, at)}${word[at + 1] ?? ''}${word[at] ?? ''}${word.slice(at + 2)}`,
  );

function edited(word: string): string[] {
  const found: string[] = [];
  for (let at = 0; at <= word.length; at += 1) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if (tail !== '') found.push(head + tail.slice(1));
    for (const letter of letters) {
      found.push(head + letter + tail);
      if (tail !== '') found.push(head + letter + tail.slice(1));
    }
  }
  return found;
}
