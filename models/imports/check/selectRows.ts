import { importables } from '../../nouns.ts';
import type { Incoming, Rejected } from '../../sources/contract/incoming.ts';
import type { Import } from '../import.ts';
import type { NamedByTaken } from './namedBy.ts';
import { isChosen, isSelected } from './selection.ts';

/**
 * What of the file is taken. Where something was chosen, others are taken only as far as the chosen ones name them. What
 * stands in the file for those alone that name it waits for `rest`, when it is known which of these are taken.
 */
export function selectRows({ settings: { selection } }: Pick<Import, 'settings'>, named: NamedByTaken) {
  const waiting: Incoming[] = [];
  const onlyNamed = new Map<string, Incoming>();
  let hasLeading = false;
  const isAll = !isChosen(selection);
  return {
    take(read: Incoming | Rejected): (Incoming | Rejected)[] {
      if ('rejected' in read) return [read];
      const { isLeading = false, chosenBy, keyOf } = importables[read.noun];
      hasLeading ||= isLeading;
      // A call that is only named counts once, and not at all where the file describes it.
      if (read.isNamedOnly) {
        const key = `${read.noun} ${keyOf(read)}`;
        if (!onlyNamed.has(key)) onlyNamed.set(key, read);
        return [];
      }
      if (read.isForOthers) {
        if (hasLeading && named.has(read)) return [read];
        waiting.push(read);
        return [];
      }
      if (isAll || (chosenBy && isSelected(read, selection))) return [read];
      if (!isLeading) waiting.push(read);
      return [];
    },
    /** What waited and is wanted after all; asked once all that may name it is compared. */
    *rest(): Iterable<Incoming> {
      for (const one of [...waiting, ...onlyNamed.values()]) {
        const isForOthers = one.isForOthers ?? one.isNamedOnly;
        if (isForOthers && !named.has(one)) continue;
        if (isAll || (hasLeading ? named.has(one) : isSelected(one, selection))) yield one;
      }
    },
  };
}
