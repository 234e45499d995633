import { expect } from 'chai';
import mongoose from 'mongoose';
import { resumeImports } from '../../../models/imports/lifecycle/resume.ts';
import {
  addJob,
  checkClaim,
  claimJob,
  endJob,
  holdClaim,
  isClaimLost,
  noteFailure,
  noteReached,
  releaseClaim,
  type Claim,
  type Job,
} from '../../../models/process/job.ts';
import { inTransaction } from '../../../models/record/record.ts';
import { useDatabase } from '../../support/database.ts';
import { addImport } from '../../support/imports.ts';

const jobs = () => mongoose.connection.collection<Job>('jobs');
const add = async (kind: 'checkImport' | 'applyImport', subject: string, by = 'ada') =>
  inTransaction(async session => addJob(kind, subject, by, session));
/** As if its holder had said nothing for longer than a lease. */
const expire = async ({ _id }: Claim) => jobs().updateOne({ _id }, { $set: { freeAt: new Date(0) } });
const claimed = async (): Promise<Claim> => {
  const claim = await claimJob();
  if (!claim) throw new Error('There is no job.');
  return claim;
};

/** What becomes of a claim where something happens after it was seen that the job is free, and before it is taken. */
async function claimedAfter(meanwhile: () => Promise<unknown>): Promise<Claim | null> {
  const { collection } = mongoose.model('job');
  const taking = collection.findOneAndUpdate.bind(collection);
  collection.findOneAndUpdate = (async (...given: Parameters<typeof taking>) => {
    Reflect.deleteProperty(collection, 'findOneAndUpdate');
    await meanwhile();
    return taking(...given);
  }) as typeof collection.findOneAndUpdate;
  return claimJob();
}

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

  it('is not taken from a holder who kept it meanwhile', async () => {
    await add('applyImport', 'a');
    const first = await claimed();
    await expire(first);
    expect(await claimedAfter(async () => holdClaim(first))).to.equal(null);
    await holdClaim(first);
    await expire(first);
    expect(await claimedAfter(async () => undefined)).to.include({ fence: first.fence + 1 });
  });

  it('is never claimed twice under one number, also where another had it meanwhile and died', async () => {
    await add('checkImport', 'a');
    const seen: (Claim | null)[] = [];
    const last = await claimedAfter(async () => {
      const other = await claimed();
      await expire(other);
      seen.push(other);
    });
    expect(seen).to.have.length(1);
    expect(last).to.equal(null);
    expect(await claimed()).to.include({ fence: 2 });
  });

  it('is changed by nobody who lost it, whatever they say of it', async () => {
    await add('applyImport', 'a');
    const first = await claimed();
    await expire(first);
    const second = await claimed();
    const words: Readonly<Record<string, (claim: Claim) => Promise<unknown>>> = {
      'that it goes on': async claim => holdClaim(claim),
      'how far it has come': async claim => noteReached(claim, 99),
      'that it failed': noteFailure,
      'that it is free': async claim => releaseClaim(claim, 0),
      'that it is done': async claim => inTransaction(async session => endJob(claim, 'done', session)),
    };
    const changedBy = async (claim: Claim): Promise<string[]> => {
      const changed: string[] = [];
      for (const [what, say] of Object.entries(words)) {
        const before = await jobs().findOne({});
        if (!before) throw new Error('There is no job.');
        await say(claim).catch((error: unknown) => expect(isClaimLost(error), what).to.equal(true));
        const after = await jobs().findOne({});
        if (JSON.stringify(after) !== JSON.stringify(before)) changed.push(what);
        await jobs().replaceOne({}, before);
      }
      return changed;
    };
    expect(await changedBy(first)).to.deep.equal([]);
    // Of its holder each of them is heard.
    expect(await changedBy(second)).to.deep.equal(Object.keys(words));
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
