import { expect } from 'chai';
import { readBatch } from '../../../views/workbooks/readBatch.ts';

describe('rows that are read some at a time', () => {
  it('are all read, also where the time is over before the first of them is', async () => {
    for (const longestMs of [-1, 0, 6, 1_000]) {
      const iterator = Array.from({ length: 450 }, (_one, at) => at)[Symbol.iterator]();
      const read: number[] = [];
      for (let some = await readBatch(iterator, longestMs); some; some = await readBatch(iterator, longestMs))
        read.push(...some);
      expect(read, String(longestMs)).to.have.lengthOf(450);
    }
  });

  it('are no more than a few hundred at once, and fewer where they come slowly', async () => {
    const many = Array.from({ length: 450 }, () => 1);
    expect(await readBatch(many[Symbol.iterator](), 60_000)).to.have.lengthOf(200);
    expect(await readBatch(many[Symbol.iterator](), 0)).to.have.lengthOf(1);
  });
});
