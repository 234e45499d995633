/**
 * Fork and join: what is asked for side by side, once all of it has ended. `Promise.all` would throw while the others still
 * read: a session that ends meanwhile can close none of the cursors that they are given afterwards.
 *
 * @param asked promises, values, or queries, each of which is executed once
 * @throws what the first of them that failed, in their order, threw
 */
export async function joinAll<T extends readonly unknown[] | []>(
  asked: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const running = asked.map(async one => one) as { -readonly [K in keyof T]: Promise<Awaited<T[K]>> };
  await Promise.allSettled(running);
  return Promise.all(running);
}
