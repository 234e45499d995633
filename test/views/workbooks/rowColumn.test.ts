import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { translator } from '../../../views/locales/index.ts';
import { column, lettersOf, rowSheet, type RowColumn } from '../../../views/workbooks/rowColumn.ts';

const t = translator('en');
const head = { name: 'A sheet', table: 'Sheet', empty: '' };
const title = column<[string, number], number>(t, 'title', 20, ([words]) => words, {
  total: () => 'Total',
});
const amount = column<[string, number], number>(t, 'amount', 10, ([, cents]) => ({ cents }), {
  total: (result, letter) => ({ formula: `SUM(${letter}2:${letter}3)`, result, as: 'cents' }),
});
const phase = column<[string, number], number>(t, 'phase', 10, () => null);

/** Lines in which a formula names a column by its letter. */
const byLetter = (source: string): string[] =>
  source.split('\n').filter(line => /[`'"(,:+][A-Z]{1,2}(\d+:|\$\{)/.test(line));

describe('a sheet of columns', () => {
  it('adds up a column wherever it stands', () => {
    const rows: [string, number][] = [
      ['one', 1],
      ['two', 2],
    ];
    const sheetOf = (columns: RowColumn<[string, number], number>[]) =>
      rowSheet({ ...head, columns, rows, totals: [3] });
    const formula = (letter: string) => ({
      formula: `SUM(${letter}2:${letter}3)`,
      result: 3,
      as: 'cents',
    });
    expect(sheetOf([title, amount]).totals).to.deep.equal([['Total', formula('B')]]);
    const moved = sheetOf([amount, phase, title]);
    expect(moved.columns.map(({ heading }) => heading)).to.deep.equal(['Amount', 'Phase', 'Title']);
    expect(moved.rows[1]).to.deep.equal([{ cents: 2 }, null, 'two']);
    expect(moved.totals).to.deep.equal([[formula('A'), null, 'Total']]);
  });

  it('knows the letter of a column by its key', () => {
    const letterOf = lettersOf([title, phase, amount]);
    expect(letterOf('amount')).to.equal('C');
    expect(() => letterOf('share')).to.throw('There is no column share.');
  });

  it('has nothing but what can be sent to a worker', () => {
    expect(() =>
      structuredClone(rowSheet({ ...head, columns: [title], rows: [], totals: [0] })),
    ).not.to.throw();
  });

  it('is the only one to know letters', () => {
    const folder = 'views/workbooks';
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
      file.endsWith('.ts'),
    );
    const named = files.flatMap(file => byLetter(readFileSync(join(folder, file), 'utf8')));
    expect(named).to.deep.equal([]);
    expect(byLetter('formula: `SUM(H${first + 1}:H${last})`,')).to.have.lengthOf(1);
    expect(byLetter("formula: 'SUM(N2:N9)',")).to.have.lengthOf(1);
    expect(byLetter('formula: `SUM(${letter}2:${letter}${last})`,')).to.deep.equal([]);
  });
});
