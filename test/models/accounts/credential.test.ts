import { hash, verify } from '@node-rs/argon2';
import { expect } from 'chai';
import mongoose from 'mongoose';
import { changePassword, findByPassword } from '../../../models/accounts/credential.ts';
import { listVersions } from '../../../models/lists/history.ts';
import { listTokens, makeToken } from '../../../models/accounts/token.ts';
import { users } from '../../../models/accounts/user.ts';
import { cpuOf, fairCost } from '../../support/cost.ts';
import { useDatabase } from '../../support/database.ts';
import { add, addUser, changeAt, edit, now, password } from '../../support/factories.ts';
import { refusal } from '../../support/refusal.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

const another = 'four hungry green parrots';

describe('findByPassword', () => {
  useDatabase();

  it('finds the account by its address in any case, and the right password alone', async () => {
    const { id } = await addUser('officer', { email: 'ann@example.org' });
    expect((await findByPassword(' ANN@example.org ', password))?.id).to.equal(id);
    for (const wrong of ['', `${password} `, password.toUpperCase(), '$argon2id$'])
      expect(await findByPassword('ann@example.org', wrong)).to.equal(null);
  });

  it('takes as long for an unknown and for a blocked account as for a wrong password', async () => {
    await addUser('officer', { email: 'ann@example.org' });
    const blocked = await addUser('officer', { email: 'eve@example.org' });
    await edit(users, blocked, { isBlocked: true });
    const emails = ['ann@example.org', 'bob@example.org', 'eve@example.org'];
    const least = new Map(emails.map(email => [email, Infinity]));
    // In turns, and in time of the processor: what else the machine does falls on all three, or on none.
    for (let turn = 0; turn < 6; turn += 1)
      for (const email of emails) {
        const cost = await cpuOf(async () => findByPassword(email, 'a wrong password'));
        least.set(email, Math.min(least.get(email) ?? Infinity, cost));
      }
    const [known = 0, ...others] = least.values();
    for (const [at, cost] of others.entries()) expect(cost / known, emails[at + 1]).to.be.within(0.4, 2.5);
  });

  it('lets nobody in who is blocked', async () => {
    const user = await addUser('officer', { email: 'ann@example.org' });
    await edit(users, user, { isBlocked: true });
    expect(await findByPassword('ann@example.org', password)).to.equal(null);
  });

  it('lets nobody in without a password set', async () => {
    await add(users, { email: 'ann@example.org', name: 'Ann', role: 'reader' });
    expect(await findByPassword('ann@example.org', '')).to.equal(null);
  });
});

describe('A password', () => {
  useDatabase();
  // An é, an ö and a ligature, as one keyboard composes them and as another does.
  const composed = 'de caf\u00e9 k\u00f6nigin of\uFB01ce';
  const decomposed = 'de cafe\u0301 ko\u0308nigin office';

  it('is the same however a keyboard composes it', async () => {
    const user = await addUser('officer');
    await changePassword(user, composed, now);
    for (const typed of [composed, decomposed, composed.normalize('NFD')])
      expect((await findByPassword(user.email, typed))?.id, typed).to.equal(user.id);
    expect(await findByPassword(user.email, 'de cafe konigin office')).to.equal(null);
  });

  it('would be another one where it is hashed as it is typed', async () => {
    expect(await verify(await hash(composed), decomposed)).to.equal(false);
  });

  it('that was hashed as it was typed, when 12 characters were enough, still opens its account', async () => {
    const user = await addUser('officer');
    for (const earlier of ['konijn in\u00B2 n', 'twelve chars', composed, decomposed]) {
      const credentials = mongoose.connection.collection<{ _id: string }>('credentials');
      await credentials.updateOne({ _id: user.id }, { $set: { hash: await hash(earlier) } });
      expect((await findByPassword(user.email, earlier))?.id, earlier).to.equal(user.id);
      expect(await findByPassword(user.email, `${earlier}.`)).to.equal(null);
    }
  });

  it('of a million characters is refused within 50 ms, known account or not', async () => {
    const { email } = await addUser('officer');
    const million = 'x'.repeat(1_000_000);
    for (const address of [email, 'nobody@example.org']) {
      const cost = async () => cpuOf(async () => findByPassword(address, million));
      expect(await fairCost(50, cost)).to.be.below(50);
    }
    expect(await findByPassword(email, password.padEnd(201, 'x'))).to.equal(null);
  });
});

describe('changePassword', () => {
  useDatabase();

  it('takes the new one alone', async () => {
    const user = await addUser('officer');
    expect(await refusal(changePassword(user, 'short', now))).to.contain('password.length');
    expect(await refusal(changePassword(user, `${user.name}2024!!`, now))).to.contain('password.weak');
    await changePassword(user, another, now);
    expect(await findByPassword(user.email, password)).to.equal(null);
    expect((await findByPassword(user.email, another))?.id).to.equal(user.id);
  });

  it('ends the account’s access tokens, and nobody else’s', async () => {
    const [user, other] = [await addUser('officer'), await addUser('officer')];
    for (const owner of [user, other])
      await makeToken(owner, { name: 'script', access: 'full', endsOn: null }, now);
    await changePassword(user, another, now);
    expect(await listTokens(user.id, now)).to.deep.equal([]);
    expect(await listTokens(other.id, now)).to.have.length(1);
  });
});

describe('an account', () => {
  useDatabase();

  it('has its password’s hash in no version and no list', async () => {
    const user = await addUser('administrator');
    await changePassword(user, another, now);
    const kept = [
      await listVersions(visibleTo(users, everything), user.id),
      await users.current.find({}).lean(),
      await users.versions.find({}).lean(),
    ];
    expect(JSON.stringify(kept)).not.to.match(/argon2|hash|credential/i);
    expect((await mongoose.connection.collection('credentials').findOne({}))?.['hash']).to.match(
      /^\$argon2id\$/,
    );
  });

  it('of the last administrator, or one’s own, keeps its role and stays open', async () => {
    const ann = await addUser('administrator');
    const byAnn = changeAt(now, { by: { id: ann.id, name: ann.name } });
    expect(await refusal(edit(users, ann, { role: 'reader' }))).to.equal(
      'invalid role user.lastAdministrator',
    );
    const bob = await addUser('administrator');
    expect(await refusal(edit(users, ann, { isBlocked: true }, byAnn))).to.equal(
      'invalid isBlocked user.self',
    );
    expect((await edit(users, bob, { role: 'reader' }, byAnn)).role).to.equal('reader');
  });
});
