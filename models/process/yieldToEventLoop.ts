import { setImmediate as turn } from 'node:timers/promises';

const longestTurnMs = 8;

/** A turn for others, once what was done since the last has taken long enough. */
export function yieldToEventLoop(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < longestTurnMs) return;
    await turn();
    since = performance.now();
  };
}
