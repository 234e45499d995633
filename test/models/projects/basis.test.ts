import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { basisNames, byBasis, statedAmount, statedExpression } from '../../../models/projects/basis.ts';
import { useDatabase } from '../../support/database.ts';

/** Places where the amount of each basis is named by hand, beside one another. */
const sideBySide = (source: string): string[] =>
  [
    ...source.matchAll(
      /\beuContribution: [^\n]*\n?\s*totalCost: |\btotalCost: [^\n]*\n?\s*euContribution: /g,
    ),
  ].map(([found]) => found);

describe('the amount that a project states', () => {
  useDatabase();

  it('is the same to the program and to the database, in every basis', async () => {
    const cents = [null, 0, 1, 57_767_577];
    const amounts = cents.flatMap(euContribution => cents.map(totalCost => ({ euContribution, totalCost })));
    for (const basis of basisNames) {
      const counted = await mongoose.connection.db
        ?.aggregate([{ $documents: amounts }, { $project: { isStated: statedExpression(basis) } }])
        .toArray();
      const stated = amounts.map(one => Number(statedAmount(one, basis) !== null));
      expect(
        counted?.map(({ isStated }) => Number(isStated)),
        basis,
      ).to.deep.equal(stated);
    }
  });

  it('is none where a total cost of 0 stands beside a contribution', () => {
    const undeclared = { euContribution: 1, totalCost: 0 };
    expect(byBasis(basis => statedAmount(undeclared, basis))).to.deep.equal({
      euContribution: 1,
      totalCost: null,
    });
    expect(statedAmount({ euContribution: 0, totalCost: 0 }, 'totalCost')).to.equal(0);
  });

  it('is made for each basis in one place', () => {
    const folders = [
      'models/projects',
      'models/coverage',
      'models/portfolio',
      'views/workbooks',
      'views/coverage',
    ];
    const files = folders.flatMap(folder =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(file => /\.tsx?$/.test(file))
        .map(file => join(folder, file)),
    );
    const named = files.filter(file => sideBySide(readFileSync(file, 'utf8')).length > 0);
    // The fields' own labels, what is made of each basis, what may be amended, what a list is sorted by, how files call them, and
    // what their columns come to.
    expect(named).to.have.members([
      'models/projects/basis.ts',
      'models/projects/importable.ts',
      'models/projects/project.ts',
      'models/projects/projects.ts',
      'views/workbooks/portfolio/portfolioSums.ts',
    ]);
    expect(
      sideBySide(
        'const cents = {\n  euContribution: centsAt(eu, row),\n  totalCost: centsAt(cost, row),\n};',
      ),
    ).to.have.lengthOf(1);
    expect(sideBySide('const cents = byBasis(basis => centsAt(store.cents[basis], row));')).to.deep.equal([]);
  });
});
