import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ExpectedError } from '../../../models/values/errors.ts';
import { deflateTo, type Zip } from './zip.ts';

/** Where parts of a file wait for their turn, and how many bytes of them, together. */
export interface PartPlace {
  folder: string;
  mostBytes: number;
}

const pieceBytes = 128 * 1024;
const noRoom: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * A part of a zip file that is written while another one is, deflated into a temporary file, and copied when its turn has
 * come. The file has no name from its first moment on: whatever ends its writer, the system takes it back.
 *
 * @throws {ExpectedError} `full` where the disk has no room, or all parts together more than they may
 */
export async function openSpooledPart(place: PartPlace, taken: { bytes: number }) {
  const path = join(place.folder, `callfolio-file.part.${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  let size = 0;
  const deflating = deflateTo(async bytes => {
    taken.bytes += bytes.length;
    if (taken.bytes > place.mostBytes) throw new ExpectedError('full', 'filesFull');
    try {
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await file.write(bytes, at, bytes.length - at, size);
        at += bytesWritten;
        size += bytesWritten;
      }
    } catch (error) {
      if (!noRoom.includes((error as NodeJS.ErrnoException).code)) throw error;
      throw Object.assign(new ExpectedError('full', 'filesFull'), { cause: error });
    }
  });
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < size;) {
      const piece = Buffer.allocUnsafe(Math.min(pieceBytes, size - at));
      const { bytesRead } = await file.read(piece, 0, piece.length, at);
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  }
  return {
    write: deflating.write,
    async moveTo(zip: Zip, name: string): Promise<void> {
      await zip.addDeflated(name, await deflating.end(), pieces());
      taken.bytes -= size;
      await file.close();
    },
  };
}
