import { expect } from 'chai';
import { supportOf, type DatabaseSupport } from '../../../models/process/databaseSupport.ts';
import { officialVersion } from '../../../server/database/fetchMongod.ts';

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

describe('the support of a database by its vendor', () => {
  it('ends after the last day that the vendor names, by the calendar of Brussels', () => {
    const states = ['2025-07-30', '2025-07-31', '2025-08-01'].map(day => supportOf('6.0.5', noon(day)).state);
    expect(states).to.deep.equal(['supported', 'supported', 'ended']);
    // In Brussels it is tomorrow already.
    expect(supportOf('6.0.5', new Date('2025-07-31T22:30:00Z')).state).to.equal('ended');
    expect(supportOf('6.0.5', new Date('2025-07-31T21:30:00Z')).state).to.equal('supported');
  });

  it('is that of the release, not of the major version or the patch', () => {
    const expected: Record<string, DatabaseSupport> = {
      '6.0.27': { state: 'ended', endsOn: '2025-07-31' },
      '7.0.0': { state: 'supported', endsOn: '2027-08-31' },
      '7.3.4': { state: 'ended', endsOn: '2024-10-02' },
      '8.0.20': { state: 'supported', endsOn: '2029-10-31' },
      '8.2.6': { state: 'ended', endsOn: '2026-07-31' },
      '8.0.4-rc0': { state: 'supported', endsOn: '2029-10-31' },
    };
    for (const [version, support] of Object.entries(expected))
      expect(supportOf(version, noon('2026-11-30')), version).to.deep.equal(support);
  });

  it('lasts for years after this release of callfolio for the one that is downloaded', () => {
    expect(supportOf(officialVersion, noon('2028-11-30')).state).to.equal('supported');
    // The one that was downloaded before.
    expect(supportOf('8.2.6', noon('2028-11-30')).state).to.equal('ended');
  });

  it('is unknown of a release that the vendor gave no day, or that is none: neither supported nor ended', () => {
    for (const version of ['8.3.1', '9.0.0', '60.0.5', '6', '', 'constructor.0.1', 'toString'])
      expect(supportOf(version, noon('2026-11-30')), version).to.deep.equal({
        state: 'unknown',
        endsOn: null,
      });
  });
});
