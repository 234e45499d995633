import type { Readable } from 'node:stream';
import { presentConnection } from '../../models/process/connectMongoose.ts';
import { endSessionOf, presentSnapshot, presentSnapshotTime } from '../../models/process/snapshot.ts';
import type { FileTask } from './bookMessages.ts';
import { receive } from './receive.ts';
import { takePlace } from './workers.ts';

/**
 * A file that a worker makes by itself: it reads the database over a connection of its own, at the instant of the work in
 * hand, of which the file is a part. Whatever ends that work, or the stream, ends the worker, and on the server what it reads.
 *
 * @throws {ExpectedError} `tooMany` where too many files are being made
 */
export async function streamTask({ of, parts }: Pick<FileTask, 'of' | 'parts'>): Promise<Readable> {
  const time = presentSnapshotTime();
  const place = await takePlace('streamed');
  const sessions: Uint8Array[] = [];
  const unfinished = presentSnapshot()?.unfinished;
  const close = async (): Promise<void> => {
    await place.end();
    for (const session of sessions) await endSessionOf(session);
  };
  unfinished?.add(close);
  const { file, say } = receive(place, {
    hear: message => {
      if ('session' in message) sessions.push(message.session);
    },
    mayStay: () => false,
    over: () => undefined,
  });
  file.once('end', () => void unfinished?.delete(close));
  say({ task: { connection: presentConnection(), time, parts, of } });
  return file;
}
