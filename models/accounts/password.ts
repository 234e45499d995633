import breached from './breachedPasswords.json' with { type: 'json' };
import { commonWalks, commonWords } from './commonPasswords.ts';
import type { Problem } from '../values/errors.ts';

/** Of a new password, in characters; one that was set when 12 were enough is good until it is changed. */
export const leastPassword = 15;
/** In UTF-16 units, before anything is done with the text. Also the most that is compared when somebody signs in. */
export const mostPassword = 200;

/** Whose password it is: their own name and address are the first thing tried. */
interface PasswordOwner {
  email: string;
  name: string;
}

/** Whether a text is too long for a password: it is refused before any work is done on it. */
export const isTooLong = (password: string): boolean => password.length > mostPassword;

/** The same text however a keyboard composes it (NFKC): what is hashed and compared. NIST SP 800-63B, 3.1.1.2. */
export const normalisePassword = (password: string): string => password.normalize('NFKC');

/** What must remain to be guessed, in characters; see `countToGuess`. */
const leastToGuess = 8;
/** So many common words and no other letter are no password, whatever digits and signs stand around them. */
const mostEntries = 3;

/** What is wrong with a password, if anything: its length, or that it follows from common ones and from its owner. */
export function checkPassword(password: string, owner: PasswordOwner): Problem[] {
  const text = isTooLong(password) ? '' : normalisePassword(password);
  if (Array.from(text).length < leastPassword) {
    const values = { least: leastPassword, most: mostPassword };
    return [{ field: 'password', type: 'password.length', values }];
  }
  return isWeak(foldPassword(text), partsOf(owner)) ? [{ field: 'password', type: 'password.weak' }] : [];
}

function isWeak(folded: string, own: ReadonlySet<string>): boolean {
  if (new Set(folded).size < 5) return true;
  const [, unit] = /^(.+?)\1+$/su.exec(folded) ?? [];
  const text = withoutSpacing(unit ?? folded);
  return countToGuess(text, own) < leastToGuess || countEntries(text, own) <= mostEntries;
}

/** Without case and accents. */
const foldPassword = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** `d.r.a.g.o.n` as `dragon`: signs between single letters are no more than decoration. */
function withoutSpacing(text: string): string {
  const parts = text.split(/[^\p{L}\p{N}]+/u).filter(part => part !== '');
  const letters = parts.join('');
  return letters.length / parts.length < 2 ? letters : text;
}

const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '2': 'z',
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
  '(': 'c',
  '<': 'c',
};

/** The same text as letters: `p@ssw0rd` is `password`. A 1 stands for an i or an l. */
const spellings = (text: string): string[] => {
  const spelt = (one: string) =>
    text.replaceAll(/[^a-z]/g, char => (char === '1' ? one : (lookAlikes[char] ?? char)));
  return [text, spelt('i'), spelt('l')];
};

const reversed = (text: string): string => text.split('').toReversed().join('');

/** As they are looked up: in look-alikes too, and the longer ones backwards. */
const inAllSpellings = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.flatMap(spellings).flatMap(one => (one.length < 5 ? [one] : [one, reversed(one)])));

interface Lists {
  /** The passwords most used of those that came out in breaches, and what people who speak our languages choose. */
  entries: ReadonlySet<string>;
  /** Those that are tried before anything else. */
  frequent: ReadonlySet<string>;
}
let lists: Lists | null = null;

/** Made when the first password is judged: most processes judge none. */
function readLists(): Lists {
  const ranked = lists ? [] : breached.passwords.split(' ');
  return (lists ??= {
    entries: inAllSpellings([...commonWords, ...ranked.filter(({ length }) => length >= 4)]),
    frequent: inAllSpellings([...commonWords, ...ranked.slice(0, 1000)]),
  });
}

/** No common password, walk, name or address of use to a guesser is longer. */
const longestPart = 40;

const walks: ReadonlySet<string> = new Set(
  commonWalks.flatMap(walk =>
    Array.from({ length: walk.length }, (_none, start) =>
      Array.from({ length: walk.length - start - 2 }, (_one, more) => walk.slice(start, start + 3 + more)),
    ).flat(),
  ),
);

const isYear = (part: string): boolean => /^(?:19|20)\d\d$/.test(part);
const isRow = (part: string): boolean => /^(.)\1+$/su.test(part);

/** The least sum over all ways to cut a text into parts of three characters or more and single characters. */
function leastSum(
  text: string,
  ofPart: (spelt: readonly string[]) => number,
  ofChar: (char: string) => number,
): number {
  const texts = spellings(text);
  const least = [0];
  for (let end = 1; end <= text.length; end += 1) {
    let here = (least[end - 1] ?? 0) + ofChar(text[end - 1] ?? '');
    for (let start = end - 3; start >= Math.max(0, end - longestPart); start -= 1) {
      const spelt = texts.map(spelling => spelling.slice(start, end));
      here = Math.min(here, (least[start] ?? 0) + ofPart(spelt));
    }
    least.push(here);
  }
  return least[text.length] ?? 0;
}

/**
 * How many characters a guesser who knows the common passwords, walks and the owner still has to guess: a frequent one
 * counts 1.5, another common one 3, a walk, a row of one character or a year 1, a digit ½, a sign between words ¼, the
 * owner's name and address nothing, and any other character 1. What is only repeated counts once.
 */
function countToGuess(text: string, own: ReadonlySet<string>): number {
  const { entries, frequent } = readLists();
  return leastSum(
    text,
    spelt => {
      const [plain = ''] = spelt;
      if (spelt.some(part => own.has(part))) return 0;
      if (isRow(plain) || isYear(plain) || walks.has(plain)) return 1;
      if (!spelt.some(part => entries.has(part))) return Infinity;
      return spelt.some(part => frequent.has(part)) ? 1.5 : 3;
    },
    char => (/\d/.test(char) ? 0.5 : /[\s._-]/.test(char) ? 0.25 : 1),
  );
}

/** Of how many common passwords, walks and names a text is joined, digits and signs aside; Infinity with any other letter. */
function countEntries(text: string, own: ReadonlySet<string>): number {
  const { entries } = readLists();
  return leastSum(
    text,
    spelt => {
      const [plain = ''] = spelt;
      if (spelt.some(part => own.has(part))) return 0;
      return isRow(plain) || walks.has(plain) || spelt.some(part => entries.has(part)) ? 1 : Infinity;
    },
    char => (/\p{L}/u.test(char) ? Infinity : 0),
  );
}

/** What everybody knows of this program and its office, apart from the common words. */
const known = ['callfolio', 'dghome', 'europeancommission', 'homeaffairs', 'portfolio'];

/** The words of a name and of an address, and both whole; this program's own name, which everybody knows too. */
function partsOf({ email, name }: PasswordOwner): ReadonlySet<string> {
  const [address, person] = [foldPassword(email), foldPassword(name)];
  const words = (text: string) => text.split(/[^\p{L}\p{N}]+/u);
  const parts = [address, person, ...words(address), ...words(person)];
  const joined = [address.split('@')[0] ?? '', person.replaceAll(/\s+/g, '')];
  return new Set([...parts, ...joined, ...known].filter(part => part.length >= 3));
}
