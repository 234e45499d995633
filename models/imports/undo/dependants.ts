import type { ClientSession } from 'mongoose';
import { calls } from '../../calls/call.ts';
import { projects } from '../../projects/projects.ts';
import type { IncomingNoun } from '../../sources/contract/incoming.ts';
import type { Import } from '../import.ts';
import { findTraces, markOnly } from './writtenByImport.ts';

type Stored = Record<string, unknown>;

/** Where records name one of a noun. */
const namingPaths = (noun: IncomingNoun): { by: 'project' | 'call'; path: string }[] => {
  if (noun === 'project') return [];
  if (noun === 'organisation') return [{ by: 'project', path: 'participants.organisation.id' }];
  return [
    ...['call.id', 'topic.id'].map(path => ({ by: 'project' as const, path })),
    ...['parent.id', 'rounds.call.id'].map(path => ({ by: 'call' as const, path })),
  ];
};

const nounOf = { project: projects, call: calls };

async function findNaming(
  noun: IncomingNoun,
  ids: readonly string[],
  match: Readonly<Record<string, unknown>>,
  session?: ClientSession,
): Promise<{ by: 'project' | 'call'; id: string; names: string[] }[]> {
  const wanted = new Set(ids);
  const naming: { by: 'project' | 'call'; id: string; names: string[] }[] = [];
  for (const { by, path } of ids.length === 0 ? [] : namingPaths(noun)) {
    const found = (await nounOf[by].current.collection
      .find({ [path]: { $in: [...ids] }, ...match } as never, {
        projection: { [path]: 1 },
        ...(session && { session }),
      })
      .toArray()) as unknown as Stored[];
    for (const record of found) {
      const names = idsAt(record, path.split('.')).filter(id => wanted.has(id));
      naming.push({ by, id: String(record['_id']), names });
    }
  }
  return naming;
}

function idsAt(value: unknown, keys: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap(item => idsAt(item, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return typeof value === 'string' ? [value] : [];
  return typeof value === 'object' && value !== null ? idsAt((value as Stored)[key], rest) : [];
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
  for (const by of ['project', 'call'] as const) {
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
