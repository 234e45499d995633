import { expect } from 'chai';
import mongoose from 'mongoose';
import { doOnce, markEffect, type KeptAnswer } from '../../../models/record/idempotency.ts';
import { projects } from '../../../models/projects/projects.ts';
import { inTransaction } from '../../../models/record/record.ts';
import { users } from '../../../models/accounts/user.ts';
import { apiAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, addUser, edit } from '../../support/factories.ts';
import { until } from '../../support/pause.ts';

const grant = (title: string) => ({ kind: 'grant', scope: 'in', title });
const countProjects = async () => projects.current.countDocuments();
const stored = () => mongoose.connection.collection('idempotencykeys');

describe('POST with Idempotency-Key', () => {
  useDatabase();

  it('gives the first answer again, and makes nothing twice', async () => {
    const { post } = await apiAs('officer');
    const send = () => post('/projects').set('Idempotency-Key', 'a-1').send(grant('One'));
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).to.deep.equal([201, 201]);
    expect(second.body).to.deep.equal(first.body);
    for (const header of ['etag', 'location']) expect(second.headers[header]).to.equal(first.headers[header]);
    expect(first.headers).not.to.have.property('idempotency-replayed');
    expect(second.headers).to.have.property('idempotency-replayed', 'true');
    expect(await countProjects()).to.equal(1);
  });

  it('makes one of ten sent at once; the others get the same answer, or are told to wait', async () => {
    const { post } = await apiAs('officer');
    const all = await Promise.all(
      Array.from({ length: 10 }, async () => post('/projects').set('Idempotency-Key', 'k').send(grant('T'))),
    );
    expect(await countProjects()).to.equal(1);
    const made = all.filter(({ status }) => status === 201);
    const waiting = all.filter(({ status }) => status === 409);
    expect(made.length).to.be.at.least(1);
    expect(made.length + waiting.length).to.equal(10);
    expect(new Set(made.map(({ body }) => body.id as string)).size).to.equal(1);
    for (const { headers, body } of waiting) {
      expect(headers).to.have.property('retry-after', '1');
      expect(body.message).to.match(/still being carried out/);
    }
  });

  it('refuses the key for another body, path or version', async () => {
    const { post } = await apiAs('officer');
    const send = (path: string, body: object) => post(path).set('Idempotency-Key', 'k').send(body);
    expect((await send('/projects', grant('One'))).status).to.equal(201);
    const other = await send('/projects', grant('Two'));
    expect(other.status).to.equal(422);
    expect(other.body.message).to.match(/used for another request/);
    const elsewhere = await send('/calls', grant('One'));
    expect(elsewhere.status).to.equal(422);
    expect(await countProjects()).to.equal(1);
  });

  it('is each person’s own', async () => {
    const [one, another] = [await apiAs('officer'), await apiAs('officer')];
    for (const { post } of [one, another]) {
      const { status } = await post('/projects').set('Idempotency-Key', 'k').send(grant('T'));
      expect(status).to.equal(201);
    }
    expect(await countProjects()).to.equal(2);
  });

  it('may be used again after a refusal', async () => {
    const { post } = await apiAs('officer');
    const project = { ...grant('T'), programme: 'LATER' };
    const send = () => post('/projects').set('Idempotency-Key', 'k').send(project);
    expect((await send()).status).to.equal(422);
    await addProgramme({ code: 'LATER' });
    expect((await send()).status).to.equal(201);
  });

  it('is held by a deed of many transactions for as long as it lasts', async () => {
    const { id: userId } = await addUser('officer');
    const once = { userId, key: 'k', request: ['POST /projects/bulk'] };
    const answerOf = (): KeptAnswer => ({ status: 200, data: '{}', version: null, location: null });
    const write = async () => inTransaction(async () => Promise.resolve());
    let refused: unknown;
    await doOnce(
      once,
      async () => {
        await write();
        await stored().updateOne({}, { $set: { heldUntil: new Date(0) } });
        await write();
        refused = await doOnce(once, write, answerOf).catch((error: unknown) => error);
      },
      answerOf,
    );
    expect(refused).to.include({ kind: 'conflict', key: 'idempotency.running' });
  });

  it('refuses a key that is none', async () => {
    const { post } = await apiAs('officer');
    const { status, body } = await post('/projects').set('Idempotency-Key', 'x'.repeat(256)).send(grant('T'));
    expect(status).to.equal(400);
    expect(body.message).to.match(/1 to 255/);
    expect(await countProjects()).to.equal(0);
  });

  it('restores a version once', async () => {
    const { post } = await apiAs('officer');
    const project = await addProject({ title: 'Before' });
    await edit(projects, project, { title: 'After' });
    const send = () =>
      post(`/projects/${project.id}/versions/1/restore`).set('If-Match', '"2"').set('Idempotency-Key', 'k');
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).to.deep.equal([200, 200]);
    expect(second.headers['etag']).to.equal('"3"');
  });

  it('keeps no secret, and no answer for a role that is no longer held', async () => {
    const { post, user } = await apiAs('administrator');
    await addUser('administrator');
    const invited = await addUser('reader');
    const invite = () => post(`/users/${invited.id}/invitation`).set('Idempotency-Key', 'invite');
    const first = await invite();
    expect(first.status).to.equal(201);
    expect(JSON.stringify(await stored().find().toArray())).not.to.include(first.body.url);
    expect((await invite()).status).to.equal(409);
    const send = () => post('/projects').set('Idempotency-Key', 'p').send(grant('T'));
    expect((await send()).status).to.equal(201);
    await edit(users, user, { role: 'officer' });
    expect((await send()).status).to.equal(422);
  });
});

describe('doOnce', () => {
  useDatabase();

  const answer: KeptAnswer = { status: 200, data: '{}', version: null, location: null };
  const once = { userId: 'u', key: 'k', request: ['POST'] };
  /** A deed with an effect in a transaction. */
  const effect = async () =>
    inTransaction(async session => {
      await stored().updateOne(
        { _id: 'effects' as never },
        { $inc: { count: 1 } },
        { upsert: true, session },
      );
    });
  const countEffects = async () =>
    ((await stored().findOne({ _id: 'effects' as never }))?.['count'] as number) ?? 0;
  /** As if the process had ended: nobody waits any longer for whoever holds the key. */
  const letGo = async () => stored().updateMany({}, { $set: { heldUntil: new Date(0) } });

  it('does not do again what took effect before a crash', async () => {
    const crashed = doOnce(once, effect, () => {
      throw new Error('the process ended before the answer was kept');
    });
    await crashed.catch(() => undefined);
    await letGo();
    const again = await doOnce(once, effect, () => answer).catch((error: Error) => error.message);
    expect(again).to.equal('conflict: idempotency.lost');
    expect(await countEffects()).to.equal(1);
  });

  it('does again what had no effect before a crash', async () => {
    await doOnce(
      once,
      async () => Promise.reject(new Error('away')),
      () => answer,
    ).catch(() => undefined);
    expect(await doOnce(once, effect, () => answer)).to.have.property('done');
    expect(await countEffects()).to.equal(1);
  });

  it('lets a deed that is late not take effect when another has taken it over', async () => {
    let goOn = (): void => undefined;
    const waiting = new Promise<void>(resolve => (goOn = resolve));
    const late = doOnce(
      once,
      async () => {
        await waiting;
        await effect();
      },
      () => answer,
    ).catch((error: Error) => error.message);
    await until(async () => (await stored().countDocuments()) > 0);
    await letGo();
    expect(await doOnce(once, effect, () => answer)).to.have.property('done');
    goOn();
    expect(await late).to.equal('conflict: idempotency.running');
    expect(await countEffects()).to.equal(1);
  });

  it('marks nothing where no key was given', async () => {
    await inTransaction(async session => markEffect(session));
    expect(await stored().countDocuments()).to.equal(0);
  });
});
