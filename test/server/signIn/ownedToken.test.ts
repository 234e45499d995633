import { expect } from 'chai';
import { newOwnedToken, ownerOfToken } from '../../../server/signIn/ownedToken.ts';

const secret = 'only for tests, and long enough for them';
const at = new Date('2026-11-30T10:00:00Z');
const later = (hours: number) => new Date(at.getTime() + hours * 3_600_000);

describe('A form token of an account', () => {
  it('says whose it is for a day and a half, and is another each time', () => {
    const token = newOwnedToken(secret, 'ann', at);
    expect(ownerOfToken(secret, token, later(35))).to.equal('ann');
    expect(ownerOfToken(secret, token, later(36))).to.equal(null);
    expect(newOwnedToken(secret, 'ann', at)).not.to.equal(token);
  });

  it('cannot be made up, or changed', () => {
    const token = newOwnedToken(secret, 'ann', at);
    const others = [
      token.replace('.ann.', '.bob.'),
      token.replace(at.getTime().toString(36), later(100).getTime().toString(36)),
      newOwnedToken('another secret', 'ann', at),
      token.slice(1),
      token.slice(0, -1),
      `${token}.`,
      '',
      'ann',
    ];
    expect(others.map(one => ownerOfToken(secret, one, at))).to.deep.equal(others.map(() => null));
  });
});
