import type { ClientSession } from 'mongoose';
import { importables } from '../../nouns.ts';
import type { Fields, Values } from '../../record/fields.ts';
import { incomingNouns, type IncomingNoun } from '../../sources/contract/incoming.ts';
import type { Import } from '../import.ts';
import { findTraces, markOnly } from './writtenByImport.ts';
import type { Match } from '../../record/facts.ts';

/** Where a record of these fields names one of a noun. */
const pathsTo = (noun: IncomingNoun, fields: Fields): string[] =>
  Object.entries(fields).flatMap(([key, field]) => [
    ...(field.kind === 'reference' && field.noun === noun ? [`${key}.id`] : []),
    ...pathsTo(noun, field.items ?? {}).map(path => `${key}.${path}`),
  ]);

const namingPaths = (noun: IncomingNoun) =>
  incomingNouns().flatMap(by => pathsTo(noun, importables[by].noun.fields).map(path => ({ by, path })));

interface Naming {
  by: IncomingNoun;
  id: string;
  names: string[];
}

async function findNaming(
  noun: IncomingNoun,
  ids: readonly string[],
  match: Match,
  session?: ClientSession,
): Promise<Naming[]> {
  const wanted = new Set(ids);
  const naming: Naming[] = [];
  for (const { by, path } of ids.length === 0 ? [] : namingPaths(noun)) {
    const found = await importables[by].noun.current.collection
      .find(
        { [path]: { $in: [...ids] }, ...match },
        { projection: { [path]: 1 }, ...(session && { session }) },
      )
      .toArray();
    for (const record of found) {
      const names = idsAt(record, path.split('.')).filter(id => wanted.has(id));
      naming.push({ by, id: record._id, names });
    }
  }
  return naming;
}

function idsAt(value: unknown, keys: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap(item => idsAt(item, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return typeof value === 'string' ? [value] : [];
  return typeof value === 'object' && value !== null ? idsAt((value as Values)[key], rest) : [];
}

/** Those of these records that a record names which is not one of `leaving`, which go as well. */
export async function findNamed(
  noun: IncomingNoun,
  ids: readonly string[],
  leaving: ReadonlySet<string>,
  session: ClientSession,
): Promise<Set<string>> {
  const naming = await findNaming(noun, ids, {}, session);
  return new Set(naming.flatMap(({ id, names }) => (leaving.has(id) ? [] : names)));
}

/** Those of these records, made by an import, that a record names which the import did not write. */
export async function findNamedByOthers(
  noun: IncomingNoun,
  ids: readonly string[],
  { id: importId, appliedAt }: Import,
): Promise<Set<string>> {
  // Nearly all that name them are of the import: what it wrote at its one instant need not be looked at closer.
  const naming = await findNaming(noun, ids, { updatedAt: { $ne: appliedAt } });
  const named = new Set<string>();
  for (const by of incomingNouns()) {
    const some = naming.filter(one => one.by === by);
    const traces = await findTraces(
      by,
      some.map(({ id }) => id),
      importId,
      undefined,
      markOnly,
    );
    for (const { id, names } of some) if (!traces.has(id)) for (const name of names) named.add(name);
  }
  return named;
}
