import { expect } from 'chai';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import {
  callStatuses,
  deadlineModels,
  judgeCall,
  judgedAt,
  chooseEvaluationDays,
  judgeRound,
  statusOfRound,
  statusTimeline,
  usualEvaluationDays,
  type Round,
} from '../../../models/calls/callStatus.ts';
import { addDays, brusselsInstant, parsePartialDay, type PartialDay } from '../../../models/values/day.ts';

const day = (text: string): PartialDay | null => parsePartialDay(text);
const at = (text: string) => ({ at: new Date(text) });
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
      statusOfRound(rough, 'singleStage', { at: brussels(`${text} 12:00`) }),
    );
    expect(statuses).to.deep.equal(['forthcoming', 'unknown', 'open', 'unknown', 'underEvaluation']);
    const noDeadline = round('2022-04-13', []);
    expect(statusOfRound(noDeadline, 'singleStage', at('2022-04-12T00:00:00Z'))).to.equal('forthcoming');
    expect(statusOfRound(noDeadline, 'singleStage', at('2026-01-01T00:00:00Z'))).to.equal('unknown');
    const noOpening = round(null, ['2015-08-27 17:00']);
    expect(statusOfRound(noOpening, 'singleStage', at('2015-01-01T00:00:00Z'))).to.equal('unknown');
    expect(statusOfRound(noOpening, 'singleStage', at('2016-01-01T00:00:00Z'))).to.equal('underEvaluation');
    expect(statusOfRound(noOpening, 'singleStage', at('2016-07-01T00:00:00Z'))).to.equal('closed');
  });

  it('does not mistake the second stage for the first where the first is missing', () => {
    const onlySecond = round('2019-01-01', [], {
      deadlines: [{ at: new Date('2019-09-01T15:00:00Z'), stage: 2 }],
    });
    expect(statusOfRound(onlySecond, 'twoStage', at('2019-06-01T00:00:00Z'))).to.equal('unknown');
    const firstUnknown = round('2019-01-01', [null, '2019-09-01 17:00']);
    expect(statusOfRound(firstUnknown, 'twoStage', at('2019-06-01T00:00:00Z'))).to.equal('unknown');
    expect(statusOfRound(firstUnknown, 'twoStage', at('2019-10-01T00:00:00Z'))).to.equal('underEvaluation');
  });

  it('knows results and cancellation from their day on', () => {
    const known = { ...cyber, resultsOn: day('2018-07-01') };
    expect(statusOfRound(known, 'singleStage', at('2018-06-30T21:59:59Z'))).to.equal('underEvaluation');
    expect(statusOfRound(known, 'singleStage', at('2018-06-30T22:00:00Z'))).to.equal('closed');
    const cancelled = { ...cyber, cancelledOn: day('2018-01-10') };
    expect(statusOfRound(cancelled, 'singleStage', at('2018-01-09T12:00:00Z'))).to.equal('open');
    expect(statusOfRound(cancelled, 'singleStage', at('2018-01-10T12:00:00Z'))).to.equal('cancelled');
  });
});

describe('judgeRound', () => {
  const cyber = round('2017-11-23', ['2018-03-06 17:00']);
  const judge = (
    of: Round,
    now: string,
    model: 'singleStage' | 'twoStage' | 'multipleCutOff' = 'singleStage',
  ) => judgeRound(of, model, at(now));

  it('is closed after the 245th day that follows the last deadline, and says that only time did it', () => {
    // 2018-03-06 and 245 days: 2018-11-06.
    expect(judge(cyber, '2018-11-06T22:59:59Z')).to.deep.equal({ status: 'underEvaluation', isTimed: false });
    expect(judge(cyber, '2018-11-06T23:00:00Z')).to.deep.equal({ status: 'closed', isTimed: true });
    const two = round('2018-01-01', ['2018-03-06 17:00', '2018-09-06 17:00']);
    expect(judge(two, '2018-11-07T12:00:00Z', 'twoStage').status).to.equal('underEvaluation');
    expect(judge(two, '2019-05-10T12:00:00Z', 'twoStage').status).to.equal('closed');
  });

  it('takes the days of its setting', () => {
    try {
      chooseEvaluationDays(10);
      expect(judge(cyber, '2018-03-16T22:59:59Z').status).to.equal('underEvaluation');
      expect(judge(cyber, '2018-03-16T23:00:00Z').status).to.equal('closed');
    } finally {
      chooseEvaluationDays(usualEvaluationDays);
    }
  });

  it('is closed from the day on which a project of it was signed, and not before its last deadline', () => {
    const signed = { ...cyber, signedOn: '2018-07-01' };
    expect(judge(signed, '2018-06-30T21:59:59Z').status).to.equal('underEvaluation');
    expect(judge(signed, '2018-06-30T22:00:00Z')).to.deep.equal({ status: 'closed', isTimed: false });
    const cutOffs = {
      ...round('2018-01-01', ['2018-03-01 17:00', '2018-12-01 17:00']),
      signedOn: '2018-07-01',
    };
    expect(judge(cutOffs, '2018-08-01T12:00:00Z', 'multipleCutOff').status).to.equal('open');
    expect(judge(cutOffs, '2018-12-01T17:00:00Z', 'multipleCutOff').status).to.equal('closed');
    const recorded = { ...cyber, resultsOn: day('2018-01-15') };
    expect(judge(recorded, '2018-02-01T12:00:00Z').status).to.equal('open');
    expect(judge(recorded, '2018-03-07T12:00:00Z')).to.deep.equal({ status: 'closed', isTimed: false });
  });

  it('is closed by results where its dates are missing, else unknown', () => {
    expect(judge(round(null, []), '2026-01-01T12:00:00Z').status).to.equal('unknown');
    expect(judge({ ...round(null, []), signedOn: '2019-01-01' }, '2026-01-01T12:00:00Z').status).to.equal(
      'closed',
    );
    expect(judge({ ...round(null, []), resultsOn: day('2019') }, '2019-06-01T12:00:00Z').status).to.equal(
      'unknown',
    );
    expect(judge({ ...round(null, []), resultsOn: day('2019') }, '2019-12-31T12:00:00Z').status).to.equal(
      'closed',
    );
  });

  it('is forthcoming from its publication on; where that is unknown, as of today', () => {
    const published = { ...cyber, publishedOn: day('2017-10-01') };
    expect(judge(published, '2017-09-30T12:00:00Z').status).to.equal('unknown');
    expect(judge(published, '2017-10-01T12:00:00Z').status).to.equal('forthcoming');
    const asked = (now: string, today: string) =>
      judgeRound(cyber, 'singleStage', { ...at(now), today: new Date(today) }).status;
    expect(asked('2016-06-01T12:00:00Z', '2026-01-01T00:00:00Z')).to.equal('unknown');
    expect(asked('2016-06-01T12:00:00Z', '2016-06-01T00:00:00Z')).to.equal('forthcoming');
    expect(asked('2017-06-01T12:00:00Z', '2016-06-01T00:00:00Z')).to.equal('forthcoming');
  });
});

describe('judgeCall', () => {
  const now = at('2019-04-01T00:00:00Z');
  const past = round('2018-03-15', ['2018-08-28 17:00']);
  const open = round('2019-03-14', ['2019-08-22 17:00']);
  const ahead = round('2020-03-12', ['2020-08-27 17:00']);
  const results = { ...past, resultsOn: day('2019-01-15') };
  const cancelled = { ...past, cancelledOn: day('2018-05-01') };
  const unknown = round(null, []);
  const status = (...rounds: Round[]) => judgeCall(rounds, 'singleStage', now).status;

  it('is that of its most alive round', () => {
    expect(status(past, ahead, open)).to.equal('open');
    expect(status(past, ahead)).to.equal('forthcoming');
    expect(status(results, past)).to.equal('underEvaluation');
    expect(status(results, cancelled, unknown)).to.equal('closed');
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
    publishedOn: rare,
    signedOn: fc.option(anyDay, { nil: null }),
  });
  const anyModel = fc.option(fc.constantFrom(...deadlineModels));

  it('tells the status of the call at any instant', () => {
    fc.assert(
      fc.property(
        fc.array(anyRound, { maxLength: 4 }),
        anyModel,
        fc.array(fc.date({ min: new Date('2017-01-01'), max: new Date('2024-01-01'), noInvalidDate: true }), {
          minLength: 20,
        }),
        (rounds, model, instants) => {
          const timeline = statusTimeline(rounds, model);
          // The changes themselves and the millisecond before are where a slip would show.
          const edges = timeline.flatMap(({ from }) => [from, new Date(Math.max(0, from.getTime() - 1))]);
          for (const instant of [...instants, ...edges])
            for (const today of [new Date(0), new Date('2020-01-01'), new Date('2025-01-01')]) {
              const moment = { at: instant, today };
              expect(judgedAt(timeline, moment)).to.deep.equal(judgeCall(rounds, model, moment));
            }
        },
      ),
      { numRuns: 60 },
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
          const { from: _from, ...says } = entry;
          if (next)
            expect(next.from > entry.from && !isDeepStrictEqual({ ...says, from: next.from }, next)).to.equal(
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
    expect(
      story.map(({ from, status, early }) =>
        [from.toISOString().slice(0, 16), status, ...(early ? [`or ${early}`] : [])].join(' '),
      ),
    ).to.deep.equal([
      '1970-01-01T00:00 forthcoming or unknown',
      '2018-03-14T23:00 open',
      '2018-08-28T15:00 forthcoming or underEvaluation',
      '2019-01-14T23:00 forthcoming or closed',
      '2019-03-13T23:00 open',
      '2019-08-22T15:00 underEvaluation',
      '2020-01-14T23:00 closed',
    ]);
  });
});
