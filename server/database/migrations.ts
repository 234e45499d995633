import type { ClientSession, Db } from 'mongodb';
import type { Log } from '../logger.ts';
import { StartError } from '../startError.ts';
import { rewriteCallStatuses } from './callStatuses.ts';
import { isEmptyDatabase } from './contents.ts';
import { holdingLease, type CheckLease, type LeaseOptions } from './lease.ts';
import { keepOneLinkEach } from './oneLinkEach.ts';
import type { OpenCollection } from './openCollection.ts';
import { rewriteProjectWarnings } from './projectWarnings.ts';
import { dropSessionExpiry } from './sessionGrace.ts';
import { dropSearchIndexes, dropTerms, foldSearchEntries, rewriteSearchEntries } from './searchEntries.ts';
import { reshapeVersions } from './versionShape.ts';

/** A step from one schema of the stored documents to the next. */
export type Migration = Readonly<{
  /** The schema it leads to: 2 for the first, and so on without a gap. */
  number: number;
  /** What it does, for the log. */
  says: string;
  /** Idempotent: it is run again after a crash before its end was recorded. */
  run: (open: OpenCollection) => Promise<void>;
}>;

/**
 * The steps since schema 1, which is that of 0.1.0. A new field needs none where its absence reads as empty; one is due
 * when a stored value changes its place, its type or its meaning.
 */
export const migrations: readonly Migration[] = [
  { number: 2, says: 'records are found by numbers (decision 0038)', run: rewriteSearchEntries },
  { number: 3, says: 'search entries have no index (decision 0044)', run: dropSearchIndexes },
  { number: 4, says: 'words are stored once (decision 0047)', run: dropTerms },
  { number: 5, says: 'an account has one one-time link (decision 0056)', run: keepOneLinkEach },
  { number: 6, says: 'a session is removed a day after its end (decision 0056)', run: dropSessionExpiry },
  { number: 7, says: 'versions are closed ones that name what made them (0062)', run: reshapeVersions },
  { number: 8, says: 'warnings say by how much (decision 0076)', run: rewriteProjectWarnings },
  { number: 9, says: 'statuses of calls follow from their projects (0076)', run: rewriteCallStatuses },
  { number: 10, says: 'œ and ß are found as oe and ss (decision 0084)', run: foldSearchEntries },
];

/** Where a database says which steps it has behind it: one document a schema. */
const schemaCollection = 'schema';
/** The lease under which a database is prepared or restored. */
export const schemaLease = 'schema';

interface AppliedSchema {
  _id: number;
  says: string;
  appliedAt: Date;
}

/** The schema that a list of steps leads to. */
export const newestSchema = (list: readonly Migration[] = migrations): number => list.at(-1)?.number ?? 1;

/** The schema of a database, or null where none is recorded. */
export async function findSchema(open: OpenCollection, session?: ClientSession): Promise<number | null> {
  const [latest] = await open<AppliedSchema>(schemaCollection)
    .find({}, session ? { session } : {})
    .sort({ _id: -1 })
    .limit(1)
    .toArray();
  return latest?._id ?? null;
}

/** @throws {StartError} when the stored documents have a schema that this program does not know */
export function refuseNewerSchema(schema: number, what: string, list = migrations): void {
  const newest = newestSchema(list);
  if (schema <= newest) return;
  throw new StartError(
    `${what} has schema ${schema} and this callfolio knows schemas up to ${newest} only: use the newer callfolio that wrote it.`,
  );
}

/**
 * Brings a database to the newest schema, once: of several processes that start together one does it while the others
 * wait. A new database is marked as being at the newest.
 * @returns the schema it has now
 * @throws {StartError} when it has a newer one
 */
export async function prepareSchema(
  db: Db,
  options: LeaseOptions,
  list: readonly Migration[] = migrations,
): Promise<number> {
  const open: OpenCollection = name => db.collection(name);
  const what = `The database ${db.databaseName}`;
  const known = await findSchema(open);
  if (known !== null) refuseNewerSchema(known, what, list);
  if (known === newestSchema(list)) return known;
  return holdingLease(db, schemaLease, options, async check => {
    const found = await findSchema(open);
    if (found !== null) {
      refuseNewerSchema(found, what, list);
    } else if (await isEmptyDatabase(db)) {
      await record(open, newestSchema(list), 'new database');
    } else {
      await record(open, 1, 'as callfolio 0.1.0 began');
    }
    return runMigrations(open, options.log, check, list);
  });
}

/** Runs the steps that are missing, each recorded when it is done. The caller holds the lease. */
export async function runMigrations(
  open: OpenCollection,
  log: Log,
  check: CheckLease,
  list: readonly Migration[] = migrations,
): Promise<number> {
  let schema = (await findSchema(open)) ?? 1;
  for (const { number, says, run } of list.filter(step => step.number > schema)) {
    log.info(`Bringing the database to schema ${number}: ${says}.`);
    await run(open);
    check();
    await record(open, number, says);
    schema = number;
  }
  return schema;
}

async function record(open: OpenCollection, schema: number, says: string): Promise<void> {
  const $setOnInsert = { says, appliedAt: new Date() };
  await open<AppliedSchema>(schemaCollection).updateOne({ _id: schema }, { $setOnInsert }, { upsert: true });
}
