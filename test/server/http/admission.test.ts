import { expect } from 'chai';
import fc from 'fast-check';
import {
  averaged,
  expectedDelayMs,
  isAdmitted,
  laneLimits,
  laneOf,
  mayBegin,
  mostSideBySide,
} from '../../../server/http/admission.ts';

const idle = { waiting: 0, inHand: 0, intervalMs: 20, turnMs: 0 };
const limits = laneLimits({ readMs: 600, writeMs: 5_000 });

describe('Admission', () => {
  it('lets wait whoever will be answered within the limit, and refuses the next one', () => {
    const state = { waiting: 20, inHand: 6, intervalMs: 20, turnMs: 60 };
    expect(expectedDelayMs(state)).to.equal(580);
    expect(isAdmitted(state, limits.read)).to.equal(true);
    expect(isAdmitted({ ...state, waiting: 22 }, limits.read)).to.equal(false);
  });

  it('takes fewer where answers take longer, and where the event loop is held up', () => {
    const state = { ...idle, waiting: 20 };
    expect(isAdmitted(state, limits.read)).to.equal(true);
    expect(isAdmitted({ ...state, intervalMs: 40 }, limits.read)).to.equal(false);
    expect(isAdmitted({ ...state, turnMs: 500 }, limits.read)).to.equal(false);
  });

  it('never refuses the first eight, whatever an answer takes', () => {
    const slow = { ...idle, intervalMs: 5_000, turnMs: 5_000 };
    expect(isAdmitted({ ...slow, inHand: 6, waiting: 1 }, limits.read)).to.equal(true);
    expect(isAdmitted({ ...slow, inHand: 6, waiting: 2 }, limits.read)).to.equal(false);
  });

  it('takes every change that it would take if it were reading', () => {
    const states = fc.record({
      waiting: fc.nat(500),
      inHand: fc.nat(50),
      intervalMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
      turnMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
    });
    fc.assert(
      fc.property(states, state => !isAdmitted(state, limits.read) || isAdmitted(state, limits.write)),
    );
    expect(isAdmitted({ ...idle, waiting: 60 }, limits.read)).to.equal(false);
    expect(isAdmitted({ ...idle, waiting: 60, intervalMs: 500 }, limits.write)).to.equal(true);
  });

  it('begins some side by side, more while the event loop has time, and whoever was held up for long', () => {
    const busy = { ...idle, turnMs: 50 };
    expect(mayBegin({ ...busy, inHand: mostSideBySide - 1 }, 0)).to.equal(true);
    expect(mayBegin({ ...busy, inHand: mostSideBySide }, 0)).to.equal(false);
    expect(mayBegin({ ...idle, inHand: 50 }, 0)).to.equal(true);
    expect(mayBegin({ ...busy, inHand: mostSideBySide }, 250)).to.equal(true);
  });

  it('comes nearer to each sample', () => {
    expect(averaged(20, 100, 0.25)).to.equal(40);
  });
});

describe('The lane of a request', () => {
  const lanes: readonly (readonly [string, string, ReturnType<typeof laneOf>])[] = [
    ['GET', '/projects?programme=H2020', 'read'],
    ['HEAD', '/api/v1/projects', 'read'],
    ['OPTIONS', '/projects', 'read'],
    ['GET', '/projects.xlsx', 'file'],
    ['GET', '/projects.csv?programme=H2020', 'file'],
    ['HEAD', '/api/v1/portfolio.xlsx', 'file'],
    ['GET', '/api/v1/projects.json?sort=title', 'file'],
    ['OPTIONS', '/projects.xlsx', 'read'],
    ['POST', '/projects.xlsx', 'write'],
    ['GET', '/projects?q=report.xlsx', 'read'],
    ['GET', '/api/v1/openapi.json', 'read'],
    ['POST', '/projects', 'write'],
    ['PATCH', '/api/v1/projects/1', 'write'],
    ['PUT', '/api/v1/projects/1', 'write'],
    ['DELETE', '/api/v1/tokens/1', 'write'],
    ['GET', '/sign-in?to=%2F', 'write'],
    ['GET', '/invitations/abc', 'write'],
    ['GET', '/sign-ins', 'read'],
    ['GET', '/health/live', null],
    ['GET', '/api/v1/health/ready', null],
    ['GET', '/healthy', 'read'],
    ['GET', '/assets/app.css', null],
    ['GET', '/.well-known/security.txt', null],
  ];
  for (const [method, url, lane] of lanes) {
    it(`of ${method} ${url} is ${lane ?? 'none: it never waits'}`, () => {
      expect(laneOf(method, url)).to.equal(lane);
    });
  }
});
