import Joi from 'joi';

// Halves of a pair that stand alone (Cs) are no characters: the database would keep another text than it was sent.
// oxlint-disable-next-line no-control-regex
export const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff\p{Cs}]/u;

/** What a list of short texts may be told besides what every field may. */
export interface TextsLimits {
  /** Entries at most; default 500. */
  max?: number;
  /** Characters of an entry at most; default 500. */
  maxEach?: number;
  /** The same word in another case is the same entry, and an entry holds no sign that separates entries. */
  isCaseless?: true;
}

/** Reads a list of short texts, or one text with an entry a line or separated by semicolons; each entry once. */
export function textsRule({ max = 500, maxEach = 500, isCaseless }: TextsLimits): Joi.Schema {
  const keyOf = (entry: string) => (isCaseless ? entry.toLowerCase() : entry);
  const isRight = (entry: unknown): entry is string =>
    typeof entry === 'string' &&
    entry.length <= maxEach &&
    !control.test(entry) &&
    !(isCaseless && /[\n\r;]/.test(entry));
  return Joi.any()
    .custom((value: unknown, helpers) => {
      const list: unknown[] =
        typeof value === 'string' ? value.split(/[\n;]/) : Array.isArray(value) ? value : [value];
      const cleaned = list
        .map(entry => (typeof entry === 'string' ? entry.trim() : entry))
        .filter(entry => entry !== '');
      if (!cleaned.every(isRight)) return helpers.error('texts.base', { limit: maxEach });
      const seen = new Set<string>();
      const once = cleaned.filter(entry => {
        const isNew = !seen.has(keyOf(entry));
        return isNew && seen.add(keyOf(entry));
      });
      return once.length <= max ? once : helpers.error('array.max', { limit: max });
    })
    .empty(Joi.valid('', null))
    .default(() => []);
}
