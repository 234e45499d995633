import { emptyTextIndex, putWords, type TextIndex } from './textIndex.ts';
import type { Lends, LentText } from '../record/lent.ts';

/** What records lend to those that refer to them (`models/record/lent.ts`), to be searched as records are. */
export interface LentTexts {
  readonly lends: Lends;
  readonly words: TextIndex;
  /** By row: what refers to the text; '' of a row that nobody has. */
  readonly keys: string[];
  /** The rows of each record, and those that are free. */
  readonly rowsOf: Map<string, readonly number[]>;
  readonly free: number[];
}

export const emptyLentTexts = (lends: Lends): LentTexts => ({
  lends,
  words: emptyTextIndex(),
  keys: [],
  rowsOf: new Map(),
  free: [],
});

/** Puts in what a record lends, in the place of what it lent before. */
export const putLent = (lent: LentTexts, id: string, record: object): void =>
  putTexts(lent, id, lent.lends.of(id, record));

export const takeOutLent = (lent: LentTexts, id: string): void => putTexts(lent, id, []);

function putTexts({ keys, rowsOf, free, words }: LentTexts, id: string, texts: readonly LentText[]): void {
  const before = rowsOf.get(id) ?? [];
  const rows = texts.map(({ key, text }, at) => {
    const row = before[at] ?? free.pop() ?? keys.length;
    keys[row] = key;
    putWords(words, row, text, '');
    return row;
  });
  for (const row of before.slice(texts.length)) {
    keys[row] = '';
    putWords(words, row, '', '');
    free.push(row);
  }
  if (rows.length > 0) rowsOf.set(id, rows);
  else rowsOf.delete(id);
}
