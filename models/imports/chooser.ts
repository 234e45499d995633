import type { Incoming, Rejected } from '../sources/incoming.ts';
import type { Import } from './import.ts';
import { keyOf } from '../sources/recordKey.ts';
import { isChosen, isSelected } from './selection.ts';

/** What of the file is taken. Where something was chosen, others are taken only as far as the chosen ones name them. */
export function chooser({ settings: { selection } }: Import) {
  const needed = new Set<string>();
  const waiting: Incoming[] = [];
  const named = new Map<string, Incoming>();
  let hasProjects = false;
  const isAll = !isChosen(selection);
  const need = ({ values }: Incoming): void => {
    for (const key of ['call', 'topic']) {
      const link = values[key] as { identifier: string } | null | undefined;
      if (link) needed.add(`call ${link.identifier.toLowerCase()}`);
    }
    for (const one of (values['participants'] ?? []) as Record<string, unknown>[])
      needed.add(`organisation ${keyOf({ noun: 'organisation', values: one })}`);
  };
  const isNeeded = (one: Incoming): boolean =>
    one.noun === 'call'
      ? needed.has(`call ${String(one.values['identifier']).toLowerCase()}`)
      : needed.has(`organisation ${keyOf(one)}`);
  return {
    take(read: Incoming | Rejected): (Incoming | Rejected)[] {
      if ('rejected' in read) return [read];
      hasProjects ||= read.noun === 'project';
      // A call that is only named counts once, and not at all where the file describes it.
      if (read.isNamedOnly) {
        const key = `${read.noun} ${keyOf(read)}`;
        if (!named.has(key)) named.set(key, read);
        return [];
      }
      if (isAll) return [read];
      if (read.noun !== 'organisation' && isSelected(read, selection)) {
        if (read.noun === 'project') need(read);
        return [read];
      }
      if (read.noun !== 'project') waiting.push(read);
      return [];
    },
    rest(): Incoming[] {
      const all = [...waiting, ...named.values()];
      return isAll ? all : all.filter(one => (hasProjects ? isNeeded(one) : isSelected(one, selection)));
    },
  };
}
