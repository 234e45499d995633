import { createReadStream } from 'node:fs';

/** A file on disk, or a member of an archive: its bytes from the beginning, each time they are asked for. */
export interface ByteSource {
  name: string;
  read(): AsyncGenerator<Buffer>;
}

/** How many bytes of the file on disk were read; what is read again does not count again. */
export interface Progress {
  /** A place in the file that is read on its own; tells how far it came. */
  part(): (bytes: number) => void;
  bytes(): number;
}

export function startProgress(): Progress {
  const parts: number[] = [];
  return {
    part() {
      const at = parts.push(0) - 1;
      return bytes => {
        parts[at] = Math.max(parts[at] ?? 0, bytes);
      };
    },
    bytes: () => parts.reduce((sum, bytes) => sum + bytes, 0),
  };
}

export const chunkBytes = 65_536;

/** The bytes of a file on disk. */
export function fileBytes(path: string, name: string, progress: Progress): ByteSource {
  const tell = progress.part();
  return {
    name,
    async *read() {
      let bytes = 0;
      for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
        bytes += (chunk as Buffer).length;
        tell(bytes);
        yield chunk as Buffer;
      }
    },
  };
}

/** The first bytes, at most so many. */
export async function readHead(source: ByteSource, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source.read()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}
