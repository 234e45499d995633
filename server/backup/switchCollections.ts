import type { Collection, Db } from 'mongodb';
import { isReplaced, listCollectionNames, restoresCollection, stagingPrefix } from '../database/contents.ts';
import { holdingLease } from '../database/lease.ts';
import { schemaLease } from '../database/migrations.ts';
import type { Log } from '../logger.ts';
import type { BackupReport } from './format.ts';

/** One restore, kept: what the records of this database were taken from. */
interface Restore {
  _id: string;
  /** `switching` from the first collection that changes places to the last. */
  state: 'switching' | 'done';
  startedAt: Date;
  /** The instant that the backup shows, and the hash of its content. */
  backupAt: string;
  sha256: string;
}

const restoresOf = (db: Db): Collection<Restore> => db.collection<Restore>(restoresCollection);

/** Removes what a restore left that did not come to its switch. */
export async function dropStaging(db: Db): Promise<void> {
  for (const name of await listCollectionNames(db)) {
    if (name.startsWith(stagingPrefix)) await db.dropCollection(name);
  }
}

/** From here on a restore is finished, by whoever comes next if need be. The staging collections are complete. */
export async function startSwitch(db: Db, { header, total }: BackupReport): Promise<void> {
  const startedAt = new Date();
  await restoresOf(db).insertOne({
    _id: startedAt.toISOString(),
    state: 'switching',
    startedAt,
    backupAt: header.at,
    sha256: total.sha256,
  });
}

/**
 * Puts the staging collections in the place of those in use, one after the other; each takes a moment. No document can
 * be written to an old one meanwhile: a record and its version are never parted. Can be repeated.
 */
export async function finishSwitch(db: Db): Promise<void> {
  const names = await listCollectionNames(db);
  const staged = names.filter(name => name.startsWith(stagingPrefix));
  const targets = staged.map(name => name.slice(stagingPrefix.length)).filter(isReplaced);
  for (const name of targets.filter(target => names.includes(target))) {
    // A rule that nothing fulfils. It goes with the collection.
    await db.command({ collMod: name, validator: { _id: { $exists: false } }, validationLevel: 'strict' });
  }
  for (const name of targets) {
    await db.collection(stagingPrefix + name).rename(name, { dropTarget: true });
  }
  await restoresOf(db).updateMany({ state: 'switching' }, { $set: { state: 'done' } });
}

/** Finishes a restore that was cut off in its switch; answers whether there was one. */
export async function finishRestore(db: Db, log: Log): Promise<boolean> {
  if (!(await restoresOf(db).findOne({ state: 'switching' }))) return false;
  return holdingLease(db, schemaLease, { log }, async () => {
    const cutOff = await restoresOf(db).findOne({ state: 'switching' });
    if (!cutOff) return false;
    log.warn(`Finishing a restore that was cut off: the backup of ${cutOff.backupAt}.`);
    await finishSwitch(db);
    return true;
  });
}
