import { archiveValues, countDependants, isArchived, refuseWhileNeeded } from './archive.ts';
import { ExpectedError, textKeyOf, type Problem } from './errors.ts';
import type { Label } from './format.ts';
import { listIds } from './list.ts';
import type { Change, KeptRecord, Noun } from './noun.ts';
import type { Right } from './permissions.ts';
import type { Project } from './project.ts';
import type { ListQuery } from './query.ts';
import { inTransaction, keptFrom, writeRecord } from './record.ts';
import type { Support } from './support.ts';
import { mostTags, withoutTags, withTags } from './tags.ts';

/** What can be done to many records at once. */
export const bulkActions = {
  tag: { en: 'Add tags', nl: 'Labels toevoegen' },
  untag: { en: 'Take tags off', nl: 'Labels weghalen' },
  link: { en: 'Link to an initiative', nl: 'Aan een initiatief koppelen' },
  scope: { en: 'Set the scope', nl: 'De reikwijdte zetten' },
  archive: { en: 'Archive', nl: 'Archiveren' },
  restore: { en: 'Restore from the archive', nl: 'Uit het archief terugzetten' },
} as const satisfies Record<string, Label>;
export type BulkAction = keyof typeof bulkActions;

/** What a deed writes: tags, a link without a share (nothing is attributed unless a person says so), or a scope. */
export type BulkDeed =
  | { action: 'tag' | 'untag'; tags: string[] }
  | {
      action: 'link';
      support: Pick<Support, 'initiative' | 'significance' | 'justification' | 'source'>;
    }
  | { action: 'scope'; scope: Project['scope'] }
  | { action: 'archive' | 'restore' };

/** A record to change; a version that is no longer the record's makes it refused. Null asks for no version. */
export interface BulkTarget {
  id: string;
  version: number | null;
}

export interface BulkResult {
  id: string;
  /** What people call it; null where there is no such record. */
  name: string | null;
  version: number | null;
  result: 'changed' | 'unchanged' | 'refused';
  /** Why it is unchanged or refused: a message key and its values, and the problems of its fields. */
  why: { key: string; values: Record<string, string | number>; problems: readonly Problem[] } | null;
}

/** Records a request may change at most. */
const mostInBulk = 5000;

/** The right a deed takes, for a kind of record. */
export const rightFor = (action: BulkAction, noun: { name: string }): Right =>
  action === 'link' ? 'support:write' : (`${noun.name}:write` as Right);

/** The deeds a kind of record knows. */
export const actionsOf = (noun: Noun): BulkAction[] =>
  (Object.keys(bulkActions) as BulkAction[]).filter(action => action !== 'scope' || 'scope' in noun.fields);

const tooMany = (count: number) => new ExpectedError('invalid', 'bulk.tooMany', { count, most: mostInBulk });

/** The records chosen one by one, each once. Throws `invalid` for none and for too many. */
export function checkTargets(targets: readonly BulkTarget[]): BulkTarget[] {
  const once = [...new Map(targets.map(target => [target.id, target])).values()];
  if (once.length === 0) throw new ExpectedError('invalid', 'bulk.none');
  if (once.length > mostInBulk) throw tooMany(once.length);
  return once;
}

/** The records of a list, with the versions they have now. Throws `invalid` for none and for too many. */
export async function findTargets(noun: Noun, query: ListQuery): Promise<BulkTarget[]> {
  const ids = await listIds(noun, query);
  if (ids.length > mostInBulk) throw tooMany(ids.length);
  const versions = new Map(
    (await noun.current.find({ _id: { $in: ids } }, { version: 1 }).lean<Stored[]>()).map(one => [
      String(one['_id']),
      Number(one['version']),
    ]),
  );
  return checkTargets(ids.map(id => ({ id, version: versions.get(id) ?? null })));
}

type Stored = Record<string, unknown>;
type Wanted = { values: Stored } | { unchanged: string } | { refused: readonly Problem[] };

/** What a deed would write into a record, or the key of the sentence that says why it stays as it is. */
function wantedBy(deed: BulkDeed, record: KeptRecord, change: Change): Wanted {
  const own = record as unknown as { tags: string[]; supports: Support[]; scope?: Project['scope'] };
  switch (deed.action) {
    case 'tag':
    case 'untag': {
      const tags = (deed.action === 'tag' ? withTags : withoutTags)(own.tags, deed.tags);
      if (tags.length > Math.max(mostTags, own.tags.length))
        return { refused: [{ field: 'tags', type: 'array.max', values: { limit: mostTags } }] };
      if (tags.length !== own.tags.length) return { values: { tags } };
      return { unchanged: deed.action === 'tag' ? 'bulk.hasTags' : 'bulk.hasNoTags' };
    }
    case 'link': {
      if (own.supports.some(({ initiative }) => initiative === deed.support.initiative))
        return { unchanged: 'bulk.linked' };
      const added = { ...deed.support, shareBp: null, keyAction: null, assessedBy: null, assessedAt: null };
      return { values: { supports: [...own.supports, added] } };
    }
    case 'scope':
      return own.scope === deed.scope ? { unchanged: 'bulk.inScope' } : { values: { scope: deed.scope } };
    case 'archive':
      return isArchived(record) ? { unchanged: 'bulk.archived' } : { values: archiveValues(change) };
    default:
      return isArchived(record) ? { values: archiveValues(null) } : { unchanged: 'bulk.notArchived' };
  }
}

const whyNot = (
  key: string,
  values: Record<string, string | number> = {},
  problems: readonly Problem[] = [],
) => ({
  key,
  values,
  problems,
});

/** A result for a record that is not there, or not the version it was; null for one that can be changed. */
function refusalOf(noun: Noun, { id, version }: BulkTarget, record: KeptRecord | null): BulkResult | null {
  if (!record)
    return { id, name: null, version: null, result: 'refused', why: whyNot(`notFound.${noun.name}`) };
  if (version === null || version === record.version) return null;
  const why = whyNot('bulk.stale', { name: record.updatedBy.name, version: record.version });
  return { ...named(noun, record), result: 'refused', why };
}

const named = (noun: Noun, record: KeptRecord) => ({
  id: record.id,
  name: noun.identify(record),
  version: record.version,
});

/** The result for a record that is not written; null for one that is. */
function leftOut(noun: Noun, record: KeptRecord, wanted: Wanted): BulkResult | null {
  if ('values' in wanted) return null;
  return 'unchanged' in wanted
    ? { ...named(noun, record), result: 'unchanged', why: whyNot(wanted.unchanged) }
    : {
        ...named(noun, record),
        result: 'refused',
        why: whyNot('errors.invalid', { count: wanted.refused.length }, wanted.refused),
      };
}

/** What a deed would do to each record, without doing it. */
export async function planBulk(
  noun: Noun,
  targets: readonly BulkTarget[],
  deed: BulkDeed,
  change: Change,
): Promise<BulkResult[]> {
  const ids = targets.map(({ id }) => id);
  const stored = await noun.current.find({ _id: { $in: ids } }).lean<Stored[]>();
  const records = new Map(stored.map(one => [String(one['_id']), keptFrom(noun, one)]));
  const needed = deed.action === 'archive' ? await countDependants(noun, ids) : new Map<string, number>();
  return targets.map(target => {
    const record = records.get(target.id) ?? null;
    const refusal = refusalOf(noun, target, record);
    if (refusal || !record) return refusal as BulkResult;
    const wanted = wantedBy(deed, record, change);
    const untouched = leftOut(noun, record, wanted);
    if (untouched) return untouched;
    const count = needed.get(record.id) ?? 0;
    if (count > 0) {
      const why = whyNot('archive.needed', { name: noun.identify(record), count });
      return { ...named(noun, record), result: 'refused', why };
    }
    return { ...named(noun, record), result: 'changed', why: null };
  });
}

/**
 * Does a deed to each record, each in a transaction and a version of its own with the same reason. One that is refused
 * stops no other.
 */
export async function applyBulk(
  noun: Noun,
  targets: readonly BulkTarget[],
  deed: BulkDeed,
  change: Change,
): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (const target of targets) results.push(await applyOne(noun, target, deed, change));
  return results;
}

async function applyOne(noun: Noun, target: BulkTarget, deed: BulkDeed, change: Change): Promise<BulkResult> {
  let name: string | null = null;
  let seen: number | null = null;
  try {
    return await inTransaction(async (session): Promise<BulkResult> => {
      const stored = await noun.current.findOne({ _id: target.id }).session(session).lean<Stored>();
      const record = stored && keptFrom(noun, stored);
      const refusal = refusalOf(noun, target, record);
      if (refusal || !record) return refusal as BulkResult;
      ({ name, version: seen } = named(noun, record));
      const wanted = wantedBy(deed, record, change);
      const untouched = leftOut(noun, record, wanted);
      if (untouched || !('values' in wanted)) return untouched as BulkResult;
      const write = { id: record.id, version: record.version, values: wanted.values };
      const after = await writeRecord(noun, write, change, session);
      if (deed.action === 'archive') await refuseWhileNeeded(noun, after, session);
      return { ...named(noun, after), result: 'changed', why: null };
    });
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const why = whyNot(textKeyOf(error.key), error.values, error.problems);
    return { id: target.id, name, version: seen, result: 'refused', why };
  }
}
