import { importables } from '../../nouns.ts';
import type { Values } from '../../record/fields.ts';
import { statementFields, type Statement } from '../../record/statement.ts';
import { incomingNouns, type IncomingNoun, type Read } from '../../sources/contract/incoming.ts';

/** Gathers which fields the rows of a file state, as `project.title`: by these it is judged who may see its report. */
export function statedFields() {
  const keys = new Map<IncomingNoun, Set<string>>(incomingNouns().map(noun => [noun, new Set()]));
  const take = (noun: IncomingNoun, some: readonly string[]): void => {
    const known = keys.get(noun);
    for (const key of some) known?.add(key);
  };
  return {
    /** Of a refused row nobody can tell what it states: any field. */
    take(read: Read): void {
      if ('values' in read) {
        take(read.noun, Object.keys(read.values));
        take(read.noun, statementsIn(read.noun, read.values));
        return;
      }
      for (const noun of read.noun === 'detail' ? incomingNouns() : [read.noun])
        take(noun, Object.keys(importables[noun].noun.fields));
    },
    all: (): string[] => [...keys].flatMap(([noun, some]) => [...some].map(key => `${noun}.${key}`)),
  };
}

/** The fields of which a row says what a source states. */
const statementsIn = (noun: IncomingNoun, values: Values): string[] =>
  Object.entries(importables[noun].noun.fields).flatMap(([key, { items }]) =>
    items === statementFields ? ((values[key] ?? []) as Statement[]).map(({ field }) => field) : [],
  );
