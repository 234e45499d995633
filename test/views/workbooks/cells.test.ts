import { expect } from 'chai';
import { cellText, longestText, writtenCell } from '../../../views/workbooks/cells.ts';
import { BarChart } from '../../../views/charts/BarChart.tsx';
import { pngOf } from '../../../views/charts/png.ts';

describe('cells of a workbook', () => {
  it('take text as text, without what Excel cannot read', () => {
    expect(writtenCell('=1+1').value).to.equal('=1+1');
    expect(cellText('a\u0000b\u001ac\ufffe')).to.equal('abc');
    expect(cellText('a\r\nb\rc\td')).to.equal('a\nb\nc\td');
    expect(cellText('half \ud83d and whole 😀')).to.equal('half \ufffd and whole 😀');
    expect(cellText('_x000D_')).to.equal('_x005F_x000D_');
  });

  it('show where a text is longer than a cell holds', () => {
    expect(cellText('x'.repeat(longestText))).to.have.length(longestText);
    const cut = cellText('x'.repeat(longestText + 1));
    expect(cut).to.have.length(longestText);
    expect(cut.endsWith(' […]')).to.equal(true);
  });

  it('take numbers only where they are some', () => {
    expect(writtenCell(Number.NaN).value).to.equal(null);
    expect(writtenCell(Number.POSITIVE_INFINITY).value).to.equal(null);
    expect(writtenCell({ cents: 57_767_577 }).value).to.equal(577_675.77);
    expect(writtenCell({ shareBp: 3_333 }).value).to.equal(0.3333);
    expect(writtenCell({ stated: 3, of: 4 })).to.include({ value: 3, format: '#,##0 "/ 4"' });
  });

  it('leave days before March 1900 as text: Excel has them wrong', () => {
    const early = { value: '1899-12-31', from: '1899-12-31', to: '1899-12-31' };
    expect(writtenCell({ day: early }).value).to.equal('1899-12-31');
    expect(writtenCell({ instant: new Date(Number.NaN) }).value).to.equal(null);
  });
});

describe('a bar chart', () => {
  it('is a picture of twice its size, with the same bytes every time, also without bars', () => {
    const chart = () => BarChart({ title: 'Ünïcode €', bars: [{ label: 'ISFP', value: 1, words: '1' }] });
    const png = pngOf(chart());
    expect(png.subarray(1, 4).toString()).to.equal('PNG');
    expect(png.readUInt32BE(16)).to.equal(1520);
    expect(pngOf(chart()).equals(png)).to.equal(true);
    expect(pngOf(BarChart({ title: 'Empty', bars: [] })).length).to.be.greaterThan(0);
  });
});
