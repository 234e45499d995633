import { commonWalks, commonWords } from './commonPasswords.ts';
import type { Problem } from './errors.ts';

const leastPassword = 12;
/** Also the most that is hashed of what somebody types: a hash takes longer the longer the text. */
export const mostPassword = 200;

/** Whose password it is: their own name and address are the first thing tried. */
interface PasswordOwner {
  email: string;
  name: string;
}

/** What must remain to be guessed, in characters; see `countToGuess`. */
const leastToGuess = 7;

/** What is wrong with a password, if anything: its length, or that it follows from common ones and from its owner. */
export function checkPassword(password: string, owner: PasswordOwner): Problem[] {
  if (password.length < leastPassword || password.length > mostPassword) {
    const values = { least: leastPassword, most: mostPassword };
    return [{ field: 'password', type: 'password.length', values }];
  }
  const folded = foldPassword(password);
  const isWeak = new Set(folded).size < 5 || countToGuess(folded, owner) < leastToGuess;
  return isWeak ? [{ field: 'password', type: 'password.weak' }] : [];
}

/** Without case and accents. */
const foldPassword = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '€': 'e',
  '+': 't',
};

/** The same text as letters: `p@ssw0rd` is `password`. A 1 stands for an i or an l. */
const spellings = (text: string): string[] => {
  const spelt = (one: string) =>
    text.replaceAll(/[^a-z]/g, char => (char === '1' ? one : (lookAlikes[char] ?? char)));
  return [text, spelt('i'), spelt('l')];
};

/** Longer than any common word or walk; a text of 200 characters is still looked through in a few ms. */
const longestPart = 60;

/**
 * How many characters a guesser who knows the common words, walks and the owner still has to guess: a common word
 * counts 2, a walk, a row of one character or a year 1, a digit ½, the owner's name and address nothing, and any other
 * character 1. The parts are chosen so that the sum is the least; what is only repeated counts once.
 */
function countToGuess(folded: string, owner: PasswordOwner): number {
  const [, unit] = /^(.+?)\1+$/su.exec(folded) ?? [];
  const text = unit ?? folded;
  const texts = spellings(text);
  const own = partsOf(owner);
  const least = [0];
  for (let end = 1; end <= text.length; end += 1) {
    let here = (least[end - 1] ?? 0) + (/\d/.test(text[end - 1] ?? '') ? 0.5 : 1);
    for (let start = end - 3; start >= Math.max(0, end - longestPart); start -= 1) {
      const cost = costOf(
        texts.map(spelling => spelling.slice(start, end)),
        own,
      );
      here = Math.min(here, (least[start] ?? 0) + cost);
    }
    least.push(here);
  }
  return least[text.length] ?? 0;
}

function costOf(spelt: readonly string[], own: ReadonlySet<string>): number {
  const [plain = ''] = spelt;
  if (spelt.some(part => own.has(part))) return 0;
  if (/^(.)\1+$/su.test(plain) || /^(?:19|20)\d\d$/.test(plain)) return 1;
  if (commonWalks.some(walk => walk.includes(plain))) return 1;
  return spelt.some(part => commonWords.has(part)) ? 2 : Infinity;
}

/** The words of a name and of an address, and both whole; this program's own name, which everybody knows too. */
function partsOf({ email, name }: PasswordOwner): ReadonlySet<string> {
  const [address, person] = [foldPassword(email), foldPassword(name)];
  const parts = [address, person, ...address.split(/[^\p{L}\p{N}]+/u), ...person.split(/[^\p{L}\p{N}]+/u)];
  const joined = [address.split('@')[0] ?? '', person.replaceAll(/\s+/g, '')];
  return new Set([...parts, ...joined, 'callfolio'].filter(part => part.length >= 3));
}
