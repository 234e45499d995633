import { expect } from 'chai';
import { readdirSync, rmSync } from 'node:fs';
import { openSpread } from '../../../../models/sources/files/spread.ts';
import { workFolder } from '../../../support/sourceFile.ts';

describe('A spread', () => {
  let folder = '';
  beforeEach(() => {
    folder = workFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives the items of each part in their order, whatever signs they hold, also when they fill the memory', async () => {
    const spread = await openSpread<{ part: number; at: number; text: string }>(folder);
    const text = `"quoted"\n\u2028;\u0000é${'x'.repeat(3_000)}`;
    for (let at = 0; at < 6_000; at += 1) await spread.add(at % 7, { part: at % 7, at, text });
    for (let part = 0; part < 7; part += 1) {
      const items = await spread.take(part);
      expect(items.map(({ at }) => at)).to.deep.equal(
        Array.from({ length: 6_000 }, (_, at) => at).filter(at => at % 7 === part),
      );
      expect(items.every(one => one.text === text && one.part === part)).to.equal(true);
    }
  });

  it('takes an item larger than what it holds in memory', async () => {
    const spread = await openSpread<string>(folder);
    const large = 'é'.repeat(2_500_000);
    await spread.add(1, 'before');
    await spread.add(1, large);
    await spread.add(1, 'after');
    expect((await spread.take(1)).map(({ length }) => length)).to.deep.equal([6, 2_500_000, 5]);
  });

  it('gives nothing for a part without items, or one taken before, and leaves no file', async () => {
    const spread = await openSpread<number>(folder);
    await spread.add(3, 1);
    expect(await spread.take(2)).to.deep.equal([]);
    expect(await spread.take(3)).to.deep.equal([1]);
    expect(await spread.take(3)).to.deep.equal([]);
    expect(readdirSync(folder, { recursive: true })).to.have.length(1);
  });
});
