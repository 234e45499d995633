import type { Fields } from './fields.ts';
import type { KeptRecord, Noun, Shown } from './noun.ts';
import type { Right } from './permissions.ts';

/** Who reads, as far as what is read depends on it. */
export interface Sight {
  readonly rights: ReadonlySet<Right>;
}

/** What everybody may see. */
export const openly: Sight = { rights: new Set() };

/** What is withheld, too: who edits may see all of it, so that saving removes nothing. */
export const forEditing = ({ rights }: Sight): Sight => ({ rights: new Set([...rights, 'withheld:read']) });

/** What a file shows of what its maker may see: nothing withheld. */
export const forFiles = ({ rights }: Sight): Sight => ({
  rights: new Set([...rights].filter(right => right !== 'withheld:read')),
});

/** A kind of record as one reader sees it: all that is read and shown of it is, and nothing is written by it. */
export interface VisibleNoun<F extends Fields = Fields, D = unknown> extends Shown<F, D> {
  /** What they see of a record. */
  see(record: KeptRecord<F, D>): KeptRecord<F, D>;
  /** Whether they may not know that it is there. */
  conceals(record: KeptRecord<F, D>): boolean;
}

/** The one place that says what a reader may see of a kind of record (decision 0065). */
export function visibleTo<F extends Fields, D>(noun: Noun<F, D>, { rights }: Sight): VisibleNoun<F, D> {
  const isAllSeen = rights.has('withheld:read');
  return {
    ...noun,
    see: record => (isAllSeen ? record : (noun.mask?.(record) ?? record)),
    conceals: record => !isAllSeen && noun.isWithheld?.(record) === true,
  };
}
