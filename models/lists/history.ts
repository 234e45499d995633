import { isDeepStrictEqual } from 'node:util';
import { ExpectedError, type Problem } from '../values/errors.ts';
import { emptyRecord, type Fields, type RecordOf } from '../record/fields.ts';
import type {
  Change,
  KeptRecord,
  Noun,
  Stored,
  StoredModel,
  StoredVersion,
  VersionMark,
} from '../record/noun.ts';
import { saveRecord } from '../record/record.ts';
import { keptFrom, findVersions, openVersion } from '../record/versions.ts';
import { channelOf, reasonOf } from '../record/versionSource.ts';
import type { Sight, VisibleNoun } from '../record/visibleTo.ts';
import type { Match } from '../record/facts.ts';

/** One field that differs between two versions; null before the first. */
export interface FieldChange {
  key: string;
  before: unknown;
  after: unknown;
}

/** A version with who made it and what it changed, field by field. */
export interface HistoryEntry<F extends Fields = Fields, D = unknown> extends VersionMark {
  record: KeptRecord<F, D>;
  changes: FieldChange[];
}

/** The fields in which two records differ, in the order of the fields. */
export function changesBetween<F extends Fields>(
  fields: F,
  before: RecordOf<F> | null,
  after: RecordOf<F>,
): FieldChange[] {
  const from = (before ?? emptyRecord(fields)) as RecordOf;
  return Object.keys(fields)
    .map(key => ({ key, before: from[key], after: (after as RecordOf)[key] }))
    .filter(change => !isDeepStrictEqual(change.before, change.after));
}

const markOf = (stored: StoredVersion): VersionMark => ({
  recordId: stored.recordId,
  version: stored.version,
  validFrom: stored.validFrom,
  validTo: stored.validTo,
  changedBy: stored.updatedBy,
  channel: channelOf(stored.source),
  reason: reasonOf(stored.source, stored.reason ?? null),
  statedOn: stored.statedOn ?? null,
});

/** All versions of a record, the newest first; throws `notFound` for a record that never was. */
export async function listVersions<F extends Fields, D>(noun: VisibleNoun<F, D>, id: string) {
  const [stored = []] = (await findVersions(noun, [id])).values();
  if (stored.length === 0) throw new ExpectedError('notFound', `notFound.${noun.name}`);
  const shown = stored.map(version => ({ version, record: noun.see(keptFrom(noun, version)) }));
  return shown
    .map(({ version, record }, index): HistoryEntry<F, D> => ({
      ...markOf(version),
      record,
      changes: changesBetween(noun.fields, shown[index - 1]?.record ?? null, record),
    }))
    .toReversed();
}

/** The latest changes of a noun's records that are listed, the newest first. */
export async function listRecentChanges(
  noun: VisibleNoun,
  most: number,
): Promise<(VersionMark & { identifier: string })[]> {
  const newest = async <S>(model: StoredModel, by: string, match: Match = {}) =>
    model
      .find({ ...noun.always, ...match })
      .sort({ [by]: -1 })
      .limit(most)
      .lean<S[]>();
  // An index has the current records in this order. Of the closed versions few ended after the oldest of these began, and
  // any that began after it ended later still.
  const current = (await newest<Stored>(noun.current, 'updatedAt')).map(openVersion);
  const oldest = current.length < most ? new Date(0) : current.at(-1)?.validFrom;
  const known = new Set(current.map(({ _id }) => String(_id)));
  const closed = await newest<StoredVersion>(noun.versions, 'validFrom', { validTo: { $gt: oldest } });
  const stored = [...current, ...closed.filter(({ _id }) => !known.has(String(_id)))]
    .toSorted((a, b) => Number(b.validFrom) - Number(a.validFrom))
    .slice(0, most);
  return stored.map(version => ({
    ...markOf(version),
    identifier: noun.identify(noun.see(keptFrom(noun, version))),
  }));
}

/** One version of a record, with all that is withheld; null where there is none of that number. */
export async function findVersion<F extends Fields, D>(
  noun: Noun<F, D>,
  id: string,
  version: number,
): Promise<KeptRecord<F, D> | null> {
  if (!Number.isSafeInteger(version)) return null;
  const stored =
    (await noun.current.findOne({ _id: id, version }).lean<Stored>()) ??
    (await noun.versions.findOne({ recordId: id, version }).lean<StoredVersion>());
  return stored && keptFrom(noun, stored);
}

/** What others changed since a version, for whoever began from it: each field with its latest change's author. */
export async function listChangesSince<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  id: string,
  version: number,
): Promise<Problem[]> {
  const latest = new Map<string, Problem>();
  for (const entry of (await listVersions(noun, id)).toReversed()) {
    if (entry.version <= version) continue;
    const values = { name: entry.changedBy.name, version: entry.version };
    for (const { key } of entry.changes) latest.set(key, { field: key, type: 'changed.meanwhile', values });
  }
  return [...latest.values()];
}

/** Makes of an earlier version the newest one what a person sees of it; `version` is the current version they saw. */
export async function restoreVersion<F extends Fields, D>(
  noun: Noun<F, D>,
  reader: Sight,
  id: string,
  earlier: number,
  version: number,
  change: Change,
) {
  const found = await findVersion(noun, id, earlier);
  if (!found) throw new ExpectedError('notFound', 'notFound.version');
  const record: RecordOf = found;
  // What the program sets is no part of what a person wrote: an archived record stays archived.
  const written = Object.entries(noun.fields).filter(([, { isReadOnly }]) => !isReadOnly);
  const values = Object.fromEntries(written.map(([key]) => [key, record[key]]));
  return saveRecord(noun, { id, version, values, reader }, change);
}
