import { importables } from '../../nouns.ts';
import type { Values } from '../../record/fields.ts';
import type { Stated } from '../../record/importable.ts';
import type { IncomingNoun } from '../../sources/contract/incoming.ts';
import { linksIn } from '../merge/lookUp.ts';

type Told = Stated & { noun: IncomingNoun };

/** What a record of a file is named by in others. */
function nameKeyOf({ noun, ...stated }: Told): string {
  const { keyOf, nameKeyOf: ownKeyOf } = importables[noun];
  return `${noun} ${ownKeyOf?.(stated.values) ?? keyOf(stated)}`;
}

/** The records that a record of a file links to, or brings. */
function* namedIn({ noun, values }: Told): Iterable<Told> {
  const { noun: own, brings = {} } = importables[noun];
  for (const { link, of } of linksIn(own.fields, values))
    yield { noun: of.noun.name as IncomingNoun, values: { identifier: link.identifier } };
  for (const [list, brought] of Object.entries(brings))
    for (const item of (values[list] ?? []) as Values[])
      yield { noun: brought as IncomingNoun, values: item };
}

/** Which records those name that are taken so far. */
export function namedByTaken() {
  const counts = new Map<string, number>();
  const add = (one: Told, by: number): void => {
    for (const named of namedIn(one)) {
      const key = nameKeyOf(named);
      counts.set(key, (counts.get(key) ?? 0) + by);
    }
  };
  return {
    take: (one: Told): void => add(one, 1),
    /** One that was taken is refused after all. */
    drop: (one: Told): void => add(one, -1),
    has: (one: Told): boolean => (counts.get(nameKeyOf(one)) ?? 0) > 0,
  };
}

export type NamedByTaken = ReturnType<typeof namedByTaken>;
