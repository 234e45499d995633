import { expect } from 'chai';
import fc from 'fast-check';
import { coverageStateOf, type CoverageCounts } from '../../../models/coverage/coverageState.ts';

const nothing: CoverageCounts = {
  ongoingPrincipal: 0,
  ongoingSecondary: 0,
  ongoingUnrated: 0,
  ended: 0,
  upcomingSigned: 0,
  unknownPhase: 0,
  callsAhead: 0,
  callsOpen: 0,
  isNotExpected: false,
};

const stateOf = (counts: Partial<CoverageCounts>, coveredFrom = 2) =>
  coverageStateOf({ ...nothing, ...counts }, { coveredFrom }).state;

describe('coverageStateOf', () => {
  it('is covered from two ongoing projects on, one of them principal', () => {
    expect(stateOf({ ongoingPrincipal: 2 })).to.equal('covered');
    expect(stateOf({ ongoingPrincipal: 1, ongoingSecondary: 1 })).to.equal('covered');
    expect(stateOf({ ongoingPrincipal: 1, ongoingUnrated: 1 })).to.equal('covered');
  });

  it('is thin with one ongoing project, or only secondary and unrated ones', () => {
    expect(stateOf({ ongoingPrincipal: 1, ended: 5, callsAhead: 1 })).to.equal('thin');
    expect(stateOf({ ongoingSecondary: 3, ongoingUnrated: 4 })).to.equal('thin');
    expect(stateOf({ ongoingUnrated: 1 })).to.equal('thin');
  });

  it('takes its threshold from the settings', () => {
    expect(stateOf({ ongoingPrincipal: 2 }, 3)).to.equal('thin');
    expect(stateOf({ ongoingPrincipal: 1 }, 1)).to.equal('covered');
  });

  it('is planned with a signed project not yet started, or a call where nothing has ended', () => {
    expect(stateOf({ upcomingSigned: 1, ended: 3 })).to.equal('planned');
    expect(stateOf({ callsAhead: 1 })).to.equal('planned');
    expect(stateOf({ callsAhead: 1, unknownPhase: 2 })).to.equal('planned');
  });

  it('is lapsed with only ended projects, and says that a call is open', () => {
    expect(coverageStateOf({ ...nothing, ended: 2 })).to.deep.equal({ state: 'lapsed', isCallOpen: false });
    expect(coverageStateOf({ ...nothing, ended: 2, callsAhead: 1, callsOpen: 1 })).to.deep.equal({
      state: 'lapsed',
      isCallOpen: true,
    });
    expect(stateOf({ ended: 6, unknownPhase: 1 })).to.equal('lapsed');
  });

  it('claims nothing of projects of unknown phase', () => {
    expect(stateOf({ unknownPhase: 3 })).to.equal('unconfirmed');
    expect(stateOf({ unknownPhase: 3, isNotExpected: true })).to.equal('unconfirmed');
  });

  it('is a gap with nothing, and not expected where an evaluator said so', () => {
    expect(stateOf({})).to.equal('gap');
    expect(stateOf({ isNotExpected: true })).to.equal('notExpected');
  });

  it('lets the statement that none is expected never hide what exists', () => {
    const anyCount = fc.nat(3);
    const anyCounts = fc.record({
      ongoingPrincipal: anyCount,
      ongoingSecondary: anyCount,
      ongoingUnrated: anyCount,
      ended: anyCount,
      upcomingSigned: anyCount,
      unknownPhase: anyCount,
      callsAhead: anyCount,
      callsOpen: anyCount,
    });
    fc.assert(
      fc.property(anyCounts, counts => {
        const without = stateOf({ ...counts, isNotExpected: false });
        const stated = stateOf({ ...counts, isNotExpected: true });
        const existing = { ...counts, callsOpen: 0 };
        const exists = Object.values(existing).some(count => count > 0);
        expect(stated).to.equal(exists ? without : 'notExpected');
      }),
    );
  });
});
