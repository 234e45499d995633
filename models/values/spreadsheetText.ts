/** What begins a formula, also in the wide letters that East Asian keyboards write. */
const sign = '[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]';
/** Blanks and quotes, which a program that reads a table may leave out before it looks at a cell. */
const lead = '[\\s"\\ufeff]*';
const begins = `(?:${lead}${sign}|[\\t\\r\\n])`;
const atStart = new RegExp(`^'*${begins}`);
// Where lists are written with semicolons, as in Belgium, Excel begins a cell at each, and quotes do not hold it back;
// what is copied out of a file into a sheet is parted at tabs.
const separator = '[;\\t\\r\\n]';
const atSeparator = new RegExp(`(${separator}${lead})(?='*${sign})`, 'g');

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe before it, and before each part of it that would
 * begin a cell where semicolons or tabs separate cells; so does text that already begins with apostrophes before such a
 * sign, so that taking one off at each such place (`fused`) always gives back what was there. Source: OWASP, "CSV
 * Injection" (signs `=`, `+`, `-`, `@`, tab, CR and LF, also after separators and quotes).
 */
export function escapeFormula(text: string): string {
  const parted = text.replace(atSeparator, "$1'");
  return atStart.test(parted) ? `'${parted}` : parted;
}

const apostropheAtStart = new RegExp(`^'(?='*${begins})`);
const apostropheAtSeparator = new RegExp(`(${separator}${lead})'(?='*${sign})`, 'g');

/** The text that `defused` made safe, as it was; other text is what it is. */
export const unescapeFormula = (text: string): string =>
  text.replace(apostropheAtStart, '').replace(apostropheAtSeparator, '$1');
