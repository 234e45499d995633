import { emptyTextIndex, putWords } from '../index/textIndex.ts';
import { findTerms, hasBit, searchWords } from '../index/searchWords.ts';
import { fold, stemNumbers, type Search } from '../record/search.ts';

/** Which of some texts hold all that was searched for, as records do. */
export function findTexts(texts: readonly string[], search: Search): boolean[] {
  const found = searchWords(indexOf(texts), search);
  return texts.map((_text, at) => found[at] === 1);
}

/** The place of the text that holds most of the terms, and all of them if one does: the first of such; -1 where none holds any. */
export function findBest(texts: readonly string[], search: Search): number {
  const all = findTexts(texts, search).indexOf(true);
  if (all >= 0) return all;
  const bits = findTerms(indexOf(texts), search.terms);
  const counts = texts.map(
    (_text, at) => search.terms.filter((_term, term) => hasBit(bits, term, at)).length,
  );
  const most = Math.max(0, ...counts);
  return most === 0 ? -1 : counts.indexOf(most);
}

function indexOf(texts: readonly string[]) {
  const index = emptyTextIndex();
  for (const [at, text] of texts.entries()) putWords(index, at, fold(text), '');
  return index;
}

/** A piece of a text; marked where it is what was searched for. */
export interface Piece {
  text: string;
  isMarked: boolean;
}

const pieceOfText = /[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+/gu;

/** Where words stand that are part of a phrase as it is searched for. */
function wordsInPhrases(text: string, terms: Search['terms']): Set<number> {
  const words = [...text.matchAll(pieceOfText)]
    .map(found => ({ folded: fold(found[0]), at: found.index }))
    .filter(({ folded }) => folded !== '');
  const places = new Set<number>();
  for (const { phrase } of terms) {
    const wanted = phrase?.split(' ') ?? [];
    for (let from = 0; wanted.length > 0 && from + wanted.length <= words.length; from += 1)
      if (wanted.every((word, at) => words[from + at]?.folded === word))
        for (let at = 0; at < wanted.length; at += 1) places.add(words[from + at]?.at ?? -1);
  }
  return places;
}

/** A text in pieces: the words searched for, by their stems, and the blanks between two of them, are marked. */
export function markWords(text: string, { terms }: Search): Piece[] {
  const stems = new Set(
    terms.flatMap(({ singles, phrase }) => (phrase === null ? singles.flatMap(stemNumbers) : [])),
  );
  const inPhrases = wordsInPhrases(text, terms);
  const parts = terms.flatMap(({ part }) => (part !== null && part.length > 2 ? [part] : []));
  const isWanted = (word: string, at: number): boolean => {
    if (inPhrases.has(at)) return true;
    const folded = fold(word);
    if (folded === '') return false;
    return (
      folded.split(' ').some(single => stemNumbers(single).some(stem => stems.has(stem))) ||
      parts.includes(folded)
    );
  };
  const pieces: Piece[] = [];
  for (const { 0: word, index } of text.matchAll(pieceOfText)) {
    const last = pieces.at(-1);
    const isMarked = isWanted(word, index);
    if (last?.isMarked === isMarked) last.text += word;
    // A blank between two marked words belongs to them.
    else if (isMarked && last && pieces.at(-2)?.isMarked && /^\s+$/.test(last.text)) {
      pieces.pop();
      const before = pieces.at(-1);
      if (before) before.text += last.text + word;
    } else pieces.push({ text: word, isMarked });
  }
  return pieces;
}

const before = 60;
const most = 240;

/** As much of a long text as fits a line: from shortly before the first word searched for. */
export function excerptOf(text: string, search: Search): string {
  if (text.length <= most) return text;
  const pieces = markWords(text, search);
  const first = pieces.findIndex(({ isMarked }) => isMarked);
  const at = pieces.slice(0, Math.max(0, first)).reduce((sum, piece) => sum + piece.text.length, 0);
  const from = at <= before ? 0 : text.indexOf(' ', at - before) + 1;
  const cut = text.slice(from, from + most);
  return `${from > 0 ? '… ' : ''}${cut}${from + most < text.length ? ' …' : ''}`;
}
