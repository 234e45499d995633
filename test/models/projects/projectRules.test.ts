import { expect } from 'chai';
import { emptyRecord, ruleOf } from '../../../models/record/fields.ts';
import { projectFields, type Project } from '../../../models/projects/project.ts';
import {
  checkProject,
  projectWarnings,
  warningsOfProject,
  type ProjectRule,
} from '../../../models/projects/projectRules.ts';

/** A project that no rule objects to, with what is said otherwise. */
function project(over: object = {}): Project {
  const input = {
    kind: 'grant',
    scope: 'in',
    title: 'A project',
    programme: 'P',
    grantAgreement: '1',
    call: 'C',
    status: 'SIGNED',
    signedOn: '2018-12-01',
    startsOn: '2019-01-01',
    endsOn: '2021-12-31',
    totalCost: '200',
    euContribution: '100',
    participants: [{ name: 'A', role: 'coordinator', euContribution: '100' }],
    ...over,
  };
  const { value, error } = ruleOf(projectFields).validate(input);
  if (error) throw error;
  return { ...emptyRecord(projectFields), ...(value as Project) };
}

const coordinator = (over: object = {}) => ({ name: 'A', role: 'coordinator', ...over });
const link = (initiative: number, over: object = {}) => ({
  initiative: `S-1.${initiative}`,
  significance: 'principal',
  justification: 'Because.',
  ...over,
});
const stated = (value: string, over: object = {}) => ({
  field: 'endsOn',
  value,
  source: 'A page',
  confidence: 'verified',
  ...over,
});

describe('checkProject', () => {
  const refused: [string, object, string[]][] = [
    ['nothing that is right', {}, []],
    ['an end before the start', { endsOn: '2018-12-31' }, ['endsOn day.endBeforeStart']],
    ['a termination before the start', { terminatedOn: '2018' }, ['terminatedOn day.endBeforeStart']],
    ['no end in a month that may follow the start', { startsOn: '2019-06-15', endsOn: '2019-06' }, []],
    [
      'a signed project without a programme',
      { programme: null },
      ['programme project.signedWithoutProgramme'],
    ],
    ['no project in preparation without a programme', { programme: null, status: 'PREPARATION' }, []],
    [
      'two coordinators on the same day',
      { participants: [coordinator({ endsOn: '2020-06-30' }), coordinator({ startsOn: '2020-06' })] },
      ['participants.1.role project.twoCoordinators'],
    ],
    [
      'no coordinator who follows another',
      { participants: [coordinator({ endsOn: '2020-05-31' }), coordinator({ startsOn: '2020-06-01' })] },
      [],
    ],
    [
      'a participation that ends before it starts',
      { participants: [coordinator({ startsOn: '2020', endsOn: '2019' })] },
      ['participants.0.endsOn day.endBeforeStart'],
    ],
    [
      'shares above the whole',
      { supports: [link(1, { shareBp: 6000 }), link(2, { shareBp: 4001 })] },
      ['supports.1.shareBp supports.above'],
    ],
    [
      'two stated values of a field marked as used',
      { statements: [stated('2021', { isUsed: true }), stated('2022', { isUsed: true })] },
      ['statements statements.twoUsed'],
    ],
  ];
  for (const [what, over, expected] of refused) {
    it(`refuses ${what}`, () => {
      const found = checkProject(project(over)).map(({ field, type }) => `${field} ${type}`);
      expect(found).to.deep.equal(expected);
    });
  }
});

describe('warningsOfProject', () => {
  const warned: [ProjectRule, object, string | null][] = [
    ['grantAgreementUnknown', { grantAgreement: null }, null],
    ['startUnknown', { startsOn: null }, null],
    ['endUnknown', { endsOn: null }, null],
    ['euContributionUnknown', { euContribution: null }, null],
    ['noCoordinator', { participants: [{ name: 'A', role: 'participant', euContribution: '100' }] }, null],
    ['noCall', { call: null }, null],
    ['noAwardDocument', { kind: 'procurement' }, null],
    ['topicNotRegistered', { printedTopic: 'SU-FCT02' }, null],
    ['contributionAboveCost', { totalCost: '99.99' }, null],
    ['participantsDiffer', { participants: [coordinator({ euContribution: '99.99' })] }, null],
    ['startBeforeOpening', {}, '2019-02-01'],
    ['signedAfterStart', { signedOn: '2019-01-02' }, null],
    [
      'partnerWithMoney',
      {
        participants: [
          coordinator({ euContribution: '99' }),
          { name: 'B', role: 'associatedPartner', euContribution: '1' },
        ],
      },
      null,
    ],
    ['manyPrincipals', { supports: [link(1), link(2), link(3)] }, null],
    ['disagreement', { statements: [stated('2022-04-30'), stated('2022-07-31', { isUsed: true })] }, null],
  ];
  const rulesOf = (over: object, opens: string | null) =>
    warningsOfProject(project(over), {
      callOpensOn: opens === null ? null : { value: opens, from: opens, to: opens },
    }).map(({ rule }) => rule);

  it('has nothing to say of a complete project', () => {
    expect(rulesOf({}, '2018-03-15')).to.deep.equal([]);
  });

  for (const [rule, over, opens] of warned) {
    it(`warns of ${projectWarnings[rule].en.toLowerCase()}, and of nothing else`, () => {
      expect(rulesOf(over, opens)).to.deep.equal([rule]);
    });
  }

  it('warns of a link that is named only: neither justified nor rated', () => {
    const supports = [{ initiative: 'S-1.4', significance: 'namedUnrated' }];
    expect(rulesOf({ supports }, null)).to.deep.equal(['unjustified', 'unrated']);
  });

  it('has a test for every rule', () => {
    const tested = new Set([...warned.map(([rule]) => rule), 'unjustified', 'unrated']);
    expect(Object.keys(projectWarnings).filter(rule => !tested.has(rule))).to.deep.equal([]);
  });

  it('takes total cost 0 for not declared, and an incomplete sum for no difference', () => {
    expect(rulesOf({ totalCost: '0' }, null)).to.deep.equal([]);
    const participants = [coordinator({ euContribution: '1' }), { name: 'B', role: 'participant' }];
    expect(rulesOf({ participants }, null)).to.deep.equal([]);
  });

  it('asks associated and international partners for no amount, and says by how much the sum differs', () => {
    const partners = ['associatedPartner', 'internationalPartner'].map(role => ({ name: role, role }));
    const differenceOf = (over: object) =>
      warningsOfProject(project(over), { callOpensOn: null }).map(({ rule, byCents }) => [rule, byCents]);
    const withPartners = (euContribution: string) => ({
      participants: [coordinator({ euContribution }), ...partners],
    });
    expect(differenceOf(withPartners('100'))).to.deep.equal([]);
    expect(differenceOf(withPartners('400100'))).to.deep.equal([['participantsDiffer', 40_000_000]]);
    expect(differenceOf(withPartners('99.99'))).to.deep.equal([['participantsDiffer', -1]]);
    const withMoney = [
      coordinator({ euContribution: '100' }),
      { name: 'B', role: 'internationalPartner', euContribution: '0.01' },
    ];
    expect(differenceOf({ participants: withMoney })).to.deep.equal([['participantsDiffer', 1]]);
    expect(differenceOf({ totalCost: '99.99' })).to.deep.equal([['contributionAboveCost', 1]]);
    // Of partners alone nothing can be added up, and without a contribution of the project nothing compared.
    expect(differenceOf({ participants: partners })).to.deep.equal([['noCoordinator', undefined]]);
    expect(differenceOf({ ...withPartners('1'), euContribution: null })).to.deep.equal([
      ['euContributionUnknown', undefined],
    ]);
  });

  it('judges a month by its far end', () => {
    expect(rulesOf({ startsOn: '2019-01', signedOn: '2019-01-31' }, '2019-01-31')).to.deep.equal([]);
    expect(rulesOf({ signedOn: '2019' }, null)).to.deep.equal([]);
  });
});
