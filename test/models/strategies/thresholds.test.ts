import { expect } from 'chai';
import { strategies } from '../../../models/strategies/strategy.ts';
import { thresholdsOn, usualThresholds, type Threshold } from '../../../models/strategies/thresholds.ts';
import { parsePartialDay } from '../../../models/values/day.ts';
import { count, link } from '../../support/coverage.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, addStrategy, changeAt, edit } from '../../support/factories.ts';

const threshold = (fromOn: string | null, coveredFrom: number): Threshold => ({
  fromOn: fromOn === null ? null : parsePartialDay(fromOn),
  coveredFrom,
});

describe('thresholdsOn', () => {
  const on = (day: string, ...stated: Threshold[]) => thresholdsOn({ thresholds: stated }, day);

  it('is the usual one where the strategy states none, also one stored before it could', () => {
    expect(on('2026-11-30')).to.deep.equal({ coveredFrom: 2, fromOn: null, isStated: false });
    expect(thresholdsOn({}, '2026-11-30')).to.equal(usualThresholds);
  });

  it('is the one of the latest day that is not after the day, whatever their order', () => {
    const stated = [threshold('2026', 5), threshold(null, 3), threshold('2025-07-01', 4)];
    expect(on('2020-01-01', ...stated)).to.deep.equal({ coveredFrom: 3, fromOn: null, isStated: true });
    expect(on('2025-06-30', ...stated).coveredFrom).to.equal(3);
    expect(on('2025-07-01', ...stated).coveredFrom).to.equal(4);
    expect(on('2025-12-31', ...stated).coveredFrom).to.equal(4);
    expect(on('2026-01-01', ...stated)).to.deep.include({ coveredFrom: 5, isStated: true });
    expect(on('2024-01-01', threshold('2025', 9))).to.equal(usualThresholds);
  });
});

describe('the thresholds of a strategy', () => {
  useDatabase();

  const at = (day: string) => changeAt(new Date(`${day}T10:00:00Z`));
  const coveredBy = async (url: Record<string, string>) => (await count(url)).rows[0]?.overall.state;

  it('are those known at the instant, and those of the day', async () => {
    const strategy = await addStrategy({}, at('2026-01-01'));
    for (let one = 0; one < 3; one += 1)
      await addProject({ startsOn: '2020', endsOn: '2040', supports: [link(1)] }, at('2026-01-02'));
    const four = { thresholds: [{ fromOn: '2026-06-01', coveredFrom: 4 }] };
    await edit(strategies, strategy, four, at('2026-07-01'));
    expect(await coveredBy({})).to.equal('thin');
    expect(await coveredBy({ on: '2026-05-31' })).to.equal('covered');
    expect(await coveredBy({ knownAt: '2026-06-15' })).to.equal('covered');
    expect(await coveredBy({ knownAt: '2026-07-02' })).to.equal('thin');
  });

  it('are of one strategy alone', async () => {
    await addStrategy();
    await addStrategy({ code: 'S-2', thresholds: [{ coveredFrom: 1 }] });
    const supports = [link(1), { ...link(1), initiative: 'S-2.1' }];
    await addProject({ startsOn: '2020', endsOn: '2040', supports });
    expect(await coveredBy({ strategy: 'S-1' })).to.equal('thin');
    expect(await coveredBy({ strategy: 'S-2' })).to.equal('covered');
  });

  it('are the usual ones for a strategy stored before they were its own', async () => {
    await addStrategy();
    await strategies.current.collection.updateOne({}, { $unset: { thresholds: '' } });
    expect((await count()).thresholds).to.deep.equal(usualThresholds);
  });
});
