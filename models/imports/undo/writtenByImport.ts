import type { ClientSession } from 'mongoose';
import type { IncomingNoun } from '../../sources/contract/incoming.ts';
import type { Import } from '../import.ts';
import { importsCollection } from '../importsCollection.ts';
import { incomingNounOf } from '../merge/lookUp.ts';

type Stored = Record<string, unknown>;

/** By what the versions that an import wrote, or took back, are told from all others. */
export interface Span {
  name: string;
  from: number;
  /** When the next import of a file of the same name began; imports write one after the other. */
  until: number;
  undoneFrom: number;
}

export const undoneReason = (name: string): string => `undone: ${name}`;

export async function spanOf({ file, appliedAt, undoneAt }: Import): Promise<Span> {
  const from = appliedAt ?? new Date(8.64e15);
  const [next] = await importsCollection()
    .find({ 'file.name': file.name, appliedAt: { $gt: from } }, { projection: { appliedAt: 1 } })
    .sort({ appliedAt: 1 })
    .limit(1)
    .toArray();
  return {
    name: file.name,
    from: from.getTime(),
    until: next?.appliedAt?.getTime() ?? Infinity,
    undoneFrom: undoneAt?.getTime() ?? Infinity,
  };
}

function isOf({ name, from, until, undoneFrom }: Span, version: Stored): boolean {
  if (version['channel'] !== 'import') return false;
  const at = (version['validFrom'] as Date).getTime();
  return version['reason'] === name
    ? at >= from && at < until
    : version['reason'] === undoneReason(name) && at >= undoneFrom;
}

/** What an import did to a record, from the record's versions. */
export interface Trace {
  /** As it is now; null where it is no more. */
  current: Stored | null;
  /** As it was before the import; null where the import made it. */
  before: Stored | null;
  /** Whether anybody else wrote it since the import first did. */
  isTouched: boolean;
}

/** The traces an import left in these records, by id; a record it never wrote has none. */
export async function findTraces(
  noun: IncomingNoun,
  ids: readonly string[],
  span: Span,
  session?: ClientSession,
  projection?: Record<string, 1>,
): Promise<Map<string, Trace>> {
  const versions = (await incomingNounOf[noun].versions.collection
    .find({ recordId: { $in: [...ids] } } as never, {
      ...(session && { session }),
      ...(projection && { projection }),
    })
    .sort({ recordId: 1, version: 1 })
    .toArray()) as unknown as Stored[];
  const byRecord = new Map<string, Stored[]>();
  for (const version of versions) {
    const id = String(version['recordId']);
    const own = byRecord.get(id);
    if (own) own.push(version);
    else byRecord.set(id, [version]);
  }
  const traces = new Map<string, Trace>();
  for (const [id, own] of byRecord) {
    const first = own.findIndex(version => isOf(span, version));
    if (first < 0) continue;
    traces.set(id, {
      current: own.find(({ validTo }) => validTo === null) ?? null,
      before: own[first - 1] ?? null,
      isTouched: own.slice(first).some(version => !isOf(span, version)),
    });
  }
  return traces;
}

/** What tells whose a version is, without the record in it. */
export const markOnly = {
  recordId: 1,
  version: 1,
  validFrom: 1,
  validTo: 1,
  channel: 1,
  reason: 1,
  name: 1,
} as const;

/** The ids of all organisations that an import wrote, also those that projects of it brought. */
export async function findOrganisationsOf({ name, from, until }: Span): Promise<string[]> {
  const validFrom = { $gte: new Date(from), ...(until < Infinity && { $lt: new Date(until) }) };
  const ids = await incomingNounOf.organisation.versions.collection.distinct('recordId', {
    channel: 'import',
    reason: name,
    validFrom,
  } as never);
  return (ids as unknown[]).map(String).toSorted();
}
