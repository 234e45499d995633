import { expect } from 'chai';
import { positionOf, type PositionFacts } from '../../../models/projects/position.ts';

describe('positionOf', () => {
  const at = (facts: Partial<Record<keyof PositionFacts, string>>, on: string, isPast = true) =>
    positionOf(
      {
        status: facts.status ?? null,
        signedOn: facts.signedOn ? { from: facts.signedOn } : null,
        startsOn: facts.startsOn ? { from: facts.startsOn } : null,
      },
      on,
      isPast,
    );

  it('goes by the first possible day of signature, and of the start where no signature is known', () => {
    const signed = { status: 'SIGNED', signedOn: '2026-05-01', startsOn: '2021-01-01' };
    expect(at(signed, '2021-06-30')).to.equal('later');
    expect(at(signed, '2026-04-30')).to.equal('later');
    expect(at(signed, '2026-05-01')).to.equal('yes');
    expect(at({ startsOn: '2021-01-01' }, '2020-12-31')).to.equal('later');
    expect(at({ startsOn: '2021-01-01' }, '2021-01-01')).to.equal('yes');
  });

  it('takes a status for enough today and later, and for nothing on a day before', () => {
    for (const status of ['SIGNED', 'SUSPENDED', 'CLOSED', 'TERMINATED']) {
      expect(at({ status, startsOn: '2027-01-01' }, '2026-11-24', false), status).to.equal('yes');
      expect(at({ status, startsOn: '2027-01-01' }, '2026-11-24', true), status).to.equal('later');
    }
    expect(at({ startsOn: '2027-01-01' }, '2026-11-24', false)).to.equal('later');
  });

  it('is undated without either day, and later in preparation whatever its days', () => {
    expect(at({ status: 'SIGNED' }, '2015-01-01')).to.equal('undated');
    expect(at({}, '2030-01-01', false)).to.equal('undated');
    expect(at({ status: 'PREPARATION', signedOn: '2015-01-01' }, '2030-01-01', false)).to.equal('later');
  });
});
