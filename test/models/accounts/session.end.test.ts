import { expect } from 'chai';
import { sessionEndOf } from '../../../models/accounts/session.ts';

const minute = 60_000;

describe('The end of a session', () => {
  it('is half an hour after its last page, and twelve hours after signing in at the latest', () => {
    const at = (minutes: number) => sessionEndOf(0, minutes * minute);
    expect(at(0)).to.deep.equal({ idleMs: 30 * minute, mostMs: 720 * minute });
    // In whole hours while it is far away, exactly once it is near.
    expect(at(1).mostMs).to.equal(660 * minute);
    expect(at(100).mostMs).to.equal(600 * minute);
    expect(at(661).mostMs).to.equal(59 * minute);
    expect(at(719).mostMs).to.equal(minute);
    expect(at(721).mostMs).to.equal(0);
  });
});
