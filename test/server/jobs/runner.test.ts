import { expect } from 'chai';
import mongoose from 'mongoose';
import { getImport, requestApply } from '../../../models/imports/imports.ts';
import { claimJob, type Claim, type Job } from '../../../models/process/job.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { createLogger } from '../../../server/logger.ts';
import { runClaim } from '../../../server/jobs/runner.ts';
import { chunkSize } from '../../../models/imports/fencedTransaction.ts';
import { grace, lead } from '../../support/cordis.ts';
import { ada, check } from '../../support/cordisImport.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme } from '../../support/factories.ts';

/** So many that they are written in two halves beside each other. */
const numbers = Array.from({ length: 2 * chunkSize }, (_none, at) => String(100_000 + at));
const project = numbers.map(id => ({ ...grace, id, acronym: `P${id}` }));
const organization = numbers.map(projectID => ({ ...lead, projectID, projectAcronym: `P${projectID}` }));

const jobs = () => mongoose.connection.collection<Job>('jobs');
const run = async (claim: Claim) =>
  runClaim(
    claim,
    { keepsPersonalData: false, importLimitMb: 100, importKeptDays: 30 },
    createLogger('silent'),
  );
const claimed = async (): Promise<Claim> => {
  await jobs().updateMany({}, { $set: { freeAt: new Date(0) } });
  const claim = await claimJob();
  if (!claim) throw new Error('There is no job.');
  return claim;
};

/** Runs a job that is given to another when the runner first asks the collection of jobs in that way. */
async function runLosing(claim: Claim, way: 'findOne' | 'findOneAndUpdate'): Promise<void> {
  const collection = mongoose.model('job').collection as unknown as Record<
    typeof way,
    (...given: unknown[]) => unknown
  >;
  const usualWay = collection[way].bind(collection);
  let lost: Promise<unknown> | null = null;
  collection[way] = async (...given: unknown[]) => {
    // Where the runner notes how far the job has come, it is still its own; where it only looks, no more.
    const before = way === 'findOneAndUpdate' && !lost ? await usualWay(...given) : null;
    lost ??= jobs().updateOne({ _id: claim._id }, { $inc: { fence: 1 } });
    await lost;
    return before ?? usualWay(...given);
  };
  try {
    await run(claim);
  } finally {
    Reflect.deleteProperty(collection, way);
  }
}

describe('The runner of jobs', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  const moments = {
    'before its first step': 'findOneAndUpdate',
    'at the first step beside others': 'findOne',
  } as const;
  for (const [when, way] of Object.entries(moments)) {
    it(`writes nothing more of a job that was given to another ${when}, who then does it`, async () => {
      const { id } = await check({ project, organization });
      await requestApply(id, null, ada);
      await runLosing(await claimed(), way);
      expect(await getImport(id)).to.include({ state: 'applying' });
      expect(await projects.current.countDocuments({})).to.equal(0);
      if (way === 'findOneAndUpdate') expect(await organisations.current.countDocuments({})).to.equal(0);
      // The same work by its holder is seen.
      await run(await claimed());
      expect(await getImport(id)).to.include({ state: 'applied' });
      expect(await projects.current.countDocuments({})).to.equal(numbers.length);
    });
  }
});
