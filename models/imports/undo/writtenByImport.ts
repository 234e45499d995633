import type { ClientSession } from 'mongoose';
import { importables } from '../../nouns.ts';
import type { IncomingNoun } from '../../sources/contract/incoming.ts';
import type { StoredVersion } from '../../record/noun.ts';
import { findVersions } from '../../record/versions.ts';

/** Whether an import wrote a version, or took back what it had written with it. */
function isOf(importId: string, { source: { kind, id } }: StoredVersion): boolean {
  return (kind === 'import' || kind === 'undo') && id === importId;
}

/** What an import did to a record, from the record's versions. */
export interface Trace {
  /** As it is now; null where it is no more. */
  current: StoredVersion | null;
  /** As it was before the import; null where the import made it. */
  before: StoredVersion | null;
  /** Whether anybody else wrote it since the import first did. */
  isTouched: boolean;
}

/** The traces an import left in these records, by id; a record it never wrote has none. */
export async function findTraces(
  noun: IncomingNoun,
  ids: readonly string[],
  importId: string,
  session?: ClientSession,
  only?: Record<string, 1>,
): Promise<Map<string, Trace>> {
  const byRecord = await findVersions(importables[noun].noun, ids, { session, only });
  const traces = new Map<string, Trace>();
  for (const [id, own] of byRecord) {
    const first = own.findIndex(version => isOf(importId, version));
    if (first < 0) continue;
    traces.set(id, {
      current: own.find(({ validTo }) => validTo === null) ?? null,
      before: own[first - 1] ?? null,
      isTouched: own.slice(first).some(version => !isOf(importId, version)),
    });
  }
  return traces;
}

/** What tells whose a version is, without the record in it. */
export const markOnly = { source: 1, validTo: 1 } as const;

/** The ids of all records of a noun that an import wrote, also those that others of it brought. */
export async function findWritten(noun: IncomingNoun, importId: string): Promise<string[]> {
  const { current, versions } = importables[noun].noun;
  const isOfImport = { 'source.kind': 'import', 'source.id': importId };
  const ids = [
    ...(await current.distinct('_id', isOfImport)),
    ...(await versions.distinct('recordId', isOfImport)),
  ].map(String);
  return [...new Set(ids)].toSorted();
}
