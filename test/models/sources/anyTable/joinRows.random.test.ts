import { expect } from 'chai';
import fc from 'fast-check';
import type { Read, RowProblem } from '../../../../models/sources/contract/incoming.ts';
import { read } from '../../../support/mappedTable.ts';

/** One row as the detector knows it: where it stands, and what it states. */
type Stated = { row: number; cells: readonly string[] };
const statedIn = (rows: readonly string[]): Stated[] =>
  rows.map((text, at) => ({ row: at + 2, cells: text.split(';') }));

const namesRow = (row: number, { where, problem }: RowProblem): boolean =>
  where.row === row ||
  ['rows', 'ofRows'].some(key =>
    String(problem.values?.[key] ?? '')
      .split(', ')
      .includes(String(row)),
  );

/** The rows that state an amount of which nothing is said: not the only row of a record with it, not refused, not warned of. */
function lostIn(rows: readonly Stated[], all: readonly Read[]): number[] {
  const isTold = ({ row, cells }: Stated): boolean =>
    all.some(one => {
      if ('rejected' in one) return one.where.row === row || one.rejected.some(each => namesRow(row, each));
      if (one.noun !== 'project') return false;
      const isWhole = one.values['euContribution'] === Number(cells[5]) * 100;
      return (one.where.row === row && isWhole) || one.warnings.some(each => namesRow(row, each));
    });
  return rows.filter(one => (one.cells[5] ?? '') !== '' && !isTold(one)).map(({ row }) => row);
}

/** What there was before: rows of one number or title make one project, and the first amount is its amount. */
function naiveMerge(rows: readonly Stated[]): Read[] {
  const found = new Map<string, Read>();
  for (const { row, cells } of rows) {
    const key = cells[0] || cells[1] || cells[2] || '';
    if (found.has(key)) continue;
    const values = { title: cells[2], euContribution: Number(cells[5]) * 100 };
    const where = { table: '1.csv', row };
    found.set(key, { noun: 'project', where, values, statedOn: null, warnings: [] });
  }
  return [...found.values()];
}

describe('Whatever rows there are', () => {
  const cell = (...texts: string[]) => fc.constantFrom(...texts);
  const anyRow = fc
    .tuple(
      cell('', 'S1', 'S2'),
      cell('', 'ACRO'),
      cell('T', 'U'),
      cell('', 'Org A', 'Org B', 'Org C'),
      cell('', 'NL'),
      cell('', '1000', '2000', '1500'),
      cell('', '3000'),
      cell('', '2020', '2021'),
    )
    .map(cells => cells.join(';'));
  const anyRows = fc.array(anyRow, { minLength: 1, maxLength: 6 });

  it('no amount is lost without a word', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async rows => {
        const { read: all } = await read(...rows);
        expect(lostIn(statedIn(rows), all)).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });

  it('and what looks for lost amounts finds those of a merge that takes the first one', () => {
    const ofCase = statedIn([
      'S1;;One;;;1000;;',
      'S1;;One;;;500;;',
      'S1;;One;;;1000;;',
      ';;T;A;;1;;',
      ';;T;B;;1;;',
    ]);
    expect(lostIn(ofCase, naiveMerge(ofCase))).to.deep.equal([3, 4, 6]);
    const found = fc.check(
      fc.property(anyRows, rows => lostIn(statedIn(rows), naiveMerge(statedIn(rows))).length === 0),
      { numRuns: 300 },
    );
    expect(found.failed).to.equal(true);
  });
});
