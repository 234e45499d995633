import { expect } from 'chai';
import mongoose from 'mongoose';
import { changePassword, findByPassword } from '../../../models/accounts/credential.ts';
import { acceptInvitation, findInvitation, inviteUser } from '../../../models/accounts/invitation.ts';
import { countUsers, users } from '../../../models/accounts/user.ts';
import { useDatabase } from '../../support/database.ts';
import { add, addUser, changeAt, edit, now, password } from '../../support/factories.ts';
import { refusal } from '../../support/refusal.ts';

const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const first = { email: 'Ann@Example.org', name: 'Ann' };
const another = 'four hungry green parrots';

describe('an invitation', () => {
  useDatabase();

  it('makes the first administrator, once', async () => {
    const token = await inviteUser(null, changeAt());
    const user = await acceptInvitation(token, first, another, changeAt());
    expect(user).to.include({ email: 'ann@example.org', role: 'administrator' });
    expect(await refusal(acceptInvitation(token, first, another, changeAt()))).to.equal('notFound');
    expect(await countUsers()).to.equal(1);
  });

  it('makes no administrator once there is anybody', async () => {
    const token = await inviteUser(null, changeAt());
    await addUser('reader');
    expect(await findInvitation(token, now)).to.equal(undefined);
    expect(await refusal(acceptInvitation(token, first, another, changeAt()))).to.equal('notFound');
  });

  it('lets one of two through who use it at once', async () => {
    const token = await inviteUser(null, changeAt());
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
    const token = await inviteUser(id, changeAt());
    expect((await findInvitation(token, hours(71.9)))?.user?.id).to.equal(id);
    expect(await findInvitation(token, hours(72))).to.equal(undefined);
    await acceptInvitation(token, null, another, changeAt(hours(1)));
    expect((await findByPassword('bob@example.org', another))?.id).to.equal(id);
  });

  it('is spent by a newer one, not by a refused password', async () => {
    const { id } = await add(users, { email: 'bob@example.org', name: 'Bob', role: 'officer' });
    const old = await inviteUser(id, changeAt());
    const token = await inviteUser(id, changeAt());
    expect(await findInvitation(old, now)).to.equal(undefined);
    expect(await refusal(acceptInvitation(token, null, 'short', changeAt()))).to.contain('password.length');
    expect((await findInvitation(token, now))?.user?.id).to.equal(id);
  });

  it('is kept as a hash only', async () => {
    const token = await inviteUser(null, changeAt());
    const stored = await mongoose.connection.collection('invitations').find({}).toArray();
    expect(JSON.stringify(stored)).not.to.contain(token);
  });

  it('replaces a password only once it is used, and says so', async () => {
    const user = await addUser('officer');
    const token = await inviteUser(user.id, changeAt(hours(1)));
    expect(await findInvitation(token, hours(2))).to.have.property('isReset', true);
    expect((await findByPassword(user.email, password))?.id).to.equal(user.id);
    await acceptInvitation(token, null, another, changeAt(hours(2)));
    expect(await findByPassword(user.email, password)).to.equal(null);
    expect(await refusal(acceptInvitation(token, null, another, changeAt(hours(3))))).to.equal('notFound');
  });

  it('is of no use once its person has set a password themselves', async () => {
    const user = await addUser('officer');
    const token = await inviteUser(user.id, changeAt(hours(1)));
    await changePassword(user, another, hours(2));
    expect(await findInvitation(token, hours(3))).to.equal(undefined);
  });

  it('is of no use while the account is blocked', async () => {
    const user = await addUser('officer');
    const token = await inviteUser(user.id, changeAt());
    await edit(users, user, { isBlocked: true });
    expect(await refusal(acceptInvitation(token, null, another, changeAt(hours(1))))).to.equal('notFound');
  });
});
