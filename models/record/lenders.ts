import type { Lends } from './lent.ts';
import type { Listed, NounName } from './noun.ts';

type Lender = Listed & { readonly lends: Lends };

const known = new Map<NounName, Lender>();

/** Says, at load, that a noun lends words. */
export function registerLender(noun: Listed): void {
  if (noun.lends) known.set(noun.name, { ...noun, lends: noun.lends });
}

/** All nouns that lend words. */
export const listLenders = (): Lender[] => [...known.values()];
