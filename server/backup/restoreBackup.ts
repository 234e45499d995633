import type { Db } from 'mongodb';
import { BSON } from 'mongodb';
import { iterate } from '../../models/process/iterate.ts';
import { countContents, isReplaced, listCollectionNames, stagingPrefix } from '../database/contents.ts';
import { holdingLease } from '../database/lease.ts';
import { migrations, runMigrations, schemaLease, type Migration } from '../database/migrations.ts';
import type { Log } from '../logger.ts';
import { StartError } from '../startError.ts';
import { damaged, isSame, summing, type BackupReport, type CollectionMade, type Sum } from './format.ts';
import type { TellProgress } from './format.ts';
import { readBackup, verifyBackup } from './readBackup.ts';
import { dropStaging, finishSwitch, startSwitch } from './switchCollections.ts';
import { describeCollection } from './writeBackup.ts';

const batchDocuments = 1_000;
const batchBytes = 4 * 1024 * 1024;

/** What a restore would take away. */
export type Loss = Readonly<{ database: string; contents: readonly { name: string; documents: number }[] }>;

export type RestoreOptions = Readonly<{
  /** Whether what is there may go. */
  isReplacing: boolean;
  /** Asked before anything is written over records; false ends the restore. */
  confirm: (loss: Loss, backup: BackupReport) => Promise<boolean>;
  log: Log;
  tell?: TellProgress;
  /** @throws {Error} to end the restore before its switch */
  checkInterrupted?: () => void;
  steps?: readonly Migration[];
}>;

/**
 * Puts the records of a backup in the place of those of a database. The file is checked whole first; then everything is
 * loaded beside the records in use, read back, compared and brought to today's schema; then the collections change
 * places. Until then a failure leaves the database as it was.
 * @throws {StartError} when the file is refused, the database holds records and may not lose them, or nobody agreed
 */
export async function restoreBackup(db: Db, file: string, options: RestoreOptions): Promise<BackupReport> {
  const { isReplacing, confirm, log, tell = () => undefined, steps = migrations } = options;
  const checkInterrupted = options.checkInterrupted ?? (() => undefined);
  const report = await verifyBackup(file, tell);
  const contents = (await countContents(db)).filter(
    ({ name, documents }) => documents > 0 && name !== 'schema',
  );
  if (contents.length > 0) {
    if (!isReplacing) {
      throw new StartError(
        `The database ${db.databaseName} holds records: restore with --replace to lose them, or into another database.`,
      );
    }
    if (!(await confirm({ database: db.databaseName, contents }, report))) {
      throw new StartError('Nothing was changed.');
    }
  }
  return holdingLease(db, schemaLease, { log, waitLimitMs: 45_000 }, async check => {
    const goOn = () => {
      check();
      checkInterrupted();
    };
    await dropStaging(db);
    try {
      const loaded = await load(db, file, tell, goOn);
      if (!isSame(loaded.total, report.total)) throw damaged(file, 'it changed while it was read');
      for (const { collection, ...sum } of report.collections) {
        tell(`comparing ${collection}`, sum.documents, sum.bytes);
        goOn();
        if (!isSame(await sumOf(db, stagingPrefix + collection), sum)) {
          throw new StartError(
            `The database did not keep ${collection} as it is in ${file}: nothing was changed.`,
          );
        }
      }
      await stageEmptyOnes(db);
      await runMigrations(name => db.collection(stagingPrefix + name), log, goOn, steps);
      goOn();
    } catch (error) {
      await dropStaging(db).catch(() => undefined);
      throw error;
    }
    await startSwitch(db, report);
    await finishSwitch(db);
    return report;
  });
}

/** Fills the staging collections; indexes come after the documents, which is faster. */
async function load(db: Db, file: string, tell: TellProgress, goOn: () => void): Promise<BackupReport> {
  const parts = readBackup(file);
  let made: CollectionMade | null = null;
  let batch: BSON.Document[] = [];
  let bytes = 0;
  let documents = 0;
  let allBytes = 0;
  const flush = async (): Promise<void> => {
    if (!made || batch.length === 0) return;
    goOn();
    await db.collection(stagingPrefix + made.collection).insertMany(batch, { ordered: false });
    documents += batch.length;
    allBytes += bytes;
    tell(made.collection, documents, allBytes);
    batch = [];
    bytes = 0;
  };
  for (;;) {
    const { value, done } = await parts.next();
    if (done === true) return value;
    if (value.kind === 'collection') {
      made = value.made;
      await stage(db, made);
    } else if (value.kind === 'document') {
      // Numbers stay of the type they were stored as.
      batch.push(BSON.deserialize(value.document, { promoteValues: false, bsonRegExp: true }));
      bytes += value.document.length;
      if (batch.length >= batchDocuments || bytes >= batchBytes) await flush();
    } else if (made) {
      await flush();
      await addIndexes(db, made);
    }
  }
}

/** Only what a collection of ours can have is taken from the file. */
async function stage(
  db: Db,
  { collection, options: { collation, storageEngine } }: CollectionMade,
): Promise<void> {
  await db.createCollection(stagingPrefix + collection, {
    ...(collation === undefined ? {} : { collation: collation as { locale: string } }),
    ...(storageEngine === undefined ? {} : { storageEngine: storageEngine as object }),
  });
}

async function addIndexes(db: Db, { collection, indexes }: CollectionMade): Promise<void> {
  if (indexes.length === 0) return;
  await db.command({ createIndexes: stagingPrefix + collection, indexes });
}

/** What is here and not in the backup, sessions among it, is followed by an empty collection of its kind. */
async function stageEmptyOnes(db: Db): Promise<void> {
  const names = await listCollectionNames(db);
  for (const name of names.filter(isReplaced)) {
    if (names.includes(stagingPrefix + name)) continue;
    const made = await describeCollection(db, name);
    await stage(db, made);
    await addIndexes(db, made);
  }
}

async function sumOf(db: Db, name: string): Promise<Sum> {
  const { add, sum } = summing();
  const found = () => db.collection(name).find<Buffer>({}, { raw: true, sort: { _id: 1 } });
  for await (const document of iterate(found)) add(document);
  return sum();
}
