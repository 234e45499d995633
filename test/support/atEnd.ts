const stops: (() => Promise<void>)[] = [];

/** Called where something is started that all tests of a process share: what ends it, after the last test. */
export const stopAtEnd = (stop: () => Promise<void>): void => void stops.push(stop);

/** Ends what was started, the last first. */
export async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).toReversed()) await stop();
}
