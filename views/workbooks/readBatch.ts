const mostRowsAtATime = 200;

/**
 * The next rows of an iterator, as many as come in the time given, and one at least: none at all means that there are no
 * more, on however busy a machine.
 *
 * @param longestMs in milliseconds
 */
export async function readBatch<T>(
  iterator: Iterator<T> | AsyncIterator<T>,
  longestMs: number,
): Promise<T[] | null> {
  const until = performance.now() + longestMs;
  const rows: T[] = [];
  do {
    const { done, value } = await iterator.next();
    if (done) break;
    rows.push(value);
  } while (rows.length < mostRowsAtATime && performance.now() < until);
  return rows.length > 0 ? rows : null;
}
