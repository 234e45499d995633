import { namedKey, synonymsKey, type LentText } from '../record/lent.ts';
import { fold } from '../record/search.ts';
import type { Label } from '../values/format.ts';

interface Lending {
  titleEn?: string;
  titleNl?: string;
  passages?: readonly {
    what: string;
    words: string | null;
    initiative: number | null;
    registeredAs: readonly string[];
  }[];
  synonyms?: readonly { words: readonly string[] }[];
}

/**
 * What is linked to an initiative is found by its title and that of the strategy, in both languages; what a passage names by
 * the words of that, too.
 */
export function lentWords(
  { titleEn, titleNl, passages = [], synonyms = [] }: Lending,
  initiatives: readonly { code: string; number: number; title: Label }[],
): LentText[] {
  const textOf = (...texts: readonly (string | null | undefined)[]) =>
    fold([...texts, titleEn, titleNl].join(' · '));
  const ofInitiatives = initiatives.map(({ code, title }) => ({
    key: code,
    text: textOf(title.en, title.nl),
  }));
  const ofPassages = passages.flatMap(({ what, words, initiative, registeredAs }) => {
    const within = initiatives.find(({ number }) => number === initiative)?.title;
    const text = textOf(what, words, within?.en, within?.nl);
    return registeredAs.map(name => ({ key: namedKey(name), text }));
  });
  const groups = synonyms.map(({ words }) => ({ key: synonymsKey(words), text: '' }));
  return [...ofInitiatives, ...ofPassages, ...groups];
}
