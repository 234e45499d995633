import { AsyncResource } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { ExpectedError } from '../../models/values/errors.ts';
import type { Failure, FromWorker, ToWorker } from './bookMessages.ts';
import type { Place } from './workers.ts';

const readAhead = 262_144;

/** What is made of the messages of a worker besides the bytes. */
interface Conversation {
  hear: (message: Exclude<FromWorker, { bytes: Uint8Array } | { isDone: true } | Failure>) => void;
  /** Whether the worker may make another file. */
  mayStay: () => boolean;
  /** When all was sent, or nobody wants any more of it. */
  over: () => void;
}

/** The error that a worker failed with, on this side. */
function errorOf(failure: Failure): Error {
  if ('refused' in failure) {
    const { kind, key, values } = failure.refused;
    return new ExpectedError(kind, key, values);
  }
  const { failed, code } = failure;
  return Object.assign(new Error(`A workbook was not made: ${failed}`), code !== null && { code });
}

/** The bytes of the file that a worker makes, no faster than they are taken. Destroying the stream ends the worker. */
export function receive({ worker, leave, end }: Place, { hear, mayStay, over }: Conversation) {
  let isDone = false;
  let owed = 0;
  const say = (message: ToWorker): void => {
    // Afterwards it may be making another workbook.
    if (!isDone) worker.postMessage(message, []);
  };
  const file = new Readable({
    highWaterMark: readAhead,
    read() {
      for (; owed > 0; owed -= 1) say({ taken: true });
    },
    destroy(error, done) {
      over();
      void end();
      done(error);
    },
  });
  // What it asks for is read where the file was asked for: at its instant (snapshot.ts).
  const onMessage = AsyncResource.bind((message: FromWorker) => {
    if ('bytes' in message) {
      if (file.push(message.bytes)) say({ taken: true });
      else owed += 1;
    } else if ('failed' in message || 'refused' in message) file.destroy(errorOf(message));
    else if ('isDone' in message) {
      isDone = true;
      if (mayStay()) leave();
      else void end();
      over();
      file.push(null);
    } else hear(message);
  });
  worker.on('message', onMessage);
  worker.on('error', error => void file.destroy(error));
  worker.on('exit', () => void file.destroy(new Error('The worker that made a workbook ended.')));
  return { file, say };
}
