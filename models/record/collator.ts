import { collation } from './noun.ts';

/** Compares as the collections do: without case, with accents. */
export const collator = new Intl.Collator(collation.locale, { sensitivity: 'accent' });

export const isSameText = (one: string, other: string): boolean =>
  one === other || collator.compare(one, other) === 0;
