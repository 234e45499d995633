import { expect } from 'chai';
import { countRunning, endRunning, track } from '../../../server/files/running.ts';

describe('what runs for a person', () => {
  it('is ended for that person alone, once', () => {
    const ended: string[] = [];
    const forget = track('one', why => void ended.push(`first ${why}`));
    track('one', why => void ended.push(`second ${why}`));
    track('other', why => void ended.push(`other ${why}`));
    forget();
    expect(endRunning('one', 'blocked')).to.equal(1);
    expect(endRunning('one', 'blocked')).to.equal(0);
    expect(ended).to.deep.equal(['second blocked']);
    expect([countRunning('one'), countRunning('other')]).to.deep.equal([0, 1]);
    expect(endRunning('other', 'over')).to.equal(1);
  });

  it('counts the same function twice where it was noted twice', () => {
    let times = 0;
    const abort = () => void (times += 1);
    const forget = track('one', abort);
    track('one', abort);
    forget();
    expect(endRunning('one', 'blocked')).to.equal(1);
    expect(times).to.equal(1);
  });
});
