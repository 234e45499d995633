import { expect } from 'chai';
import mongoose from 'mongoose';
import { endToken, getBearer, listTokens, makeToken, noteUse } from '../../../models/accounts/token.ts';
import { users, type KeptUser } from '../../../models/accounts/user.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, edit, now } from '../../support/factories.ts';
import { refusal } from '../../support/refusal.ts';

const script = { name: 'script', access: 'full', endsOn: null } as const;
const on = (value: string) => ({ ...script, endsOn: { value, from: value, to: value } });
const stored = async () => mongoose.connection.collection('tokens').find({}).toArray();

describe('an access token', () => {
  useDatabase();
  let user: KeptUser;
  beforeEach('make its owner', async () => {
    user = await addUser('officer');
  });

  it('stands for its owner with the role of that moment, and is kept as a hash only', async () => {
    const { token, made } = await makeToken(user, script, now);
    expect((await getBearer(token, now)).user.id).to.equal(user.id);
    await edit(users, user, { role: 'reader' });
    expect((await getBearer(token, now)).user.role).to.equal('reader');
    expect(JSON.stringify([await stored(), made])).not.to.contain(token);
    expect(await refusal(getBearer(`${token}x`, now))).to.equal('unauthenticated');
  });

  it('ends for good when the account is blocked', async () => {
    const { token } = await makeToken(user, script, now);
    const blocked = await edit(users, user, { isBlocked: true });
    expect(await refusal(getBearer(token, now))).to.equal('unauthenticated');
    await edit(users, blocked, { isBlocked: false });
    expect(await refusal(getBearer(token, now))).to.equal('unauthenticated');
  });

  it('works until the end of its last day in Brussels', async () => {
    const { token } = await makeToken(user, on('2026-12-01'), now);
    expect((await getBearer(token, new Date('2026-12-01T22:59:59Z'))).user.id).to.equal(user.id);
    expect(await refusal(getBearer(token, new Date('2026-12-01T23:00:00Z')))).to.equal('unauthenticated');
    const [listed] = await listTokens(user.id, new Date('2026-12-02T00:00:00Z'));
    expect(listed).to.include({ endsOn: '2026-12-01', hasEnded: true });
  });

  it('lasts 90 days where nobody says otherwise, and never more than 366', async () => {
    expect((await makeToken(user, script, now)).made.endsOn).to.equal('2027-02-22');
    expect((await makeToken(user, on('2027-11-25'), now)).made.endsOn).to.equal('2027-11-25');
    for (const day of ['2027-11-26', '2026-11-23', '2027', '2027-01'])
      expect(await refusal(makeToken(user, on(day), now)), day).to.equal('invalid endsOn day.between');
  });

  it('is ended by its owner, or by whoever may end anybody’s', async () => {
    const other = await addUser('officer');
    const first = await makeToken(user, script, now);
    const second = await makeToken(user, script, now);
    expect(await endToken(first.made.id, other.id)).to.equal(false);
    expect(await endToken(first.made.id, user.id)).to.equal(true);
    expect(await endToken(second.made.id, null)).to.equal(true);
    expect(await refusal(getBearer(first.token, now))).to.equal('unauthenticated');
    expect(await listTokens(null, now)).to.deep.equal([]);
  });

  it('is one of at most 50 of an account', async () => {
    for (let count = 0; count < 50; count += 1) await makeToken(user, script, now);
    expect(await refusal(makeToken(user, script, now))).to.equal('invalid  token.tooMany');
    const later = new Date('2027-06-01T10:00:00Z');
    expect((await makeToken(user, script, later)).made.hasEnded).to.equal(false);
  });

  it('is noted as used once a minute', async () => {
    const { token } = await makeToken(user, script, now);
    const useAt = async (seconds: number) => {
      const at = new Date(now.getTime() + seconds * 1000);
      await noteUse(token, await getBearer(token, at), at);
      // A write that a majority has makes sure that it has the ones before too.
      await addUser('reader');
      const [{ usedAt } = {}] = (await stored()) as { usedAt?: Date }[];
      return Number(usedAt) - now.getTime();
    };
    expect(await useAt(0)).to.equal(0);
    expect(await useAt(59)).to.equal(0);
    expect(await useAt(60)).to.equal(60_000);
  });
});
