import { once } from 'node:events';
import { constants, crc32, createDeflateRaw } from 'node:zlib';

/** Takes bytes, and settles when it can take more. */
export type Take = (bytes: Buffer) => Promise<void>;

/** What a zip file says of bytes that it holds deflated. */
export interface Deflated {
  crc: number;
  /** Bytes before and after. */
  size: number;
  packed: number;
}

const pieceBytes = 128 * 1024;
/** So much may wait to be deflated, which a thread of the library's pool does meanwhile. */
const waitingBytes = 1024 * 1024;

/**
 * Deflates text as it comes, at the lowest level: XML of rows repeats itself so much that a higher one costs three times as
 * much for a tenth of the bytes.
 */
export function deflateTo(take: Take) {
  const options = {
    level: constants.Z_BEST_SPEED,
    chunkSize: pieceBytes,
    writableHighWaterMark: waitingBytes,
  };
  const deflate = createDeflateRaw(options);
  const of: Deflated = { crc: 0, size: 0, packed: 0 };
  const passing = (async () => {
    for await (const piece of deflate as AsyncIterable<Buffer>) {
      of.packed += piece.length;
      await take(piece);
    }
  })();
  // Where it fails, whoever writes or ends hears of it.
  passing.catch(() => undefined);
  return {
    write: async (text: string): Promise<void> => {
      const bytes = Buffer.from(text);
      of.crc = crc32(bytes, of.crc);
      of.size += bytes.length;
      if (!deflate.write(bytes)) await Promise.race([once(deflate, 'drain'), passing]);
    },
    end: async (): Promise<Deflated> => {
      deflate.end();
      await passing;
      return of;
    },
  };
}

interface Entry extends Deflated {
  name: Buffer;
  at: number;
  flags: number;
}

/** A zip file without the extension for large ones holds so many bytes, and so many of one entry. */
const mostBytes = 0xffff_ffff;
const isUtf8 = 0x0800;
/** Its sizes stand behind it: they are not known before. */
const isStreamed = 0x0008;
const deflatedMethod = 8;
const versionNeeded = 20;

/** Date and time as zip files have them, in UTC. */
function dosTime(at: Date): { time: number; date: number } {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | (month << 5) | day,
  };
}

/**
 * A zip file that is written as it comes, entry by entry, no faster than it is taken.
 *
 * @throws {Error} where it would need the extension for files of more than 4 GiB
 */
export function openZip(out: Take, madeAt: Date) {
  const entries: Entry[] = [];
  const { time, date } = dosTime(madeAt);
  let at = 0;
  let isStreaming = false;
  const put: Take = async bytes => {
    at += bytes.length;
    if (at > mostBytes) throw new Error('A workbook of more than 4 GiB cannot be written.');
    await out(bytes);
  };
  /** What stands both before an entry and in the list of all. */
  const facts = ({ flags, crc, packed, size, name }: Entry): Buffer => {
    if (size > mostBytes) throw new Error(`${String(name)} has more than 4 GiB.`);
    const bytes = Buffer.alloc(26);
    bytes.writeUInt16LE(versionNeeded, 0);
    bytes.writeUInt16LE(flags, 2);
    bytes.writeUInt16LE(deflatedMethod, 4);
    bytes.writeUInt16LE(time, 6);
    bytes.writeUInt16LE(date, 8);
    bytes.writeUInt32LE(crc, 10);
    bytes.writeUInt32LE(packed, 14);
    bytes.writeUInt32LE(size, 18);
    bytes.writeUInt16LE(name.length, 22);
    return bytes;
  };
  const begin = async (name: string, flags: number, of: Deflated): Promise<Entry> => {
    if (isStreaming) throw new Error(`${name} cannot be written into the middle of another entry.`);
    const entry: Entry = { ...of, name: Buffer.from(name), at, flags };
    entries.push(entry);
    await put(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts(entry), entry.name]));
    return entry;
  };
  return {
    /** An entry whose text comes piece by piece; nothing else is written before its end. */
    async stream(name: string) {
      const entry = await begin(name, isUtf8 | isStreamed, { crc: 0, size: 0, packed: 0 });
      const deflating = deflateTo(put);
      isStreaming = true;
      return {
        write: deflating.write,
        async end(): Promise<void> {
          Object.assign(entry, await deflating.end());
          isStreaming = false;
          const sizes = Buffer.from('PK\x07\x08            ', 'latin1');
          sizes.writeUInt32LE(entry.crc, 4);
          sizes.writeUInt32LE(entry.packed, 8);
          sizes.writeUInt32LE(entry.size, 12);
          await put(sizes);
        },
      };
    },
    /** An entry that was deflated before. */
    async addDeflated(name: string, of: Deflated, pieces: AsyncIterable<Buffer>): Promise<void> {
      await begin(name, isUtf8, of);
      for await (const piece of pieces) await put(piece);
    },
    /** The list of entries, which ends the file. */
    async finish(): Promise<void> {
      const listAt = at;
      for (const entry of entries) {
        const rest = Buffer.alloc(14);
        rest.writeUInt32LE(entry.at, 10);
        const made = Buffer.from([versionNeeded, 0]);
        await put(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), made, facts(entry), rest, entry.name]));
      }
      const end = Buffer.alloc(22);
      end.write('PK\x05\x06', 'latin1');
      end.writeUInt16LE(entries.length, 8);
      end.writeUInt16LE(entries.length, 10);
      end.writeUInt32LE(at - listAt, 12);
      end.writeUInt32LE(listAt, 16);
      await put(end);
    },
  };
}

export type Zip = ReturnType<typeof openZip>;
