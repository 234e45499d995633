import { expect } from 'chai';
import { csvNotation, notedText } from '../../../views/workbooks/csvNotation.ts';

describe('The notation of a CSV file', () => {
  const dutch = csvNotation({ locale: 'nl-NL' });
  const irish = csvNotation({ locale: 'en-IE' });

  it('ends cells with semicolons where decimals stand behind a comma', () => {
    expect(dutch).to.deep.equal({ decimal: ',', delimiter: ';' });
    expect(csvNotation({ locale: 'de-DE' })).to.deep.equal(dutch);
    expect(irish).to.deep.equal({ decimal: '.', delimiter: ',' });
  });

  it('writes amounts to the cent without thousands separators, and shares in per cent', () => {
    expect(notedText({ cents: 123_456_789 }, dutch)).to.equal('1234567,89');
    expect(notedText({ cents: -5 }, irish)).to.equal('-0.05');
    expect(notedText({ shareBp: 3333 }, dutch)).to.equal('33,33%');
    expect(notedText(1.5, dutch)).to.equal('1,5');
    expect(notedText(Number.NaN, dutch)).to.equal('');
  });

  it('writes an instant by the clock in Brussels, to what is known of it', () => {
    const at = (text: string) => notedText({ instant: new Date(text) }, dutch);
    expect(at('2026-04-23T15:00:00Z')).to.equal('2026-04-23 17:00');
    expect(at('2026-12-31T23:30:05Z')).to.equal('2027-01-01 00:30:05');
    expect(at('2026-01-01T10:00:30.120Z')).to.equal('2026-01-01 11:00:30.12');
    expect(at('2026-01-01T10:00:10Z')).to.equal('2026-01-01 11:00:10');
  });
});
