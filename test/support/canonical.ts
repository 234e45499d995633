import { createHash } from 'node:crypto';
import type { Db } from 'mongodb';
import type { Fields } from '../../models/record/fields.ts';
import { nouns } from '../../models/nouns.ts';
import type { VersionSource } from '../../models/record/versionSource.ts';

type Stored = Record<string, unknown>;

/** Ids are made at random and instants by the clock: neither says what is recorded. */
const ofChance = new Set(
  '_id recordId versionId createdAt updatedAt updatedBy validFrom validTo since until appliedAt importId'.split(
    ' ',
  ),
);

const isStored = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** In one order of keys, with each id of a record as what the record is known by. */
function canonicalOf(value: unknown, named: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return named.get(value) ?? value;
  if (Array.isArray(value)) return value.map(one => canonicalOf(one, named));
  if (!isStored(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .filter(key => !ofChance.has(key))
      .sort()
      .map(key => [key, canonicalOf(value[key], named)]),
  );
}

/** What a record is known by, whatever its id. */
function nameOf(one: Stored): string {
  const [key] = ['code', 'identifier', 'grantAgreement', 'pic', 'email'].flatMap(field => one[field] ?? []);
  return JSON.stringify(
    key === undefined ? [one['name'] ?? one['title'], one['country']] : [key, one['programme']],
  );
}

const pick = (stored: Stored, fields: Fields): Stored =>
  Object.fromEntries(Object.keys(fields).map(key => [key, stored[key] ?? null]));

/** A record as every file shows it: without withheld participants; null where it is in none. */
function shown(one: Stored): Stored | null {
  if (one['isWithheld'] === true) return null;
  const participants = one['participants'] as { isWithheld: boolean }[] | undefined;
  return participants ? { ...one, participants: participants.filter(({ isWithheld }) => !isWithheld) } : one;
}

/**
 * All that is recorded, one line of JSON for each record and each version, sorted: equal for two databases that say
 * the same. `records`: only the fields of the current records, for what may have another history; `shown`: those, as
 * far as files show them.
 */
export async function canonicalLines(
  db: Db,
  what: 'everything' | 'records' | 'shown' = 'everything',
): Promise<string[]> {
  const named = new Map<string, string>();
  const current: [string, Stored][] = [];
  const versions: [string, Stored][] = [];
  for (const noun of Object.values(nouns)) {
    const read = async ({ collection: { collectionName } }: { collection: { collectionName: string } }) =>
      db.collection<Stored>(collectionName).find({}).toArray();
    for (const one of await read(noun.current)) {
      const { kind, id } = one['source'] as VersionSource;
      if (id !== undefined && kind !== 'reference') named.set(id, 'an import');
      named.set(String(one['_id']), `${noun.name} ${nameOf(one)}`);
      const seen = what === 'shown' ? shown(one) : one;
      if (seen) current.push([noun.name, what === 'everything' ? seen : pick(seen, noun.fields)]);
    }
    if (what !== 'everything') continue;
    for (const one of await read(noun.versions)) {
      versions.push([`${noun.name} version`, { ...one, of: one['recordId'] }]);
    }
  }
  return [...current, ...versions]
    .map(([kind, one]) => JSON.stringify([kind, canonicalOf(one, named)]))
    .sort();
}

/** One hash of all that is recorded; see `canonicalLines`. */
export function canonicalHash(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}

/** The lines that only one of two databases has, cut, at most so many of each: what a failing comparison shows. */
export function differingLines(one: readonly string[], other: readonly string[], most = 3): string[] {
  const only = (from: readonly string[], without: readonly string[], sign: string) => {
    const known = new Set(without);
    return from
      .filter(line => !known.has(line))
      .slice(0, most)
      .map(line => `${sign} ${line.slice(0, 2_000)}`);
  };
  return [...only(one, other, '-'), ...only(other, one, '+')];
}
