import { ExpectedError } from '../../values/errors.ts';

/** Whether a write was refused because another record has a value that only one may have. */
export const isDuplicate = (error: unknown): error is ExpectedError =>
  error instanceof ExpectedError &&
  error.kind === 'invalid' &&
  error.problems.some(({ type }) => type === 'duplicate');

/**
 * Does chunk after chunk until one is empty. A duplicate key spoils the whole transaction of a chunk and does not say
 * whose it is: ever smaller chunks find the row, and `settle` deals with that one by itself.
 */
export async function inChunks(
  most: number,
  chunk: (size: number) => Promise<number>,
  settle: (error: ExpectedError) => Promise<number>,
  tell: (rows: number) => Promise<void>,
): Promise<void> {
  let size = most;
  for (;;) {
    let done: number;
    try {
      done = await chunk(size);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      if (size > 1) {
        size = Math.ceil(size / 4);
        continue;
      }
      done = await settle(error);
    }
    if (done === 0) return;
    await tell(done);
    size = Math.min(most, size * 2);
  }
}
