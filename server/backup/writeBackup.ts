import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, link, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ClientSession, Db, Document, MongoClient, Timestamp } from 'mongodb';
import { iterate } from '../../models/process/iterate.ts';
import { isBackedUp, listCollectionNames } from '../database/contents.ts';
import { findSchema, refuseNewerSchema } from '../database/migrations.ts';
import { StartError } from '../startError.ts';
import {
  asLine,
  endOfDocuments,
  formatVersion,
  summing,
  totalOf,
  type BackupHeader,
  type BackupReport,
  type CollectionMade,
  type CollectionSum,
  type TellProgress,
} from './format.ts';

const snapshotTooOld = 239;
const snapshotUnavailable = 246;
const chunkBytes = 256 * 1024;

export type BackupOptions = Readonly<{
  /** The version of callfolio that writes it. */
  app: string;
  /** Replaces a file of that name. */
  force?: boolean;
  tell?: TellProgress;
  signal?: AbortSignal;
}>;

/**
 * Writes all records of a database as they are at one instant, while others go on writing. The file appears whole or not
 * at all, for its owner alone (mode 0600).
 * @throws {StartError} when there is such a file already, it cannot be written, or the database cannot show one instant
 */
export async function writeBackup(
  client: MongoClient,
  db: Db,
  file: string,
  options: BackupOptions,
): Promise<BackupReport> {
  const { force = false } = options;
  if (!force && (await exists(file))) throw fileExists(file);
  const temporary = `${file}.${randomUUID()}.part`;
  try {
    const report = await writeParts(client, db, temporary, options);
    await (force ? rename(temporary, file) : link(temporary, file));
    return report;
  } catch (error) {
    throw inWords(error, file);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Tried again when an index or a collection was made at that very moment: the instant is then not to be had. */
async function writeParts(
  client: MongoClient,
  db: Db,
  temporary: string,
  options: BackupOptions,
): Promise<BackupReport> {
  for (let attempt = 1; ; attempt += 1) {
    const session = client.startSession({ snapshot: true });
    let report: BackupReport | undefined;
    const parts = async function* () {
      report = yield* backupParts(db, session, options);
    };
    try {
      await pipeline(
        Readable.from(parts(), { objectMode: false, highWaterMark: chunkBytes }),
        createGzip({ level: 5, chunkSize: chunkBytes }),
        createWriteStream(temporary, { mode: 0o600, flush: true }),
        ...(options.signal ? [{ signal: options.signal }] : []),
      );
      if (report) return report;
    } catch (error) {
      if ((error as { code?: unknown }).code !== snapshotUnavailable || attempt === 3) throw error;
    } finally {
      // With the cursor of a collection that was not read to its end: the driver cannot close one of a snapshot.
      await client
        .db('admin')
        .command({ killSessions: [session.id] })
        .catch(() => undefined);
      await session.endSession();
    }
  }
}

async function* backupParts(
  db: Db,
  session: ClientSession,
  { app, tell = () => undefined }: BackupOptions,
): AsyncGenerator<Buffer, BackupReport> {
  const whole = createHash('sha256');
  const passed = (part: Buffer): Buffer => {
    whole.update(part);
    return part;
  };
  const made = await describeCollections(db);
  const [first] = made;
  if (!first) throw new StartError(`The database ${db.databaseName} holds nothing that could be backed up.`);
  // The first read of something that is there fixes the instant for all that follow.
  await readAt(db, first.collection).findOne({}, { session, projection: { _id: 1 } });
  const schema = (await findSchema(name => readAt(db, name), session)) ?? 1;
  refuseNewerSchema(schema, `The database ${db.databaseName}`);
  // The driver keeps it there, and its types do not tell.
  const at = (session as ClientSession & { snapshotTime?: Timestamp }).snapshotTime;
  if (!at) throw new StartError('The database does not read at one instant: MongoDB 6.0 or newer is needed.');
  const header: BackupHeader = {
    callfolioBackup: formatVersion,
    schema,
    app,
    at: new Date(at.t * 1000).toISOString(),
    database: db.databaseName,
  };
  yield passed(asLine(header));
  const collections: CollectionSum[] = [];
  let documents = 0;
  let bytes = 0;
  for (const one of made) {
    yield passed(asLine(one));
    const { add, sum } = summing();
    let batch: Buffer[] = [];
    let batchBytes = 0;
    const found = () => readAt(db, one.collection).find<Buffer>({}, { raw: true, session, sort: { _id: 1 } });
    for await (const document of iterate(found)) {
      add(document);
      batch.push(document);
      batchBytes += document.length;
      if (batchBytes < chunkBytes) continue;
      documents += batch.length;
      bytes += batchBytes;
      tell(one.collection, documents, bytes);
      yield passed(Buffer.concat(batch));
      batch = [];
      batchBytes = 0;
    }
    documents += batch.length;
    bytes += batchBytes;
    collections.push({ collection: one.collection, ...sum() });
    yield passed(Buffer.concat([...batch, endOfDocuments, asLine(sum())]));
  }
  const total = totalOf(collections, whole.digest('hex'));
  yield asLine({ end: true, collections: collections.length, ...total });
  return { header, collections, total };
}

/** Says so on the collection itself: the read concern of the connection would go before that of the session. */
const readAt = <T extends Document>(db: Db, name: string) =>
  db.collection<T>(name, { readConcern: { level: 'snapshot' } });

/** The collections that a backup holds, and how each was made. */
async function describeCollections(db: Db): Promise<CollectionMade[]> {
  const made: CollectionMade[] = [];
  for (const name of (await listCollectionNames(db)).filter(isBackedUp)) {
    made.push(await describeCollection(db, name));
  }
  return made;
}

/** How a collection was made, without what another server would refuse: the version of the rules of its collation. */
export async function describeCollection(db: Db, name: string): Promise<CollectionMade> {
  const [info] = await db.listCollections({ name }, { nameOnly: false }).toArray();
  const { collation, storageEngine } = (info as { options?: Document } | undefined)?.options ?? {};
  const indexes = await db.collection(name).indexes();
  return {
    collection: name,
    options: {
      ...(collation === undefined ? {} : { collation: withoutVersion(collation) }),
      ...(storageEngine === undefined ? {} : { storageEngine }),
    },
    indexes: indexes
      .filter(index => index.name !== '_id_')
      .map(({ v: _v, ns: _ns, ...index }: Document) => ({
        ...index,
        ...(index['collation'] === undefined ? {} : { collation: withoutVersion(index['collation']) }),
      })),
  };
}

function withoutVersion(collation: unknown): Document {
  const { version: _version, ...rest } = collation as Document;
  return rest;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

const fileExists = (file: string): StartError =>
  new StartError(`${file} exists already: choose another name, or replace it with --force.`);

function inWords(error: unknown, file: string): unknown {
  const { code, message, name } = error as { code?: unknown; message: string; name: string };
  if (error instanceof StartError) return error;
  if (name === 'AbortError') return new StartError('Interrupted: no backup was written.');
  if (code === 'EEXIST') return fileExists(file);
  if (code === snapshotTooOld) {
    return new StartError(
      'The backup took longer than the database keeps its past: raise minSnapshotHistoryWindowInSeconds on every server (300 unless set), or back up with tools of MongoDB itself.',
    );
  }
  return typeof code === 'string'
    ? new StartError(`The backup cannot be written to ${file}: ${message}.`)
    : error;
}
