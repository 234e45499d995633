/**
 * Identifiers are compared without case, so collections sort and match that way throughout. Digits are not read as
 * numbers: that would also make `SU-FCT02` equal to `SU-FCT2`.
 */
export const collation = { locale: 'en', strength: 2 } as const;

/** Compares as the collections do: without case, with accents. */
export const collator = new Intl.Collator(collation.locale, { sensitivity: 'accent' });

export const isSameText = (one: string, other: string): boolean =>
  one === other || collator.compare(one, other) === 0;
