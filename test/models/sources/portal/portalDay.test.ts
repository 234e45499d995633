import { expect } from 'chai';
import { portalDay, portalDeadline } from '../../../../models/sources/portal/portalDay.ts';

const at = (printed: string) => portalDeadline(printed)?.toISOString();

describe('A deadline of the portal', () => {
  it('is 17:00 in Brussels, in summer and winter, however it is printed', () => {
    for (const printed of [
      '2025-10-02',
      '2025-10-02T00:00:00.000+0000',
      '2025-10-02T17:00:00.000+0000',
      '2 October 2025 17:00:00',
    ])
      expect(at(printed), printed).to.equal('2025-10-02T15:00:00.000Z');
    expect(at('2024-02-07T17:00:00.000+0000')).to.equal('2024-02-07T16:00:00.000Z');
  });

  it('is the instant where another time is printed with its zone', () => {
    expect(at('2018-03-06T17:00:00.000+0100')).to.equal('2018-03-06T16:00:00.000Z');
    expect(at('2018-03-06T12:30:00Z')).to.equal('2018-03-06T12:30:00.000Z');
  });

  it('is none where there is no such day', () => {
    for (const printed of ['', 'soon', '2025-02-30', '31 February 2025', '2 Oktober 2025', '1759363200000'])
      expect(portalDeadline(printed), printed).to.equal(null);
  });

  it('is the day printed, never the one before', () => {
    expect(portalDay('2025-06-10T00:00:00.000+0000')).to.equal('2025-06-10');
    expect(portalDay('2025-06-10T23:30:00.000+0000')).to.equal('2025-06-10');
  });
});
