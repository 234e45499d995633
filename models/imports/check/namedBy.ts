import type { Reference } from '../../record/fields.ts';
import type { Incoming } from '../../sources/contract/incoming.ts';
import { keyOf } from '../../sources/contract/recordKey.ts';

type Told = Pick<Incoming, 'noun' | 'values' | 'own'>;
type Link = Pick<Reference, 'identifier'> | null | undefined;

/** What a record of a file is named by in others; a call and a topic of one identifier are named alike. */
export const nameKeyOf = (one: Told): string =>
  one.noun === 'call'
    ? `call ${String(one.values['identifier']).toLowerCase()}`
    : `${one.noun} ${keyOf(one)}`;

/** The organisations, calls and topics that a record of a file names. */
export function* namedIn({ noun, values }: Told): Iterable<string> {
  const rounds = (values['rounds'] ?? []) as { call: Link }[];
  const links: Link[] =
    noun === 'project'
      ? [values['call'] as Link, values['topic'] as Link]
      : noun === 'call'
        ? [values['parent'] as Link, ...rounds.map(({ call }) => call)]
        : [];
  for (const link of links)
    if (link) yield nameKeyOf({ noun: 'call', values: { identifier: link.identifier } });
  for (const one of noun === 'project' ? ((values['participants'] ?? []) as Told['values'][]) : [])
    yield nameKeyOf({ noun: 'organisation', values: one });
}

/** Which records those name that are taken so far. */
export function namedByTaken() {
  const counts = new Map<string, number>();
  const add = (one: Told, by: number): void => {
    for (const key of namedIn(one)) counts.set(key, (counts.get(key) ?? 0) + by);
  };
  return {
    take: (one: Told): void => add(one, 1),
    /** One that was taken is refused after all. */
    drop: (one: Told): void => add(one, -1),
    has: (one: Told): boolean => (counts.get(nameKeyOf(one)) ?? 0) > 0,
  };
}

export type NamedByTaken = ReturnType<typeof namedByTaken>;
