import { expect } from 'chai';
import fc from 'fast-check';
import { centsToDecimal, decimalToCents, formatCents, parseAmount } from '../../../models/values/money.ts';
import type { Format } from '../../../models/values/format.ts';

const anyCents = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const locales = [
  'en-IE',
  'en-GB',
  'nl-NL',
  'nl-BE',
  'fr-FR',
  'de-DE',
  'de-AT',
  'de-CH',
  'bg-BG',
  'it-IT',
  'pl-PL',
];
const formatOf = (locale: string): Format => ({ language: 'en', locale });

/** Writes cents with the given thousands and decimal separators. */
function write(cents: number, thousands: string, decimal: string): string {
  const [whole = '', fraction = ''] = centsToDecimal(Math.abs(cents)).split('.');
  return `${cents < 0 ? '-' : ''}${whole.replace(/\B(?=(\d{3})+$)/gu, thousands)}${decimal}${fraction}`;
}

describe('parseAmount', () => {
  const exact: [string | number, number][] = [
    ['577675.77', 57_767_577],
    ['577675,77', 57_767_577],
    ['577.675,77', 57_767_577],
    ['641,861.97', 64_186_197],
    ['6.823.512,50', 682_351_250],
    ['2073781,25', 207_378_125],
    ['2,500,000.00', 250_000_000],
    ['7 000 000', 700_000_000],
    ['7\u00a0000\u00a0000', 700_000_000],
    ['7\u202f000\u202f000,5', 700_000_050],
    ['7\u2009000', 700_000],
    ["1'234'567.89", 123_456_789],
    ['1’234’567.89', 123_456_789],
    ['1.234.567', 123_456_700],
    ['1,234,567', 123_456_700],
    ['7643751', 764_375_100],
    ['0', 0],
    ['-0,00', 0],
    ['007', 700],
    ['12,5', 1_250],
    ['€ 1.234,50', 123_450],
    ['1.234,50 €', 123_450],
    ['EUR 1,234.50', 123_450],
    ['1234.5 eur', 123_450],
    ['-1234.50', -123_450],
    ['−1 234,50', -123_450],
    ['€ -1.234,50', -123_450],
    ['-€1,234.50', -123_450],
    ['  5  ', 500],
    ['349999.99999992', 35_000_000],
    ['349999,99999992', 35_000_000],
    ['350000.00000006', 35_000_000],
    ['0.99999999999', 100],
    ['1.50000', 150],
    ['-0.00001', 0],
    [349_999.99999992, 35_000_000],
    [1.234_000_01e2, 12_340],
    [577_675.77, 57_767_577],
    [0.1 + 0.2, 30],
    [-0, 0],
    [1e-9, 0],
    [1234, 123_400],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ];
  for (const [text, cents] of exact) {
    it(`reads ${JSON.stringify(text)} as ${cents} cents`, () => {
      expect(parseAmount(text)).to.deep.equal({ cents });
    });
  }

  const refused: [string | number, string][] = [
    ['1.234', 'ambiguous'],
    ['1,234', 'ambiguous'],
    ['€ 12.345', 'ambiguous'],
    ['-1.000', 'ambiguous'],
    ['', 'notANumber'],
    ['EUR', 'notANumber'],
    ['n/a', 'notANumber'],
    ['1e5', 'notANumber'],
    ['0x1A', 'notANumber'],
    ['1.234.5', 'notANumber'],
    ['1,23,456', 'notANumber'],
    ['12.34,567.89', 'notANumber'],
    ['1.234,567.89', 'notANumber'],
    ['1234.567,89', 'notANumber'],
    ['7 00', 'notANumber'],
    ['7 0000', 'notANumber'],
    ['7  000', 'notANumber'],
    ['0.123.456', 'notANumber'],
    ['1.', 'notANumber'],
    ['.5', 'notANumber'],
    ['--5', 'notANumber'],
    ['-€ -5', 'notANumber'],
    ['€ 5 €', 'notANumber'],
    ['$ 5', 'notANumber'],
    ['5 USD', 'notANumber'],
    ['=1+1', 'notANumber'],
    ['٣', 'notANumber'],
    ['1'.repeat(200), 'notANumber'],
    [Number.NaN, 'notANumber'],
    [Number.POSITIVE_INFINITY, 'notANumber'],
    ['1.2345', 'tooPrecise'],
    ['1,234.567', 'tooPrecise'],
    ['0.0001', 'tooPrecise'],
    ['1.005000000001', 'tooPrecise'],
    [1.234, 'tooPrecise'],
    ['90071992547409.92', 'tooLarge'],
    ['-90071992547409.92', 'tooLarge'],
    ['9'.repeat(80), 'tooLarge'],
    [1e21, 'tooLarge'],
    [2 ** 46, 'tooLarge'],
  ];
  for (const [text, problem] of refused) {
    it(`refuses ${JSON.stringify(text)} as ${problem}`, () => {
      expect(parseAmount(text)).to.deep.equal({ problem });
    });
  }

  it('reads one separator and three digits as told which one is the decimal', () => {
    expect(parseAmount('1.234', { decimal: ',' })).to.deep.equal({ cents: 123_400 });
    expect(parseAmount('1,234', { decimal: '.' })).to.deep.equal({ cents: 123_400 });
    expect(parseAmount('1.230', { decimal: '.' })).to.deep.equal({ cents: 123 });
    expect(parseAmount('1.234', { decimal: '.' })).to.deep.equal({ problem: 'tooPrecise' });
    expect(parseAmount('1234.567', { decimal: ',' })).to.deep.equal({ problem: 'notANumber' });
  });

  it('reads an unambiguous text the same whatever the decimal it is told', () => {
    expect(parseAmount('577.675,77', { decimal: '.' })).to.deep.equal({ cents: 57_767_577 });
    expect(parseAmount('577675.77', { decimal: ',' })).to.deep.equal({ cents: 57_767_577 });
  });

  it('reads back every amount in every European notation', () => {
    const notations = [',.', '.,', ' .', ' ,', '\u202f,', "'.", '’,'].map(
      pair => [pair[0] ?? '', pair[1] ?? ''] as const,
    );
    fc.assert(
      fc.property(anyCents, fc.constantFrom(...notations), (cents, [thousands, decimal]) => {
        expect(parseAmount(write(cents, thousands, decimal))).to.deep.equal({ cents });
      }),
    );
  });

  it('reads back what formatCents shows in every locale', () => {
    fc.assert(
      fc.property(anyCents, fc.constantFrom(...locales), (cents, locale) => {
        expect(parseAmount(formatCents(cents, formatOf(locale)))).to.deep.equal({ cents });
      }),
    );
  });

  it('reads a float of any cents as those cents', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 52), max: 2 ** 52 }), cents => {
        expect(parseAmount(cents / 100)).to.deep.equal({ cents });
      }),
    );
  });

  it('takes dust below 0.0001 euro on either side of a cent and nothing else', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(-5_000_000n, 5_000_000n), (cents, dust) => {
        // Dust in billionths of a euro: 100 000 of them are 0.0001 euro.
        const value = cents * 10_000_000n + dust;
        fc.pre(value >= 0n);
        const digits = value.toString().padStart(10, '0');
        const isDust = dust > -100_000n && dust < 100_000n;
        expect(parseAmount(`${digits.slice(0, -9)}.${digits.slice(-9)}`)).to.deep.equal(
          isDust ? { cents: Number(cents) } : { problem: 'tooPrecise' },
        );
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, and gives a safe integer or a reason, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: fc.constantFrom(..."0123456789., '-€".split('')) }),
          fc.double(),
        ),
        text => {
          const parsed = parseAmount(text);
          expect('problem' in parsed || Number.isSafeInteger(parsed.cents)).to.equal(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('centsToDecimal', () => {
  it('writes two decimals and a point', () => {
    expect(centsToDecimal(57_767_577)).to.equal('577675.77');
    expect(centsToDecimal(5)).to.equal('0.05');
    expect(centsToDecimal(-5)).to.equal('-0.05');
    expect(centsToDecimal(0)).to.equal('0.00');
  });

  it('refuses what is not a whole number of cents within 2^53', () => {
    for (const wrong of [0.5, 2 ** 53, Number.NaN]) expect(() => centsToDecimal(wrong)).to.throw(RangeError);
  });

  it('is read back by decimalToCents for every amount', () => {
    fc.assert(
      fc.property(anyCents, cents => {
        expect(decimalToCents(centsToDecimal(cents))).to.equal(cents);
      }),
    );
  });
});

describe('decimalToCents', () => {
  it('takes plain decimals and JSON numbers of at most two decimals', () => {
    expect(decimalToCents('577675.7')).to.equal(57_767_570);
    expect(decimalToCents('577675')).to.equal(57_767_500);
    expect(decimalToCents('-0.00')).to.equal(0);
    expect(decimalToCents(577_675.77)).to.equal(57_767_577);
    expect(decimalToCents(1e3)).to.equal(100_000);
  });

  it('refuses everything else, rounding nothing', () => {
    const wrong = [
      '',
      '1.234',
      '1,5',
      ' 1',
      '1 ',
      '+1',
      '1e3',
      '1.',
      '.5',
      '349999.99999992',
      '90071992547409.92',
    ];
    for (const text of wrong) expect(decimalToCents(text), text).to.equal(null);
    for (const value of [0.1 + 0.2, 1e21, 1e-7, Number.NaN, 2 ** 60])
      expect(decimalToCents(value)).to.equal(null);
  });
});

describe('formatCents', () => {
  it("shows two decimals in the reader's notation", () => {
    const blank = (text: string) => text.replace(/\s/gu, ' ');
    expect(formatCents(123_450, formatOf('en-IE'))).to.equal('€1,234.50');
    expect(blank(formatCents(123_450, formatOf('nl-NL')))).to.equal('€ 1.234,50');
    expect(blank(formatCents(700_000_000, formatOf('fr-FR')))).to.equal('7 000 000,00 €');
    expect(blank(formatCents(-123_450, formatOf('de-DE')))).to.equal('-1.234,50 €');
  });

  it('loses no cent of the largest amount', () => {
    expect(formatCents(Number.MAX_SAFE_INTEGER, formatOf('en-IE'))).to.equal('€90,071,992,547,409.91');
  });
});
