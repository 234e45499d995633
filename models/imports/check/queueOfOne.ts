/**
 * Does one thing after the other while whoever asks for them goes on: the database compares and stores what was read while
 * the next is read, but never more than one thing waits. A failure is thrown to who asks for the next, or for the end.
 */
export function queueOfOne() {
  let last: Promise<void> = Promise.resolve();
  return {
    /** Begins it after those before; settles when those are done. */
    async next(action: () => Promise<void>): Promise<void> {
      const before = last;
      last = before.then(action);
      // Told by `before` or `end`.
      last.catch(() => undefined);
      await before;
    },
    end: async (): Promise<void> => last,
  };
}
