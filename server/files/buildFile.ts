import { addAbortSignal, Readable } from 'node:stream';
import { ExpectedError } from '../../models/values/errors.ts';
import { isInstantLost, readAtOneInstant } from '../../models/process/snapshot.ts';
import type { FileAnswer, MadeFile } from '../../routes/line/route.ts';
import { takeBuildPlace } from './filePlaces.ts';
import { openSpool, type Spool, type SpoolPlace } from './spool.ts';

/** A file that is being built, or is whole. */
export interface BuiltFile {
  spool: Spool;
  head: Pick<MadeFile, 'rows' | 'underWay' | 'firstRecordAt'>;
  /** The instant of the database that all of it is of. */
  readAt: Date;
}

/** So much is made before its answer begins: what fails until then is said in words, and may be begun again. */
const headBytes = 64 * 1024;
const pieceBytes = 64 * 1024;

/**
 * Builds a file into a spool, at the speed of the database, from one snapshot of it; where the database does not keep that
 * instant long enough, once more from another. Answers when the file has begun, or is whole.
 *
 * @throws {ExpectedError} `tooMany` where all places are taken, `full` where there is no room, `unavailable` where the
 * database loses its instants too early
 */
export async function buildFile(
  { make }: Pick<FileAnswer, 'make'>,
  place: SpoolPlace,
  signal: AbortSignal,
): Promise<BuiltFile> {
  const leave = await takeBuildPlace();
  try {
    return await begin(make, place, signal, leave).catch(async (error: unknown) => {
      if (!isInstantLost(error)) throw error;
      return begin(make, place, signal, leave);
    });
  } catch (error) {
    leave();
    throw isInstantLost(error)
      ? Object.assign(new ExpectedError('unavailable', 'fileTooOld'), { cause: error })
      : error;
  }
}

async function begin(
  make: FileAnswer['make'],
  place: SpoolPlace,
  signal: AbortSignal,
  leave: () => void,
): Promise<BuiltFile> {
  signal.throwIfAborted();
  const spool = await openSpool(place);
  try {
    const file: BuiltFile = { spool, head: {}, readAt: new Date() };
    const building = readAtOneInstant(
      async ({ at }) => {
        const { body, ...head } = await make(place);
        Object.assign(file, { head, readAt: at });
        await writeAll(body, spool, signal);
      },
      { signal },
    );
    const ended = building.then(
      () => spool.end(),
      (error: unknown) => spool.end(error),
    );
    await spool.reached(headBytes);
    // From here on nobody begins it again: its place is free when it is whole, or broken off.
    void ended.then(leave);
    return file;
  } catch (error) {
    await spool.remove();
    throw error;
  }
}

/** Some at a time: a line of a table is too little to be written alone. */
async function writeAll(body: MadeFile['body'], spool: Spool, signal: AbortSignal): Promise<void> {
  if (Buffer.isBuffer(body)) {
    await spool.write(body);
    return;
  }
  // What a worker makes ends with the wish for it, whatever the worker is doing.
  if (body instanceof Readable) addAbortSignal(signal, body);
  let pieces: Buffer[] = [];
  let bytes = 0;
  const flush = async () => {
    const piece = Buffer.concat(pieces);
    pieces = [];
    bytes = 0;
    await spool.write(piece);
  };
  for await (const piece of body) {
    signal.throwIfAborted();
    const some = Buffer.from(piece as Buffer);
    pieces.push(some);
    bytes += some.length;
    if (bytes >= pieceBytes) await flush();
  }
  if (bytes > 0) await flush();
}
