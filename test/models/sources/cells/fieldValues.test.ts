import { expect } from 'chai';
import fc from 'fast-check';
import {
  cleanLine,
  cleanText,
  isGrantNumber,
  provenDecimal,
  readCountry,
  readIsoDay,
  readMonthFirstDay,
  readWhole,
} from '../../../../models/sources/cells/fieldValues.ts';

const day = (value: string) => ({ value: { value, from: value, to: value } });
const wrong = (key: string) => ({ wrong: { key: `importSource.${key}` } });

describe('An amount of a file', () => {
  it('proves its decimal sign, or leaves it open', () => {
    const proofs = {
      '1,5': ',',
      '1.50': '.',
      '1.234,5': ',',
      '1,234.5': '.',
      '1.234.567': ',',
      '0,125': ',',
    };
    for (const [text, sign] of Object.entries(proofs)) expect(provenDecimal(text), text).to.equal(sign);
    for (const text of ['1.234', '12,345', '1234', '', 'x']) expect(provenDecimal(text), text).to.equal(null);
    expect(provenDecimal('2073781,250')).to.equal(',');
  });

  it('is proved by the figures alone, whatever stands beside them', () => {
    for (const text of ['75.000 EUR', '75.000 €', '75,000\u00a0euro', '€ 75.000', 'EUR 75.000 ', '-1.234 €'])
      expect(provenDecimal(text), text).to.equal(null);
    for (const text of ['€ 0.125', '12345.678 EUR', 'EUR .5', '1,234.567 €'])
      expect(provenDecimal(text), text).to.equal('.');
    expect(provenDecimal('1.234,5 EUR')).to.equal(',');
  });
});

describe('A day of a file', () => {
  it('is read from year, month and day, with or without a time', () => {
    for (const text of ['2021-09-30', '2021-09-30 12:14:15', '2021-09-30T12:14:15.123Z'])
      expect(readIsoDay(text)).to.deep.equal(day('2021-09-30'));
  });

  it('is refused in another order, in part, or where it does not exist', () => {
    for (const text of ['30/09/2021', '2021-09', '20210930', '2021-9-30', 'NA'])
      expect(readIsoDay(text)).to.deep.equal(wrong('notADay'));
    for (const text of ['2021-02-29', '0021-01-01', '2021-13-01'])
      expect(readIsoDay(text)).to.deep.equal(wrong('noSuchDay'));
  });

  it('is month first where its source writes so', () => {
    expect(readMonthFirstDay('1/2/18')).to.deep.equal(day('2018-01-02'));
    expect(readMonthFirstDay('12/31/2019')).to.deep.equal(day('2019-12-31'));
    expect(readMonthFirstDay('2019-12-31 00:00:00')).to.deep.equal(day('2019-12-31'));
    expect(readMonthFirstDay('13/1/18')).to.deep.equal(wrong('noSuchDay'));
    expect(readMonthFirstDay('31.1.18')).to.deep.equal(wrong('notAMonthFirstDay'));
  });
});

describe('Other values of a file', () => {
  it('are one line of single blanks, whatever the blanks were', () => {
    expect(cleanLine('\u00a0One\u2009 two\r\n\tthree\u0000 ')).to.equal('One two three');
    expect(cleanText(' One\u00a0 two \r\n\r\nthree ')).to.equal('One two\n\nthree');
  });

  it('are left as they are where there is nothing to clean', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-zé0-9]([A-Za-zé0-9]| [A-Za-zé0-9])*$/), text => {
        expect(cleanLine(text)).to.equal(text);
        expect(cleanText(text)).to.equal(text);
      }),
    );
  });

  it('are grant agreement numbers of six or nine digits, and of other forms in older programmes', () => {
    for (const number of ['883341', '101121182']) expect(isGrantNumber(number, 'H2020')).to.equal(true);
    for (const number of ['88334', '8833412', '', 'ENV4950055', '88334,1'])
      expect(isGrantNumber(number, 'HORIZON')).to.equal(false);
    expect(isGrantNumber('ENV4950055', 'FP4')).to.equal(true);
    expect(isGrantNumber('SMARTER', 'FP4')).to.equal(false);
  });

  it('are countries by either spelling, NA among them', () => {
    expect(readCountry('EL')).to.deep.equal({ value: 'GR' });
    expect(readCountry('NA')).to.deep.equal({ value: 'NA' });
    expect(readCountry('/RIA')).to.deep.equal(wrong('unknownCountry'));
  });

  it('are whole numbers of figures alone', () => {
    expect(readWhole('24', 600)).to.deep.equal({ value: 24 });
    expect(readWhole('24.5', 600)).to.deep.equal(wrong('notAWholeNumber'));
    expect(readWhole('601', 600)).to.deep.equal({
      wrong: { key: 'importSource.numberTooLarge', values: { limit: 600 } },
    });
  });
});
