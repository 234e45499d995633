import { expect } from 'chai';
import express from 'express';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { inviteUser } from '../../../models/accounts/invitation.ts';
import { apiAs, signedIn, testAddress, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addUser, changeAt } from '../../support/factories.ts';
import { invitationOn } from '../../support/page.ts';

interface Item {
  event?: string;
  noun: string;
  id: string;
  changedBy: { id: string };
}
const eventsIn = ({ body }: { body: unknown }): string[] =>
  (body as { items: Item[] }).items.flatMap(({ event }) => event ?? []);

const chosen = 'a new and longer password';

/** Everything stored, to see whether anything was written; the counters of requests are no part of it. */
async function stored(): Promise<string> {
  const collections = (await mongoose.connection.db?.collections()) ?? [];
  const all = await Promise.all(
    collections
      .filter(({ collectionName }) => !collectionName.startsWith('system.'))
      .map(async one => [one.collectionName, await one.find({}).toArray()] as const),
  );
  return JSON.stringify(all.toSorted(([a], [b]) => a.localeCompare(b)));
}

/** How many of these requests changed what is stored. */
async function countWrites(requests: readonly (() => Promise<unknown>)[]): Promise<number> {
  let writes = 0;
  for (const ask of requests) {
    const before = await stored();
    await ask();
    if ((await stored()) !== before) writes += 1;
  }
  return writes;
}

describe('A one-time link', () => {
  useDatabase();

  it('is entered in the history of its account and in Changes: made, opened, used', async () => {
    const person = await addUser('officer');
    const { post, user } = await signedIn('administrator');
    const auditor = await apiAs('reader');
    const link = invitationOn((await post(`/users/${person.id}/invitation`, {})).text);
    const made = await auditor.get('/changes');
    expect(made.body.items[0]).to.deep.include({
      noun: 'user',
      id: person.id,
      event: 'linkMade',
      changedBy: { id: user.id, name: user.name },
    });
    const somebody = await visitor();
    await somebody.get(link);
    await somebody.post(link, { password: chosen, repeated: chosen }, link);
    const all = ['linkUsed', 'linkOpened', 'linkMade'];
    expect(eventsIn(await auditor.get('/changes'))).to.deep.equal(all);
    expect(eventsIn(await auditor.get(`/users/${person.id}/history`))).to.deep.equal(all);
  });

  it('is told on the pages, in the reader’s language', async () => {
    const person = await addUser('officer');
    await inviteUser(person.id, changeAt(new Date(), { by: { id: 'ann', name: 'Ann' } }));
    const { get } = await signedIn('reader', 'nl');
    for (const path of [`/users/${person.id}/history`, '/changes', '/'])
      expect((await get(path)).text, path).to.include('Eenmalige link gemaakt');
    const officer = await signedIn('officer');
    expect((await officer.get('/changes')).text).not.to.include('One-time link');
  });

  it('is opened by a person who reads it, once: HEAD, previews and reading again write nothing', async () => {
    const person = await addUser('officer');
    const base = await testAddress();
    const path = `/invitations/${await inviteUser(person.id, changeAt(new Date()))}`;
    const by = (headers: Readonly<Record<string, string>>) => async () =>
      supertest(base).get(path).set(headers);
    const unread = [
      async () => supertest(base).head(path),
      by({ 'User-Agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }),
      by({ 'User-Agent': 'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5' }),
      by({ 'User-Agent': 'WhatsApp/2.23.20.0' }),
      by({ 'Sec-Purpose': 'prefetch;prerender' }),
      by({ 'X-Moz': 'prefetch' }),
    ];
    expect(await countWrites(unread)).to.equal(0);
    expect(await countWrites([by({})])).to.equal(1);
    expect(await countWrites([by({}), by({ 'User-Agent': 'Mozilla/5.0' }), ...unread])).to.equal(0);
    expect((await supertest(base).get(path)).status).to.equal(200);
  });

  it('would be written to by HEAD and each GET where the page simply notes that it was asked for', async () => {
    const app = express();
    app.get('/invitations/:token', async (request, response) => {
      await mongoose.connection.collection('unguardedOpenings').insertOne({ token: request.params.token });
      response.send('open');
    });
    const path = '/invitations/one';
    const again = async () => supertest(app).get(path);
    const writes = await countWrites([async () => supertest(app).head(path), again, again]);
    await mongoose.connection.collection('unguardedOpenings').drop();
    expect(writes).to.equal(3);
  });
});
