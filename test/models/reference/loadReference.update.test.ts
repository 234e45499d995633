import { expect } from 'chai';
import { calls } from '../../../models/calls/call.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { programmes } from '../../../models/programmes/programme.ts';
import type { Project } from '../../../models/projects/project.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { Listed, Stored, StoredVersion } from '../../../models/record/noun.ts';
import { findVersions, keptFrom } from '../../../models/record/versions.ts';
import { recordsFrom } from '../../../models/reference/convertReference.ts';
import { loadReference, writeReference } from '../../../models/reference/loadReference.ts';
import { listLoads, type LoadedRecord } from '../../../models/reference/loads.ts';
import { strategies } from '../../../models/strategies/strategy.ts';
import { useDatabase } from '../../support/database.ts';
import { add, addProject, changeAt, edit, now } from '../../support/factories.ts';
// What 0.1.0 made of its reference data: of every kind some records, as typed.
import old from './samples/records-0.1.0.json' with { type: 'json' };

const nouns: readonly Listed[] = [programmes, strategies, calls, organisations, projects];
const first = changeAt(now);
const later = changeAt(new Date(now.getTime() + 60_000));
const find = async (match: Record<string, unknown>) =>
  (await projects.current.findOne(match).lean<Stored & Project>()) ?? expect.fail('no such project');
const call = async (identifier: string) =>
  (await calls.current.findOne({ identifier }).lean<Stored>()) ?? expect.fail(identifier);
const told = (records: readonly LoadedRecord[], { _id }: Stored): LoadedRecord =>
  records.find(({ id }) => id === _id) ?? expect.fail(_id);

/** Ids of records with a version that the load of this instant wrote. */
async function writtenAt(at: Date): Promise<string[]> {
  const match = { 'source.kind': 'reference', validFrom: at };
  const found = await Promise.all(
    nouns.map(noun => noun.current.find(match).select({ _id: 1 }).lean<{ _id: string }[]>()),
  );
  return found.flat().map(({ _id }) => _id);
}

describe('loadReference over an installation with the data of 0.1.0', () => {
  useDatabase();
  beforeEach(async () => {
    await writeReference(first, recordsFrom(old));
  });

  it('changes exactly what nobody edited, as versions that name their source', async () => {
    const grace = await find({ grantAgreement: '883341' });
    await edit(projects, keptFrom(projects, grace), { title: 'Our words', euContribution: '1.00' });
    const rayuela = await find({ acronym: 'RAYUELA' });
    await edit(projects, keptFrom(projects, rayuela), { scope: 'out' });
    const sec2019 = await call('H2020-SU-SEC-2019');
    await edit(calls, keptFrom(calls, sec2019), { budget: '5' });

    const { records, counts } = await loadReference(later);
    expect((await listLoads()).map(({ at, records: noted }) => [at, noted])).to.deep.include([
      later.at,
      records,
    ]);

    const changed = records.filter(({ outcome }) => outcome !== 'unchanged').map(({ id }) => id);
    expect(await writtenAt(later.at)).to.have.members(changed);
    expect(counts.projects).to.include({ created: 20 - old.projects.length });
    // Every field that a person set is kept and told; every other one of the same records is new.
    expect(told(records, grace).kept).to.have.members(['title', 'euContribution']);
    expect(told(records, grace).changed).to.include.members(['totalCost', 'participants', 'objective']);
    expect(told(records, rayuela).kept).to.deep.equal(['scope']);
    expect(told(records, sec2019).kept).to.deep.equal(['budget']);
    const kept = records.filter(one => one.kept.length > 0).map(({ id }) => id);
    expect(kept).to.have.members([grace._id, rayuela._id, sec2019._id]);

    const after = await find({ grantAgreement: '883341' });
    expect([after.title, after.euContribution]).to.deep.equal(['Our words', 1_00]);
    expect([after.totalCost, after.participants.length]).to.deep.equal([6_824_012_50, 22]);
    expect((await find({ acronym: 'RAYUELA' })).scope).to.equal('out');
    expect((await find({ acronym: 'RAYUELA' })).grantAgreement).to.equal('882828');
    expect((await find({ acronym: 'AviaTor' })).grantAgreement).to.equal('821841');
  });

  it('keeps what stood there as versions, and writes nothing when loaded once more', async () => {
    await loadReference(later);
    const asgard = await find({ acronym: 'ASGARD' });
    const versions = (await findVersions(projects, [asgard._id])).get(asgard._id) as (StoredVersion &
      Project)[];
    expect(versions.map(one => [one.grantAgreement, one.participants.length, one.source.kind])).to.deep.equal(
      [
        [null, 0, 'reference'],
        ['700381', 33, 'reference'],
      ],
    );
    const again = await loadReference(changeAt(new Date(now.getTime() + 120_000)));
    expect(again.records).to.deep.equal([]);
  });

  it('gives way where a record of ours already has the number that it learnt', async () => {
    await addProject({ programme: 'H2020', grantAgreement: '700381', acronym: 'ASGARD', title: 'Imported' });
    const name = 'FUNDACION CENTRO DE TECNOLOGIAS DE INTERACCION VISUAL Y COMUNICACIONES VICOMTECH';
    await add(organisations, { name: `${name} (imported)`, pic: '955552336', country: 'ES' });
    const { records } = await loadReference(later);
    const named = await projects.current.find({ acronym: 'ASGARD' }).lean<Project[]>();
    expect(named.map(({ grantAgreement, title }) => [grantAgreement, title])).to.have.deep.members([
      ['700381', 'Imported'],
      [null, 'Analysis System for Gathered Raw Data'],
    ]);
    expect(records.find(one => one.kept.includes('grantAgreement'))?.changed).to.include('euContribution');
    expect(records.filter(one => one.kept.includes('pic'))).to.have.length(1);
    expect(await organisations.current.countDocuments({ pic: '955552336' })).to.equal(1);
  });
});
