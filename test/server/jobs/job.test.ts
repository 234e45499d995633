import { expect } from 'chai';
import mongoose from 'mongoose';
import { resumeImports } from '../../../models/imports/resume.ts';
import {
  addJob,
  checkClaim,
  claimJob,
  endJob,
  holdClaim,
  isClaimLost,
  type Claim,
} from '../../../models/job.ts';
import { inTransaction } from '../../../models/record.ts';
import { useDatabase } from '../../support/database.ts';
import { addImport } from '../../support/imports.ts';

const jobs = () => mongoose.connection.collection<{ _id: string; freeAt: Date }>('jobs');
const add = async (kind: 'checkImport' | 'applyImport', subject: string) =>
  inTransaction(async session => addJob(kind, subject, session));
/** As if its holder had said nothing for longer than a lease. */
const expire = async ({ _id }: Claim) => jobs().updateOne({ _id }, { $set: { freeAt: new Date(0) } });
const claimed = async (): Promise<Claim> => {
  const claim = await claimJob();
  if (!claim) throw new Error('There is no job.');
  return claim;
};

describe('A job', () => {
  useDatabase();

  it('is given to one of many that ask at once', async () => {
    await add('checkImport', 'a');
    const claims = await Promise.all([1, 2, 3, 4].map(async () => claimJob()));
    expect(claims.filter(claim => claim !== null)).to.have.length(1);
  });

  it('goes to another once its holder is silent, who then can write no more', async () => {
    await add('applyImport', 'a');
    const first = await claimed();
    expect(await claimJob()).to.equal(null);
    await expire(first);
    const second = await claimed();
    expect(second.fence).to.equal(first.fence + 1);
    const late = await inTransaction(async session => {
      await holdClaim(first, session);
      await mongoose.connection.collection('importOrigins').insertOne({ late: true }, { session });
    }).catch((error: unknown) => error);
    expect(isClaimLost(late)).to.equal(true);
    const looked = await inTransaction(async session => checkClaim(first, session)).catch(
      (error: unknown) => error,
    );
    expect(isClaimLost(looked)).to.equal(true);
    await inTransaction(async session => checkClaim(second, session));
    expect(await mongoose.connection.collection('importOrigins').countDocuments({})).to.equal(0);
    await inTransaction(async session => endJob(second, 'done', session));
    expect(await claimJob()).to.equal(null);
  });

  it('that writes records waits for the one before, while others go on', async () => {
    await add('applyImport', 'a');
    await add('applyImport', 'b');
    await add('checkImport', 'c');
    const first = await claimed();
    expect([first.subject, (await claimed()).subject, await claimJob()]).to.deep.equal(['a', 'c', null]);
    await inTransaction(async session => endJob(first, 'done', session));
    expect((await claimed()).subject).to.equal('b');
  });

  it('is given again to an import that was restored in the middle, once, and to no other', async () => {
    const { id } = await addImport([], { state: 'applying' });
    await addImport([], { state: 'applied' });
    await addImport([], { state: 'queued', needsMapping: true });
    await Promise.all([resumeImports(), resumeImports()]);
    await resumeImports();
    expect(await jobs().countDocuments({})).to.equal(1);
    expect(await claimed()).to.include({ kind: 'applyImport', subject: id });
  });
});
