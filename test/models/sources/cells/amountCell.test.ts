import { expect } from 'chai';
import fc from 'fast-check';
import { centsToDecimal } from '../../../../models/values/money.ts';
import { readAmountCell, type AmountCell } from '../../../../models/sources/cells/amountCell.ts';
import { amountColumnsOf } from '../../../../models/sources/cells/amountColumns.ts';
import { otherUnitIn } from '../../../../models/sources/cells/amountUnits.ts';

const read = (text: string, over: Partial<AmountCell> = {}) =>
  readAmountCell({ text, written: 'Amount', columns: amountColumnsOf(['Amount']), cells: [text], ...over });
const number = { isNumber: true } as const;
/** Cents, or why not, in a word. */
function said(text: string, over: Partial<AmountCell> = {}): number | string {
  const found = read(text, over);
  if ('cents' in found) return found.cents;
  return 'fault' in found ? found.fault : found.problem.key.replace('importAmount.', '');
}

describe('An amount of a file as text', () => {
  it('is the same to the cent in every notation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), cents => {
        const point = centsToDecimal(cents);
        const comma = point.replace('.', ',');
        const grouped = point.replace(/\d(?=(?:\d{3})+\.)/g, '$&,');
        for (const text of [point, comma, grouped]) expect(read(text)).to.deep.equal({ cents, warnings: [] });
      }),
    );
  });

  it('is read as its column proves, or a person chose, where it leaves its decimal sign open', () => {
    expect(said('1.234', { decimal: ',' })).to.equal(123_400);
    expect(said('1.230', { decimal: '.' })).to.equal(123);
    expect(said('1.234')).to.equal('ambiguous');
    for (const text of ['75.000 EUR', '75.000 €', '€ 75.000', 'EUR 75.000'])
      expect(said(text, { decimal: ',' }), text).to.equal(7_500_000);
    expect(said('75,000 EUR', { decimal: '.' })).to.equal(7_500_000);
    expect(said('75.000 EUR')).to.equal('ambiguous');
  });

  it('is rounded to the cent, half a cent up, where it is plainly more exact, and that is said', () => {
    for (const [text, cents] of [
      ['2888913.333333333', 288_891_333],
      ['1234567,891', 123_456_789],
      ['12,345.678', 1_234_568],
      ['0,005', 1],
      ['1.23499', 123],
    ] as const) {
      const found = read(text, { decimal: ',' });
      expect(found).to.deep.equal({
        cents,
        warnings: [{ key: 'importAmount.rounded', values: { stated: text, taken: centsToDecimal(cents) } }],
      });
    }
    // The dust of a binary fraction is no amount anybody meant.
    expect(read('349999.99999992')).to.deep.equal({ cents: 35_000_000, warnings: [] });
  });

  it('is refused, with the reason, where it is none', () => {
    for (const [text, fault] of [
      ['NA', 'notANumber'],
      ['1e6', 'notANumber'],
      ['-5', 'negative'],
      ['9007199254740993.00', 'tooLarge'],
      ['1000000000000.01', 'tooLarge'],
    ] as const)
      expect(said(text), text).to.equal(fault);
  });
});

describe('An amount of a file as a number', () => {
  it('has no notation: whatever decimal sign was chosen, it is what it is, to the cent', () => {
    const amounts: [string, number][] = [
      ['500.125', 50_013],
      ['12.345', 1_235],
      ['1.005', 101],
      ['1234567.891', 123_456_789],
      ['123', 12_300],
      ['0.004', 0],
    ];
    for (const [text, cents] of amounts)
      for (const decimal of ['.', ',', null] as const)
        expect(said(text, { mark: number, decimal }), `${text} ${decimal}`).to.equal(cents);
    // A text of the same figures is what the sign makes of it: this is what the mark is for.
    expect(said('500.125', { decimal: ',' })).to.equal(50_012_500);
  });

  it('is its nearest cent for any double, in exact arithmetic', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), thousandths => {
        const text = String(thousandths / 1000);
        const cents = Number((BigInt(thousandths) + 5n) / 10n);
        expect(said(text, { mark: number, decimal: ',' })).to.equal(cents);
      }),
    );
  });

  it('that is negative, too large or per cent is refused', () => {
    expect(said('-5', { mark: number })).to.equal('negative');
    expect(said('1000000000000000', { mark: number })).to.equal('tooLarge');
    expect(said('0.5', { mark: { isNumber: true, isPercent: true } })).to.equal('cellUnit');
  });
});

describe('An amount that is not in whole euro', () => {
  it('is refused where the cell says another currency or unit', () => {
    for (const text of [
      '£30,000',
      '30,000 GBP',
      'kr 5000',
      '5 000 Kč',
      '5000 Ft',
      'CHF 20',
      '12 lei',
      '$ 5',
      '7 zł',
    ])
      expect(said(text), text).to.equal('cellCurrency');
    for (const text of ['1.5 million', '€1.5m', '500k', '1,5 mln', '85 %', '3 Mio. €', '20 duizend'])
      expect(said(text), text).to.equal('cellUnit');
    for (const text of ['€ 30,000.00', '30000 EUR', '30 000']) expect(said(text), text).to.equal(3_000_000);
  });

  it('is refused where the heading says so, in the languages of the Union, and taken where it says euro', () => {
    const currencies =
      'Amount (GBP);USD funding;amount_gbp;GrantUsd;Budget ($);Amount £;Dotace (Kč);Support (kr);Belopp (SEK);' +
      'Kwota w zł;Összeg (HUF);Budget (Ft);Сума (лв);Swiss francs;Pounds sterling;in TRY;Local currency amount;EUR/GBP';
    const units =
      'Total Budget (Million Euro);in thousands;Bedrag (k€);M€;Kosten in mln euro;Bedrag (x 1000);EUR (000);' +
      'Bedrag x € 1.000;Total (in 1000 EUR);€000s;Budget M;Betrag in TEUR;Summe (Tsd. €);Montant en milliers;' +
      'Ποσό (εκατ. €);totalCostKEUR;budget_k;Miljoen euro;in duizenden;EURm;Mrd. EUR;EU contribution (%);Eurocent';
    for (const written of currencies.split(';'))
      expect(said('5', { written, mark: number }), written).to.equal('headingCurrency');
    for (const written of units.split(';'))
      expect(said('5', { written, mark: number }), written).to.equal('headingUnit');
    const plain =
      'EU contribution (€);EU-bijdrage;Amount in EUR;Total;All costs;ALL COSTS;Top-up;Budget 2000;Budget 2021-2027;' +
      'Cost per centre;Subsidiebedrag;Participants: EU contribution;Kosten je TRL;euContribution;Requested EU Contrib';
    for (const written of plain.split(';')) expect(said('5', { written }), written).to.equal(500);
  });

  it('is refused in the rows where a column beside it names another currency, mapped or not', () => {
    for (const heading of [
      'Currency',
      'Valuta',
      'Währung',
      'Devise',
      'Munt',
      'Munteenheid',
      'currency_code',
      'Waluta',
    ]) {
      const columns = amountColumnsOf(['Amount', heading]);
      const with_ = (cell: string, written = 'Amount') => said('5', { columns, written, cells: ['5', cell] });
      for (const cell of ['GBP', 'gbp', '£', 'Pounds', 'US dollar', '826', 'kr', 'HUF', 'wherever'])
        expect(with_(cell), `${heading} ${cell}`).to.equal('columnCurrency');
      for (const cell of ['EUR', 'euro', '€', 'Euro (EUR)', '978', '', '-', '1.17'])
        expect(with_(cell)).to.equal(500);
      expect(with_('k EUR')).to.equal('columnUnit');
    }
    const unit = amountColumnsOf(['Amount', 'Unit']);
    expect(said('5', { columns: unit, cells: ['5', 'thousand euro'] })).to.equal('columnUnit');
    expect(said('5', { columns: unit, cells: ['5', 'police'] })).to.equal(500);
  });

  it('is taken, and said, where its own heading says euro and the column beside it another', () => {
    const columns = amountColumnsOf(['Amount (EUR)', 'Currency']);
    const found = read('5', { columns, written: 'Amount (EUR)', cells: ['5', 'SEK'] });
    expect(found).to.deep.include({ cents: 500 });
    expect('warnings' in found && found.warnings.map(({ key }) => key)).to.deep.equal([
      'importAmount.twoCurrencies',
    ]);
  });

  it('is found in what a heading says, which a heading that says nothing of it shows', () => {
    expect(otherUnitIn('Total Budget (Million Euro)')).to.deep.equal({ unit: 'Million' });
    expect(otherUnitIn('Total Budget')).to.equal(null);
  });
});
