import { fold } from '../record/search.ts';
import { organisations } from './organisation.ts';
import type { Organisation } from './organisationFields.ts';

/** An organisation that somebody may mean by what they typed. */
export interface LookedUp {
  id: string;
  name: string;
  country: string | null;
  pic: string | null;
  /** Another name under which it was found; null where its own name is. */
  alias: string | null;
  /** Whether one of its names is nearly what was typed, so that a new one would probably be this one twice. */
  isLike: boolean;
}

type Stored = Pick<Organisation, 'name' | 'shortName' | 'country' | 'pic' | 'aliases'> & { _id: string };

const mostShown = 7;
/** Read at most, to be put in order: those that fit best are among them unless a word is in very many names. */
const mostRead = 200;
/** How alike two names are that may be one: of the pairs of letters in both, the part that is common. */
const alike = 0.72;

const pairsOf = (text: string): string[] => {
  const letters = text.replaceAll(' ', '');
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_none, at) => letters.slice(at, at + 2));
};

/** The Sørensen–Dice coefficient of two folded names, from 0 to 1. */
export function likeness(one: string, other: string): number {
  const [a, b] = [pairsOf(one), pairsOf(other)];
  const left = new Map<string, number>();
  for (const pair of a) left.set(pair, (left.get(pair) ?? 0) + 1);
  let common = 0;
  for (const pair of b) {
    const count = left.get(pair) ?? 0;
    if (count > 0) common += 1;
    left.set(pair, count - 1);
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
}

const namesOf = ({ name, shortName, aliases }: Stored): string[] =>
  [name, shortName, ...aliases].flatMap(one => one ?? []);

/** Folded text holds letters, digits and blanks alone: nothing in it means anything to a pattern. */
const beginsAWord = (folded: string): RegExp => new RegExp(` ${folded}`, 'u');

async function find(match: object): Promise<Stored[]> {
  return organisations.current
    .find({ ...organisations.always, ...match })
    .select({ name: 1, shortName: 1, country: 1, pic: 1, aliases: 1 })
    .sort({ name: 1 })
    .limit(mostRead)
    .lean<Stored[]>();
}

/**
 * The organisations that may be meant by the beginning of a name, alias, short name or PIC, likeliest first: where none has
 * all the words, those that have the longest of them.
 */
export async function lookUpOrganisations(typed: string): Promise<LookedUp[]> {
  const folded = fold(typed.slice(0, 200));
  if (folded.length < 2) return [];
  if (/^\d{3,9}$/.test(folded)) return shown(await find({ pic: new RegExp(`^${folded}`) }), folded);
  const words = folded.split(' ').slice(0, 12);
  const all = await find({ $and: words.map(word => ({ phraseText: beginsAWord(word) })) });
  const [longest = ''] = words.toSorted((one, other) => other.length - one.length);
  const some =
    all.length > 0 || longest.length < 4 ? [] : await find({ phraseText: beginsAWord(longest.slice(0, 6)) });
  return shown([...all, ...some], folded);
}

function shown(found: readonly Stored[], folded: string): LookedUp[] {
  const scored = found.map(one => {
    const names = namesOf(one).map(name => ({ name, score: likeness(folded, fold(name)) }));
    const [best] = names.toSorted((a, b) => b.score - a.score);
    return { one, best: best ?? { name: one.name, score: 0 } };
  });
  return scored
    .toSorted((a, b) => b.best.score - a.best.score || a.one.name.localeCompare(b.one.name, 'en'))
    .slice(0, mostShown)
    .map(({ one, best }) => ({
      id: one._id,
      name: one.name,
      country: one.country,
      pic: one.pic,
      alias: best.name === one.name ? null : best.name,
      isLike: best.score >= alike,
    }));
}
