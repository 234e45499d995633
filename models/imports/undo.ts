import type { ClientSession } from 'mongoose';
import { ExpectedError } from '../errors.ts';
import { calls } from '../call.ts';
import type { Actor, Change } from '../noun.ts';
import { projects } from '../projects.ts';
import { keptFrom } from '../record.ts';
import { removeRecords, writeRecords } from '../records.ts';
import { incomingNouns, type IncomingNoun } from '../sources/incoming.ts';
import type { Import } from './import.ts';
import { changeImport, getImport, noteProgress, requestJob } from './imports.ts';
import { incomingNounOf } from './lookUp.ts';
import { originId, originsCollection, type Origin } from './origins.ts';
import { rowsCollection, type StoredRow } from './rows.ts';
import { chunkSize, type Step } from './step.ts';

type Stored = Record<string, unknown>;

const written = (importId: string) => ({ importId, versionAfter: { $ne: null }, isUndone: false });

/** The import that made a version has left its name and instant in it. */
const isOf = ({ file, appliedAt }: Import, version: Stored): boolean =>
  version['channel'] === 'import' &&
  version['reason'] === file.name &&
  (version['validFrom'] as Date).getTime() >= (appliedAt?.getTime() ?? Infinity);

const mostNamed = 20;

/** Names of the records that were changed since, or are needed by others: with any of them an import is not undone. */
export async function listTouched(id: string): Promise<string[]> {
  const one = await getImport(id);
  const names: string[] = [];
  let chunk: StoredRow[] = [];
  const look = async (): Promise<void> => {
    for (const noun of incomingNouns)
      names.push(
        ...(await touchedOf(
          one,
          noun,
          chunk.filter(row => row.noun === noun),
        )),
      );
    chunk = [];
  };
  for await (const row of rowsCollection().find(written(id)).sort({ seq: 1 }).batchSize(chunkSize)) {
    chunk.push(row);
    if (chunk.length >= chunkSize) await look();
    if (names.length >= mostNamed) return names.slice(0, mostNamed);
  }
  await look();
  return names.slice(0, mostNamed);
}

async function touchedOf(one: Import, noun: IncomingNoun, rows: readonly StoredRow[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const ids = rows.flatMap(({ recordId }) => recordId ?? []);
  const current = (await incomingNounOf[noun].versions.collection
    .find({ recordId: { $in: ids }, validTo: null } as never, {
      projection: { recordId: 1, channel: 1, reason: 1, validFrom: 1 },
    })
    .toArray()) as unknown as Stored[];
  const own = new Set(current.filter(version => isOf(one, version)).map(({ recordId }) => String(recordId)));
  const created = rows.flatMap(({ versionBefore, recordId }) =>
    versionBefore === null && recordId ? [recordId] : [],
  );
  const needed = await neededBySomethingElse(one, noun, created);
  return rows
    .filter(({ recordId }) => !own.has(recordId ?? '') || needed.has(recordId ?? ''))
    .map(({ name, recordId }) => name ?? recordId ?? '');
}

/** Records the import made that a record names which it did not write. */
async function neededBySomethingElse(
  one: Import,
  noun: IncomingNoun,
  ids: readonly string[],
): Promise<Set<string>> {
  const needed = new Set<string>();
  if (noun === 'project' || ids.length === 0) return needed;
  const paths = noun === 'call' ? ['call.id', 'topic.id'] : ['participants.organisation.id'];
  const places = [
    { model: projects.current, paths },
    ...(noun === 'call' ? [{ model: calls.current, paths: ['parent.id', 'rounds.call.id'] }] : []),
  ];
  for (const { model, paths: some } of places) {
    for (const path of some) {
      const found = await model.collection
        .find({ [path]: { $in: ids }, updatedAt: { $ne: one.appliedAt } } as never, {
          projection: { [path]: 1 },
        })
        .toArray();
      const wanted = new Set(ids);
      for (const record of found)
        for (const id of idsAt(record, path.split('.'))) if (wanted.has(id)) needed.add(id);
    }
  }
  return needed;
}

function idsAt(value: unknown, keys: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap(item => idsAt(item, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return typeof value === 'string' ? [value] : [];
  return typeof value === 'object' && value !== null ? idsAt((value as Stored)[key], rest) : [];
}

/**
 * Asks that an applied import be undone as a whole; a job does it.
 * @throws {ExpectedError} `notFound`, `stale`, `conflict` where it is not applied, or naming records touched since
 */
export async function requestUndo(id: string, version: number | null, by: Actor): Promise<Import> {
  const names = await listTouched(id);
  if (names.length > 0)
    throw new ExpectedError('conflict', 'imports.touched', { count: names.length, names: names.join(', ') });
  return requestJob(id, version, ['applied'], { state: 'undoing', undoneBy: by }, 'undoImport');
}

/**
 * Takes an applied import back: what it changed becomes as it was, in versions of their own, and what it made is gone.
 * Begun anew it goes on where it was. A record that was touched after the asking is left as it is.
 */
export async function undoImport(id: string, step: Step): Promise<void> {
  const started = await step(async session => {
    const found = await getImport(id, session);
    if (found.undoneAt) return found;
    const ofRows = await rowsCollection().countDocuments(written(id), { session });
    const progress = { ...found.progress, rows: 0, ofRows, startedAt: new Date() };
    return changeImport(id, null, ['undoing'], { undoneAt: new Date(), progress }, session);
  });
  const change: Change = {
    by: started.undoneBy ?? started.createdBy,
    channel: 'import',
    reason: `undone: ${started.file.name}`,
    at: started.undoneAt ?? new Date(),
  };
  let rows = 0;
  // What names others goes before what it names.
  for (const noun of incomingNouns.toReversed()) {
    for (;;) {
      const count = await step(async session => undoChunk(started, noun, change, session));
      if (count === 0) break;
      rows += count;
      await noteProgress(id, { rows });
    }
  }
  await step(async session => void (await changeImport(id, null, ['undoing'], { state: 'undone' }, session)));
}

async function undoChunk(
  one: Import,
  noun: IncomingNoun,
  change: Change,
  session: ClientSession,
): Promise<number> {
  const rows = await rowsCollection()
    .find({ ...written(one.id), noun }, { session })
    .sort({ seq: 1 })
    .limit(chunkSize)
    .toArray();
  if (rows.length === 0) return 0;
  const of = incomingNounOf[noun];
  const ids = rows.flatMap(({ recordId }) => recordId ?? []);
  const versions = (await of.versions.collection
    .find({ recordId: { $in: ids } } as never, { session })
    .toArray()) as unknown as Stored[];
  const at = (recordId: string | null, version: number | null) =>
    versions.find(other => other['recordId'] === recordId && other['version'] === version);
  const current = new Map(
    versions.filter(({ validTo }) => validTo === null).map(version => [String(version['recordId']), version]),
  );
  const own = rows.filter(({ recordId }) =>
    isOf(one, current.get(recordId ?? '') ?? { validFrom: new Date(0) }),
  );
  const made = own.filter(({ versionBefore }) => versionBefore === null);
  const changed = own.filter(({ versionBefore }) => versionBefore !== null);
  await removeRecords(
    of,
    made.map(({ recordId }) => keptFrom(of, current.get(recordId ?? '') ?? {})),
    change,
    session,
  );
  await writeRecords(
    of,
    changed.map(({ recordId, versionBefore }) => ({
      id: recordId,
      version: null,
      values: keptFrom(of, at(recordId, versionBefore) ?? {}) as unknown as Stored,
    })),
    change,
    session,
  );
  await restoreOrigins(one, noun, own, session);
  const filter = { _id: { $in: rows.map(({ _id }) => _id) } };
  await rowsCollection().updateMany(filter, { $set: { isUndone: true } }, { session });
  return rows.length;
}

async function restoreOrigins(
  { source }: Import,
  noun: IncomingNoun,
  rows: readonly StoredRow[],
  session: ClientSession,
): Promise<void> {
  const writes = rows.map(({ recordId, originBefore }) => {
    const filter = { _id: originId(source ?? 'table', noun, recordId ?? '') };
    if (originBefore === null) return { deleteOne: { filter } };
    // The record has another version now: what was stated then is compared field by field.
    const { _id, ...rest } = originBefore as unknown as Origin;
    return { replaceOne: { filter, replacement: { ...rest, digest: null }, upsert: true } };
  });
  if (writes.length > 0) await originsCollection().bulkWrite(writes, { session });
}
