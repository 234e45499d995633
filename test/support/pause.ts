import { setTimeout } from 'node:timers/promises';

/** Waits at least so many ms. Whoever measures, or needs something to happen in time, takes Node's own timer and runs alone. */
export const pause = async (ms: number): Promise<void> => setTimeout(ms);

/** Polls until something holds: what another process, a stream or a thread does comes within moments. */
export async function until(isSo: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const limit = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > limit) throw new Error('It did not come to be.');
    await setTimeout(10);
  }
}
