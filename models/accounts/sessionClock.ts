/** Time in ms. */
type Clock = () => number;

/** Corrections up to this are followed at once: a clock that is kept right moves by less. */
const smallMs = 60_000;
/** A jump that has lasted so long was no mistake. */
const believedAfterMs = 24 * 3_600_000;

/**
 * A clock that a host's clock set forward does not move: what happened minutes ago must not look like hours. It follows
 * the wall clock, but for a jump forward, which it believes a day later only; until then it goes on by the monotonic clock.
 * Set back, the wall clock is followed at once. A computer that slept looks like such a jump.
 */
export function steadyClock(wall: Clock = Date.now, monotonic: Clock = () => performance.now()): Clock {
  let offset = wall() - monotonic();
  let jumpedAt: number | null = null;
  return () => {
    const since = monotonic();
    const present = wall();
    const steady = since + offset;
    jumpedAt = present - steady > smallMs ? (jumpedAt ?? since) : null;
    if (jumpedAt !== null && since - jumpedAt < believedAfterMs) return steady;
    jumpedAt = null;
    offset = present - since;
    return present;
  };
}

/** By which this process judges whether a session is over. */
export const sessionClock: Clock = steadyClock();
