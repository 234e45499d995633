import { expect } from 'chai';
import { numberMark } from '../../../../models/sources/files/numberFormat.ts';

const markOf = (code: string) => numberMark(164, code);

describe('The number format of a cell', () => {
  it('says another currency, whatever way it is written', () => {
    const codes: [code: string, currency: string][] = [
      ['[$£-809]#,##0.00', '£'],
      ['"£"#,##0', '£'],
      ['\\£#,##0', '£'],
      ['$#,##0.00', '$'],
      ['[$USD] #,##0.00', 'USD'],
      ['"CHF" #,##0', 'CHF'],
      ['#,##0\\ [$kr-41D]', 'kr'],
      ['#,##0\\ "zł"', 'zł'],
      ['#,##0\\ "лв."', 'лв'],
      ['#,##0 "Kč"', 'Kč'],
      ['#,##0\\ "Ft"', 'Ft'],
      ['#,##0 [$lei-418]', 'lei'],
      ['[$¥-411]#,##0', '¥'],
      ['_-[$£-809]* #,##0.00_-;\\-[$£-809]* #,##0.00_-', '£'],
      ['_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)', '$'],
      ['[>=1000][$£-809]#,##0;[$€-2]#,##0', '£'],
      ['#,##0;-#,##0;"£ nil"', '£'],
    ];
    for (const [code, currency] of codes)
      expect(markOf(code), code).to.deep.equal({ isNumber: true, currency });
    // Built-in ones show the currency of the machine that shows them.
    for (const id of [5, 6, 7, 8, 42, 44]) expect(numberMark(id, undefined)).to.have.property('currency');
  });

  it('says thousands or millions, unless it shows whole euro so', () => {
    for (const code of [
      '0.0"M€"',
      '#,##0 "k€"',
      '0" million"',
      '#,##0\\ "Mio. EUR"',
      '0.0"K"',
      '0.0 "m"',
      '#,##0\\k',
    ])
      expect(markOf(code), code).to.have.property('unit');
    for (const code of ['0.0,,"M€"', '#,##0, "k€"', '0.0,, "m"'])
      expect(markOf(code), code).to.deep.equal({ isNumber: true });
  });

  it('says per cent', () => {
    for (const mark of [markOf('0.0%'), numberMark(9, undefined), numberMark(10, undefined)])
      expect(mark).to.deep.equal({ isNumber: true, isPercent: true });
  });

  it('says nothing where it shows the euro, or a country, a colour, a condition alone', () => {
    const plain = [
      'General',
      '#,##0.00',
      '[$-409]#,##0.00',
      '[$€-2] #,##0',
      '[$€-413] #,##0.00;[Red][$€-413] -#,##0.00',
      '[$EUR] #,##0',
      '#,##0.00 "euro"',
      '_ "€" * #,##0.00_ ;_ "€" * \\-#,##0.00_ ;_ "€" * "-"??_ ;_ @_ ',
      '[Blue][>100]#,##0;0',
      '0.00E+00',
      '#,##0" days"',
      '#,##0_);[Red]\\(#,##0\\)',
    ];
    for (const code of plain) expect(markOf(code), code).to.deep.equal({ isNumber: true });
    for (const id of [0, 1, 4, 37, 41, 43])
      expect(numberMark(id, undefined)).to.deep.equal({ isNumber: true });
  });
});
