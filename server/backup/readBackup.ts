import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isBackedUp } from '../database/contents.ts';
import { refuseNewerSchema } from '../database/migrations.ts';
import { StartError } from '../startError.ts';
import {
  damaged,
  foreign,
  formatVersion,
  isSame,
  summing,
  totalOf,
  type BackupHeader,
  type BackupReport,
  type CollectionMade,
  type CollectionSum,
  type Sum,
  type TellProgress,
} from './format.ts';

const chunkBytes = 256 * 1024;
const longestLine = 1024 * 1024;
const longestDocument = 17 * 1024 * 1024;

/** What reading a backup meets, in order. */
export type BackupPart =
  | Readonly<{ kind: 'collection'; made: CollectionMade }>
  | Readonly<{ kind: 'document'; document: Buffer }>
  | Readonly<{ kind: 'collectionEnd' }>;

/**
 * Reads a whole backup without keeping any of it, and answers what it holds.
 * @throws {StartError} when it is no backup, cut, changed, or of a newer kind
 */
export async function verifyBackup(
  file: string,
  tell: TellProgress = () => undefined,
): Promise<BackupReport> {
  const parts = readBackup(file);
  let documents = 0;
  let bytes = 0;
  for (;;) {
    const { value, done } = await parts.next();
    if (done === true) return value;
    if (value.kind !== 'document') continue;
    documents += 1;
    bytes += value.document.length;
    if (documents % 1000 === 0) tell('checking the file', documents, bytes);
  }
}

/** The parts of a backup, checked as they are read: what was read is right only when the end was reached. */
export async function* readBackup(file: string): AsyncGenerator<BackupPart, BackupReport> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new StartError(`There is no file ${file}.`);
  if (!(await isGzip(file))) throw foreign(file);
  const { line, take, isAtEnd, close } = readBytes(file);
  const whole = createHash('sha256');
  const passed = (bytes: Buffer): Buffer => {
    whole.update(bytes);
    return bytes;
  };
  try {
    const header = readHeader(file, await line());
    passed(header.bytes);
    const collections: CollectionSum[] = [];
    for (;;) {
      const text = await line();
      const described = parseLine(file, text);
      if (described.end === true) {
        const total = totalOf(collections, whole.digest('hex'));
        const isWhole = described.collections === collections.length && isSame(described, total);
        if (!isWhole) throw damaged(file, 'its content is not what was written');
        if (!(await isAtEnd())) throw damaged(file, 'something follows its end');
        return { header: header.value, collections, total };
      }
      passed(text);
      const made = described as CollectionMade;
      if (
        typeof made.collection !== 'string' ||
        !isBackedUp(made.collection) ||
        !Array.isArray(made.indexes)
      ) {
        throw damaged(file, 'it describes no collection where it should');
      }
      yield { kind: 'collection', made };
      const { add, sum } = summing();
      for (;;) {
        const length = passed(await take(4));
        const size = length.readInt32LE();
        if (size === 0) break;
        if (size < 5 || size > longestDocument) throw damaged(file, 'a document has no right length');
        const document = Buffer.concat([length, passed(await take(size - 4))]);
        add(document);
        yield { kind: 'document', document };
      }
      const said = passed(await line());
      if (!isSame(parseLine(file, said), sum())) {
        throw damaged(file, `the documents of ${made.collection} are not what was written`);
      }
      collections.push({ collection: made.collection, ...sum() });
      yield { kind: 'collectionEnd' };
    }
  } finally {
    close();
  }
}

/** By its first two bytes (RFC 1952). */
async function isGzip(file: string): Promise<boolean> {
  try {
    const handle = await open(file);
    try {
      const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return buffer.readUInt16BE() === 0x1f8b;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new StartError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

function readHeader(file: string, bytes: Buffer): { bytes: Buffer; value: BackupHeader } {
  let value: Partial<BackupHeader>;
  try {
    value = JSON.parse(bytes.toString('utf8')) as Partial<BackupHeader>;
  } catch {
    throw foreign(file);
  }
  const { callfolioBackup, schema, at, app, database } = value;
  if (!Number.isInteger(callfolioBackup)) throw foreign(file);
  if (callfolioBackup !== formatVersion) {
    throw new StartError(
      `${file} has format ${callfolioBackup} and this callfolio reads format ${formatVersion}: use the newer callfolio that wrote it.`,
    );
  }
  const isComplete = Number.isInteger(schema) && [at, app, database].every(text => typeof text === 'string');
  if (!isComplete) throw damaged(file, 'its header is incomplete');
  refuseNewerSchema(schema ?? 0, file);
  return { bytes, value: value as BackupHeader };
}

/** What a line may say: of a collection, of its documents, or of the whole. */
type Line = Partial<CollectionMade & Sum & { end: boolean; collections: number }>;

function parseLine(file: string, bytes: Buffer): Line {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw damaged(file, 'a line cannot be read');
}

/** Takes bytes and lines off a compressed file, a piece at a time. */
function readBytes(file: string) {
  const raw = createReadStream(file, { highWaterMark: chunkBytes });
  const unpacked = createGunzip({ chunkSize: chunkBytes });
  // Its errors reach the iteration.
  pipeline(raw, unpacked, () => undefined);
  const chunks = unpacked[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);

  const more = async (): Promise<boolean> => {
    try {
      const { value, done } = await chunks.next();
      if (done === true) return false;
      rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
      return true;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code?.startsWith('Z_') !== true) throw new StartError(`${file} cannot be read: ${message}.`);
      throw damaged(file, code === 'Z_BUF_ERROR' ? 'it is cut off' : 'it cannot be unpacked');
    }
  };
  const take = async (length: number): Promise<Buffer> => {
    while (rest.length < length) if (!(await more())) throw damaged(file, 'it is cut off');
    const taken = rest.subarray(0, length);
    rest = rest.subarray(length);
    return taken;
  };
  return {
    take,
    line: async (): Promise<Buffer> => {
      let end = rest.indexOf(0x0a);
      while (end === -1) {
        if (rest.length > longestLine) throw damaged(file, 'a line does not end');
        if (!(await more())) throw damaged(file, 'it is cut off');
        end = rest.indexOf(0x0a);
      }
      return take(end + 1);
    },
    isAtEnd: async (): Promise<boolean> => rest.length === 0 && !(await more()),
    close: () => {
      raw.destroy();
      unpacked.destroy();
    },
  };
}
