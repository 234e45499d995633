import { expect } from 'chai';
import { steadyClock } from '../../../models/accounts/sessionClock.ts';

const hour = 3_600_000;
const begin = Date.UTC(2026, 10, 24, 10);

/** A host: time passes on both of its clocks, and somebody sets the one on the wall. */
function host() {
  let [wall, monotonic] = [begin, 5_000];
  return {
    wall: () => wall,
    monotonic: () => monotonic,
    pass: (ms: number) => {
      wall += ms;
      monotonic += ms;
    },
    set: (ms: number) => (wall += ms),
  };
}

/** How far a clock has moved while an hour passed in which the host’s clock was set forward and back. */
function movedBy(clockOf: (of: ReturnType<typeof host>) => () => number): number[] {
  const own = host();
  const clock = clockOf(own);
  const start = clock();
  own.pass(hour / 2);
  own.set(13 * hour);
  const forward = clock() - start;
  own.pass(hour / 2);
  const later = clock() - start;
  own.set(-13 * hour);
  return [forward, later, clock() - start];
}

describe('The clock of sessions', () => {
  it('is not moved by a host’s clock that is set forward and back', () => {
    const moved = movedBy(({ wall, monotonic }) => steadyClock(wall, monotonic));
    expect(moved).to.deep.equal([hour / 2, hour, hour]);
  });

  it('would be, were it the one on the wall', () => {
    expect(movedBy(({ wall }) => wall)).to.deep.equal([13.5 * hour, 14 * hour, hour]);
  });

  it('follows small corrections and one backwards at once, and believes a jump after a day', () => {
    const { wall, monotonic, pass, set } = host();
    const clock = steadyClock(wall, monotonic);
    pass(hour);
    set(20_000);
    expect(clock()).to.equal(wall());
    set(-3 * hour);
    expect(clock()).to.equal(wall());
    set(5 * hour);
    expect(clock()).to.equal(wall() - 5 * hour);
    pass(23 * hour);
    expect(clock()).to.equal(wall() - 5 * hour);
    pass(2 * hour);
    expect(clock()).to.equal(wall());
  });
});
