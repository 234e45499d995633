import type { HitKind, Hit } from './hit.ts';
import { inBoth } from './hit.ts';
import { excerptOf, findTexts } from './texts.ts';
import type { Search } from '../record/search.ts';
import { initiativeCode, type Strategy } from '../strategies/strategy.ts';
import type { Label } from '../values/format.ts';

interface Item {
  kind: HitKind;
  hit: Hit;
  /** In both languages. */
  texts: readonly (string | null)[];
}

/** What of the strategies holds all that was searched for, in the order of the text. */
export function findInStrategies(strategies: readonly Strategy[], search: Search): Map<HitKind, Hit[]> {
  const items = strategies.flatMap(strategy => itemsOf(strategy, search));
  const found = findTexts(
    items.map(({ texts }) => texts.join(' · ')),
    search,
  );
  const hits = new Map<HitKind, Hit[]>();
  for (const [at, { kind, hit }] of items.entries())
    if (found[at]) hits.set(kind, [...(hits.get(kind) ?? []), hit]);
  return hits;
}

export const initiativeName = (number: number): Label => ({
  en: `Initiative ${number}`,
  nl: `Initiatief ${number}`,
});

function itemsOf(strategy: Strategy, search: Search): Item[] {
  const { code, reference } = strategy;
  const path = `/strategies/${code}`;
  const aside = (number: number | null): Label[] =>
    number === null ? [inBoth(reference)] : [initiativeName(number)];
  const cut = (en: string | null, nl: string | null): Label => ({
    en: excerptOf(en ?? nl ?? '', search),
    nl: excerptOf(nl ?? en ?? '', search),
  });
  const initiatives = strategy.initiatives.map(({ number, titleEn, titleNl }): Item => ({
    kind: 'initiative',
    texts: [titleEn, titleNl],
    hit: {
      path: `/projects?initiative=${initiativeCode(code, number)}`,
      name: initiativeName(number),
      title: { en: titleEn, nl: titleNl },
      where: null,
      asides: [inBoth(reference)],
    },
  }));
  const keyActions = strategy.keyActions.map(({ code: number, textEn, textNl }): Item => ({
    kind: 'keyAction',
    texts: [textEn, textNl],
    hit: {
      path,
      name: { en: `Key action ${number}`, nl: `Kernactie ${number}` },
      title: cut(textEn, textNl),
      where: null,
      asides: aside(Number(number.split('.')[0])),
    },
  }));
  const milestones = strategy.milestones.map(({ name, words, initiative }): Item => ({
    kind: 'milestone',
    texts: [name, words],
    hit: { path, name: inBoth(name), title: null, where: quoted(words, search), asides: aside(initiative) },
  }));
  const passages = strategy.passages.map(({ what, words, line, initiative }): Item => ({
    kind: 'passage',
    texts: [what, words],
    hit: {
      path,
      name: line === null ? { en: 'Passage', nl: 'Passage' } : { en: `Line ${line}`, nl: `Regel ${line}` },
      title: cut(what, null),
      where: quoted(words, search),
      asides: aside(initiative),
    },
  }));
  return [...initiatives, ...keyActions, ...milestones, ...passages];
}

/** The words of the text, which is the Dutch one. */
const quoted = (words: string | null, search: Search): Hit['where'] =>
  words === null
    ? null
    : {
        source: { en: 'In the words of the text', nl: 'In de woorden van de tekst' },
        text: inBoth(`“${excerptOf(words, search)}”`),
        language: 'nl',
      };
