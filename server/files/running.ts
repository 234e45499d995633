/** What runs for a person in this process, and how it is ended: a file that is built or served, an upload, a dry run. */
const running = new Map<string, Set<(why: string) => void>>();

/**
 * Notes that something runs for a person until the returned function is called.
 *
 * @param abort ends it at once; called no more than once, never after it was forgotten
 */
export function track(userId: string, abort: (why: string) => void): () => void {
  // One of its own: two may be ended by the same function.
  const own = (why: string) => abort(why);
  running.set(userId, (running.get(userId) ?? new Set()).add(own));
  return () => {
    const others = running.get(userId);
    others?.delete(own);
    if (others?.size === 0) running.delete(userId);
  };
}

/** The persons for whom something runs. */
export const listRunning = (): string[] => [...running.keys()];

export const countRunning = (userId: string): number => running.get(userId)?.size ?? 0;

/** Ends what runs for a person, who was blocked for instance. @returns how much that was */
export function endRunning(userId: string, why: string): number {
  const found = [...(running.get(userId) ?? [])];
  running.delete(userId);
  for (const abort of found) abort(why);
  return found.length;
}
