import type { PartialDay } from '../values/day.ts';
import type { StoredVersion } from '../record/noun.ts';
import { findVersions } from '../record/versions.ts';
import { channelOf, reasonOf, type Channel } from '../record/versionSource.ts';
import type { Project, projectFields } from '../projects/project.ts';
import { projects } from '../projects/projects.ts';

/** Fields whose changes between versions are reported beside the signed amendments: dates and amounts. */
export const watchedFields = [
  'signedOn',
  'startsOn',
  'endsOn',
  'terminatedOn',
  'totalCost',
  'euContribution',
] as const satisfies readonly (keyof Project)[];
export type WatchedField = (typeof watchedFields)[number];

/** A date or amount that one version has otherwise than the one before. */
export interface RecordedChange {
  field: WatchedField;
  before: PartialDay | number | null;
  after: PartialDay | number | null;
  at: Date;
  channel: Channel;
  reason: string | null;
}

type WatchedVersion = StoredVersion<Pick<typeof projectFields, WatchedField>>;

const watched = Object.fromEntries(
  [...watchedFields, 'validFrom', 'source', 'reason'].map(key => [key, 1 as const]),
);

/**
 * Changes of dates and amounts of some projects after their creation, by id, the oldest first.
 * @param knownAt the instant until which changes are known; null is now
 */
export async function findRecordedChanges(
  listed: readonly { id: string; version: number }[],
  knownAt: Date | null,
): Promise<Map<string, RecordedChange[]>> {
  // A first version has nothing before it.
  const ids = listed.filter(({ version }) => version > 1).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const byRecord = (await findVersions(projects, ids, { only: watched })) as Map<string, WatchedVersion[]>;
  const isKnown = ({ validFrom }: WatchedVersion) => knownAt === null || validFrom <= knownAt;
  return new Map([...byRecord].map(([id, versions]) => [id, changesIn(versions.filter(isKnown))]));
}

function changesIn(versions: readonly WatchedVersion[]): RecordedChange[] {
  return versions.slice(1).flatMap((version, index) =>
    watchedFields.flatMap(field => {
      const before = versions[index]?.[field] ?? null;
      const after = version[field] ?? null;
      if (plain(before) === plain(after)) return [];
      const { validFrom: at, source } = version;
      const why = { channel: channelOf(source), reason: reasonOf(source, version.reason ?? null) };
      return [{ field, before, after, at, ...why }];
    }),
  );
}

const plain = (value: PartialDay | number | null): string | number | null =>
  typeof value === 'object' && value !== null ? value.value : value;
