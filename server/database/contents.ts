import type { Db } from 'mongodb';
import { leasesCollection } from './lease.ts';

/** Collections that a restore fills before it switches have this before their name. */
export const stagingPrefix = 'restoring.';

/** Where restores of a backup are recorded, and a switch under way is found again. */
export const restoresCollection = 'restores';

/** About this installation, not about its records: in no backup, and left alone by a restore. */
const ofInstallation: readonly string[] = [leasesCollection, restoresCollection, 'starts'];

/**
 * What passes: sessions, counted attempts, one-time links, forms that came too late, remembered answers and outcomes, names being added, marks of an index. In no backup, and emptied by a
 * restore: a link that was used since would open an account again.
 */
const passing: readonly string[] = [
  'sessions',
  'attempts',
  'signInFailures',
  'invitations',
  'linkConsents',
  'idempotencyKeys',
  'unsentForms',
  'bulkOutcomes',
  'organisationNames',
  // Of an index that was kept: it is not that of the records which a restore brings.
  'indexMarks',
  // Work under way, and the files it reads: these may hold what a setting keeps out of the records.
  'jobs',
  'uploads.files',
  'uploads.chunks',
];

/** True for a collection whose documents a backup holds. */
export const isBackedUp = (name: string): boolean =>
  isReplaced(name) && !passing.some(one => one.toLowerCase() === name.toLowerCase());

/** True for a collection that a restore replaces. */
export const isReplaced = (name: string): boolean =>
  !name.startsWith('system.') && !name.startsWith(stagingPrefix) && !ofInstallation.includes(name);

/** The names of the collections of a database, in order; views are no collections. */
export async function listCollectionNames(db: Db): Promise<string[]> {
  const found = await db.listCollections({}, { nameOnly: true }).toArray();
  return found
    .filter(({ type }) => type === 'collection')
    .map(({ name }) => name)
    .toSorted();
}

/** True when a database keeps nothing that a backup would hold. */
export async function isEmptyDatabase(db: Db): Promise<boolean> {
  for (const name of await listCollectionNames(db)) {
    if (isBackedUp(name) && (await db.collection(name).findOne({}, { projection: { _id: 1 } }))) return false;
  }
  return true;
}

/** How many documents each collection has, of those that a backup holds; as the server estimates it. */
export async function countContents(db: Db): Promise<{ name: string; documents: number }[]> {
  const counts: { name: string; documents: number }[] = [];
  for (const name of await listCollectionNames(db)) {
    if (!isBackedUp(name)) continue;
    counts.push({ name, documents: await db.collection(name).estimatedDocumentCount() });
  }
  return counts;
}
