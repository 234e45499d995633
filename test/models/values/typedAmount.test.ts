import { expect } from 'chai';
import { parseAmount } from '../../../models/values/money.ts';
import { typedAmount } from '../../../models/values/typedAmount.ts';

describe('An amount typed with a word for its unit', () => {
  it('is written out to the cent', () => {
    for (const [typed, written] of [
      ['3.7 M', '3700000.00'],
      ['3,7 mln', '3700000.00'],
      ['3,7 mln.', '3700000.00'],
      ['€ 3.7m', '3700000.00'],
      ['3,7 miljoen euro', '3700000.00'],
      ['0.125 mio', '125000.00'],
      ['3.712345 million', '3712345.00'],
      ['140 k', '140000.00'],
      ['140,5 k€', '140500.00'],
      ['1.25 bn', '1250000000.00'],
      ['2 mld', '2000000000.00'],
      ['0.00000001 M', '0.01'],
    ] as const)
      expect(typedAmount(typed), typed).to.equal(written);
  });

  it('is left to be refused where its unit or its figure may be read in two ways', () => {
    expect(parseAmount(typedAmount('1.234 M'))).to.deep.equal({ problem: 'ambiguous' });
    for (const typed of [
      '2 billion',
      '3 mil',
      '3 mille',
      '3 t',
      '3 M GBP',
      'M',
      '3.7.1 M',
      '0.0000000001 M',
      '9999999 mld',
    ])
      expect(parseAmount(typedAmount(typed)), typed).to.have.property('problem');
  });

  it('is nothing else than before without one', () => {
    for (const typed of ['', '1.234', '1.234,56', '€ 12', 'a million', '-3'])
      expect(typedAmount(typed)).to.equal(typed);
  });
});
