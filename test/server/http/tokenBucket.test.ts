import { expect } from 'chai';
import fc from 'fast-check';
import { tokenBuckets } from '../../../server/http/tokenBucket.ts';

const rate = { perSecond: 50, burst: 200 };
const times = (count: number): number[] => Array.from({ length: count }, (_one, at) => at);

describe('A token bucket', () => {
  it('gives as many at once as it holds, and then so many a second', () => {
    const { take } = tokenBuckets(rate);
    expect(times(300).filter(() => take('a', 1_000))).to.have.length(200);
    expect(times(300).filter(() => take('a', 2_000))).to.have.length(50);
    expect(times(300).filter(() => take('a', 2_500))).to.have.length(25);
    expect(times(300).filter(() => take('a', 60_000))).to.have.length(200);
  });

  it('is one for each key', () => {
    const { take } = tokenBuckets({ perSecond: 1, burst: 1 });
    expect([take('a', 0), take('a', 0), take('b', 0)]).to.deep.equal([true, false, true]);
  });

  it('never gives more than its rate and its burst, whenever it is asked', () => {
    const pauses = fc.array(fc.nat(200), { minLength: 1, maxLength: 500 });
    fc.assert(
      fc.property(pauses, ms => {
        const { take } = tokenBuckets({ perSecond: 20, burst: 10 });
        let at = 0;
        const given = ms.filter(one => take('a', (at += one))).length;
        expect(given).to.be.at.most(10 + (at / 1_000) * 20 + 1e-6);
      }),
    );
  });

  it('forgets keys whose bucket is full again', () => {
    const { take, count } = tokenBuckets(rate);
    for (const at of times(10_000)) take(`key ${at}`, at);
    // Filling takes four seconds, in which four thousand keys came.
    expect(count()).to.equal(4_000);
    take('another', 60_000);
    expect(count()).to.equal(1);
  });

  it('fills up to the burst and no further, also where little had been taken of it', () => {
    const { take } = tokenBuckets(rate);
    expect(take('a', 0)).to.equal(true);
    expect(times(300).filter(() => take('a', 3_900))).to.have.length(200);
  });
});
