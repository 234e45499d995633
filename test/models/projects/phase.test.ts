import { expect } from 'chai';
import fc from 'fast-check';
import { addDays, parsePartialDay, type PartialDay } from '../../../models/values/day.ts';
import { isEndedNotClosed, phaseOf, type PhaseFacts } from '../../../models/projects/phase.ts';

const day = (text: string | null): PartialDay | null => (text === null ? null : parsePartialDay(text));

function project(
  startsOn: string | null,
  endsOn: string | null,
  more: { status?: string; terminatedOn?: string } = {},
) {
  const facts: PhaseFacts = {
    startsOn: day(startsOn),
    endsOn: day(endsOn),
    status: more.status ?? null,
    terminatedOn: day(more.terminatedOn ?? null),
  };
  return facts;
}

describe('phaseOf', () => {
  it('runs from the first to the last day, both included', () => {
    const grace = project('2020-06-01', '2023-05-31', { status: 'SIGNED' });
    expect(phaseOf(grace, '2020-05-31')).to.equal('upcoming');
    expect(phaseOf(grace, '2020-06-01')).to.equal('ongoing');
    expect(phaseOf(grace, '2023-05-31')).to.equal('ongoing');
    expect(phaseOf(grace, '2023-06-01')).to.equal('ended');
  });

  it('judges dates known to the month or year by their far ends', () => {
    const fourNseek = project('2019-01', '2021');
    expect(phaseOf(fourNseek, '2018-12-31')).to.equal('upcoming');
    expect(phaseOf(fourNseek, '2019-01-01')).to.equal('ongoing');
    expect(phaseOf(fourNseek, '2021-12-31')).to.equal('ongoing');
    expect(phaseOf(fourNseek, '2022-01-01')).to.equal('ended');
  });

  it('claims nothing that the missing date could turn around', () => {
    const aviator = project('2019-01', null);
    expect(phaseOf(aviator, '2018-12-31')).to.equal('upcoming');
    expect(phaseOf(aviator, '2026-01-01')).to.equal('unknown');
    expect(phaseOf(project(null, '2021-03-31'), '2021-03-31')).to.equal('unknown');
    expect(phaseOf(project(null, '2021-03-31'), '2021-04-01')).to.equal('ended');
    expect(phaseOf(project(null, null), '2021-04-01')).to.equal('unknown');
  });

  it('ends a terminated project on its termination day', () => {
    const stopped = project('2020-01-01', '2023-12-31', { status: 'TERMINATED', terminatedOn: '2021-06-30' });
    expect(phaseOf(stopped, '2021-06-30')).to.equal('ongoing');
    expect(phaseOf(stopped, '2021-07-01')).to.equal('ended');
  });

  it('never calls a project ongoing that was terminated on an unknown day', () => {
    const stopped = project('2020-01-01', '2023-12-31', { status: 'TERMINATED' });
    expect(phaseOf(stopped, '2019-12-31')).to.equal('upcoming');
    expect(phaseOf(stopped, '2022-01-01')).to.equal('unknown');
    expect(phaseOf(stopped, '2024-01-01')).to.equal('ended');
  });

  it('only ever goes forward in time', () => {
    const order = ['upcoming', 'ongoing', 'ended'];
    const anyDay = fc.integer({ min: 0, max: 3000 }).map(count => addDays('2018-01-01', count));
    fc.assert(
      fc.property(anyDay, fc.nat(1000), anyDay, fc.nat(1000), (startsOn, length, on, later) => {
        const facts = project(startsOn, addDays(startsOn, length));
        const [first, second] = [phaseOf(facts, on), phaseOf(facts, addDays(on, later))];
        expect(order.indexOf(second)).to.be.at.least(order.indexOf(first));
      }),
    );
  });
});

describe('isEndedNotClosed', () => {
  const ended = (status?: string) =>
    project('2019-05-01', '2022-07-31', status === undefined ? {} : { status });

  it('lists ended projects until they are closed', () => {
    expect(isEndedNotClosed(ended('SIGNED'), '2022-08-01')).to.equal(true);
    expect(isEndedNotClosed(ended(), '2022-08-01')).to.equal(true);
    expect(isEndedNotClosed(ended('CLOSED'), '2022-08-01')).to.equal(false);
    expect(isEndedNotClosed(ended('TERMINATED'), '2022-08-01')).to.equal(false);
  });

  it('lists none that still runs or may', () => {
    expect(isEndedNotClosed(ended('SIGNED'), '2022-07-31')).to.equal(false);
    expect(isEndedNotClosed(project('2019-05-01', null, { status: 'SIGNED' }), '2030-01-01')).to.equal(false);
  });
});
