import { chanceFrom } from './chance.ts';
import { vocabulary } from './vocabulary.ts';

/** A hundred searches as people type them: one to four words, parts of acronyms and numbers, some phrases. */
export function realisticQuestions(): string[] {
  const chance = chanceFrom(23);
  const { common, rare } = vocabulary;
  const kinds = [
    () => chance.one(common),
    () => `${chance.one(common)} ${chance.one(common)}`,
    () => `${chance.one(common)} ${chance.one(rare)}`,
    () => `${chance.one(common)} ${chance.one(common)} ${chance.one(common)} ${chance.one(common)}`,
    () => chance.one(rare),
    () => String(chance.whole(300_000, 335_000)),
    () => String(chance.whole(300, 335)),
    () => chance.one(['cal', 'lomer', 'GOR', 'hel', 'NET', 'lab']),
    () => `"${chance.one(common)} ${chance.one(common)}"`,
    () => `University of ${chance.one(common)}`,
  ];
  return Array.from({ length: 100 }, (_, at) => kinds[at % kinds.length]?.() ?? '');
}

/** A hundred searches made to hurt: what matches everything, what matches nothing, many words, marks, long texts. */
export function hostileQuestions(): string[] {
  const chance = chanceFrom(29);
  const { small, common, rare } = vocabulary;
  const words = (count: number, of: readonly string[]) =>
    Array.from({ length: count }, () => chance.one(of)).join(' ');
  const kinds = [
    () => words(12, small),
    () => words(12, common),
    () => words(11, common) + ' zzzzzz',
    () => words(12, rare),
    () => '"the of and"',
    () => `"${words(6, small)}" ${words(6, small)}`,
    () => chance.one(['a', 'e', '2', '20', 'h2', '30', 'eu', 'th']),
    () => Array.from({ length: 12 }, () => chance.one(['20', '30', '02', 'al', 'er'])).join(' '),
    () => chance.one(['(a+)+$', '.*.*.*.*', '^(([a-z])+.)+[A-Z]([a-z])+$', '[$ne]', '{"$gt":""}', '\\']),
    () => chance.one(['x', 'é', '日本', '%', '"']).repeat(chance.whole(100, 500)),
    () => chance.one(['a-b-c-d-e-f-g-h-i-j-k-l', 'the-of-and-to-in-for-a-is', '3-0-0-0-0-1']),
    () => `"${chance.one(common)}"`,
  ];
  return Array.from({ length: 100 }, (_, at) => kinds[at % kinds.length]?.() ?? '');
}
