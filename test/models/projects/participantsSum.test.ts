import { expect } from 'chai';
import fc from 'fast-check';
import { differenceOf, sumParticipants } from '../../../models/projects/participantsSum.ts';
import { participantRoles } from '../../../models/projects/project.ts';

const roles = Object.keys(participantRoles) as (keyof typeof participantRoles)[];
const line = fc.record({
  role: fc.constantFrom(null, ...roles),
  euContribution: fc.option(fc.integer({ min: 0, max: 10 ** 12 }), { nil: null }),
});

describe('The sum of participants', () => {
  it('is exact to the cent, whatever their roles', () => {
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 0, max: 10 ** 14 }), (lines, project) => {
        const { sumCents, differenceCents } = sumParticipants(lines, project);
        const exact = lines.reduce((sum, { euContribution }) => sum + BigInt(euContribution ?? 0), 0n);
        expect(BigInt(sumCents)).to.equal(exact);
        expect(differenceCents).to.equal(sumCents - project);
      }),
    );
  });

  it('misses no amount of associated and international partners, and counts them apart', () => {
    const of = (role: (typeof roles)[number], euContribution: number | null) => ({ role, euContribution });
    const lines = [of('coordinator', 60_00), of('associatedPartner', null), of('internationalPartner', null)];
    const sum = sumParticipants(lines, 100_00);
    expect([sum.receiving, sum.missing, sum.partners]).to.deep.equal([1, 0, 2]);
    expect(differenceOf(sum)).to.equal(-40_00);
    // Of whoever receives money one amount is missing: how much it is nobody can say.
    expect(differenceOf(sumParticipants([...lines, of('participant', null)], 100_00))).to.equal(0);
    expect(differenceOf(sumParticipants(lines.slice(1), 100_00))).to.equal(0);
    expect(sumParticipants(lines, null).differenceCents).to.equal(null);
  });
});
