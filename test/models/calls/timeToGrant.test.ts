import { expect } from 'chai';
import type { CallTimes, ResultFacts } from '../../../models/calls/callResults.ts';
import { daysToGrant, timeToGrant } from '../../../models/calls/timeToGrant.ts';
import { brusselsInstant, parsePartialDay } from '../../../models/values/day.ts';

type Deadlines = [day: string, stage?: number][];

const callOf = (model: CallTimes['deadlineModel'], ...rounds: { of: string; deadlines: Deadlines }[]) =>
  ({
    deadlineModel: model,
    publishedOn: null,
    rounds: rounds.map(({ of, deadlines }) => ({
      call: { id: of, identifier: of },
      openingOn: null,
      deadlines: deadlines.map(([day, stage = null]) => ({ at: brusselsInstant(day, '17:00'), stage })),
      resultsOn: null,
      cancelledOn: null,
      extendedOn: null,
      note: null,
    })),
  }) satisfies CallTimes;

const signed = (day: string | null, call: string, more: Partial<ResultFacts> = {}): ResultFacts => ({
  call: { id: call, identifier: call },
  topic: null,
  status: 'SIGNED',
  signedOn: day === null ? null : parsePartialDay(day),
  startsOn: null,
  archivedAt: null,
  ...more,
});

describe('the time to grant', () => {
  const topic = callOf(
    'singleStage',
    { of: '2018', deadlines: [['2018-08-28']] },
    { of: '2019', deadlines: [['2019-08-22']] },
  );

  it('is that of LOCARD and INSPECTr: mean 255.0, one of two within 245 days', () => {
    const days = [signed('2019-04-26', '2018'), signed('2019-05-24', '2018')].map(one =>
      daysToGrant(topic, one),
    );
    expect(days).to.deep.equal([241, 269]);
    expect(timeToGrant(days)).to.deep.equal({ mean: 255, median: 255, within: 1, known: 2, leftOut: 0 });
  });

  it('is counted from the round of the project, over a summer hour as well', () => {
    expect(daysToGrant(topic, signed('2019-10-31', '2019'))).to.equal(70);
    expect(daysToGrant(topic, signed('2019-10-31', 'another'))).to.equal(70);
  });

  it('leaves out what is not known to the day, was never signed or was signed before its deadline', () => {
    const none = [
      signed(null, '2018', { startsOn: parsePartialDay('2019-05-01') }),
      signed('2019-04', '2018'),
      signed('2018-08-27', '2018'),
      signed('2019-04-26', '2018', { status: 'PREPARATION' }),
      signed('2019-04-26', '2018', { archivedAt: new Date(0) }),
    ].map(one => daysToGrant(topic, one));
    expect(none).to.deep.equal([null, null, null, null, null]);
    expect(timeToGrant(none)).to.deep.equal({ mean: null, median: null, within: 0, known: 0, leftOut: 5 });
    expect(daysToGrant(topic, signed('2018-08-28', '2018'))).to.equal(0);
  });

  it('counts from the last stage, and of several cut-offs from the last before the signature', () => {
    const days: Deadlines = [
      ['2024-03-05', 1],
      ['2024-09-24', 2],
    ];
    const cutOffs: Deadlines = [['2024-03-05'], ['2024-09-24'], ['2025-03-04']];
    const one = signed('2024-12-24', 'A');
    const of = (model: CallTimes['deadlineModel'], deadlines: Deadlines) =>
      daysToGrant(callOf(model, { of: 'A', deadlines }), one);
    expect(of('twoStage', days)).to.equal(91);
    expect(of(null, days)).to.equal(91);
    expect(of('multipleCutOff', cutOffs)).to.equal(91);
    expect(of('singleStage', cutOffs.slice(0, 2))).to.equal(91);
    // The second stage is not known; nobody knows which of several is the last.
    expect(of('twoStage', days.slice(0, 1))).to.equal(null);
    expect(of(null, cutOffs.slice(0, 2))).to.equal(null);
    expect(of(null, cutOffs.slice(0, 1))).to.equal(294);
  });

  it('takes the mean of the two middle ones, to one decimal', () => {
    expect(timeToGrant([100, 245, 246, 300, null])).to.deep.equal({
      mean: 222.8,
      median: 245.5,
      within: 2,
      known: 4,
      leftOut: 1,
    });
    expect(timeToGrant([3, 1, 2]).median).to.equal(2);
  });
});
