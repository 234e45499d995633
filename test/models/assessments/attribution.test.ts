import { expect } from 'chai';
import fc from 'fast-check';
import {
  markerAmount,
  splitAmount,
  splitEqually,
  type Share,
} from '../../../models/assessments/attribution.ts';

const share = (number: number, shareBp: number): Share => ({
  initiative: `COM-2020-607.${number}`,
  number,
  shareBp,
});

const anyAmount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
/** Shares of distinct initiatives that add up to 10 000 or less. */
const anyShares = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }),
    fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 8, maxLength: 8 }),
  )
  .map(([numbers, cuts]) => {
    let left = 10_000;
    return numbers.map((number, index) => {
      const shareBp = Math.min(left, cuts[index] ?? 0);
      left -= shareBp;
      return share(number, shareBp);
    });
  });

const sum = (cents: (number | null)[]) => cents.reduce((total, part) => total + BigInt(part ?? 0), 0n);

describe('splitAmount', () => {
  it('gives all of it to one initiative, and none where nothing is shared', () => {
    expect(splitAmount(57_767_577, [share(4, 10_000)])).to.deep.equal({
      parts: [{ initiative: 'COM-2020-607.4', cents: 57_767_577 }],
      notAttributedCents: 0,
    });
    expect(splitAmount(57_767_577, [])).to.deep.equal({ parts: [], notAttributedCents: 57_767_577 });
  });

  it('gives an odd cent to the larger remainder, then to the lower number, and last to the rest', () => {
    const cents = (amount: number, shares: Share[]) => {
      const { parts, notAttributedCents } = splitAmount(amount, shares);
      return [...parts.map(part => part.cents), notAttributedCents];
    };
    expect(cents(100, [share(1, 3333), share(2, 3334), share(3, 3333)])).to.deep.equal([33, 34, 33, 0]);
    expect(cents(1, [share(7, 5000), share(2, 5000)])).to.deep.equal([0, 1, 0]);
    expect(cents(1, [share(7, 5000)])).to.deep.equal([1, 0]);
    expect(cents(1, [share(7, 4999)])).to.deep.equal([0, 1]);
    expect(cents(2, [share(3, 2500), share(2, 2500), share(1, 2500)])).to.deep.equal([0, 1, 1, 0]);
  });

  it('adds up to the amount to the cent, each part less than a cent off, also beyond what a float holds', () => {
    fc.assert(
      fc.property(anyAmount, anyShares, (amount, shares) => {
        const { parts, notAttributedCents } = splitAmount(amount, shares);
        expect(sum([...parts.map(part => part.cents), notAttributedCents])).to.equal(BigInt(amount));
        for (const [index, { cents }] of parts.entries()) {
          const off = BigInt(cents ?? 0) * 10_000n - BigInt(amount) * BigInt(shares[index]?.shareBp ?? 0);
          expect(off > -10_000n && off < 10_000n).to.equal(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order of the shares', () => {
    fc.assert(
      fc.property(anyAmount, anyShares, (amount, shares) => {
        const forward = splitAmount(amount, shares);
        const backward = splitAmount(amount, [...shares].reverse());
        expect([...backward.parts].reverse()).to.deep.equal(forward.parts);
        expect(backward.notAttributedCents).to.equal(forward.notAttributedCents);
      }),
    );
  });

  it('leaves parts of an unknown amount unknown', () => {
    expect(splitAmount(null, [share(4, 2500)])).to.deep.equal({
      parts: [{ initiative: 'COM-2020-607.4', cents: null }],
      notAttributedCents: null,
    });
  });

  it('refuses shares above the whole, negative or broken ones, and an initiative twice', () => {
    const wrong = [
      [share(1, 9_999), share(2, 2)],
      [share(1, -1)],
      [share(1, 0.5)],
      [share(1, 10_001)],
      [share(1, 1), share(1, 1)],
    ];
    for (const shares of wrong) {
      expect(() => splitAmount(100, shares)).to.throw(RangeError);
      expect(() => splitAmount(null, shares)).to.throw(RangeError);
    }
  });

  it('refuses amounts that are negative, not whole, or beyond 2^53', () => {
    for (const amount of [-1, 0.5, 2 ** 53, Number.NaN])
      expect(() => splitAmount(amount, [])).to.throw(RangeError);
  });
});

describe('splitEqually', () => {
  it('gives the odd basis points to the lower numbers', () => {
    expect(splitEqually([4, 1, 2])).to.deep.equal([
      { number: 4, shareBp: 3333 },
      { number: 1, shareBp: 3334 },
      { number: 2, shareBp: 3333 },
    ]);
    expect(splitEqually([5])).to.deep.equal([{ number: 5, shareBp: 10_000 }]);
    expect(splitEqually([])).to.deep.equal([]);
    expect(() => splitEqually([1, 1])).to.throw(RangeError);
  });

  it('adds up to exactly 10 000 for any number of initiatives', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 60 }), numbers => {
        const shares = splitEqually(numbers).map(({ shareBp }) => shareBp);
        expect(shares.reduce((total, shareBp) => total + shareBp, 0)).to.equal(10_000);
        expect(Math.max(...shares) - Math.min(...shares)).to.be.at.most(1);
      }),
    );
  });
});

describe('markerAmount', () => {
  it('counts principal in full, secondary at 40 %, examined-not-targeted at nothing', () => {
    expect(markerAmount('principal', 57_767_577)).to.equal(57_767_577);
    expect(markerAmount('secondary', 57_767_577)).to.equal(23_107_031);
    expect(markerAmount('examinedNotTargeted', 57_767_577)).to.equal(0);
    expect(markerAmount('examinedNotTargeted', null)).to.equal(0);
  });

  it('says nothing of unrated links and of amounts not stated', () => {
    expect(markerAmount('namedUnrated', 57_767_577)).to.equal(null);
    expect(markerAmount('principal', null)).to.equal(null);
    expect(markerAmount('secondary', null)).to.equal(null);
  });

  it('rounds to the nearest cent, exactly up to 2^53', () => {
    expect([1, 2, 3, 4].map(cents => markerAmount('secondary', cents))).to.deep.equal([0, 1, 1, 2]);
    expect(markerAmount('secondary', Number.MAX_SAFE_INTEGER)).to.equal(3_602_879_701_896_396);
    fc.assert(
      fc.property(anyAmount, cents => {
        const off = BigInt(markerAmount('secondary', cents) ?? 0) * 10n - BigInt(cents) * 4n;
        expect(off > -5n && off <= 5n).to.equal(true);
      }),
    );
  });

  it('refuses negative amounts', () => {
    expect(() => markerAmount('secondary', -1)).to.throw(RangeError);
  });
});
