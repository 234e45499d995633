import type { Log } from '../logger.ts';

const everyMs = 1_000;

/**
 * Logs what is refused in great numbers in one line a second, with how many there were of each kind: a line for each would
 * be work that nobody has time for just then.
 * @param sentence what happened to them
 */
export function refusalTally(log: Log, sentence: string): (kind: string) => void {
  const counts = new Map<string, number>();
  const write = () => {
    log.warn({ refused: Object.fromEntries(counts) }, sentence);
    counts.clear();
  };
  return kind => {
    if (counts.size === 0) setTimeout(write, everyMs).unref();
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  };
}
