/** What is wrong with one field; `field` is a dotted path (`participants.0.country`), '' for the whole record. */
export interface Problem {
  field: string;
  /** A message key below `problems.` in the locales. */
  type: string;
  values?: Readonly<Record<string, string | number>>;
}

export type ErrorKind =
  | 'badQuery'
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'wrongMethod'
  | 'stale'
  | 'conflict'
  | 'tooLarge'
  | 'unsupported'
  | 'slow'
  | 'versionMissing'
  | 'tooMany'
  | 'unavailable'
  | 'full';

/**
 * An error a person can do something about. Models throw it and know neither status codes nor languages:
 * `key` is a message key below `errors.` in the locales.
 */
export class ExpectedError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly key: string,
    readonly values: Readonly<Record<string, string | number>> = {},
    readonly problems: readonly Problem[] = [],
  ) {
    super(`${kind}: ${key}`);
    this.name = 'ExpectedError';
  }
}

/** The key of an error's text among all texts: what has no area of its own stands below `errors.`. */
export const textKeyOf = (key: string): string => (key.includes('.') ? key : `errors.${key}`);

/** The error for input that breaks one or more rules. */
export function invalid(problems: readonly Problem[]): ExpectedError {
  return new ExpectedError('invalid', 'invalid', { count: problems.length }, problems);
}
