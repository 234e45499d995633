import { expect } from 'chai';
import type { Project } from '../../../models/projects/project.ts';
import { convertReference } from '../../../models/reference/convertReference.ts';
import data from '../../../models/reference/reference.json' with { type: 'json' };

const { calls, organisations, projects } = convertReference(data);
const project = (grantOrAcronym: string): Project =>
  projects.find(one => one.grantAgreement === grantOrAcronym) ??
  projects.find(one => one.acronym === grantOrAcronym) ??
  expect.fail(grantOrAcronym);

describe('the projects of the reference data, with those beside them', () => {
  it('only proposes what no document of the strategy names, and says from which source', () => {
    const proposed = [...calls, ...projects].flatMap(one => {
      const stated = one.statements.find(({ field, isUsed }) => field === 'supports' && !isUsed);
      return stated ? [[one, stated] as const] : [];
    });
    for (const [{ supports }, { source, note, confidence }] of proposed) {
      expect(supports).to.deep.equal([]);
      expect([source, note]).to.not.include(null);
      expect(confidence).to.equal('inferred');
    }
    const name = (one: (typeof proposed)[number][0]) => ('acronym' in one ? one.acronym : one.identifier);
    expect(
      proposed.map(([one, { value }]) => `${name(one)} ${value?.replaceAll('COM-2020-607.', '')}`),
    ).to.deep.equal([
      'HORIZON-CL3-2021-FCT-01 5',
      'HORIZON-CL3-2024-FCT-01 4',
      '2PS 5',
      'SALVUS 4',
      'HEROES 4; 5',
      'RAYUELA 5',
      'ARICA 4',
      'CERBERUS 4',
      'Prevent CAM online 4',
      'ICARE 8',
      'FORMOBILE 4',
      'Prevent-CSA 5',
      'Smart Policing (Malta) 4',
    ]);
  });

  it('takes a related project into the portfolio only where a source says why', () => {
    const reasonOf = ({ statements }: Project) => statements.find(({ field }) => field === 'scope');
    const scoped = projects.slice(7).map(one => [one, reasonOf(one)] as const);
    expect(scoped.map(([{ acronym, scope }]) => `${acronym} ${scope}`)).to.deep.equal([
      'GRACE out',
      '2PS in',
      'SALVUS in',
      'HEROES in',
      'RAYUELA in',
      'ARICA in',
      'TENACITy candidate',
      'CERBERUS in',
      'Prevent CAM online in',
      'ICARE in',
      'FORMOBILE candidate',
      'Prevent-CSA in',
      'Smart Policing (Malta) candidate',
    ]);
    for (const [{ scope }, reason] of scoped) {
      expect(reason?.value ?? 'candidate').to.equal(scope);
      if (scope !== 'candidate') expect([reason?.note, reason?.source, reason?.isUsed]).to.not.include(null);
    }
    expect(reasonOf(project('883341'))?.note).to.equal('named in footnote 42');
    expect(projects.slice(7).flatMap(({ supports }) => supports)).to.deep.equal([]);
  });

  it('says of the related projects what is known of each, with its own sureness', () => {
    expect(project('679266').printedCall).to.equal('H2020-BG-2015-2');
    expect(project('101074048').printedTopic).to.equal('HORIZON-CL3-2021-FCT-01-01');
    expect(project('101073949').topic?.identifier).to.equal('HORIZON-CL3-2021-FCT-01-11');
    expect(project('101073949').call?.identifier).to.equal('HORIZON-CL3-2021-FCT-01');
    expect(project('101021801').participants.map(({ role, country }) => [role, country])).to.deep.equal([
      ['coordinator', 'ES'],
    ]);
    const counts = ['RAYUELA', 'FORMOBILE', 'CERBERUS', 'ICARE', '2PS'].map(
      one => project(one).participants.length,
    );
    expect(counts).to.deep.equal([17, 19, 4, 6, 5]);
    const sureness = (of: string, field: string) =>
      project(of).statements.find(one => one.field === field)?.confidence;
    expect([
      sureness('SALVUS', 'topic'),
      sureness('SALVUS', 'title'),
      sureness('6002910', 'title'),
      sureness('6002910', 'totalCost'),
      sureness('101073949', 'signedOn'),
    ]).to.deep.equal(['inferred', 'verified', 'ownTranslation', 'verified', 'secondary']);
    expect([project('6002910').kind, project('Smart Policing (Malta)').kind]).to.deep.equal([
      'specificAction',
      'nationalProgramme',
    ]);
  });

  it('has the contributions of all participants, to the cent, and says where they fall short', () => {
    const missing = ['700381', '883341', '832735', '833276', '882828', '832800'].map(number => {
      const { participants, euContribution } = project(number);
      return (euContribution ?? 0) - participants.reduce((sum, one) => sum + (one.euContribution ?? 0), 0);
    });
    expect(missing).to.deep.equal([151_750_00, 0, 0, 0, 0, 0]);
    const roles = project('700381').participants.map(({ role }) => role);
    expect([roles[0], ...new Set(roles.slice(1))]).to.deep.equal(['coordinator', 'participant']);
  });

  it('quotes objectives word for word, with their source', () => {
    const quoted = projects.filter(({ objective }) => objective !== null);
    expect(quoted.map(({ acronym }) => acronym)).to.deep.equal([
      'ASGARD',
      'GRACE',
      'LOCARD',
      'INSPECTr',
      '2PS',
    ]);
    for (const { objective, statements } of quoted) {
      const quotation = statements.find(({ field }) => field === 'objective');
      expect(quotation?.value).to.equal(objective);
      expect([quotation?.isUsed, quotation?.confidence]).to.deep.equal([true, 'verified']);
      expect(quotation?.note).to.contain('quotation');
    }
  });

  it('knows organisations also by their legal names, and no person by one', () => {
    const vicomtech = organisations.find(({ pic }) => pic === '955552336');
    expect([vicomtech?.activityType, vicomtech?.city]).to.deep.equal(['REC', 'DONOSTIA SAN SEBASTIAN']);
    const studio = organisations.find(({ pic }) => pic === '952119506');
    expect(studio).to.deep.include({ name: 'StudioAG', aliases: [], city: null });
    const pics = organisations.flatMap(({ pic }) => pic ?? []);
    expect(new Set(pics).size).to.equal(pics.length);
  });

  it('does not load what no source knows the programme of', () => {
    const names = data.candidates.map(({ acronym }) => acronym);
    expect(names).to.deep.equal(['CESAGRAM', 'Protech', '2KNOW', 'ALUNA']);
    expect(projects.filter(({ acronym }) => acronym !== null && names.includes(acronym))).to.deep.equal([]);
  });
});
