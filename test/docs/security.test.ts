import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const text = readFileSync('docs/security.md', 'utf8');

/** Tests that a text names and that are not there. */
const findMissing = (page: string): string[] =>
  [...new Set([...page.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path = '']) => path))].filter(
    path => !existsSync(path),
  );

/** Cells of the rows of a table under a heading. */
function rowsUnder(page: string, heading: string): string[][] {
  const [, part = ''] = page.split(`## ${heading}\n`);
  return (part.split('\n## ')[0] ?? '')
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
}

describe('docs/security.md', () => {
  it('names tests that are there', () => {
    expect(findMissing(text)).to.deep.equal([]);
    expect(findMissing('held by `test/models/no-such.test.ts`')).to.deep.equal([
      'test/models/no-such.test.ts',
    ]);
  });

  it('names of each promise its test and what shows that the test would see the fault', () => {
    const rows = rowsUnder(text, 'What is promised, and how it is tested');
    expect(rows.length).to.be.greaterThan(15);
    expect(
      rows.filter(([, test = '', control = '']) => !test.includes('test') || control === ''),
    ).to.deep.equal([]);
  });

  it('says of each requirement of ASVS 5.0 whether it is met, and by what', () => {
    const rows = rowsUnder(text, 'OWASP ASVS 5.0, level 2');
    expect(rows.length).to.be.greaterThan(100);
    const state = /^(met(:| in part:| but | for | behind | by )|not applicable|left to |open: )/;
    expect(rows.filter(([, , one = '']) => !state.test(one)).map(([id]) => id)).to.deep.equal([]);
    expect(rows.filter(([id = '']) => !/^v5\.0\.0-\d+\.\d+\.\d+/.test(id))).to.deep.equal([]);
    // Every chapter is there.
    const chapters = new Set(rows.map(([id = '']) => /^v5\.0\.0-(\d+)/.exec(id)?.[1]));
    expect(chapters.size).to.equal(17);
  });

  it('is led to from the README', () => {
    expect(readFileSync('README.md', 'utf8')).to.include('(docs/security.md)');
    expect(readFileSync('SECURITY.md', 'utf8')).to.include('docs/security.md');
  });
});
