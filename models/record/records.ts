import type { ClientSession } from 'mongoose';
import { setImmediate as turn } from 'node:timers/promises';
import { ExpectedError, type Problem } from '../values/errors.ts';
import { emptyRecord, type Fields, type RecordOf } from './fields.ts';
import { endTransactionCache, startTransactionCache } from './transactionCache.ts';
import { unsearched, type Change, type KeptRecord, type Noun, type Stored } from './noun.ts';
import { planWrite, type PlannedWrite, type Write } from './planWrite.ts';
import { followWrites, noteWritten, tellWritten } from './record.ts';
import { closedVersion, type EarlierVersion } from './versions.ts';
import { yieldToEventLoop } from '../process/yieldToEventLoop.ts';

/** What became of one write of a batch; a refused one stops no other. */
export type Wrote<F extends Fields, D> =
  { record: KeptRecord<F, D>; isChanged: boolean } | { refused: ExpectedError; problems: readonly Problem[] };

/** So many documents are sent at a time: more would hold up whoever waits for this process. */
const sendSize = 100;

/**
 * The door for many records of a noun at once (up to 500), inside a transaction: leaves what writing them one by one
 * would, with few queries. What is refused is not written, and says why; the others are.
 */
export async function writeRecords<F extends Fields, D>(
  noun: Noun<F, D>,
  writes: readonly Write[],
  change: Change,
  session: ClientSession,
): Promise<Wrote<F, D>[]> {
  const isOutermost = startTransactionCache(session);
  try {
    const ids = writes.flatMap(({ id }) => id ?? []);
    const found =
      ids.length === 0
        ? []
        : await noun.current
            .find({ _id: { $in: ids } }, unsearched)
            .session(session)
            .lean<Stored[]>();
    const stored = new Map(found.map(one => [one._id, one]));
    await noun.prefetch?.(
      writes.map(({ id, values }) => ({ ...stored.get(id ?? ''), ...values })),
      found,
      session,
    );
    const earlier = await findEarlierVersions(noun, writes, session);
    const takeTurn = yieldToEventLoop();
    const planned: PlannedWrite<F, D>[] = [];
    const wrote: Wrote<F, D>[] = [];
    for (const write of writes) {
      await takeTurn();
      try {
        const before = stored.get(write.id ?? '') ?? null;
        const plan = await planWrite(noun, write, before, change, session, earlier.get(write.id ?? ''));
        if ('unchanged' in plan) wrote.push({ record: plan.unchanged, isChanged: false });
        else {
          planned.push(plan);
          wrote.push({ record: plan.saved, isChanged: true });
        }
      } catch (error) {
        if (!(error instanceof ExpectedError) || error.kind === 'unavailable') throw error;
        wrote.push({ refused: error, problems: error.problems });
      }
    }
    await store(noun, planned, session);
    await followWrites(noun, planned, session);
    return wrote;
  } finally {
    if (isOutermost) endTransactionCache(session);
  }
}

/** What was last of records that are made anew under an id which one that was taken away had. */
async function findEarlierVersions<F extends Fields, D>(
  noun: Noun<F, D>,
  writes: readonly Write[],
  session: ClientSession,
): Promise<Map<string, EarlierVersion>> {
  const ids = writes.flatMap(({ id, isNew }) => (isNew && id !== null ? [id] : []));
  if (ids.length === 0) return new Map();
  const found = await noun.versions
    .find({ recordId: { $in: ids } }, { recordId: 1, version: 1, validTo: 1 })
    .sort({ version: 1 })
    .session(session)
    .lean<(EarlierVersion & { recordId: string })[]>();
  return new Map(found.map(one => [one.recordId, one]));
}

async function store<F extends Fields, D>(
  noun: Noun<F, D>,
  planned: readonly PlannedWrite<F, D>[],
  session: ClientSession,
): Promise<void> {
  const current = noun.current.collection;
  for (let start = 0; start < planned.length; start += sendSize) {
    const some = planned.slice(start, start + sendSize);
    for (const { id } of some) noteWritten(noun.name, id, session);
    const added = some.filter(({ before }) => before === null);
    const changed = some.flatMap(({ before, ...one }) => (before === null ? [] : [{ ...one, before }]));
    if (added.length > 0)
      await current.insertMany(
        added.map(one => one.current),
        { session, ordered: true },
      );
    if (changed.length > 0) {
      const { matchedCount } = await current.bulkWrite(
        changed.map(({ id, before, current: replacement }) => ({
          replaceOne: { filter: { _id: id, version: before.version }, replacement },
        })),
        { session },
      );
      if (matchedCount !== changed.length) throw new ExpectedError('stale', 'stale', { version: 0 });
      const closed = changed.map(one => one.closed).filter(one => one !== null);
      await noun.versions.collection.insertMany(closed, { session });
    }
    await turn();
  }
}

/**
 * Takes records away as if they had not been from the change's instant on; their versions stay, and what each was last is
 * closed. The only way in which a record goes. Inside a transaction. Throws `stale` where one has another version.
 */
export async function removeRecords<F extends Fields, D>(
  noun: Noun<F, D>,
  records: readonly KeptRecord<F, D>[],
  change: Change,
  session: ClientSession,
): Promise<void> {
  if (records.length === 0) return;
  const stored = await noun.current
    .find({ _id: { $in: records.map(({ id }) => id) } }, unsearched)
    .session(session)
    .lean<Stored[]>();
  const { deletedCount } = await noun.current.collection.bulkWrite(
    records.map(({ id, version }) => ({ deleteOne: { filter: { _id: id, version } } })),
    { session },
  );
  if (deletedCount !== records.length) throw new ExpectedError('stale', 'stale', { version: 0 });
  for (let start = 0; start < stored.length; start += sendSize) {
    const closed = stored.slice(start, start + sendSize).map(one => {
      const { validFrom } = one;
      const validTo = validFrom >= change.at ? new Date(validFrom.getTime() + 1) : change.at;
      return closedVersion(one, validTo);
    });
    await noun.versions.collection.insertMany(closed, { session });
  }
  for (const { id } of records) noteWritten(noun.name, id, session);
  const gone = records.map(record => ({
    record: { ...record, ...emptyRecord(noun.fields) },
    previous: record as RecordOf<F>,
  }));
  await noun.propagate?.(gone, session);
  await tellWritten(
    noun.name,
    records.map(record => ({ before: record as RecordOf<F>, after: null, at: change.at })),
    session,
  );
}
