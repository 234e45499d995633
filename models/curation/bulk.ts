import { archiveValues, countDependants, isArchived, refuseWhileNeeded } from './archive.ts';
import { ExpectedError, textKeyOf, type Problem } from '../values/errors.ts';
import type { Label } from '../values/format.ts';
import { findUnknownLinks } from '../record/resolveReferences.ts';
import { listIds } from '../lists/list.ts';
import type { RecordOf } from '../record/fields.ts';
import type { Change, KeptRecord, Listed, Noun, Stored } from '../record/noun.ts';
import type { Right } from '../record/permissions.ts';
import type { Project, projectFields } from '../projects/project.ts';
import type { ListQuery } from '../query/query.ts';
import { keptFrom } from '../record/versions.ts';
import { inTransaction, writeRecord } from '../record/record.ts';
import type { Support } from '../assessments/support.ts';
import { mostTags, withoutTags, withTags } from '../record/tags.ts';

/** What can be done to many records at once. */
export const bulkActions = {
  tag: { en: 'Add tags', nl: 'Labels toevoegen' },
  untag: { en: 'Take tags off', nl: 'Labels verwijderen' },
  link: { en: 'Link to an initiative', nl: 'Aan een initiatief koppelen' },
  scope: { en: 'Set the scope', nl: 'Bij de portefeuille indelen' },
  archive: { en: 'Archive', nl: 'Archiveren' },
  restore: { en: 'Restore from the archive', nl: 'Uit het archief terugzetten' },
} as const satisfies Record<string, Label>;
export type BulkAction = keyof typeof bulkActions;

/** What an action writes: tags, a link without a share (nothing is attributed unless a person says so), or a scope. */
export type BulkOperation =
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
  /** Its title, which tells two of one name apart; null where it has none or is not there. */
  title: string | null;
  version: number | null;
  result: 'changed' | 'unchanged' | 'refused';
  /** Why it is unchanged or refused: a message key and its values, and the problems of its fields. */
  why: { key: string; values: Record<string, string | number>; problems: readonly Problem[] } | null;
}

/** Records a request may change at most. */
export const mostInBulk = 5000;

/** The right an action takes, for a kind of record. */
export const rightFor = (action: BulkAction, noun: { name: string }): Right =>
  action === 'link' ? 'support:write' : (`${noun.name}:write` as Right);

/** The actions a kind of record knows. */
export const actionsOf = (noun: Listed): BulkAction[] =>
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
export async function findTargets(noun: Listed, query: ListQuery): Promise<BulkTarget[]> {
  const ids = await listIds(noun, query);
  if (ids.length > mostInBulk) throw tooMany(ids.length);
  const versions = new Map(
    (await noun.current.find({ _id: { $in: ids } }, { version: 1 }).lean<Stored[]>()).map(one => [
      one._id,
      one.version,
    ]),
  );
  return checkTargets(ids.map(id => ({ id, version: versions.get(id) ?? null })));
}

type Wanted = { values: RecordOf } | { unchanged: string } | { refused: readonly Problem[] };

/** What an action would write into a record, or the key of the sentence that says why it stays as it is. */
function wantedBy(operation: BulkOperation, record: KeptRecord, change: Change): Wanted {
  const own = record as KeptRecord<Pick<typeof projectFields, 'tags' | 'supports' | 'scope'>>;
  switch (operation.action) {
    case 'tag':
    case 'untag': {
      const tags = (operation.action === 'tag' ? withTags : withoutTags)(own.tags, operation.tags);
      if (tags.length > Math.max(mostTags, own.tags.length))
        return { refused: [{ field: 'tags', type: 'array.max', values: { limit: mostTags } }] };
      if (tags.length !== own.tags.length) return { values: { tags } };
      return { unchanged: operation.action === 'tag' ? 'bulk.hasTags' : 'bulk.hasNoTags' };
    }
    case 'link': {
      if (own.supports.some(({ initiative }) => initiative === operation.support.initiative))
        return { unchanged: 'bulk.linked' };
      const added = {
        ...operation.support,
        shareBp: null,
        keyAction: null,
        assessedBy: null,
        assessedAt: null,
      };
      return { values: { supports: [...own.supports, added] } };
    }
    case 'scope':
      return own.scope === operation.scope
        ? { unchanged: 'bulk.inScope' }
        : { values: { scope: operation.scope } };
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

const named = (noun: Noun, record: KeptRecord): Pick<BulkResult, 'id' | 'name' | 'title' | 'version'> => ({
  id: record.id,
  name: noun.identify(record),
  title: (record as { title?: string | null }).title ?? null,
  version: record.version,
});

/** What an action is to write into a record, or the result where it writes nothing. */
function decide(
  noun: Noun,
  { id, version }: BulkTarget,
  record: KeptRecord | null,
  operation: BulkOperation,
  change: Change,
): { values: RecordOf } | { result: BulkResult } {
  if (!record) {
    const why = whyNot(`notFound.${noun.name}`);
    return { result: { id, name: null, title: null, version: null, result: 'refused', why } };
  }
  const own = named(noun, record);
  const wanted = wantedBy(operation, record, change);
  // Asked before the version: whoever presses twice hears that it is done, not that somebody was faster.
  if ('unchanged' in wanted)
    return { result: { ...own, result: 'unchanged', why: whyNot(wanted.unchanged) } };
  if (version !== null && version !== record.version) {
    const why = whyNot('bulk.stale', { name: record.updatedBy.name, version: record.version });
    return { result: { ...own, result: 'refused', why } };
  }
  if ('values' in wanted) return wanted;
  const why = whyNot('errors.invalid', { count: wanted.refused.length }, wanted.refused);
  return { result: { ...own, result: 'refused', why } };
}

/** What an action would do to each record, without doing it. */
export async function planBulk(
  noun: Noun,
  targets: readonly BulkTarget[],
  operation: BulkOperation,
  change: Change,
): Promise<BulkResult[]> {
  const ids = targets.map(({ id }) => id);
  const stored = await noun.current.find({ _id: { $in: ids } }).lean<Stored[]>();
  const records = new Map(stored.map(one => [one._id, keptFrom(noun, one)]));
  const needed =
    operation.action === 'archive' ? await countDependants(noun, ids) : new Map<string, number>();
  const unknown = operation.action === 'link' ? await findUnknown(operation.support) : [];
  return targets.map((target): BulkResult => {
    const record = records.get(target.id) ?? null;
    const decided = decide(noun, target, record, operation, change);
    if ('result' in decided || !record) return (decided as { result: BulkResult }).result;
    if (unknown.length > 0) {
      const at = (record['supports'] as Support[]).length;
      const problems = unknown.map(one => ({ ...one, field: one.field.replace('.0.', `.${at}.`) }));
      const why = whyNot('errors.invalid', { count: problems.length }, problems);
      return { ...named(noun, record), result: 'refused', why };
    }
    const count = needed.get(record.id) ?? 0;
    if (count > 0) {
      const why = whyNot('archive.needed', { name: noun.identify(record), count });
      return { ...named(noun, record), result: 'refused', why };
    }
    return { ...named(noun, record), result: 'changed', why: null };
  });
}

/** What is wrong with a link that leads nowhere, as of the first link of a record. */
async function findUnknown({ initiative }: Pick<Support, 'initiative'>): Promise<Problem[]> {
  return inTransaction(async session => findUnknownLinks([{ initiative, keyAction: null }], session));
}

/**
 * Does an action to each record, each in a transaction and a version of its own with the same reason. One that is refused
 * stops no other.
 */
export async function applyBulk(
  noun: Noun,
  targets: readonly BulkTarget[],
  operation: BulkOperation,
  change: Change,
): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (const target of targets) results.push(await applyOne(noun, target, operation, change));
  return results;
}

async function applyOne(
  noun: Noun,
  target: BulkTarget,
  operation: BulkOperation,
  change: Change,
): Promise<BulkResult> {
  let seen: ReturnType<typeof named> = { id: target.id, name: null, title: null, version: null };
  try {
    return await inTransaction(async (session): Promise<BulkResult> => {
      const stored = await noun.current.findOne({ _id: target.id }).session(session).lean<Stored>();
      const record = stored && keptFrom(noun, stored);
      const decided = decide(noun, target, record, operation, change);
      if ('result' in decided || !record) return (decided as { result: BulkResult }).result;
      seen = named(noun, record);
      const write = { id: record.id, version: record.version, values: decided.values };
      const after = await writeRecord(noun, write, change, session);
      if (operation.action === 'archive') await refuseWhileNeeded(noun, after, session);
      return { ...named(noun, after), result: 'changed', why: null };
    });
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const why = whyNot(textKeyOf(error.key), error.values, error.problems);
    return { ...seen, result: 'refused', why };
  }
}
