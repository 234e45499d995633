/** How often somebody may ask: so many times a second, and so many at once after a pause. */
export interface Rate {
  perSecond: number;
  burst: number;
}

interface Bucket {
  left: number;
  /** When that was so, in ms. */
  at: number;
}

/**
 * Token buckets by key, in memory. One that has filled up again is forgotten, since that is what a new one is: there are
 * never more than keys that asked within the time that filling takes.
 */
export function tokenBuckets({ perSecond, burst }: Rate) {
  const buckets = new Map<string, Bucket>();
  const fillMs = (burst / perSecond) * 1_000;

  function forgetFull(at: number): void {
    // In the order of their last use.
    for (const [key, bucket] of buckets) {
      if (at - bucket.at < fillMs) return;
      buckets.delete(key);
    }
  }

  return {
    /** Takes one of a key's tokens at an instant, in ms of a clock that only goes on. @returns whether there was one */
    take: (key: string, at: number): boolean => {
      forgetFull(at);
      const kept = buckets.get(key) ?? { left: burst, at };
      const left = Math.min(burst, kept.left + ((at - kept.at) / 1_000) * perSecond);
      const isEnough = left >= 1;
      buckets.delete(key);
      buckets.set(key, { left: isEnough ? left - 1 : left, at });
      return isEnough;
    },
    /** How many keys are kept. */
    count: (): number => buckets.size,
  };
}
