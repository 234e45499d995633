// Fills a data directory with a portfolio of the size of Horizon 2020, or of as many projects as `--projects` says:
// node --import=tsx test/bench/fill.ts --data-dir ./data-h2020 [--projects 35389]
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MongoClient, type IndexDescription } from 'mongodb';
import mongoose from 'mongoose';
import { callfolioItself } from '../../models/record/noun.ts';
import '../../models/nouns.ts';
import { loadReference } from '../../models/reference/loadReference.ts';
import { addUserWithPassword } from '../../models/accounts/credential.ts';
import { readConfig } from '../../server/config.ts';
import { createCollectionsAndIndexes } from '../../server/database/indexes.ts';
import { prepareSchema } from '../../server/database/migrations.ts';
import { openDatabase } from '../../server/database/openDatabase.ts';
import { createLogger } from '../../server/logger.ts';
import { administrator, generatePortfolio, wholeOfHorizon2020 } from './generate.ts';
import { storePortfolio } from './store.ts';

const startOfRecords = new Date('2024-01-01T08:00:00Z');

/** Fills an empty folder, with the reference data and an administrator; the database is stopped when it returns. */
async function fillDataDir(dataDir: string, projects = wholeOfHorizon2020.projects): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const config = readConfig({ ...process.env, MONGODB_URI: undefined, DATA_DIR: dataDir });
  const log = createLogger('warn');
  const database = await openDatabase(config, log);
  try {
    const { db } = mongoose.connection;
    if (db) await prepareSchema(db, { log });
    await createCollectionsAndIndexes();
    await fillDatabase(projects, database.uri);
  } finally {
    await database.close();
  }
}

/** The same for the connected, empty database. */
async function fillDatabase(projects: number, uri: string): Promise<void> {
  const change = {
    by: callfolioItself,
    source: { kind: 'reference' },
    reason: 'first start',
    at: startOfRecords,
  } as const;
  await loadReference(change);
  const values = { email: administrator.email, name: 'The bench', role: 'administrator' } as const;
  const { id, name } = await addUserWithPassword(values, administrator.password, {
    ...change,
    source: { kind: 'api' },
  });
  const large = ['project', 'projectVersion', 'organisation', 'organisationVersion'];
  // One index made of all entries takes a fraction of the time of as many entries put in one by one.
  for (const model of large) await mongoose.model(model).collection.dropIndexes();
  await storePortfolio(generatePortfolio({ projects }, { id, name }));
  await indexAgain(uri, large);
}

/** All indexes of a collection in one reading of it, over a connection that waits as long as that takes. */
async function indexAgain(uri: string, models: readonly string[]): Promise<void> {
  const client = await MongoClient.connect(uri);
  try {
    for (const name of models) {
      const { collection, schema } = mongoose.model(name);
      // With every option of theirs: the program refuses to start on one that it would have made otherwise.
      const wanted = schema.indexes().map(([key, options]) => ({ ...options, key })) as IndexDescription[];
      await client.db().collection(collection.collectionName).createIndexes(wanted);
    }
  } finally {
    await client.close();
  }
}

const { values } = parseArgs({
  options: { 'data-dir': { type: 'string', default: './data-h2020' }, projects: { type: 'string' } },
});
const began = performance.now();
const dataDir = resolve(values['data-dir']);
await fillDataDir(dataDir, values.projects === undefined ? undefined : Number(values.projects));
process.stdout.write(
  `${dataDir} is filled (${Math.round((performance.now() - began) / 1000)} s). ` +
    `Sign in as ${administrator.email} with ${administrator.password}\n`,
);
