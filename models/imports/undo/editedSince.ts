import { iterate } from '../../process/iterate.ts';
import type { IncomingNoun } from '../../sources/contract/incoming.ts';
import { importables } from '../../nouns.ts';
import { nameIn } from '../../record/importable.ts';
import { incomingNouns } from '../../sources/contract/incoming.ts';
import type { Import } from '../import.ts';
import { getImport } from '../imports.ts';
import { findNamedByOthers } from './dependants.ts';
import { rowsCollection, type StoredRow } from '../rows/rows.ts';
import { chunkSize } from '../fencedTransaction.ts';
import { findWritten, findTraces, markOnly } from './writtenByImport.ts';

/** The rows of an import whose records it wrote and did not take back. */
export const writtenRows = (importId: string) => ({
  importId,
  versionAfter: { $ne: null },
  isUndone: false,
});

const mostNamed = 20;

/** Names of the records that were changed since, or are needed by others: with any of them an import is not undone. */
export async function listTouched(id: string): Promise<string[]> {
  const one = await getImport(id);
  const names: string[] = [];
  let chunk: StoredRow[] = [];
  const look = async (): Promise<void> => {
    for (const noun of incomingNouns()) {
      const rows = chunk.filter(row => row.noun === noun);
      names.push(...(await touchedRows(one, noun, rows)));
    }
    chunk = [];
  };
  const written = () =>
    rowsCollection()
      .find(writtenRows(id), { projection: { stated: 0, changes: 0, conflicts: 0, originBefore: 0 } })
      .sort({ seq: 1 })
      .batchSize(chunkSize);
  for await (const row of iterate<StoredRow>(written)) {
    chunk.push(row);
    if (chunk.length >= chunkSize) await look();
    if (names.length >= mostNamed) return names.slice(0, mostNamed);
  }
  await look();
  for (const noun of broughtNouns())
    if (names.length < mostNamed) names.push(...(await touchedWithoutRow(one, noun)));
  return names.slice(0, mostNamed);
}

async function touchedRows(one: Import, noun: IncomingNoun, rows: readonly StoredRow[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const ids = rows.flatMap(({ recordId }) => recordId ?? []);
  const traces = await findTraces(noun, ids, one.id, undefined, markOnly);
  const made = ids.filter(id => traces.get(id)?.before === null);
  const named = await findNamedByOthers(noun, made, one);
  return rows
    .filter(({ recordId }) => {
      const trace = traces.get(recordId ?? '');
      return !trace || trace.current === null || trace.isTouched || named.has(recordId ?? '');
    })
    .map(({ name, recordId }) => name ?? recordId ?? '');
}

/** Nouns of which records come without a row, for others bring them. */
export const broughtNouns = (): IncomingNoun[] =>
  incomingNouns().filter(noun =>
    incomingNouns().some(other => Object.values(importables[other].brings ?? {}).includes(noun)),
  );

/** The records that only others of an import brought or filled in, such as organisations of projects: no row tells of them. */
export async function findWithoutRow(importId: string, noun: IncomingNoun): Promise<string[]> {
  const rows = rowsCollection().find(
    { importId, noun, versionAfter: { $ne: null } },
    { projection: { recordId: 1 } },
  );
  const ofRows = new Set((await rows.toArray()).map(({ recordId }) => recordId));
  return (await findWritten(noun, importId)).filter(id => !ofRows.has(id));
}

/** Those of them that somebody changed since, unless they stay anyhow because others name them. */
async function touchedWithoutRow(one: Import, noun: IncomingNoun): Promise<string[]> {
  const ids = await findWithoutRow(one.id, noun);
  const importable = importables[noun];
  const only = { ...markOnly, ...Object.fromEntries(importable.reportedAs.map(key => [key, 1 as const])) };
  const names: string[] = [];
  for (let start = 0; start < ids.length && names.length < mostNamed; start += chunkSize) {
    const some = ids.slice(start, start + chunkSize);
    const traces = await findTraces(noun, some, one.id, undefined, only);
    const touched = [...traces].filter(([, { isTouched }]) => isTouched);
    const made = touched.flatMap(([id, { before }]) => (before === null ? [id] : []));
    const named = await findNamedByOthers(noun, made, one);
    for (const [id, { current }] of touched)
      if (current && !named.has(id)) names.push(nameIn(importable, current) ?? id);
  }
  return names;
}
