import { expect } from 'chai';
import { calls } from '../../../models/calls/call.ts';
import { callfolioItself, type Change, type Stored, type StoredModel } from '../../../models/record/noun.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { listUnregisteredPassages } from '../../../models/strategies/passages.ts';
import { programmes } from '../../../models/programmes/programme.ts';
import type { Project, ProjectDerived } from '../../../models/projects/project.ts';
import { projects } from '../../../models/projects/projects.ts';
import { keptFrom } from '../../../models/record/versions.ts';
import { saveRecord } from '../../../models/record/record.ts';
import { isReferenceLoaded, loadReference } from '../../../models/reference/loadReference.ts';
import { listLoads, type LoadReport } from '../../../models/reference/loads.ts';
import data from '../../../models/reference/reference.json' with { type: 'json' };
import { strategies } from '../../../models/strategies/strategy.ts';
import { useDatabase } from '../../support/database.ts';
import { cpuOf, fairCost } from '../../support/cost.ts';
import { addProgramme, addProject, changeAt, edit, now } from '../../support/factories.ts';

const nouns = { programmes, strategies, calls, organisations, projects };
const byFirstStart: Change = {
  by: callfolioItself,
  source: { kind: 'form' },
  reason: 'first start',
  at: now,
};
const later = (): Change => ({ ...byFirstStart, reason: null, at: new Date(now.getTime() + 60_000) });

const countAll = async (kind: 'current' | 'versions') =>
  Promise.all(
    Object.values(nouns).map(noun => {
      const stored: StoredModel = noun[kind];
      return stored.countDocuments();
    }),
  );
async function get(match: Record<string, unknown>) {
  const stored = await projects.current.findOne(match).lean<Stored>();
  return keptFrom(projects, stored ?? expect.fail('no such project'));
}
const grace = () => get({ grantAgreement: '883341' });
const unchanged = { created: 0, changed: 0, unchanged: 20, kept: 0 };

/** The data with other values of one of the seven projects. */
const altered = (acronym: string, values: object) => ({
  ...data,
  projects: data.projects.map(one => (one.acronym === acronym ? { ...one, ...values } : one)),
});

describe('loadReference', () => {
  useDatabase();

  it('fills an empty database, quickly, saying from which file', async () => {
    expect(await isReferenceLoaded()).to.equal(false);
    let counts: Partial<LoadReport['counts']> = {};
    const load = async () =>
      cpuOf(async () => {
        ({ counts } = await loadReference(byFirstStart));
      });
    expect(await fairCost(3_000, load, 1)).to.be.below(3_000);
    expect(Object.entries(counts).map(([noun, { created }]) => `${noun} ${created}`)).to.deep.equal([
      'programmes 9',
      'strategies 1',
      'calls 28',
      'organisations 127',
      'projects 20',
    ]);
    expect(await countAll('current')).to.deep.equal([9, 1, 28, 127, 20]);
    expect(await countAll('versions')).to.deep.equal([0, 0, 0, 0, 0]);
    expect(await calls.current.countDocuments({ kind: 'call' })).to.equal(15);
    const version = await projects.current.findOne().lean<Record<string, unknown>>();
    expect(version).to.deep.include({
      source: { kind: 'reference', id: 'models/reference/reference.json' },
      reason: 'first start',
      updatedBy: callfolioItself,
    });
    expect(await isReferenceLoaded()).to.equal(true);
    const stored = await strategies.current.findOne().lean<{ parts: unknown[] }>();
    expect(stored?.parts).to.have.length(2);
  });

  it('has every organisation of the file, known by its PIC where one is stated', async () => {
    await loadReference(byFirstStart);
    for (const { name, pic } of data.organisations) {
      expect(await organisations.current.findOne({ name, pic }).lean(), name).not.to.equal(null);
    }
    const garda = await organisations.current.findOne({ pic: '999952825' }).lean<{ _id: string }>();
    const both = await projects.current
      .find({ 'participants.organisation.id': garda?._id })
      .lean<Project[]>();
    expect(both.map(({ acronym }) => acronym)).to.have.members(['GRACE', 'INSPECTr']);
  });

  it('links the seven projects to initiative 4 as named, and attributes no money', async () => {
    await loadReference(byFirstStart);
    const linked = await projects.current
      .find({ 'supports.initiative': 'COM-2020-607.4' })
      .lean<(Project & ProjectDerived)[]>();
    expect(linked.map(({ acronym }) => acronym)).to.have.members(data.projects.map(({ acronym }) => acronym));
    for (const { acronym, scope, kind, supports, attributions, euContribution } of linked) {
      const footnote = data.projects.find(one => one.acronym === acronym)?.seed_footnote;
      expect([scope, kind]).to.deep.equal(['in', 'grant']);
      expect(supports).to.have.length(1);
      expect(supports[0]).to.deep.include({
        significance: 'namedUnrated',
        source: `COM(2020) 607 final, footnote ${footnote}`,
        shareBp: null,
        justification: null,
        assessedBy: null,
      });
      expect(attributions[0]?.parts).to.deep.equal([]);
      expect(attributions[0]?.notAttributed.euContribution).to.equal(euContribution);
    }
  });

  it('shows what is unknown as warnings', async () => {
    await loadReference(byFirstStart);
    const rules = async (match: Record<string, unknown>) =>
      (await get(match)).warnings.map(({ rule }) => rule);
    expect(await rules({ acronym: 'AviaTor' })).to.include.members(['endUnknown', 'unrated']);
    expect(await rules({ acronym: 'SALVUS' })).to.include.members(['euContributionUnknown', 'noCoordinator']);
    expect(await rules({ acronym: 'ARICA' })).to.include('grantAgreementUnknown');
    expect(await rules({ grantAgreement: '883341' }))
      .to.include('disagreement')
      .and.not.include('noCoordinator');
    expect(await rules({ grantAgreement: '679266' })).to.include('topicNotRegistered');
  });

  it('lists the passages that name money without a record', async () => {
    await loadReference(byFirstStart);
    const passages = await listUnregisteredPassages();
    expect(passages).to.have.length(20);
    expect(passages.map(({ line }) => line))
      .to.include.members([107, 245, 251])
      .and.not.include.members([439, 443]);
    const spotlight = passages.find(({ line }) => line === 627);
    expect(spotlight?.instrument).to.equal('Spotlight Initiative (EU-UN)');
    expect(spotlight?.initiative?.code).to.equal('COM-2020-607.8');
    expect(await listUnregisteredPassages('COM-9')).to.deep.equal([]);
  });

  it('writes nothing when the same data is loaded again', async () => {
    await loadReference(byFirstStart);
    const report = await loadReference(later());
    for (const { created, changed, kept } of Object.values(report.counts)) {
      expect([created, changed, kept]).to.deep.equal([0, 0, 0]);
    }
    expect(await countAll('versions')).to.deep.equal([0, 0, 0, 0, 0]);
  });

  it('keeps what a person changed and brings the other fields up to date, again and again', async () => {
    await loadReference(byFirstStart);
    await edit(projects, await grace(), { title: 'Our own words', durationMonths: '40' });
    const title = { value: 'A newer title', source: ['grace_site'], confidence: 'verified' };
    const rcn = (value: string) => ({ value, source: ['grace_site'], confidence: 'verified' });
    const first = await loadReference(later(), altered('GRACE', { title, rcn: rcn('1') }));
    expect(first.counts.projects).to.deep.equal({ created: 0, changed: 1, unchanged: 19, kept: 1 });
    // The version just written holds the person's words under the source of the reference data.
    const second = await loadReference(later(), altered('GRACE', { title, rcn: rcn('2') }));
    expect(second.counts.projects).to.deep.equal({ created: 0, changed: 1, unchanged: 19, kept: 1 });
    const { title: kept, durationMonths, rcn: updated, version } = await grace();
    expect([kept, durationMonths, updated, version]).to.deep.equal(['Our own words', 40, '2', 4]);
  });

  it('keeps a rating, and an emptied field', async () => {
    await loadReference(byFirstStart);
    const rating = {
      initiative: 'COM-2020-607.4',
      significance: 'principal',
      shareBp: 10_000,
      justification: 'Read it.',
    };
    await edit(projects, await grace(), { supports: [rating], note: '' });
    expect((await loadReference(later())).counts.projects).to.deep.equal({ ...unchanged, kept: 1 });
    const { supports, note } = await grace();
    expect([supports[0]?.significance, note]).to.deep.equal(['principal', null]);
  });

  it('never lifts the protection of a withheld participant', async () => {
    await loadReference(byFirstStart);
    const before = await grace();
    const participants = before.participants.map(one => ({
      ...one,
      isWithheld: one.name === 'Cyprus Police',
    }));
    await saveRecord(
      projects,
      { id: before.id, version: before.version, values: { participants } },
      changeAt(),
    );
    const fewer = data.projects.find(one => one.acronym === 'GRACE')?.participants.slice(0, 8);
    const report = await loadReference(later(), altered('GRACE', { participants: fewer }));
    expect(report.counts.projects.changed).to.equal(1);
    const { participants: now } = await grace();
    expect(now).to.have.length(8);
    expect(now.filter(({ isWithheld }) => isWithheld).map(({ name }) => name)).to.deep.equal([
      'Cyprus Police',
    ]);
  });

  it('knows its records again under another name, number or country', async () => {
    await loadReference(byFirstStart);
    const inhope = await organisations.current.findOne({ name: 'INHOPE' }).lean<Stored>();
    await edit(organisations, keptFrom(organisations, inhope!), {
      name: 'INHOPE Association',
      country: 'NL',
    });
    await edit(projects, await get({ acronym: 'AviaTor' }), {
      acronym: 'AVIATOR-1',
      grantAgreement: '821967',
    });
    const call = await calls.current.findOne({ identifier: 'ISFP-2020-AG-CYBER' }).lean<Stored>();
    await edit(calls, keptFrom(calls, call!), { identifier: 'ISFP-2020-AG-CYBER-CSA' });
    const report = await loadReference(later());
    expect(
      Object.values(report.counts).map(({ created, changed, kept }) => [created, changed, kept]),
    ).to.deep.equal([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 1],
      [0, 0, 1],
      [0, 0, 1],
    ]);
  });

  it('leaves alone what people had made before it', async () => {
    await addProgramme({ code: 'H2020', name: 'Ours' });
    await addProject({
      programme: 'H2020',
      grantAgreement: '832735',
      acronym: 'LOCARD',
      title: 'Our LOCARD',
    });
    const report = await loadReference(byFirstStart);
    expect(report.counts.programmes).to.deep.equal({ created: 8, changed: 0, unchanged: 1, kept: 1 });
    expect(report.counts.projects).to.deep.equal({ created: 19, changed: 0, unchanged: 1, kept: 1 });
    expect((await get({ grantAgreement: '832735' })).title).to.equal('Our LOCARD');
  });

  it('keeps a record whose newer data contradicts what a person wrote', async () => {
    await loadReference(byFirstStart);
    await edit(projects, await grace(), { startsOn: '2023-06-01' });
    const endAmended = { value: '2023-01-31', source: ['grace_site'], confidence: 'verified' };
    const report = await loadReference(later(), altered('GRACE', { endAmended }));
    expect(report.counts.projects).to.deep.equal({ ...unchanged, kept: 1 });
    expect((await grace()).endsOn?.value).to.equal('2023-11-30');
  });

  it('tells the two projects named GRACE apart', async () => {
    await loadReference(byFirstStart);
    const found = await projects.current
      .find({ acronym: 'GRACE' })
      .sort({ grantAgreement: 1 })
      .lean<Project[]>();
    expect(found.map(({ grantAgreement, scope }) => [grantAgreement, scope])).to.deep.equal([
      ['679266', 'out'],
      ['883341', 'in'],
    ]);
  });

  it('loads nothing at all from a file of another shape', async () => {
    const failed = await loadReference(byFirstStart, { ...data, sources: {} }).catch(
      (error: unknown) => error,
    );
    expect(String(failed)).to.contain('unexpected shape');
    expect(await listLoads()).to.deep.equal([]);
    expect(await countAll('current')).to.deep.equal([0, 0, 0, 0, 0]);
  });
});
