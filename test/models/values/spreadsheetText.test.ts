import { expect } from 'chai';
import fc from 'fast-check';
import { escapeFormula, unescapeFormula } from '../../../models/values/spreadsheetText.ts';

const signs = ['=', '+', '-', '@', '\uff1d', '\uff0b', '\uff0d', '\uff20'];

/** A cell as a list writes it: in quotes where it holds what separates. */
const written = (text: string): string =>
  /[",;\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** Cells of a text that would be formulas in a program that parts lines at semicolons or tabs, whatever quotes say. */
function findFormulas(guard: (text: string) => string, text: string): string[] {
  const cell = written(guard(text));
  return [[cell], cell.split(/[;\r\n]/), cell.split(/[\t\r\n]/), cell.split(/[;\t\r\n]/)]
    .flat()
    .map(part => part.replace(/^[\s"\ufeff]*/, ''))
    .filter(part => signs.some(sign => part.startsWith(sign)));
}

const dangerous = signs.flatMap(sign => [
  `${sign}1+1`,
  `\t${sign}1+1`,
  `\r${sign}1+1`,
  `\n${sign}1+1`,
  `  ${sign}1+1`,
  `\u00a0${sign}1+1`,
  `"${sign}1+1"`,
  `a;${sign}1+1`,
  `a;"${sign}1+1"`,
  `a\t${sign}1+1`,
  `a\t "${sign}1+1`,
  `a\r\n${sign}1+1`,
]);

/** Texts made of what matters here, so that every order of it comes up. */
const nasty = fc.string({
  unit: fc.constantFrom(...signs, "'", '"', ';', ',', '\t', '\r', '\n', ' ', 'a', '1'),
});

describe('A text in a table', () => {
  it('begins no formula: after a tab, an end of line, a blank, a quote or a semicolon neither', () => {
    expect(dangerous.flatMap(text => findFormulas(escapeFormula, text))).to.deep.equal([]);
    for (const text of dangerous)
      expect(
        findFormulas(one => one, text),
        JSON.stringify(text),
      ).not.to.deep.equal([]);
  });

  it('begins none whatever it is made of, and none after a tab or line of its own', () => {
    fc.assert(
      fc.property(nasty, text => {
        expect(findFormulas(escapeFormula, text)).to.deep.equal([]);
        expect(escapeFormula(text)).not.to.match(/^[\t\r\n]/);
      }),
      { numRuns: 3000 },
    );
  });

  it('is read back as it was', () => {
    fc.assert(
      fc.property(nasty, text => {
        expect(unescapeFormula(escapeFormula(text))).to.equal(text);
      }),
      { numRuns: 3000 },
    );
    for (const text of dangerous) expect(unescapeFormula(escapeFormula(text))).to.equal(text);
  });

  it('is found out where a guard forgets the tab', () => {
    const forgetful = (text: string): string => (/^'*[=+\-@]/.test(text) ? `'${text}` : text);
    expect(findFormulas(forgetful, '=1+1')).to.deep.equal([]);
    expect(findFormulas(forgetful, 'a\t=1+1')).not.to.deep.equal([]);
    expect(findFormulas(forgetful, '\t=1+1')).not.to.deep.equal([]);
  });

  it('stays as it is where nothing begins a formula', () => {
    for (const text of ['', 'GRACE', 'a-b', 'a; b', "it's", '12.50', 'x = y', 'H2020; ISFP'])
      expect(escapeFormula(text)).to.equal(text);
  });
});
