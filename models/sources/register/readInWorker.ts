import { on } from 'node:events';
import { ExpectedError } from '../../values/errors.ts';
import { startWorker } from '../../process/startWorker.ts';
import type { Read, ReadOptions } from '../contract/incoming.ts';
import type { FromReader, Refusal, ToRead, ToReader } from './readMessages.ts';

/** Only a part of a file is held at a time; one that takes more than this ends its thread, not the program. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 6 };

/**
 * Reads a file in a thread of its own: the next records are read while those before are compared. `read` gives what the
 * file's source reads, and throws what that throws; whoever takes no more of it ends the thread, and so does the signal.
 */
export function inThread(file: Omit<ToRead, 'options'>, signal?: AbortSignal) {
  let bytes = 0;
  return {
    /** How far the reading is, in bytes of the file on disk. */
    bytesRead: (): number => bytes,
    async *read({ expectRows, ...options }: ReadOptions): AsyncIterable<Read> {
      const workerData: ToRead = { ...file, options };
      const thread = startWorker(import.meta.url, './reader', { workerData, resourceLimits, name: 'reader' });
      // Whatever goes wrong in it once nobody takes its records concerns nobody.
      thread.on('error', () => undefined);
      const said = on(thread, 'message', {
        close: ['exit'],
        ...(signal && { signal }),
      }) as AsyncIterable<[FromReader]>;
      try {
        for await (const [message] of said) {
          if ('read' in message) {
            yield* message.read;
            thread.postMessage('taken' satisfies ToReader, []);
          } else if ('bytes' in message) bytes = message.bytes;
          else if ('expected' in message) expectRows?.(message.expected);
          else if ('refused' in message) throw refusalOf(message.refused);
          else return;
        }
        throw new Error('The thread that reads a file ended before it was done.');
      } finally {
        await thread.terminate();
      }
    },
  };
}

const refusalOf = ({ kind, key, values, problems }: Refusal) =>
  new ExpectedError(kind, key, values, problems);
