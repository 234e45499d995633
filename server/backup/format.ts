import type { Document } from 'mongodb';
import { createHash } from 'node:crypto';
import { StartError } from '../startError.ts';

/**
 * A backup is one gzip stream of: a line of JSON, the header; for each collection a line of JSON that describes it, its
 * documents in BSON by order of `_id`, four zero bytes, and a line of JSON with their count, bytes and SHA-256; and a last
 * line with the same of the whole. A reader can refuse a cut, changed or foreign file without keeping any of it.
 */
export const formatVersion = 1;

export interface BackupHeader {
  callfolioBackup: number;
  /** The schema of the documents; see `server/database/migrations.ts`. */
  schema: number;
  /** The version of callfolio that wrote it. */
  app: string;
  /** The instant that the backup shows, ISO 8601. */
  at: string;
  database: string;
}

/** How a collection is made again, in MongoDB's own words. */
export interface CollectionMade {
  collection: string;
  options: Document;
  indexes: Document[];
}

export interface Sum {
  documents: number;
  bytes: number;
  /** Of the documents' BSON, in hexadecimal. */
  sha256: string;
}

export type CollectionSum = Sum & Readonly<{ collection: string }>;

/** What a whole backup holds; `sha256` is that of the file's content before compression, up to its last line. */
export interface BackupReport {
  header: BackupHeader;
  collections: readonly CollectionSum[];
  total: Sum;
}

/** The smallest BSON document is five bytes long, so a length of zero ends the documents. */
export const endOfDocuments = Buffer.alloc(4);

/** Counts and hashes documents as they pass. */
export function summing(): { add: (document: Buffer) => void; sum: () => Sum } {
  const hash = createHash('sha256');
  let documents = 0;
  let bytes = 0;
  return {
    add: document => {
      hash.update(document);
      documents += 1;
      bytes += document.length;
    },
    sum: () => ({ documents, bytes, sha256: hash.copy().digest('hex') }),
  };
}

/** The counts of all collections, under the hash of the whole. */
export function totalOf(collections: readonly Sum[], sha256: string): Sum {
  const add = (key: 'documents' | 'bytes') => collections.reduce((total, one) => total + one[key], 0);
  return { documents: add('documents'), bytes: add('bytes'), sha256 };
}

export const isSame = (one: Partial<Sum>, other: Sum): boolean =>
  one.documents === other.documents && one.bytes === other.bytes && one.sha256 === other.sha256;

/** Told now and then how far a backup or a restore has come. */
export type TellProgress = (doing: string, documents: number, bytes: number) => void;

export const asLine = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

export const damaged = (file: string, how: string): StartError =>
  new StartError(`${file} is damaged (${how}): nothing was changed. Take another backup.`);

export const foreign = (file: string): StartError =>
  new StartError(`${file} is not a backup of callfolio: nothing was changed.`);
