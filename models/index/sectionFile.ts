import { open, type FileHandle } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { yieldToEventLoop } from '../process/yieldToEventLoop.ts';

/** Arrays that are written as they stand in memory. */
export type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** Writes what a file is made of, piece by piece; no piece takes the event loop for long, and nothing is held twice. */
export interface SectionWriter {
  value(one: unknown): Promise<void>;
  list(all: readonly unknown[]): Promise<void>;
  numbers(all: Numbers): Promise<void>;
  /** Until then arrays are to stay as they are: they are written as they stand, and no copy is made. */
  flush(): Promise<void>;
}

/** Reads it back, in the order in which it was written. */
export interface SectionReader {
  value(): Promise<unknown>;
  list<T>(): Promise<T[]>;
  numbers<A extends Numbers>(of: new (length: number) => A): Promise<A>;
}

/** The file is not as it was written: cut off, changed, or another one. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}

/** Before each piece: its kind, how many bytes it has, and their checksum. */
const headBytes = 9;
const kinds = { value: 1, bytes: 2, end: 3 } as const;
type Kind = keyof typeof kinds;

/** Two thousand texts take 1 ms, a mebibyte less: the longest that nobody else is answered. */
const itemsAtOnce = 2_000;
const bytesAtOnce = 1024 * 1024;
/** So many pieces are written, and so many bytes read, in one turn: on a busy program each turn waits for those of others. */
const piecesAtOnce = 64;
const blockBytes = 1024 * 1024;
/** A longer piece was never written. */
const mostBytes = 256 * 1024 * 1024;

/**
 * Makes a file that only its owner may read.
 * @throws {Error} also where there is a file of this name
 */
export async function writeSections(
  path: string,
  write: (out: SectionWriter) => Promise<void>,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const takeTurn = yieldToEventLoop();
    let waiting: Uint8Array[] = [];
    const flush = async (): Promise<void> => {
      const bytes = waiting;
      waiting = [];
      if (bytes.length > 0) await writeWhole(file, bytes);
    };
    const put = async (kind: Kind, bytes: Uint8Array): Promise<void> => {
      const head = Buffer.alloc(headBytes);
      head.writeUInt8(kinds[kind], 0);
      head.writeUInt32LE(bytes.length, 1);
      head.writeUInt32LE(crc32(bytes), 5);
      waiting.push(head, bytes);
      if (waiting.length >= piecesAtOnce) await flush();
      await takeTurn();
    };
    const value = async (one: unknown) => put('value', serialize(one));
    await write({
      value,
      list: async all => {
        await value(all.length);
        for (let from = 0; from < all.length; from += itemsAtOnce)
          await value(all.slice(from, from + itemsAtOnce));
      },
      numbers: async all => {
        await value(all.length);
        for (const piece of piecesOf(all)) await put('bytes', piece);
      },
      flush,
    });
    await put('end', new Uint8Array(0));
    await flush();
  } finally {
    await file.close();
  }
}

/** The bytes of an array in pieces, which are no copies. */
function piecesOf({ buffer, byteOffset, byteLength }: Numbers): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < byteLength; from += bytesAtOnce)
    pieces.push(new Uint8Array(buffer, byteOffset + from, Math.min(bytesAtOnce, byteLength - from)));
  return pieces;
}

async function writeWhole(file: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  const { bytesWritten } = await file.writev(pieces);
  if (bytesWritten < pieces.reduce((sum, { length }) => sum + length, 0)) throw new Error('the disk is full');
}

/**
 * Reads a file that `writeSections` made.
 * @throws {DamagedFile} where a piece is not as it was written, or not what is asked for; and as `open` does
 */
export async function readSections<T>(path: string, read: (from: SectionReader) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    let position = 0;
    let block: Uint8Array = new Uint8Array(0);
    const readWhole = async (bytes: Uint8Array): Promise<void> => {
      for (let done = 0; done < bytes.length;) {
        if (block.length === 0) {
          const room = new Uint8Array(blockBytes);
          const { bytesRead } = await file.read(room, 0, blockBytes, position);
          if (bytesRead === 0) throw new DamagedFile('it was cut off');
          position += bytesRead;
          block = room.subarray(0, bytesRead);
        }
        const some = block.subarray(0, bytes.length - done);
        bytes.set(some, done);
        block = block.subarray(some.length);
        done += some.length;
      }
    };
    const left = () => size - position + block.length;
    const takeTurn = yieldToEventLoop();
    /** The next piece; into `target` where its length is known. */
    const take = async (kind: Kind, target?: Uint8Array): Promise<Uint8Array> => {
      const head = Buffer.alloc(headBytes);
      await readWhole(head);
      const length = head.readUInt32LE(1);
      if (head.readUInt8(0) !== kinds[kind] || length > Math.min(mostBytes, left()))
        throw new DamagedFile('it is made otherwise');
      if (target && target.length !== length) throw new DamagedFile('it is made otherwise');
      const bytes = target ?? new Uint8Array(length);
      await readWhole(bytes);
      if (crc32(bytes) !== head.readUInt32LE(5)) throw new DamagedFile('a checksum is wrong');
      return bytes;
    };
    const value = async (): Promise<unknown> => valueOf(await take('value'));
    const length = async (): Promise<number> => {
      const found = await value();
      if (typeof found !== 'number' || found > size) throw new DamagedFile('it is made otherwise');
      return found;
    };
    const result = await read({
      value,
      list: async <I>() => {
        const all: I[] = [];
        const wanted = await length();
        while (all.length < wanted) {
          const some = (await value()) as I[];
          for (const one of some) all.push(one);
          await takeTurn();
        }
        return all;
      },
      numbers: async <A extends Numbers>(of: new (length: number) => A) => {
        const all = new of(await length());
        for (const piece of piecesOf(all)) {
          await take('bytes', piece);
          await takeTurn();
        }
        return all;
      },
    });
    await take('end');
    return result;
  } finally {
    await file.close();
  }
}

function valueOf(bytes: Uint8Array): unknown {
  try {
    return deserialize(bytes);
  } catch {
    throw new DamagedFile('it is made otherwise');
  }
}
