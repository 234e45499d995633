import { totalmem } from 'node:os';
import { expect } from 'chai';
import { cacheGigabytesFor, memoryThere } from '../../../server/database/cacheSize.ts';

const gigabytes = (count: number) => count * 1024 ** 3;

describe('The cache of a mongod of our own', () => {
  it('is a quarter of the memory there is', () => {
    expect(cacheGigabytesFor(gigabytes(4))).to.equal(1);
    expect(cacheGigabytesFor(gigabytes(6))).to.equal(1.5);
  });

  it('is never less than mongod takes, and never more than an import gains from', () => {
    expect(cacheGigabytesFor(gigabytes(0.5))).to.equal(0.25);
    expect(cacheGigabytesFor(gigabytes(64))).to.equal(2);
  });

  it('asks how much there is, of the machine or of the container', () => {
    expect(memoryThere()).to.be.within(gigabytes(0.25), totalmem());
  });
});
