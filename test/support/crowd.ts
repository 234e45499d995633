import { randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import mongoose from 'mongoose';
import { calls } from '../../models/calls/call.ts';
import type { Listed } from '../../models/record/noun.ts';
import { organisations } from '../../models/organisations/organisation.ts';
import { projects } from '../../models/projects/projects.ts';
import { rowsCollection, type StoredRow } from '../../models/imports/rows/rows.ts';
import { addCall, addOrganisation, addProgramme, addProject, addStrategy } from './factories.ts';
import { addImport, variedRows } from './imports.ts';

/** More than several batches of a cursor. */
export const crowdSize = 2_000;

type Stored = Record<string, unknown>;
type Records = mongoose.mongo.Collection<Stored & { _id: string }>;
const recordsOf = (noun: Listed) => noun.current.collection as unknown as Records;
const versionsOf = (noun: Listed) => noun.versions.collection as unknown as Records;

/** The path a noun's list is sorted by while its records move. */
export const sortedBy: Readonly<Record<string, string>> = {
  project: 'title',
  call: 'title',
  organisation: 'name',
};
const numbered = (at: number): string => `M ${String(at).padStart(6, '0')}`;

/** Many more records like one that was saved, each with its version, named in their order. */
async function multiply(noun: Listed, id: string): Promise<void> {
  const path = sortedBy[noun.name] ?? '';
  const record = await recordsOf(noun).findOne({ _id: id });
  const version = await versionsOf(noun).findOne({ recordId: id });
  const copies = Array.from({ length: crowdSize }, (_one, at) => ({
    _id: randomBytes(12).toString('hex'),
    [path]: numbered(at),
    ...(noun.name === 'call' && { identifier: `MANY-${at}` }),
  }));
  await recordsOf(noun).deleteOne({ _id: id });
  await versionsOf(noun).deleteMany({ recordId: id });
  await recordsOf(noun).insertMany(copies.map(copy => ({ ...record, ...copy })));
  await versionsOf(noun).insertMany(
    copies.map(({ _id, ...copy }) => ({
      ...version,
      ...copy,
      _id: new mongoose.Types.ObjectId() as unknown as string,
      recordId: _id,
    })),
  );
}

/** Two thousand projects with lists of every kind, as many calls and organisations, and an import with as many rows. */
export async function addCrowd(): Promise<{ importId: string }> {
  await addStrategy();
  const { code: programme } = await addProgramme();
  const call = await addCall({ programme, title: 'One', budget: '1000' });
  const supports = [
    { initiative: 'S-1.1', significance: 'principal', shareBp: 5_000, justification: 'Yes.' },
  ];
  const project = await addProject({
    programme,
    euContribution: '100.01',
    participants: [{ name: 'Institute', country: 'NL', role: 'coordinator', euContribution: '100.01' }],
    documents: [{ title: 'Plan', url: 'https://example.org/plan' }],
    supports,
  });
  const organisation = await addOrganisation({ country: 'NL' });
  await multiply(projects, project.id);
  await multiply(calls, call.id);
  await multiply(organisations, organisation.id);
  const [row] = variedRows();
  if (!row) throw new Error('No row.');
  const { id } = await addImport(Array.from({ length: crowdSize }, () => row));
  return { importId: id };
}

/** As a page sorts: without case. */
const collation = { locale: 'en', strength: 2 } as const;
const some = 60;
/** Somewhere in a half: taken always from its end, the same records would go to and fro, and be back in the end. */
const anywhere = () => Math.floor(Math.random() * (crowdSize / 2 - some));
let round = 0;

/**
 * Moves records of the first half of a noun's list behind the last ones and some of the other half before the first, and
 * archives or restores some in the middle, all in one transaction; projects get another amount.
 */
export async function moveRecords(noun: Listed): Promise<void> {
  round += 1;
  const path = sortedBy[noun.name] ?? '';
  const find = async (direction: 1 | -1) =>
    recordsOf(noun)
      .find({}, { projection: { _id: 1 }, collation })
      .sort({ [path]: direction })
      .skip(anywhere())
      .limit(some)
      .toArray();
  const [first, last] = [await find(1), await find(-1)];
  const archivedAt = round % 2 === 0 ? null : new Date();
  const middle = await recordsOf(noun)
    .find({ [path]: /^M 0010[0-4]/ }, { projection: { _id: 1 } })
    .toArray();
  const changes = [
    ...first.map(({ _id }, at) => [_id, { [path]: `Z ${round} ${at}` }] as const),
    ...last.map(({ _id }, at) => [_id, { [path]: `A ${String(1e6 - round)} ${at}` }] as const),
    ...(noun.name === 'organisation' ? [] : middle.map(({ _id }) => [_id, { archivedAt }] as const)),
  ].map(
    ([id, set]) => [id, noun.name === 'project' ? { ...set, euContribution: 10_001 + round } : set] as const,
  );
  await mongoose.connection.getClient().withSession(async session =>
    session.withTransaction(async () => {
      const write = async (of: Records, key: string) =>
        of.bulkWrite(
          changes.map(([id, set]) => ({ updateOne: { filter: { [key]: id }, update: { $set: set } } })),
          { session, ordered: false },
        );
      await write(recordsOf(noun), '_id');
      await write(versionsOf(noun), 'recordId');
    }),
  );
}

/** The same of the rows of an import. */
export async function moveRows(importId: string): Promise<void> {
  round += 1;
  const find = async (direction: 1 | -1): Promise<StoredRow[]> =>
    rowsCollection().find({ importId }).sort({ seq: direction }).skip(anywhere()).limit(some).toArray();
  const [first, last] = [await find(1), await find(-1)];
  const to = (rows: StoredRow[], from: number) =>
    rows.map(({ _id }, at) => ({ updateOne: { filter: { _id }, update: { $set: { seq: from + at } } } }));
  await rowsCollection().bulkWrite([...to(first, round * 1_000_000), ...to(last, -round * 1_000_000)]);
}

/** Goes on moving until it is stopped; answers how often it did. */
export function keepMoving(move: () => Promise<void>): () => Promise<number> {
  const wish = new AbortController();
  let times = 0;
  const moving = (async () => {
    for (; !wish.signal.aborted; times += 1) {
      await move();
      await after(25);
    }
  })();
  return async () => {
    wish.abort();
    await moving;
    return times;
  };
}

/** The ids in a noun's list at an instant of the database, read without anything of the program. */
export async function idsAt(noun: Listed, time: mongoose.mongo.Timestamp): Promise<string[]> {
  const session = mongoose.connection.getClient().startSession({ snapshot: true });
  (session as { snapshotTime?: mongoose.mongo.Timestamp }).snapshotTime = time;
  const path = sortedBy[noun.name] ?? '';
  const found = await recordsOf(noun)
    .find(noun.name === 'organisation' ? {} : { archivedAt: null }, {
      projection: { _id: 1 },
      session,
      readConcern: { level: 'snapshot' },
      collation,
    })
    .sort({ [path]: 1, _id: 1 })
    .toArray();
  await session.endSession();
  return found.map(({ _id }) => _id);
}

/** What is wrong with the ids of a file beside those that it should have: nothing where they are the same, in order. */
export function differences(found: readonly string[], expected: readonly string[]) {
  const times = new Map<string, number>();
  for (const id of found) times.set(id, (times.get(id) ?? 0) + 1);
  const missing = expected.filter(id => !times.has(id)).length;
  const twice = [...times.values()].filter(count => count > 1).length;
  const others = [...times.keys()].filter(id => !expected.includes(id)).length;
  const isInOrder = found.every((id, at) => id === expected[at]);
  return missing + twice + others === 0 && isInOrder && found.length === expected.length
    ? null
    : { missing, twice, others, isInOrder, rows: found.length, of: expected.length };
}
