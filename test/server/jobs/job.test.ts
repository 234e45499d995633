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
const add = async (kind: 'checkImport' | 'applyImport', subject: string, by = 'ada') =>
  inTransaction(async session => addJob(kind, subject, by, session));
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

  /** Done one after the other, each in the time it takes to be claimed and ended. */
  async function doneInOrder(count: number): Promise<string[]> {
    const done: string[] = [];
    while (done.length < count) {
      const claim = await claimed();
      await inTransaction(async session => endJob(claim, 'done', session));
      done.push(claim.subject);
    }
    return done;
  }

  /** How many of a person's jobs went before the first of another: the most of all others. */
  const heldUpBy = (order: readonly string[], person: string): number =>
    Math.max(
      ...['bob', 'cem'].map(other => {
        const first = order.findIndex(one => one.startsWith(other));
        return order.slice(0, first).filter(one => one.startsWith(person)).length;
      }),
    );

  it('of one person does not hold up the one of another: whoever has waited longest is next', async () => {
    for (let at = 0; at < 20; at += 1) await add('checkImport', `ada ${at}`, 'ada');
    const first = await claimed();
    await add('checkImport', 'bob 0', 'bob');
    await add('checkImport', 'cem 0', 'cem');
    // An earlier build wrote nobody's name.
    await jobs().updateOne({ subject: 'cem 0' }, { $unset: { by: 1 } });
    await add('applyImport', 'bob 1', 'bob');
    const second = await claimed();
    expect([first.subject, second.subject]).to.deep.equal(['ada 0', 'bob 0']);
    for (const claim of [first, second]) await inTransaction(async session => endJob(claim, 'done', session));
    const order = ['ada 0', 'bob 0', ...(await doneInOrder(21))];
    expect(heldUpBy(order, 'ada')).to.equal(1);
    expect(order.slice(0, 5)).to.deep.equal(['ada 0', 'bob 0', 'cem 0', 'ada 1', 'bob 1']);
    expect(order.filter(one => one.startsWith('ada'))).to.have.length(20);
    // First come, first served: the same detector finds all twenty before the others.
    const found = await jobs().find({}).sort({ createdAt: 1, _id: 1 }).toArray();
    const asAdded = found.map(one => (one as unknown as { subject: string }).subject);
    expect(heldUpBy(asAdded, 'ada')).to.equal(20);
  });
});
