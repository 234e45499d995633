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
/** The data with other values of one of the seven projects. */
const altered = (acronym: string, values: object) => ({
  ...data,
  projects: data.projects.map(one => (one.acronym === acronym ? { ...one, ...values } : one)),
});
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
    const police = 'National Police of the Netherlands';
    expect(facts).to.deep.equal([
      ['AviaTor', 'ISFP', '821841', ...isfp, null, ' 2019-01 ', null, null, 872_664_82, police, 6],
      [
        '4NSEEK',
        'ISFP',
        '821966',
        ...isfp,
        'tool no longer supported',
        ' 2019-01 2021-06',
        30,
        null,
        1_120_975_34,
        'INCIBE',
        7,
      ],
      [
        'VERBUM_SAT',
        'ISFP',
        '821827',
        ...isfp,
        null,
        ' 2019-04-01 2021-03-31',
        24,
        641_861_97,
        577_675_77,
        'University of Ljubljana, Faculty of Arts',
        5,
      ],
      [
        'ASGARD',
        'H2020',
        '700381',
        'H2020-FCT-2015',
        'FCT-01-2015',
        'SIGNED',
        ' 2016-09-01 2020-11-30',
        51,
        11_992_556_25,
        11_992_553_25,
        vicomtech,
        33,
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
        6_824_012_50,
        6_823_512_50,
        vicomtech,
        22,
      ],
      [
        'LOCARD',
        'H2020',
        '832735',
        ...sec2018,
        'SIGNED',
        '2019-04-26 2019-05-01 2022-07-31',
        36,
        6_833_385_00,
        6_833_385_00,
        'Athena Research and Innovation Center',
        19,
      ],
      [
        'INSPECTr',
        'H2020',
        '833276',
        ...sec2018,
        'SIGNED',
        '2019-05-24 2019-09-01 2023-02-28',
        42,
        6_997_910_00,
        6_997_910_00,
        'University College Dublin',
        19,
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
    expect(unsure).to.have.length(2);
    const shown = [...organisations, ...projects.flatMap(({ participants }) => participants)];
    expect(shown.filter(({ name, country }) => unsure.includes(name) && country !== null)).to.deep.equal([]);
    const byHearsay = { value: '990001', source: ['gk'], confidence: 'general knowledge, unverified' };
    const rcn = convertReference(altered('ASGARD', { rcn: byHearsay })).projects[3];
    expect([rcn?.acronym, rcn?.rcn]).to.deep.equal(['ASGARD', null]);
    expect(rcn?.statements.find(({ field }) => field === 'rcn')).to.include({
      value: '990001',
      isUsed: false,
    });
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
    expect(stated(project('883341'), 'totalCost')).to.deep.equal(['6824012.50 verified used']);
    expect(stated(project('ASGARD'), 'grantAgreement')).to.deep.equal(['700381 verified used']);
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

  it('does not use a rounded amount, and says why', () => {
    const totalCost = {
      value: { amount: 7_000_000, currency: 'EUR', qualifier: 'rounded' },
      source: ['locard_news'],
      confidence: 'secondary',
    };
    const locard = convertReference(altered('LOCARD', { totalCost })).projects[5];
    expect([locard?.acronym, locard?.totalCost]).to.deep.equal(['LOCARD', null]);
    const said = locard?.statements.find(({ field }) => field === 'totalCost');
    expect([said?.value, said?.isUsed]).to.deep.equal(['7000000.00', false]);
    expect(said?.note).to.contain('to the cent or not at all');
  });

  it('records what was amended, with the words of the source', () => {
    const [end, duration] = project('883341').amendments;
    expect([end?.field, end?.before, end?.after]).to.deep.equal(['endsOn', '2023-05-31', '2023-11-30']);
    expect([duration?.before, duration?.after]).to.deep.equal(['duration: 36 months', 'duration: 42 months']);
    expect(project('832735').amendments[0]?.reason).to.contain('officially approved the extension');
  });

  it('rounds float dust to the cent and stores ISO countries', () => {
    const dusty = data.projects[6]?.participants.map((one, index) =>
      index === 0 ? { ...one, ecContribution: 581_249.999_999_76 } : one,
    );
    const inspectr = convertReference(altered('INSPECTr', { participants: dusty })).projects[6];
    expect(inspectr?.participants[0]?.euContribution).to.equal(581_250_00);
    const countries = new Set(organisations.map(({ country }) => country));
    expect(countries).to.include.members(['GB', 'GR']).and.not.include.members(['UK', 'EL']);
  });

  it('names sources plainly, and says where each was found beside', () => {
    const said = project('700381').statements.find(({ field }) => field === 'totalCost');
    expect(said?.source).to.equal('CORDIS, state of summer 2020');
    expect(said?.url).to.match(/^https:\/\/github\.com\/.+\/blob\/[0-9a-f]{40}\/static\/Open%20Security/);
    const twice = project('700381').statements.find(({ field }) => field === 'title');
    expect(twice?.source).to.equal(
      'CORDIS, state of summer 2020; CORDIS, ASGARD, periodic report of period 3',
    );
    expect(twice?.note).to.match(/^https:\/\/cordis\.europa\.eu\//);
    const stated = [...programmes, ...calls, ...projects].flatMap(({ statements }) => statements);
    expect(stated.filter(({ source }) => /github|https?:/.test(source))).to.deep.equal([]);
  });

  it('has the whole strategy, and dates no milestone that its words do not date', () => {
    const { parts, initiatives, keyActions, milestones, passages, discrepancies } = strategy;
    const counts = [parts, initiatives, keyActions, milestones, passages, discrepancies].map(
      one => one.length,
    );
    expect(counts).to.deep.equal([2, 8, 9, 21, 22, 22]);
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
      [439, 'AviaTor 821841', '4NSEEK 821966', 'VERBUM_SAT 821827'],
      [443, 'ASGARD 700381', 'GRACE 883341', 'LOCARD 832735', 'INSPECTr 833276'],
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
