import { expect } from 'chai';
import type { Incoming } from '../../../../models/sources/contract/incoming.ts';
import { organisationsFound } from '../../../../models/sources/contract/organisationsFound.ts';

function warningsOf(rows: number): Incoming['warnings'] {
  const found = organisationsFound();
  for (let row = 1; row <= rows; row += 1) {
    const where = { table: 'organization', row };
    const problem = { key: 'importSource.notAWebAddress' };
    const warnings = [{ where, column: 'organizationURL', value: 'none', problem }];
    found.add({ values: { pic: '999999999', name: 'A' }, where, statedOn: null, warnings });
  }
  const [one] = found.all();
  return one?.warnings ?? [];
}

describe('An organisation in many rows of a file', () => {
  it('has the warnings of its first rows, not of thousands: they would fit no row of a report', () => {
    expect(warningsOf(99)).to.have.lengthOf(99);
    expect(warningsOf(5_000)).to.have.lengthOf(100);
  });
});
