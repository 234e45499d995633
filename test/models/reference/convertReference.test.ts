import { expect } from 'chai';
import type { Project } from '../../../models/projects/project.ts';
import { convertReference } from '../../../models/reference/convertReference.ts';
import data from '../../../models/reference/reference.json' with { type: 'json' };
import { precisions } from '../../../models/strategies/strategy.ts';

const { programmes, strategies, calls, organisations, projects } = convertReference(data);
const strategy = strategies[0] ?? expect.fail('no strategy');
const project = (grantOrAcronym: string): Project =>
  projects.find(one => one.grantAgreement === grantOrAcronym) ??
  projects.find(one => one.acronym === grantOrAcronym) ??
  expect.fail(grantOrAcronym);
const call = (identifier: string) =>
  calls.find(one => one.identifier === identifier) ?? expect.fail(identifier);

describe('the reference data as records', () => {
  it('says of the seven projects what sources state, and nothing else', () => {
    const facts = projects
      .slice(0, 7)
      .map(one => [
        one.acronym,
        one.programme,
        one.grantAgreement,
        one.call?.identifier ?? null,
        one.topic?.identifier ?? null,
        one.status ?? one.sourceStatus,
        [one.signedOn, one.startsOn, one.endsOn].map(day => day?.value ?? null).join(' '),
        one.durationMonths,
        one.totalCost,
        one.euContribution,
        one.participants.find(({ role }) => role === 'coordinator')?.name ?? null,
        one.participants.length,
      ]);
    const sec2018 = ['H2020-SU-SEC-2018', 'SU-FCT02-2018-2019-2020'];
    const isfp = ['ISFP-2017-AG-CYBER', null];
    const vicomtech = 'Fundacion Centro de Tecnologias de Interaccion Visual y Comunicaciones Vicomtech';
    expect(facts).to.deep.equal([
      ['AviaTor', 'ISFP', null, ...isfp, null, ' 2019-01 ', null, null, null, null, 6],
      [
        '4NSEEK',
        'ISFP',
        '821966',
        ...isfp,
        'tool no longer supported',
        ' 2019-01 2021-06',
        null,
        null,
        null,
        'INCIBE',
        7,
      ],
      [
        'VERBUM_SAT',
        'ISFP',
        null,
        ...isfp,
        null,
        ' 2019-04-01 2021-03-31',
        24,
        641_861_97,
        577_675_77,
        'University of Ljubljana, Faculty of Arts',
        4,
      ],
      [
        'ASGARD',
        'H2020',
        null,
        'H2020-FCT-2015',
        'FCT-01-2015',
        null,
        '  2020-11-30',
        null,
        null,
        null,
        null,
        0,
      ],
      [
        'GRACE',
        'H2020',
        '883341',
        'H2020-SU-SEC-2019',
        'SU-FCT02-2018-2019-2020',
        'Completed',
        ' 2020-06-01 2023-11-30',
        42,
        null,
        null,
        vicomtech,
        9,
      ],
      [
        'LOCARD',
        'H2020',
        '832735',
        ...sec2018,
        'SIGNED',
        '2019-04-26 2019-05-01 2022-07-31',
        36,
        null,
        null,
        null,
        7,
      ],
      [
        'INSPECTr',
        'H2020',
        '833276',
        ...sec2018,
        'SIGNED',
        '2019-05-24 2019-09-01 2023-02-28',
        42,
        null,
        null,
        'University College Dublin',
        4,
      ],
    ]);
  });

  it('uses no value that is general knowledge only', () => {
    for (const record of [...programmes, ...calls, ...projects]) {
      const unverified = record.statements.filter(({ confidence }) => confidence === 'unverified');
      for (const { field, isUsed } of unverified) {
        expect(isUsed, field).to.equal(false);
        const isStatedElsewhere = record.statements.some(one => one.field === field && one.isUsed);
        // A call needs an identifier even where only its topics' are sure.
        if (isStatedElsewhere || field === 'identifier') continue;
        expect(Object.entries(record).find(([key]) => key === field)?.[1] ?? null, field).to.equal(null);
      }
    }
    const unsure = data.organisations.filter(one => 'countryConfidence' in one).map(({ name }) => name);
    expect(unsure).to.have.length(9);
    const shown = [...organisations, ...projects.flatMap(({ participants }) => participants)];
    expect(shown.filter(({ name, country }) => unsure.includes(name) && country !== null)).to.deep.equal([]);
    expect(JSON.stringify(projects.map(({ statements: _statements, ...rest }) => rest))).not.to.match(
      /700381|1199255625|2016-09-01|Fundacion Vicomtech/,
    );
  });

  it('keeps every stated value of a field beside the one that is used', () => {
    const stated = (record: { statements: Project['statements'] }, field: string) =>
      record.statements
        .filter(one => one.field === field)
        .map(({ value, isUsed, confidence }) => `${value} ${confidence}${isUsed ? ' used' : ''}`);
    expect(stated(project('883341'), 'endsOn')).to.deep.equal([
      '2023-05-31 verified',
      '2023-11-30 inferred used',
    ]);
    expect(stated(project('883341'), 'totalCost')).to.deep.equal(['6823512.50 secondary']);
    expect(stated(project('832735'), 'totalCost')).to.deep.equal(['7000000.00 secondary']);
    expect(stated(project('ASGARD'), 'grantAgreement')).to.deep.equal(['700381 unverified']);
    expect(stated(project('HEROES'), 'endsOn')).to.deep.equal(['2024-11-01 secondary']);
    expect(stated(call('H2020-SU-SEC-2019'), 'rounds.openingOn')).to.deep.equal([
      '2019-03-14 verified used',
      '2019-03-19 secondary',
    ]);
    expect(stated(call('H2020-SU-SEC-2020'), 'rounds.deadline')).to.deep.equal([
      '2020-08-27 verified used',
      '2020-08-22 inferred',
    ]);
    const isfp = programmes.find(({ code }) => code === 'ISFP') ?? expect.fail();
    expect(stated(isfp, 'budget')).to.deep.equal(['1210000000.00 verified used', '1004000000.00 unverified']);
    expect(isfp.parent).to.equal('ISF-2014');
  });

  it('says why an amount is not used', () => {
    const notes = ['883341', '832735'].map(
      number => project(number).statements.find(({ field }) => field === 'totalCost')?.note,
    );
    expect(notes[0]).to.contain('does not say which amount it is');
    expect(notes[1]).to.contain('to the cent or not at all');
  });

  it('records what was amended, with the words of the source', () => {
    const [end, duration] = project('883341').amendments;
    expect([end?.field, end?.before, end?.after]).to.deep.equal(['endsOn', '2023-05-31', '2023-11-30']);
    expect([duration?.before, duration?.after]).to.deep.equal(['duration: 36 months', 'duration: 42 months']);
    expect(project('832735').amendments[0]?.reason).to.contain('officially approved the extension');
  });

  it('rounds float dust to the cent and stores ISO countries', () => {
    const cents = projects.flatMap(({ participants }) =>
      participants.flatMap(one => one.euContribution ?? []),
    );
    expect(cents).to.deep.equal([350_000_00, 581_250_00]);
    const countries = new Set(organisations.map(({ country }) => country));
    expect(countries).to.include.members(['GB', 'GR']).and.not.include.members(['UK', 'EL']);
  });

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

  it('links to the strategy only the calls of which the data says so', () => {
    const linked = calls.filter(({ supports }) => supports.length > 0);
    expect(linked.map(({ identifier }) => identifier)).to.deep.equal([
      'ISFP-2017-AG-CYBER',
      'ISFP-2020-AG-CYBER',
      'H2020-SU-SEC-2020',
    ]);
    for (const { supports } of linked) {
      expect(supports[0]).to.include({
        initiative: 'COM-2020-607.4',
        significance: 'namedUnrated',
        shareBp: null,
      });
      expect(supports[0]?.source).to.match(
        /^COM\(2020\) 607 final, (footnote 4[13]|initiative 4) \(inferred: /,
      );
    }
  });

  it('makes the related projects candidates, but for the other GRACE', () => {
    expect(projects.slice(7).map(({ acronym, scope }) => `${acronym} ${scope}`)).to.deep.equal([
      'GRACE out',
      '2PS candidate',
      'SALVUS candidate',
      'HEROES candidate',
      'RAYUELA candidate',
      'ARICA candidate',
      'TENACITy candidate',
    ]);
    expect(projects.slice(7).flatMap(({ supports }) => supports)).to.deep.equal([]);
    expect(project('679266').printedCall).to.equal('H2020-BG-2015-2');
    expect(project('101074048').printedTopic).to.equal('HORIZON-CL3-2021-FCT-01-01');
    expect(project('101073949').topic?.identifier).to.equal('HORIZON-CL3-2021-FCT-01-11');
    expect(project('101073949').call?.identifier).to.equal('HORIZON-CL3-2021-FCT-01');
    expect(project('101021801').participants.map(({ role, country }) => [role, country])).to.deep.equal([
      ['coordinator', 'ES'],
    ]);
  });

  it('has the whole strategy, and dates no milestone that its words do not date', () => {
    const { parts, initiatives, keyActions, milestones, passages, discrepancies } = strategy;
    const counts = [parts, initiatives, keyActions, milestones, passages, discrepancies].map(
      one => one.length,
    );
    expect(counts).to.deep.equal([2, 8, 9, 21, 22, 13]);
    const used = new Set(milestones.map(({ precision }) => precision));
    expect([...used]).to.have.members(Object.keys(precisions));
    const icse = milestones.find(({ line }) => line === 615);
    expect([icse?.fromOn, icse?.toOn, icse?.words]).to.deep.equal([null, null, 'actief sinds mei 2019']);
    expect(milestones.every(({ words }) => words !== null)).to.equal(true);
    expect(keyActions.every(({ words }) => words !== null)).to.equal(true);
  });

  it('holds a passage registered only where it names our projects', () => {
    const registered = strategy.passages.filter(({ registeredAs }) => registeredAs.length > 0);
    expect(registered.map(({ line, registeredAs }) => [line, ...registeredAs])).to.deep.equal([
      [439, 'AviaTor', '4NSEEK 821966', 'VERBUM_SAT'],
      [443, 'ASGARD', 'GRACE 883341', 'LOCARD 832735', 'INSPECTr 833276'],
    ]);
  });

  it('gives every stated value a source that a person can read', () => {
    const stated = [...programmes, ...calls, ...projects].flatMap(({ statements }) => statements);
    expect(stated.length).to.be.greaterThan(150);
    const texts = stated.map(({ source, note }) => `${source} ${note}`).join('\n');
    for (const id of Object.keys(data.sources).filter(id => id.includes('_')))
      expect(texts).not.to.contain(id);
  });

  it('is refused, naming the place, when the file has an unexpected shape', () => {
    const [first, ...rest] = data.projects;
    const wrong = { ...data, projects: [{ ...first, budgett: 1 }, ...rest] };
    expect(() => convertReference(wrong)).to.throw('"projects[0].budgett" is not allowed');
    const orphan = { ...data, discrepancies: [{ id: 'D99', what: 'x', sources: ['nowhere'] }] };
    expect(() => convertReference(orphan)).to.throw('discrepancies[0].sources[0]');
    const dated = {
      ...data,
      calls: [{ id: 'C', programme: 'H2020', opening: { ...data.calls[0]?.opening, value: '2020-02-31' } }],
    };
    expect(() => convertReference({ ...data, ...dated, projects: [], related_projects: [] })).to.throw(
      'openingOn',
    );
  });
});
