import { access, constants, mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ExpectedError } from '../../models/values/errors.ts';
import { sweepTemporary, temporaryName } from './temporaryFiles.ts';

/** Where files are kept while they are made and taken. */
export interface SpoolPlace {
  folder: string;
  /** Of all files of this process together. */
  mostBytes: number;
}

/** A file between whoever makes it and whoever takes it: written at the one's speed, read at the other's. */
export interface Spool {
  /** @throws {ExpectedError} `full` where the disk has no room, or the spool has reached its bound */
  write(bytes: Buffer): Promise<void>;
  /** Says that nothing more comes: the file is whole, or was not made because of an error. */
  end(error?: unknown): void;
  /** Waits for so many bytes, or the whole file. Throws what it was ended with. */
  reached(bytes: number): Promise<void>;
  /** Bytes so far. */
  size(): number;
  isWhole(): boolean;
  /** What it was ended with, where it was not made. */
  failure(): unknown;
  /** Whether the reader has taken all there is, and waits. */
  isAwaited(): boolean;
  /** The bytes from the first on, as they come. Throws what the spool was ended with. */
  read(): AsyncGenerator<Buffer, void, undefined>;
  /** Takes it from the disk; whoever still writes is told so. */
  remove(): Promise<void>;
}

const pieceBytes = 128 * 1024;
const prefix = 'callfolio-file.';
const noRoom: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** Of all spools of this process. */
let spooled = 0;

const full = (cause?: unknown): ExpectedError =>
  Object.assign(new ExpectedError('full', 'filesFull'), { cause });
const inWords = (error: unknown): unknown =>
  noRoom.includes((error as NodeJS.ErrnoException).code) ? full(error) : error;

async function openFile(folder: string, path: string): Promise<FileHandle> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await open(path, 'wx+', 0o600);
  } catch (error) {
    throw inWords(error);
  }
}

/**
 * A new, empty one: a file of mode 0600 in the folder, which is made where it is missing.
 * @throws {ExpectedError} `full` where the disk has no room
 */
export async function openSpool({ folder, mostBytes }: SpoolPlace): Promise<Spool> {
  const path = join(folder, temporaryName(prefix));
  const file = await openFile(folder, path);
  let size = 0;
  /** Of the bound: also what could not be written. */
  let taken = 0;
  let ended: { error: unknown } | null = null;
  let isRemoved = false;
  let isAwaited = false;
  let waiting: (() => void)[] = [];
  const tell = () => {
    const told = waiting;
    waiting = [];
    for (const goOn of told) goOn();
  };
  const news = async () => new Promise<void>(resolve => void waiting.push(resolve));
  const refuseFailed = () => {
    if (ended?.error !== undefined) throw ended.error;
  };
  return {
    async write(bytes) {
      if (isRemoved) throw new Error('The file is not wanted any more.');
      if (spooled + bytes.length > mostBytes) throw full();
      spooled += bytes.length;
      taken += bytes.length;
      try {
        for (let at = 0; at < bytes.length;) {
          const { bytesWritten } = await file.write(bytes, at, bytes.length - at, size);
          at += bytesWritten;
          size += bytesWritten;
        }
      } catch (error) {
        throw inWords(error);
      }
      tell();
    },
    end(error) {
      ended ??= { error };
      tell();
    },
    async reached(bytes) {
      const isSo = () => ended !== null || size >= bytes;
      while (!isSo()) await news();
      refuseFailed();
    },
    size: () => size,
    isWhole: () => ended !== null && ended.error === undefined,
    failure: () => ended?.error,
    isAwaited: () => isAwaited,
    async *read() {
      const piece = Buffer.allocUnsafe(pieceBytes);
      for (let at = 0; ;) {
        refuseFailed();
        if (at < size) {
          const { bytesRead } = await file.read(piece, 0, Math.min(pieceBytes, size - at), at);
          at += bytesRead;
          yield Buffer.from(piece.subarray(0, bytesRead));
        } else if (ended) return;
        else {
          isAwaited = true;
          await news();
          isAwaited = false;
        }
      }
    },
    async remove() {
      if (isRemoved) return;
      isRemoved = true;
      ended ??= { error: new Error('The file was removed.') };
      tell();
      spooled -= taken;
      await rm(path, { force: true });
      await file.close().catch(() => undefined);
    },
  };
}

/**
 * Removes the files of ours that a process has left that runs no more; makes the folder where it is missing.
 *
 * @returns how many
 * @throws what the system says where the folder cannot be made or written
 */
export async function sweepSpool(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  return sweepTemporary(folder, prefix);
}
