import type { ClientSession } from 'mongoose';
import type { Fields } from '../record/fields.ts';
import type { Noun, StoredVersion } from '../record/noun.ts';
import { findVersions } from '../record/versions.ts';

// Protections and links are added to what reference data says, and say nothing of who wrote it.
const added = new Set(['organisation', 'isWithheld', 'assessedBy', 'assessedAt']);

/** A value in one form, to be compared: links by identifier, days as written, nothing for what is empty. */
export function comparable(value: unknown): string {
  return JSON.stringify(reduced(value)) ?? '';
}

function reduced(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(reduced);
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if ('identifier' in value && entries.length === 2) return value.identifier;
  return Object.fromEntries(
    entries
      .filter(([key]) => !added.has(key))
      .map(([key, part]) => [key, reduced(part)] as const)
      .toSorted(([a], [b]) => a.localeCompare(b)),
  );
}

export const isSame = (one: unknown, other: unknown): boolean => comparable(one) === comparable(other);

/** What reference data wrote of the records of a noun so far. */
export interface ReferenceHistory {
  /** The record written under a key. */
  idOf: ReadonlyMap<string, string>;
  /** By record, for each field the value it last wrote there, as `comparable`; a field it never wrote is missing. */
  writtenTo: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * Reads what reference data wrote from the versions. A version of its source also holds what persons had changed
 * before, so only the fields that the version itself changed count as written by it.
 * @param keyOf the key of a record as it was written
 */
export async function readHistory<F extends Fields, D>(
  noun: Noun<F, D>,
  keyOf: (stored: StoredVersion) => string,
  session: ClientSession,
): Promise<ReferenceHistory> {
  const isOfReference = { 'source.kind': 'reference' };
  const ids = [
    ...(await noun.current.distinct('_id', isOfReference).session(session)),
    ...(await noun.versions.distinct('recordId', isOfReference).session(session)),
  ].map(String);
  const versions = (await findVersions(noun, ids, { session })).values();
  const idOf = new Map<string, string>();
  const written = new Map<string, Map<string, string>>();
  let previous: StoredVersion | null = null;
  for (const version of [...versions].flat()) {
    const id = version.recordId;
    const before: StoredVersion | null = previous?.recordId === id ? previous : null;
    if (version.source.kind === 'reference') {
      const fields = written.get(id) ?? new Map<string, string>();
      for (const key of Object.keys(noun.fields)) {
        if (before === null || !isSame(before[key], version[key])) fields.set(key, comparable(version[key]));
      }
      written.set(id, fields);
      const key = keyOf(version);
      if (!idOf.has(key)) idOf.set(key, id);
    }
    previous = version;
  }
  return { idOf, writtenTo: written };
}
