import { isDeepStrictEqual } from 'node:util';
import { ExpectedError, type Problem } from '../values/errors.ts';
import { emptyRecord, type Fields, type RecordOf } from '../record/fields.ts';
import { joinAll } from '../process/joinAll.ts';
import { readAlone, type Read } from '../record/batchedReads.ts';
import {
  unsearched,
  type Change,
  type KeptRecord,
  type Noun,
  type NounName,
  type Stored,
  type StoredModel,
  type StoredVersion,
  type VersionMark,
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

/** Long texts and lists are no name: without them the documents of the latest changes are a tenth as large. */
const unnamed = ({ fields }: VisibleNoun): Record<string, 0> => {
  const long = Object.entries(fields).filter(([, { kind }]) => kind === 'list' || kind === 'longText');
  return { ...unsearched, attributions: 0, ...Object.fromEntries(long.map(([key]) => [key, 0 as const])) };
};

/** A version with the kind of its record and what that was called then. */
export type RecentChange = VersionMark & { noun: NounName; identifier: string };

/** The latest changes of the records of some kinds that are listed, the newest first; in two round trips. */
export async function listRecentChanges(
  nouns: readonly VisibleNoun[],
  most: number,
  read: Read = readAlone,
): Promise<RecentChange[]> {
  const newest = async <S>(noun: VisibleNoun, model: StoredModel, by: string, match: Match = {}) =>
    read<S>({
      collection: model.collection.collectionName,
      stages: [
        { $match: { ...noun.always, ...match } },
        { $sort: { [by]: -1 } },
        { $limit: most },
        { $project: unnamed(noun) },
      ],
    });
  const latest = <S extends { version: StoredVersion }>(found: readonly S[][]) =>
    found
      .flat()
      .toSorted((a, b) => Number(b.version.validFrom) - Number(a.version.validFrom))
      .slice(0, most);
  const of = (noun: VisibleNoun) => (version: StoredVersion) => ({ noun, version });
  // An index has the current records in this order. Of the closed versions few ended after the oldest of these began, and
  // any that began after it ended later still.
  const current = latest(
    await joinAll(
      nouns.map(async noun =>
        (await newest<Stored>(noun, noun.current, 'updatedAt')).map(openVersion).map(of(noun)),
      ),
    ),
  );
  const oldest = current.length < most ? new Date(0) : current.at(-1)?.version.validFrom;
  const known = new Set(current.map(({ version }) => String(version._id)));
  const closed = await joinAll(
    nouns.map(async noun => {
      const match = { validTo: { $gt: oldest } };
      const found = await newest<StoredVersion>(noun, noun.versions, 'validFrom', match);
      return found.filter(({ _id }) => !known.has(String(_id))).map(of(noun));
    }),
  );
  return latest([current, ...closed]).map(({ noun, version }) => ({
    ...markOf(version),
    noun: noun.name,
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
