import { expect } from 'chai';
import { convertReference } from '../../../models/reference/convertReference.ts';
import data from '../../../models/reference/reference.json' with { type: 'json' };

const { calls } = convertReference(data);
const call = (identifier: string) =>
  calls.find(one => one.identifier === identifier) ?? expect.fail(identifier);

describe('the calls of the reference data', () => {
  it('takes a bare day for 17:00 in Brussels, in winter and in summer', () => {
    const at = (identifier: string) => call(identifier).rounds[0]?.deadlines[0]?.at.toISOString();
    expect(at('ISFP-2020-AG-CYBER')).to.equal('2021-02-25T16:00:00.000Z');
    expect(at('H2020-SU-SEC-2020')).to.equal('2020-08-27T15:00:00.000Z');
    expect(at('ISFP-2017-AG-CYBER')).to.equal('2018-03-06T16:00:00.000Z');
  });

  it('has one topic for all the calls it was opened in, with a round each', () => {
    const topic = call('SU-FCT02-2018-2019-2020');
    expect(topic.kind).to.equal('topic');
    expect(topic.parent).to.equal(null);
    expect(
      topic.rounds.map(({ call: of, openingOn }) => `${of?.identifier} ${openingOn?.value}`),
    ).to.deep.equal([
      'H2020-SU-SEC-2018 2018-03-15',
      'H2020-SU-SEC-2019 2019-03-14',
      'H2020-SU-SEC-2020 2020-03-12',
    ]);
    expect(call('HORIZON-CL3-2024-FCT-01-03').parent?.identifier).to.equal('HORIZON-CL3-2024-FCT-01');
    expect(calls.filter(({ identifier }) => identifier === 'ISFP-2017-AG-CYBER')).to.have.length(1);
  });

  it('links a call to each initiative it serves where a document ties it to the strategy', () => {
    const linked = calls.filter(({ supports }) => supports.length > 0);
    expect(
      linked.map(one => [one.identifier, ...one.supports.map(({ initiative }) => initiative.slice(-1))]),
    ).to.deep.equal([
      ['ISFP-2017-AG-CYBER', '4'],
      ['ISFP-2020-AG-CYBER', '4'],
      ['ISF-2021-TF1-AG-CYBER', '5', '4'],
      ['H2020-SU-SEC-2020', '4'],
      ['DIGITAL-2021-TRUST-01', '5', '8'],
      ['DIGITAL-2025-BESTUSE-08', '5', '8'],
      ['DIGITAL-2026-BESTUSE-10', '5', '8'],
    ]);
    for (const { identifier, supports } of linked) {
      for (const support of supports) {
        expect(support).to.include({ significance: 'namedUnrated', shareBp: null });
        // What only the Commission says is not put into the strategy's mouth.
        expect(support.source).to.match(
          identifier === 'ISF-2021-TF1-AG-CYBER'
            ? /^European Commission, Home Affairs, 16 December 2021 \(inferred: /
            : /^COM\(2020\) 607 final, (footnote 4[13]|initiative [458]) \(inferred: /,
        );
      }
    }
  });

  it('gives topics their titles where a source states one', () => {
    const titled = calls.filter(({ kind, title }) => kind === 'topic' && title !== null);
    expect(titled.map(({ identifier }) => identifier)).to.deep.equal([
      'FCT-01-2015',
      'SU-FCT02-2018-2019-2020',
      'HORIZON-CL3-2021-FCT-01-11',
      'HORIZON-CL3-2024-FCT-01-03',
      'DIGITAL-2021-TRUST-01-SAFERINTERNET',
      'DIGITAL-2025-BESTUSE-08-NETWORKSICS',
      'DIGITAL-2026-BESTUSE-10-NETWORKSICs',
    ]);
  });
});
