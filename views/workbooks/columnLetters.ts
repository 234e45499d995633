const lettersOf = (index: number): string =>
  (index >= 26 ? lettersOf(Math.floor(index / 26) - 1) : '') + String.fromCodePoint(65 + (index % 26));

/** The letters of columns in order: A … Z, AA, AB …. */
export const columnLetters = (count: number): string[] =>
  Array.from({ length: count }, (_none, index) => lettersOf(index));
