import { expect } from 'chai';
import fc from 'fast-check';
import {
  callStatuses,
  deadlineModels,
  statusAt,
  statusOfCall,
  statusOfRound,
  statusTimeline,
  type Round,
} from '../../../models/calls/callStatus.ts';
import { addDays, brusselsInstant, parsePartialDay, type PartialDay } from '../../../models/values/day.ts';

const day = (text: string): PartialDay | null => parsePartialDay(text);
const at = (text: string) => new Date(text);
const brussels = (text: string) => brusselsInstant(text.slice(0, 10), text.slice(11));

function round(openingOn: string | null, deadlines: (string | null)[], more: Partial<Round> = {}): Round {
  return {
    openingOn: openingOn === null ? null : day(openingOn),
    deadlines: deadlines.map((text, index) => ({
      at: text === null ? null : brussels(text),
      stage: index + 1,
    })),
    ...more,
  };
}

describe('statusOfRound', () => {
  const cyber = round('2017-11-23', ['2018-03-06 17:00']);

  it('opens at midnight and closes at the deadline, both in Brussels', () => {
    const status = (now: string) => statusOfRound(cyber, 'singleStage', at(now));
    expect(status('2017-11-22T22:59:59Z')).to.equal('forthcoming');
    expect(status('2017-11-22T23:00:00Z')).to.equal('open');
    expect(status('2018-03-06T15:59:59Z')).to.equal('open');
    expect(status('2018-03-06T16:00:00Z')).to.equal('underEvaluation');
  });

  it('opens and closes right on the days the clocks change', () => {
    const summer = round('2021-03-28', ['2021-10-31 17:00']);
    const status = (now: string) => statusOfRound(summer, 'singleStage', at(now));
    expect(status('2021-03-27T22:59:59Z')).to.equal('forthcoming');
    expect(status('2021-03-27T23:00:00Z')).to.equal('open');
    expect(status('2021-10-31T15:59:59Z')).to.equal('open');
    expect(status('2021-10-31T16:00:00Z')).to.equal('underEvaluation');
  });

  it('closes to new applicants at the first of two stages, at the last of several cut-offs', () => {
    const two = round('2019-01-01', ['2019-03-01 17:00', '2019-09-01 17:00']);
    const between = at('2019-06-01T00:00:00Z');
    expect(statusOfRound(two, 'twoStage', between)).to.equal('underEvaluation');
    expect(statusOfRound(two, 'multipleCutOff', between)).to.equal('open');
    expect(statusOfRound(two, null, between)).to.equal('unknown');
    expect(statusOfRound(two, 'multipleCutOff', at('2019-09-01T15:00:00Z'))).to.equal('underEvaluation');
  });

  it('takes a deadline known to the day for 17:00 in Brussels', () => {
    const onDay = round('2020-10-22', [], { deadlines: [{ at: null, day: day('2021-02-25') }] });
    expect(statusOfRound(onDay, 'singleStage', at('2021-02-25T15:59:59Z'))).to.equal('open');
    expect(statusOfRound(onDay, 'singleStage', at('2021-02-25T16:00:00Z'))).to.equal('underEvaluation');
  });

  it('claims only what rough or missing dates leave no doubt of', () => {
    const rough = round('2022-04', [], { deadlines: [{ at: null, day: day('2022-09') }] });
    const statuses = ['2022-03-31', '2022-04-15', '2022-06-01', '2022-09-15', '2022-10-01'].map(text =>
      statusOfRound(rough, 'singleStage', brussels(`${text} 12:00`)),
    );
    expect(statuses).to.deep.equal(['forthcoming', 'unknown', 'open', 'unknown', 'underEvaluation']);
    const noDeadline = round('2022-04-13', []);
    expect(statusOfRound(noDeadline, 'singleStage', at('2022-04-12T00:00:00Z'))).to.equal('forthcoming');
    expect(statusOfRound(noDeadline, 'singleStage', at('2026-01-01T00:00:00Z'))).to.equal('unknown');
    const noOpening = round(null, ['2015-08-27 17:00']);
    expect(statusOfRound(noOpening, 'singleStage', at('2015-01-01T00:00:00Z'))).to.equal('unknown');
    expect(statusOfRound(noOpening, 'singleStage', at('2016-01-01T00:00:00Z'))).to.equal('underEvaluation');
  });

  it('does not mistake the second stage for the first where the first is missing', () => {
    const onlySecond = round('2019-01-01', [], { deadlines: [{ at: at('2019-09-01T15:00:00Z'), stage: 2 }] });
    expect(statusOfRound(onlySecond, 'twoStage', at('2019-06-01T00:00:00Z'))).to.equal('unknown');
    const firstUnknown = round('2019-01-01', [null, '2019-09-01 17:00']);
    expect(statusOfRound(firstUnknown, 'twoStage', at('2019-06-01T00:00:00Z'))).to.equal('unknown');
    expect(statusOfRound(firstUnknown, 'twoStage', at('2019-10-01T00:00:00Z'))).to.equal('underEvaluation');
  });

  it('knows results and cancellation from their day on', () => {
    const known = { ...cyber, resultsOn: day('2018-07-01') };
    expect(statusOfRound(known, 'singleStage', at('2018-06-30T21:59:59Z'))).to.equal('underEvaluation');
    expect(statusOfRound(known, 'singleStage', at('2018-06-30T22:00:00Z'))).to.equal('resultsKnown');
    const cancelled = { ...cyber, cancelledOn: day('2018-01-10') };
    expect(statusOfRound(cancelled, 'singleStage', at('2018-01-09T12:00:00Z'))).to.equal('open');
    expect(statusOfRound(cancelled, 'singleStage', at('2018-01-10T12:00:00Z'))).to.equal('cancelled');
  });
});

describe('statusOfCall', () => {
  const now = at('2019-04-01T00:00:00Z');
  const past = round('2018-03-15', ['2018-08-28 17:00']);
  const open = round('2019-03-14', ['2019-08-22 17:00']);
  const ahead = round('2020-03-12', ['2020-08-27 17:00']);
  const results = { ...past, resultsOn: day('2019-01-15') };
  const cancelled = { ...past, cancelledOn: day('2018-05-01') };
  const unknown = round(null, []);
  const status = (...rounds: Round[]) => statusOfCall(rounds, 'singleStage', now);

  it('is that of its most alive round', () => {
    expect(status(past, ahead, open)).to.equal('open');
    expect(status(past, ahead)).to.equal('forthcoming');
    expect(status(results, past)).to.equal('underEvaluation');
    expect(status(results, cancelled, unknown)).to.equal('resultsKnown');
  });

  it('is cancelled only when every round is, and unknown without rounds', () => {
    expect(status(cancelled, cancelled)).to.equal('cancelled');
    expect(status(cancelled, unknown)).to.equal('unknown');
    expect(status()).to.equal('unknown');
  });
});

describe('statusTimeline', () => {
  const anyDay = fc.integer({ min: 0, max: 1500 }).map(count => addDays('2018-01-01', count));
  const anyPartial = fc.option(
    fc.tuple(anyDay, fc.constantFrom(4, 7, 10, 10, 10)).map(([text, length]) => day(text.slice(0, length))),
  );
  const anyDeadline = fc.record({
    at: fc.option(anyDay.map(text => brusselsInstant(text, '17:00'))),
    day: anyPartial,
    stage: fc.option(fc.constantFrom(1, 2)),
  });
  const rare = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: anyPartial });
  const anyRound: fc.Arbitrary<Round> = fc.record({
    openingOn: anyPartial,
    deadlines: fc.array(anyDeadline, { maxLength: 3 }),
    resultsOn: rare,
    cancelledOn: rare,
  });
  const anyModel = fc.option(fc.constantFrom(...deadlineModels));

  it('tells the status of the call at any instant', () => {
    fc.assert(
      fc.property(
        fc.array(anyRound, { maxLength: 4 }),
        anyModel,
        fc.array(fc.date({ min: at('2017-01-01'), max: at('2024-01-01'), noInvalidDate: true }), {
          minLength: 20,
        }),
        (rounds, model, instants) => {
          const timeline = statusTimeline(rounds, model);
          // The changes themselves and the millisecond before are where a slip would show.
          const edges = timeline.flatMap(({ from }) => [from, new Date(Math.max(0, from.getTime() - 1))]);
          for (const instant of [...instants, ...edges]) {
            expect(statusAt(timeline, instant)).to.equal(statusOfCall(rounds, model, instant));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('begins in 1970, goes forward, and has no entry that changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anyRound, { maxLength: 4 }), anyModel, (rounds, model) => {
        const timeline = statusTimeline(rounds, model);
        expect(timeline[0]?.from.getTime()).to.equal(0);
        for (const [index, entry] of timeline.entries()) {
          const next = timeline[index + 1];
          expect(callStatuses).to.include(entry.status);
          expect(next === undefined || (next.from > entry.from && next.status !== entry.status)).to.equal(
            true,
          );
        }
      }),
    );
  });

  it('reads as the story of the call', () => {
    const rounds = [
      round('2018-03-15', ['2018-08-28 17:00'], { resultsOn: day('2019-01-15') }),
      round('2019-03-14', ['2019-08-22 17:00'], { resultsOn: day('2020-01-15') }),
    ];
    const story = statusTimeline(rounds, 'singleStage');
    expect(story.map(({ from, status }) => `${from.toISOString().slice(0, 16)} ${status}`)).to.deep.equal([
      '1970-01-01T00:00 forthcoming',
      '2018-03-14T23:00 open',
      '2018-08-28T15:00 forthcoming',
      '2019-03-13T23:00 open',
      '2019-08-22T15:00 underEvaluation',
      '2020-01-14T23:00 resultsKnown',
    ]);
  });
});
