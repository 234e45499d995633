import { expect } from 'chai';
import mongoose from 'mongoose';
import { getImport, requestApply } from '../../../models/imports/imports.ts';
import { importsCollection } from '../../../models/imports/importsCollection.ts';
import { requestRetry } from '../../../models/imports/lifecycle/stopped.ts';
import { rowsCollection } from '../../../models/imports/rows/rows.ts';
import { requestUndo } from '../../../models/imports/undo/undo.ts';
import { claimJob, mostAttempts, mostFailures, noteReached, type Job } from '../../../models/process/job.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { grace, lead } from '../../support/cordis.ts';
import { ada, check, usual } from '../../support/cordisImport.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme } from '../../support/factories.ts';
import { runJobsNow } from '../../support/jobs.ts';

const eve = { id: 'eve', name: 'Eve Officer' };
const jobs = () => mongoose.connection.collection<Job>('jobs');
/** As if the wait after a failure, or the lease of a process that died, were over. */
const goOn = async () => jobs().updateMany({}, { $set: { freeAt: new Date(0) } });

/** Rows of projects that nobody foresaw: applying them throws what is no refusal. */
const spoil = async (importId: string) =>
  rowsCollection().updateMany({ importId, noun: 'project' }, { $set: { 'stated.participants': [null] } });
const mend = async (importId: string) =>
  rowsCollection().updateMany({ importId, noun: 'project' }, { $set: { 'stated.participants': [] } });

async function fail(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await goOn();
    await runJobsNow({ level: 'silent' });
  }
}

/** Organisations and calls of it are written, and no project. */
async function stoppedHalfway() {
  const { id } = await check(usual);
  await spoil(id);
  await requestApply(id, null, ada);
  await fail(mostFailures);
  return getImport(id);
}

describe('A job that fails for a reason nobody foresaw', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('is given up after some failures in a row, says what is stored, and lets the next go on', async () => {
    const { id } = await check(usual);
    const next = await check({ project: [{ ...grace, acronym: 'OTHER' }], organization: [lead] });
    await spoil(id);
    await requestApply(id, null, ada);
    await requestApply(next.id, null, ada);
    await fail(mostFailures - 1);
    expect(await getImport(id)).to.include({ state: 'applying' });
    expect(await getImport(next.id)).to.include({ state: 'applying' });
    await fail(1);
    const stopped = await getImport(id);
    expect(stopped).to.include({ state: 'failed', stoppedIn: 'applying' });
    const written = await rowsCollection().countDocuments({ importId: id, versionAfter: { $ne: null } });
    expect(written).to.be.at.least(2);
    expect(stopped.failure).to.deep.equal({
      key: 'importStopped.applying',
      values: { attempts: mostFailures, rows: written },
    });
    expect(await getImport(next.id)).to.include({ state: 'applied' });
  });

  it('is tried again when a person asks, goes on where it stopped, and writes as of then and of them', async () => {
    const { id, appliedAt } = await stoppedHalfway();
    await mend(id);
    await requestRetry(id, null, eve);
    await runJobsNow();
    const applied = await getImport(id);
    expect(applied).to.deep.include({ state: 'applied', stoppedIn: null, failure: null, appliedAt });
    expect(applied.counts.project).to.include({ created: 2 });
    const [version] = await projects.current
      .find({})
      .lean<{ validFrom: Date; updatedBy: { name: string } }[]>();
    expect(version?.validFrom.getTime()).to.be.above(appliedAt?.getTime() ?? Infinity);
    expect(version?.updatedBy.name).to.equal(eve.name);
    await requestUndo(id, null, ada);
    await runJobsNow();
    expect(await getImport(id)).to.include({ state: 'undone' });
    expect(await projects.current.countDocuments({})).to.equal(0);
  });

  it('fails as often anew before it is given up again, and what was written of it can be undone', async () => {
    const { id } = await stoppedHalfway();
    await requestRetry(id, null, ada);
    await fail(mostFailures - 1);
    expect(await getImport(id)).to.include({ state: 'applying' });
    await fail(1);
    expect(await getImport(id)).to.include({ state: 'failed' });
    expect(await organisations.current.countDocuments({})).to.be.at.least(2);
    await requestUndo(id, null, ada);
    await runJobsNow();
    expect(await getImport(id)).to.include({ state: 'undone' });
    expect(await organisations.current.countDocuments({})).to.equal(0);
  });

  it('is given up while it undoes as well, and undoes the rest when it is tried again', async () => {
    const { id } = await check(usual);
    await requestApply(id, null, ada);
    await runJobsNow();
    await requestUndo(id, null, ada);
    await organisations.current.collection.updateMany({}, { $rename: { source: 'hidden' } });
    await fail(mostFailures);
    const given = await getImport(id);
    const rows = await rowsCollection().countDocuments({
      importId: id,
      versionAfter: { $ne: null },
      isUndone: false,
    });
    expect(given).to.deep.include({
      state: 'failed',
      stoppedIn: 'undoing',
      failure: { key: 'importStopped.undoing', values: { attempts: mostFailures, rows } },
    });
    expect(await projects.current.countDocuments({})).to.equal(0);
    expect(await organisations.current.countDocuments({})).to.equal(2);
    await organisations.current.collection.updateMany({}, { $rename: { hidden: 'source' } });
    await requestRetry(id, null, eve);
    await runJobsNow();
    expect(await getImport(id)).to.include({ state: 'undone', stoppedIn: null, failure: null });
    expect(await organisations.current.countDocuments({})).to.equal(0);
  });

  it('is tried again over a later import of a file of the same name, and each is undone by itself', async () => {
    const { id, file } = await stoppedHalfway();
    const call = { masterCall: 'OTHER', subCall: 'OTHER-1', topics: 'OTHER-TOPIC' };
    const project = { ...grace, ...call, id: '900001', acronym: 'LATER', rcn: '9' };
    const organization = { ...lead, projectID: project.id, organisationID: '111111111', vatNumber: '' };
    const later = await check({ project: [project], organization: [organization] });
    expect(later.file.name).to.equal(file.name);
    await requestApply(later.id, null, ada);
    await runJobsNow();
    await mend(id);
    await requestRetry(id, null, eve);
    await runJobsNow();
    expect(await getImport(id)).to.include({ state: 'applied' });
    expect(await projects.current.countDocuments({})).to.equal(3);
    await requestUndo(id, null, ada);
    await runJobsNow();
    expect(await getImport(id)).to.include({ state: 'undone' });
    const left = await projects.current.find({}).lean<{ acronym: string }[]>();
    expect(left.map(({ acronym }) => acronym)).to.deep.equal(['LATER']);
  });

  it('is not given up for a database that takes nothing for a while', async () => {
    const { id } = await check(usual);
    await requestApply(id, null, ada);
    const refuse = async (validator: object) =>
      mongoose.connection.db?.command({ collMod: projects.current.collection.name, validator });
    // As while a restore puts other collections in their place.
    await refuse({ _id: { $exists: false } });
    await fail(mostFailures + 2);
    expect(await getImport(id)).to.include({ state: 'applying' });
    await refuse({});
    await fail(1);
    expect(await getImport(id)).to.include({ state: 'applied' });
  });

  it('of an import that a restore put into another state ends without a word', async () => {
    const { id } = await check(usual);
    await requestApply(id, null, ada);
    await importsCollection().updateOne({ _id: id }, { $set: { state: 'checked' } });
    await runJobsNow({ level: 'silent' });
    expect(await jobs().findOne({ subject: id })).to.include({ state: 'failed', slot: null });
    expect(await getImport(id)).to.include({ state: 'checked', stoppedIn: null });
  });
});

describe('A job whose process dies', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('goes on as long as it comes further each time', async () => {
    const { id } = await check(usual);
    await requestApply(id, null, ada);
    for (let death = 0; death < 3 * mostAttempts; death += 1) {
      await goOn();
      const claim = await claimJob();
      if (claim) await noteReached(claim, death);
    }
    await fail(1);
    expect(await getImport(id)).to.include({ state: 'applied' });
  });

  it('time after time at the same place is given up', async () => {
    const { id } = await check(usual);
    await requestApply(id, null, ada);
    for (let death = 0; death < mostAttempts; death += 1) {
      await goOn();
      await claimJob();
    }
    await fail(1);
    expect(await getImport(id)).to.include({ state: 'failed', stoppedIn: 'applying', appliedAt: null });
  });
});
