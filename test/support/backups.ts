import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectionInfo, Db, Document } from 'mongodb';
import mongoose from 'mongoose';
import { nouns } from '../../models/nouns.ts';
import { writeBackup } from '../../server/backup/writeBackup.ts';
import { prepareSchema } from '../../server/database/migrations.ts';
import { createLogger } from '../../server/logger.ts';
import { StartError } from '../../server/startError.ts';
import { createCollectionsAndIndexes } from '../../server/database/indexes.ts';
import { testDatabase, useDatabase } from './database.ts';

export const log = createLogger('silent');
export const restoring = { isReplacing: true, confirm: async () => true, log };
/** Of the test that runs: a folder, the backup to write there, and an empty database to restore it into. */
export const place = { folder: '', file: '', other: null as unknown as Db };

export const own = (): Db => mongoose.connection.db!;
export const client = () => mongoose.connection.getClient();
export const uriOf = (name: string): string => testDatabase().uri.replace(/\/[^/]+\?/, `/${name}?`);

export const backUp = async (to = place.file, force = false) =>
  writeBackup(client(), own(), to, { app: 'test', force });

/** Every document of a collection by its id, as a hash of what it says whatever the order of its keys. */
async function hashesOf(db: Db, name: string): Promise<Map<string, string>> {
  const canonical = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
      ? Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, one]) => [key, canonical(one)])
      : Array.isArray(value)
        ? value.map(canonical)
        : value instanceof Date
          ? value.toISOString()
          : value;
  const found = await db.collection(name).find().toArray();
  return new Map(
    found.map(one => [
      String(one._id),
      createHash('sha256')
        .update(JSON.stringify(canonical(one)))
        .digest('hex'),
    ]),
  );
}

/** What a database holds of every kind of record and of accounts. */
export async function stateOf(db: Db): Promise<Map<string, Map<string, string>>> {
  const state = new Map<string, Map<string, string>>();
  for (const { current, versions } of Object.values(nouns)) {
    for (const { collection } of [current, versions])
      state.set(collection.name, await hashesOf(db, collection.name));
  }
  for (const name of ['credentials', 'tokens']) state.set(name, await hashesOf(db, name));
  return state;
}

/** Nothing is half there: each project has its versions without a gap, up to itself. */
export async function expectWholeProjects(db: Db): Promise<void> {
  const versions = await db.collection('projectVersions').find().toArray();
  for (const project of await db.collection('projects').find().toArray()) {
    const ofIt = versions
      .filter(({ recordId }) => recordId === String(project._id))
      .toSorted((a, b) => a['version'] - b['version']);
    const numbers = [...ofIt, project].map(({ version }) => Number(version));
    expect(numbers).to.deep.equal(Array.from({ length: Number(project['version']) }, (_one, at) => at + 1));
    const begins = [...ofIt, project].map(({ validFrom }) => validFrom as Date);
    expect(ofIt.map(({ validTo }) => validTo as Date)).to.deep.equal(begins.slice(1));
  }
}

export async function refusal(deed: Promise<unknown>): Promise<string> {
  const error = await deed.catch((thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(StartError);
  return (error as StartError).message;
}

/** How each collection of a model was made, such as by which rules it compares. */
export async function collectionOptions(): Promise<Map<string, Document>> {
  const names = new Set(mongoose.modelNames().map(name => mongoose.model(name).collection.name));
  const made = await own().listCollections<CollectionInfo>().toArray();
  return new Map(made.filter(({ name }) => names.has(name)).map(({ name, options = {} }) => [name, options]));
}

/** Called inside a `describe`: its tests have a `place`, and a database at today's schema. */
export function useBackups(): void {
  useDatabase();
  let atFirst: Map<string, Document> | null = null;
  before(async () => {
    atFirst = await collectionOptions();
  });
  // A restore from a backup of other collections leaves them as they came: those who test next want them as they start.
  after('make the indexes again', async () => {
    await createCollectionsAndIndexes();
    const now = await collectionOptions();
    for (const [name, options] of atFirst ?? []) expect(now.get(name), name).to.deep.equal(options);
  });
  beforeEach(async () => {
    place.folder = await mkdtemp(join(tmpdir(), 'callfolio-backup-'));
    place.file = join(place.folder, 'all.backup');
    place.other = client().db('callfolio-restored');
    await place.other.dropDatabase();
    await prepareSchema(own(), { log });
  });
  afterEach(async () => {
    await place.other.dropDatabase();
    await rm(place.folder, { recursive: true });
  });
}
