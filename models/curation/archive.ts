import type { ClientSession } from 'mongoose';
import { calls } from '../calls/call.ts';
import { ExpectedError } from '../values/errors.ts';
import type { Fields, Values } from '../record/fields.ts';
import type { Change, KeptRecord, Listed, Noun, NounName, Stored } from '../record/noun.ts';
import { projects } from '../projects/projects.ts';
import type { Write } from '../record/planWrite.ts';
import { inTransaction, writeRecord } from '../record/record.ts';

/** Where records that are not archived may name one of a noun: it stays as long as they do. */
const dependants: Partial<Record<NounName, readonly { noun: Listed; paths: readonly string[] }[]>> = {
  call: [
    { noun: projects, paths: ['call.id', 'topic.id'] },
    { noun: calls, paths: ['parent.id', 'rounds.call.id'] },
  ],
};

/** How many records that are not archived name each of these, by its id. */
export async function countDependants(
  noun: Listed,
  ids: readonly string[],
  session: ClientSession | null = null,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { noun: other, paths } of dependants[noun.name] ?? []) {
    const naming = { archivedAt: null, $or: paths.map(path => ({ [path]: { $in: [...ids] } })) };
    const found = await other.current
      .find(naming, Object.fromEntries(paths.map(path => [path, 1])))
      .session(session)
      .lean<Stored[]>();
    for (const record of found) {
      const named = new Set(paths.flatMap(path => valuesAt(record, path.split('.'))));
      // A topic whose only round is its own call names itself.
      named.delete(record._id);
      for (const id of named) counts.set(String(id), (counts.get(String(id)) ?? 0) + 1);
    }
  }
  return counts;
}

function valuesAt(value: unknown, keys: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap(item => valuesAt(item, keys));
  const [key, ...deeper] = keys;
  if (value === null || value === undefined) return [];
  if (key === undefined) return [value];
  return typeof value === 'object' ? valuesAt((value as Values)[key], deeper) : [];
}

/** Whether records of this noun can be archived. */
export const isArchivable = (noun: { fields: Fields }): boolean => 'archivedAt' in noun.fields;

export const isArchived = (record: object): boolean =>
  (record as { archivedAt?: Date | null }).archivedAt instanceof Date;

/** What archiving or restoring writes into a record. */
export const archiveValues = (change: Change | null) => ({
  archivedAt: change && change.at,
  archivedBy: change && { id: change.by.id, identifier: change.by.name },
  archivedFor: change && change.reason,
});

/** Throws `invalid` while a record that is not archived names this one. */
export async function refuseWhileNeeded(
  noun: Noun,
  record: KeptRecord,
  session: ClientSession,
): Promise<void> {
  const count = (await countDependants(noun, [record.id], session)).get(record.id) ?? 0;
  if (count > 0) throw new ExpectedError('invalid', 'archive.needed', { name: noun.identify(record), count });
}

/**
 * Takes a record out of every list, count and file as a version of its own, or brings it back; the change's reason says
 * why. One that is already so is left as it is. Throws `notFound`, `stale`, and `invalid` while something needs it.
 */
export async function setArchived<F extends Fields, D>(
  noun: Noun<F, D>,
  { id, version }: Omit<Write, 'values'>,
  isToBe: boolean,
  change: Change,
): Promise<KeptRecord<F, D>> {
  return inTransaction(async session => {
    const write = (values: Write['values']) => writeRecord(noun, { id, version, values }, change, session);
    const stored = await noun.current.findOne({ _id: id }, { archivedAt: 1 }).session(session).lean();
    if (stored && isArchived(stored) === isToBe) return write({});
    if (!isToBe) return write(archiveValues(null));
    const record = await write(archiveValues(change));
    await refuseWhileNeeded(noun, record, session);
    return record;
  });
}
