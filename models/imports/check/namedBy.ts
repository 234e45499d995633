import { importables } from '../../nouns.ts';
import type { Stated } from '../../record/importable.ts';
import type { IncomingNoun } from '../../sources/contract/incoming.ts';

type Told = Stated & { noun: IncomingNoun };

/** What a record of a file is named by in others. */
function nameKeyOf({ noun, ...stated }: Told): string {
  const { keyOf, nameKeyOf: ownKeyOf } = importables[noun];
  return `${noun} ${ownKeyOf?.(stated.values) ?? keyOf(stated)}`;
}

/** Which records those name that are taken so far. */
export function namedByTaken() {
  const counts = new Map<string, number>();
  const add = ({ noun, values }: Told, by: number): void => {
    for (const one of importables[noun].namedIn?.(values) ?? []) {
      const key = nameKeyOf(one as Told);
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
