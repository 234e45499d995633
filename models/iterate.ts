/** What the database answers batch by batch: a cursor of mongoose, or of the driver. */
export interface Cursor<T> {
  /** Null when there is no more. */
  next(): Promise<T | null>;
  close(): Promise<unknown>;
}

/**
 * What a cursor finds, one after the other; it is closed on every way out. The only place that iterates one (a standing
 * test says so): a cursor of mongoose has no `return`, so that leaving `for await` would leave it open on the server, with
 * its batch in memory, until the server gives it up.
 *
 * @param open called when the first is asked for: of an iteration that nobody begins, nothing is left open
 */
export async function* iterate<T>(open: () => Cursor<T>): AsyncGenerator<T, void, undefined> {
  const cursor = open();
  try {
    for (let found = await cursor.next(); found !== null; found = await cursor.next()) yield found;
  } finally {
    // Where the server is away there is nothing to be closed.
    await cursor.close().catch(() => undefined);
  }
}
