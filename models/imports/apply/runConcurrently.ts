/**
 * Does several things at once and waits for all. Where one fails the others are told, to end soon; its failure, or the first
 * of several, is thrown once all have ended.
 */
export async function runConcurrently(
  actions: readonly ((isOver: () => boolean) => Promise<void>)[],
): Promise<void> {
  const failures: unknown[] = [];
  const isOver = (): boolean => failures.length > 0;
  await Promise.all(
    actions.map(async action => action(isOver).catch((error: unknown) => failures.push(error))),
  );
  if (isOver()) throw failures[0];
}
