import { expect } from 'chai';
import mongoose from 'mongoose';
import { ExpectedError } from '../../models/errors.ts';
import { listVersions } from '../../models/history.ts';
import { getUserByToken, issueToken } from '../../models/token.ts';
import {
  acceptInvitation,
  changePassword,
  checkPassword,
  countUsers,
  findByPassword,
  findInvitation,
  inviteUser,
  users,
} from '../../models/user.ts';
import { useDatabase } from '../support/database.ts';
import { add, addUser, changeAt, edit, now, password } from '../support/factories.ts';

const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const first = { email: 'Ann@Example.org', name: 'Ann' };
const another = 'four hungry green parrots';

async function refusal(deed: Promise<unknown>): Promise<string> {
  const error: unknown = await deed.then(
    () => new Error('It was not refused.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ExpectedError)) throw error;
  return [error.kind, ...error.problems.map(({ field, type }) => `${field} ${type}`)].join(' ');
}

describe('checkPassword', () => {
  const typesOf = (typed: string) => checkPassword(typed, 'ann@example.org').map(({ type }) => type);

  it('wants 12 to 200 characters', () => {
    expect(typesOf('elevenchars')).to.deep.equal(['password.length']);
    expect(typesOf('twelve chars')).to.deep.equal([]);
    expect(typesOf('wordy '.repeat(34))).to.deep.equal(['password.length']);
  });

  it('refuses a few characters over and over, and the address itself', () => {
    expect(typesOf('aaaaaaaaaaaaaaaa')).to.deep.equal(['password.weak']);
    expect(typesOf('abababAB1ababab')).to.deep.equal(['password.weak']);
    expect(typesOf('my ANN@example.org')).to.deep.equal(['password.weak']);
  });
});

describe('findByPassword', () => {
  useDatabase();

  it('finds the account by its address in any case, and the right password alone', async () => {
    const { id } = await addUser('officer', { email: 'ann@example.org' });
    expect((await findByPassword(' ANN@example.org ', password))?.id).to.equal(id);
    for (const wrong of ['', `${password} `, password.toUpperCase(), '$argon2id$'])
      expect(await findByPassword('ann@example.org', wrong)).to.equal(null);
  });

  it('takes as long for an unknown account as for a wrong password', async () => {
    await addUser('officer', { email: 'ann@example.org' });
    const timeOf = async (email: string) => {
      const times: number[] = [];
      for (let at = 0; at < 5; at += 1) {
        const start = performance.now();
        await findByPassword(email, 'a wrong password');
        times.push(performance.now() - start);
      }
      return Math.min(...times);
    };
    await timeOf('warm@example.org');
    const [known, unknown] = [await timeOf('ann@example.org'), await timeOf('bob@example.org')];
    expect(unknown / known).to.be.within(0.4, 2.5);
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

describe('changePassword', () => {
  useDatabase();

  it('asks for the present one, and then takes the new one alone', async () => {
    const user = await addUser('officer');
    expect(await refusal(changePassword(user, another, another, now))).to.contain('present password.wrong');
    expect(await refusal(changePassword(user, password, 'short', now))).to.contain('password.length');
    await changePassword(user, password, another, now);
    expect(await findByPassword(user.email, password)).to.equal(null);
    expect((await findByPassword(user.email, another))?.id).to.equal(user.id);
  });
});

describe('an invitation', () => {
  useDatabase();

  it('makes the first administrator, once', async () => {
    const token = await inviteUser(null, now);
    const user = await acceptInvitation(token, first, another, changeAt());
    expect(user).to.include({ email: 'ann@example.org', role: 'administrator' });
    expect(await refusal(acceptInvitation(token, first, another, changeAt()))).to.equal('notFound');
    expect(await countUsers()).to.equal(1);
  });

  it('makes no administrator once there is anybody', async () => {
    const token = await inviteUser(null, now);
    await addUser('reader');
    expect(await findInvitation(token, now)).to.equal(undefined);
    expect(await refusal(acceptInvitation(token, first, another, changeAt()))).to.equal('notFound');
  });

  it('lets one of two through who use it at once', async () => {
    const token = await inviteUser(null, now);
    const accepted = await Promise.allSettled(
      ['a', 'b'].map(async name =>
        acceptInvitation(token, { email: `${name}@example.org`, name }, another, changeAt()),
      ),
    );
    expect(accepted.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    expect(await countUsers()).to.equal(1);
  });

  it('sets an account’s password within 72 hours', async () => {
    const { id } = await add(users, { email: 'bob@example.org', name: 'Bob', role: 'officer' });
    const token = await inviteUser(id, now);
    expect((await findInvitation(token, hours(71.9)))?.user?.id).to.equal(id);
    expect(await findInvitation(token, hours(72))).to.equal(undefined);
    await acceptInvitation(token, null, another, changeAt(hours(1)));
    expect((await findByPassword('bob@example.org', another))?.id).to.equal(id);
  });

  it('is spent by a newer one, not by a refused password', async () => {
    const { id } = await add(users, { email: 'bob@example.org', name: 'Bob', role: 'officer' });
    const old = await inviteUser(id, now);
    const token = await inviteUser(id, now);
    expect(await findInvitation(old, now)).to.equal(undefined);
    expect(await refusal(acceptInvitation(token, null, 'short', changeAt()))).to.contain('password.length');
    expect((await findInvitation(token, now))?.user?.id).to.equal(id);
  });

  it('is kept as a hash only', async () => {
    const token = await inviteUser(null, now);
    const stored = await mongoose.connection.collection('invitations').find({}).toArray();
    expect(JSON.stringify(stored)).not.to.contain(token);
  });
});

describe('an access token', () => {
  useDatabase();

  it('is its owner’s until the account is blocked, and is kept as a hash only', async () => {
    const user = await addUser('officer');
    const token = await issueToken(user, 'import', now);
    expect((await getUserByToken(token, now)).id).to.equal(user.id);
    const stored = await mongoose.connection.collection('tokens').find({}).toArray();
    expect(JSON.stringify(stored)).not.to.contain(token);
    expect(await refusal(getUserByToken(`${token}x`, now))).to.equal('unauthenticated');
    await edit(users, user, { isBlocked: true });
    expect(await refusal(getUserByToken(token, now))).to.equal('unauthenticated');
  });

  it('has a name', async () => {
    const user = await addUser('officer');
    for (const name of ['', '  ', undefined, { $gt: '' }, 'x'.repeat(101)])
      expect(await refusal(issueToken(user, name, now))).to.contain('name');
  });
});

describe('an account', () => {
  useDatabase();

  it('has its password’s hash in no version and no list', async () => {
    const user = await addUser('administrator');
    await changePassword(user, password, another, now);
    const kept = [
      await listVersions(users, user.id, { seesWithheld: true }),
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
