/** What begins a formula, also in the wide letters that East Asian keyboards write. */
const sign = '[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]';
const atStart = new RegExp(`^'*(?:${sign}|[\\t\\r\\n])`);
// Where lists are written with semicolons, as in Belgium, Excel begins a cell at each, and quotes do not hold it back.
const atSeparator = new RegExp(`([;\\r\\n] *)(?='*${sign})`, 'g');

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe before it, and before each part of it that would
 * begin a cell where semicolons separate cells; so does text that already begins with apostrophes before such a sign, so
 * that taking one off at each such place (`fused`) always gives back what was there.
 */
export function defused(text: string): string {
  const parted = text.replace(atSeparator, "$1'");
  return atStart.test(parted) ? `'${parted}` : parted;
}

const apostropheAtStart = new RegExp(`^'(?='*(?:${sign}|[\\t\\r\\n]))`);
const apostropheAtSeparator = new RegExp(`([;\\r\\n] *)'(?='*${sign})`, 'g');

/** The text that `defused` made safe, as it was; other text is what it is. */
export const fused = (text: string): string =>
  text.replace(apostropheAtStart, '').replace(apostropheAtSeparator, '$1');
